use crate::kit::{app::TestApp, cast::Cast};

const PATH: &str = "/heron/settings/plans";

async fn standard(cast: &mut Cast) -> String {
    let page = cast.rosa.get(PATH).await.expect(200);
    page.attributes(".panel__head a", "href")[0].clone()
}

#[tokio::test]
async fn a_plan_is_made_stage_by_stage() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast
        .rosa
        .post_and_follow(&format!("{PATH}/new"), &[("name", "Short")])
        .await
        .expect(200);
    let plan = page.path.clone();
    let fields = [
        ("name", "Offer"),
        ("kind", "offer"),
        ("stale_after_days", "7"),
        ("version", "1"),
    ];
    let page = cast.rosa.post_and_follow(&plan, &fields).await.expect(200);
    assert_eq!(
        page.texts(".sort-row .t-m"),
        ["Application review", "Offer"]
    );
    let fields = [
        ("version", "2"),
        ("stage", "0"),
        ("stage", "1"),
        ("down", "0"),
    ];
    let page = cast
        .rosa
        .post_and_follow(&format!("{plan}/order"), &fields)
        .await
        .expect(200);
    assert_eq!(
        page.texts(".sort-row .t-m"),
        ["Offer", "Application review"]
    );
    let fields = [("name", "Talk"), ("kind", "interview"), ("version", "3")];
    let page = cast
        .rosa
        .post_and_follow(&format!("{plan}/stages/1"), &fields)
        .await
        .expect(200);
    assert_eq!(page.texts(".sort-row .t-m"), ["Offer", "Talk"]);
    let page = cast
        .rosa
        .post_and_follow(
            &format!("{plan}/stages/0/deletion"),
            &[("version", "4"), ("stage", "0"), ("stage", "1")],
        )
        .await
        .expect(200);
    assert_eq!(page.texts(".sort-row .t-m"), ["Talk"]);
    let page = cast
        .rosa
        .post(&format!("{plan}/stages/0/deletion"), &[("version", "5")])
        .await
        .expect(409);
    assert!(page.text_of("[role=alert]").contains("only stage"));
    let list = cast.rosa.get(PATH).await.expect(200);
    assert_eq!(list.texts(".panel__head h2"), ["Short", "Standard"]);
    assert_eq!(
        app.history(&cast.company, "plan_template.changed")
            .await
            .len(),
        4
    );
}

#[tokio::test]
async fn changing_a_plan_leaves_its_jobs_as_they_are() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let plan = standard(&mut cast).await;
    cast.rosa
        .post(&format!("{plan}/stages/2/deletion"), &[("version", "1")])
        .await
        .expect(303);
    assert_eq!(app.stages(&cast.company, job).await.len(), 6);
}

#[tokio::test]
async fn the_second_to_change_a_plan_is_told() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let plan = standard(&mut cast).await;
    let down = [
        ("version", "1"),
        ("stage", "0"),
        ("stage", "1"),
        ("stage", "2"),
        ("stage", "3"),
        ("stage", "4"),
        ("stage", "5"),
        ("down", "0"),
    ];
    let (mut one, mut two) = (cast.rosa.clone(), cast.ada.clone());
    let path = format!("{plan}/order");
    let (one, two) = tokio::join!(one.post(&path, &down), two.post(&path, &down));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let page = cast
        .rosa
        .post(
            &format!("{plan}/stages/0"),
            &[("name", "Mine"), ("kind", "screen"), ("version", "1")],
        )
        .await;
    let page = page.expect(409);
    assert_eq!(
        (page.value("name"), page.value("version")),
        ("Mine".to_owned(), "2".to_owned())
    );
    let page = cast
        .rosa
        .post(
            &format!("{plan}/name"),
            &[("name", "Usual"), ("version", "1")],
        )
        .await
        .expect(409);
    assert_eq!(page.value("name"), "Usual");
}

#[tokio::test]
async fn plans_are_copied_renamed_and_deleted_but_for_the_last() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let plan = standard(&mut cast).await;
    let page = cast
        .rosa
        .post(&format!("{plan}/deletion"), &[("version", "1")])
        .await
        .expect(409);
    assert!(page.text_of("[role=alert]").contains("only plan"));
    let copy = cast
        .rosa
        .post(&format!("{plan}/copies"), &[])
        .await
        .location();
    let page = cast.rosa.get(&copy).await.expect(200);
    assert_eq!(page.text_of("h1"), "Standard (copy)");
    assert_eq!(page.texts(".sort-row").len(), 6);
    // Pressing twice makes one.
    cast.rosa
        .post(&format!("{plan}/copies"), &[])
        .await
        .expect(409);
    let page = cast
        .rosa
        .post(
            &format!("{copy}/name"),
            &[("name", "STANDARD"), ("version", "1")],
        )
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Another plan has this name"]
    );
    cast.rosa
        .post(
            &format!("{copy}/name"),
            &[("name", "Sales"), ("version", "1")],
        )
        .await
        .expect(303);
    let page = cast
        .rosa
        .post_and_follow(&format!("{plan}/deletion"), &[("version", "1")])
        .await
        .expect(200);
    assert_eq!(page.text_of(".toast span"), "Standard is deleted");
    assert_eq!(page.texts(".panel__head h2"), ["Sales"]);
}

#[tokio::test]
async fn auditors_look_at_plans_and_others_do_not() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let plan = standard(&mut cast).await;
    cast.otto.get(PATH).await.expect(200);
    let page = cast.otto.get(&plan).await.expect(200);
    assert!(page.texts("main button, .sort-row a").is_empty());
    let fields = [
        ("name", "Mine"),
        ("kind", "screen"),
        ("version", "1"),
        ("stage", "0"),
    ];
    for person in [
        &mut cast.otto,
        &mut cast.cora,
        &mut cast.hugo,
        &mut cast.iris,
    ] {
        for path in [
            "",
            "/name",
            "/copies",
            "/deletion",
            "/order",
            "/stages/0",
            "/stages/0/deletion",
        ] {
            person
                .post(&format!("{plan}{path}"), &fields)
                .await
                .expect(403);
        }
    }
    for person in [&mut cast.cora, &mut cast.hugo, &mut cast.iris] {
        person.get(PATH).await.expect(403);
    }
    cast.olga.get(&plan).await.expect(404);
    cast.olga.post(&plan, &fields).await.expect(404);
    cast.rosa.get(&format!("{plan}/stages/6")).await.expect(404);
    cast.rosa
        .post(&format!("{plan}/stages/6/deletion"), &[("version", "1")])
        .await
        .expect(404);
}
