use crate::kit::{app::TestApp, cast::Cast, jobs::details};
use candor::domain::jobs::Details;

const PATH: &str = "/heron/settings/departments";

#[tokio::test]
async fn departments_are_a_tree() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(PATH).await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No departments yet");
    let mill = app
        .add_department(&cast.company, "Mill", None)
        .await
        .to_string();
    let fields = [
        ("name", "Stones"),
        ("parent", mill.as_str()),
        ("external_id", "HR-9"),
    ];
    let page = cast
        .ada
        .post_and_follow(&format!("{PATH}/new"), &fields)
        .await
        .expect(200);
    assert_eq!(page.texts(".row__main"), ["Mill", "StonesHR-9"]);
    assert_eq!(page.texts(".row .indent").len(), 1);
    // The same name may stand elsewhere in the tree, and not twice beside itself.
    let page = cast
        .ada
        .post(&format!("{PATH}/new"), &fields)
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Another department beside it has this name"]
    );
    assert_eq!(page.attributes("#parent [selected]", "value"), [mill]);
    cast.ada
        .post(&format!("{PATH}/new"), &[("name", "Stones")])
        .await
        .expect(303);
}

#[tokio::test]
async fn a_department_is_never_part_of_itself() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let stones = app
        .add_department(&cast.company, "Stones", Some(mill))
        .await
        .to_string();
    let foreign = app
        .add_department(&cast.other_company, "Weir", None)
        .await
        .to_string();
    let mill = mill.to_string();
    for (parent, message) in [
        (&mill, "Choose a department that is not below this one"),
        (&stones, "Choose a department that is not below this one"),
        (&foreign, "Choose a department from the list"),
    ] {
        let fields = [
            ("name", "Mill"),
            ("parent", parent.as_str()),
            ("version", "1"),
        ];
        let page = cast
            .ada
            .post(&format!("{PATH}/{mill}"), &fields)
            .await
            .expect(422);
        assert_eq!(page.texts(".error-summary li"), [message]);
    }
    // Two people who tie a knot from both ends at once tie none.
    let other = app
        .add_department(&cast.company, "Office", None)
        .await
        .to_string();
    let (mut one, mut two) = (cast.ada.clone(), cast.ada.clone());
    let (under_office, under_mill) = (
        [
            ("name", "Mill"),
            ("parent", other.as_str()),
            ("version", "1"),
        ],
        [
            ("name", "Office"),
            ("parent", mill.as_str()),
            ("version", "1"),
        ],
    );
    let (mill, other) = (format!("{PATH}/{mill}"), format!("{PATH}/{other}"));
    let (one, two) = tokio::join!(
        one.post(&mill, &under_office),
        two.post(&other, &under_mill)
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[tokio::test]
async fn what_is_used_stays_and_the_rest_goes() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.add_department(&cast.company, "Mill", None).await;
    let stones = app
        .add_department(&cast.company, "Stones", Some(mill))
        .await;
    app.job_of(
        &cast.company,
        Details {
            departments: vec![stones],
            ..details("Miller")
        },
    )
    .await;
    for (id, text) in [
        (mill, "Other departments are part of this one"),
        (stones, "Jobs use this department"),
    ] {
        let page = cast
            .ada
            .post(&format!("{PATH}/{id}/deletion"), &[("version", "1")])
            .await
            .expect(409);
        assert!(page.text_of("[role=alert]").starts_with(text));
    }
    let office = app.add_department(&cast.company, "Office", None).await;
    let path = format!("{PATH}/{office}");
    cast.ada
        .post(&path, &[("name", "Bureau"), ("version", "1")])
        .await
        .expect(303);
    let page = cast
        .ada
        .post(&path, &[("name", "Desk"), ("version", "1")])
        .await
        .expect(409);
    assert_eq!(
        (page.value("name"), page.value("version")),
        ("Desk".to_owned(), "2".to_owned())
    );
    cast.ada
        .post(&format!("{path}/deletion"), &[("version", "1")])
        .await
        .expect(409);
    let page = cast
        .ada
        .post_and_follow(&format!("{path}/deletion"), &[("version", "2")])
        .await
        .expect(200);
    assert_eq!(page.texts(".row__main"), ["Mill", "Stones"]);
    cast.ada
        .post(&format!("{path}/deletion"), &[("version", "2")])
        .await
        .expect(404);
    for (kind, count) in [
        ("department.added", 3),
        ("department.changed", 1),
        ("department.deleted", 1),
    ] {
        assert_eq!(
            app.history(&cast.company, kind).await.len(),
            count,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_department_has_a_name() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let long = "x".repeat(201);
    for name in ["", "   ", &long] {
        let page = cast
            .ada
            .post(
                &format!("{PATH}/new"),
                &[("name", name), ("external_id", &long)],
            )
            .await
            .expect(422);
        assert_eq!(page.texts(".error-summary li").len(), 2);
        assert_eq!(page.value("external_id"), long);
    }
}
