use crate::kit::{app::TestApp, cast::Cast, jobs::details};
use candor::domain::jobs::Details;

const PATH: &str = "/heron/settings/offices";

#[tokio::test]
async fn an_office_has_an_address() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let fields = [
        ("name", "Head office"),
        ("street", "Veski 4"),
        ("postal_code", "10119"),
        ("city", "Tallinn"),
        ("country", "EE"),
    ];
    let page = cast
        .ada
        .post_and_follow(&format!("{PATH}/new"), &fields)
        .await
        .expect(200);
    assert_eq!(
        page.texts(".row__main"),
        ["Head officeVeski 4, 10119 Tallinn, Estonia"]
    );
    let one = page.attributes(".row__title", "href")[0].clone();
    let form = cast.ada.get(&one).await.expect(200);
    assert_eq!(form.attributes("#country [selected]", "value"), ["EE"]);
    let version = form.value("version");
    let fields = [
        ("name", "Old mill"),
        ("country", "LV"),
        ("version", version.as_str()),
    ];
    let page = cast.ada.post_and_follow(&one, &fields).await.expect(200);
    assert_eq!(page.texts(".row__main"), ["Old millLatvia"]);
    let page = cast.ada.post(&one, &fields).await.expect(409);
    assert!(page.text_of("[role=alert]").contains("changed this office"));
    let changed = app.history(&cast.company, "office.changed").await;
    assert_eq!(changed[0]["before"]["street"], "Veski 4");
}

#[tokio::test]
async fn what_is_wrong_with_an_office_is_said_at_the_field() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    app.add_office(&cast.company, "Tallinn").await;
    let page = cast
        .ada
        .post(&format!("{PATH}/new"), &[("name", "TALLINN")])
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Another office has this name"]
    );
    let long = "1".repeat(21);
    let fields = [
        ("name", ""),
        ("postal_code", long.as_str()),
        ("country", "XX"),
    ];
    let page = cast
        .ada
        .post(&format!("{PATH}/new"), &fields)
        .await
        .expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 3);
}

#[tokio::test]
async fn an_office_that_a_job_uses_stays() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let (used, free) = (
        app.add_office(&cast.company, "Tallinn").await,
        app.add_office(&cast.company, "Riga").await,
    );
    app.job_of(
        &cast.company,
        Details {
            offices: vec![used],
            ..details("Miller")
        },
    )
    .await;
    let page = cast
        .ada
        .post(&format!("{PATH}/{used}/deletion"), &[("version", "1")])
        .await
        .expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Jobs use this office")
    );
    let page = cast
        .ada
        .post_and_follow(&format!("{PATH}/{free}/deletion"), &[("version", "1")])
        .await;
    assert_eq!(page.expect(200).texts(".row__title"), ["Tallinn"]);
}
