use crate::kit::{app::TestApp, cast::Cast, postings::clerk};

const PATH: &str = "/heron/settings/regions";

#[tokio::test]
async fn a_region_is_a_list_of_countries() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(PATH).await.expect(200);
    assert_eq!(page.texts(".row__title"), ["Americas", "APAC", "EMEA"]);
    let fields = [
        ("name", "Baltics"),
        ("countries", "LV"),
        ("countries", "EE"),
        ("countries", "EE"),
        ("countries", "Atlantis"),
    ];
    let page = cast
        .ada
        .post_and_follow(&format!("{PATH}/new"), &fields)
        .await
        .expect(200);
    assert!(
        page.texts(".row__main")
            .contains(&"Baltics2 countries: Estonia, Latvia".to_owned())
    );
    let page = cast
        .ada
        .post(
            &format!("{PATH}/new"),
            &[("name", "baltics"), ("countries", "LT")],
        )
        .await;
    assert_eq!(
        page.expect(422).texts(".error-summary li"),
        ["Another region has this name"]
    );
    let page = cast
        .ada
        .post(
            &format!("{PATH}/new"),
            &[("name", "Nowhere"), ("countries", "XX")],
        )
        .await;
    assert_eq!(
        page.expect(422).texts(".error-summary li"),
        ["Choose at least one country"]
    );
}

#[tokio::test]
async fn a_region_changes_once_and_goes_when_no_posting_names_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(PATH).await.expect(200);
    let apac = page.attributes(".row__title", "href")[1].clone();
    let fields = [("name", "Oceania"), ("countries", "NZ"), ("version", "1")];
    cast.ada.post(&apac, &fields).await.expect(303);
    let page = cast.ada.post(&apac, &fields).await.expect(409);
    assert_eq!(
        page.attributes("[name=countries][checked]", "value"),
        ["NZ"]
    );
    cast.ada
        .post(&format!("{apac}/deletion"), &[("version", "2")])
        .await
        .expect(303);
    app.publish(&cast.company, clerk()).await;
    let used = app
        .number("select region_id from posting_places where region_id is not null")
        .await;
    let page = cast
        .ada
        .post(&format!("{PATH}/{used}/deletion"), &[("version", "1")])
        .await
        .expect(409);
    assert!(
        page.text_of("[role=alert]")
            .starts_with("Postings name this region")
    );
}
