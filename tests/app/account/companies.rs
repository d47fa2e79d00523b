use crate::kit::{app::TestApp, cast::Cast};

const NEW: &str = "/account/companies/new";

#[tokio::test]
async fn whoever_runs_the_installation_makes_another_company() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let form = [
        ("company", "Otter & Daughters"),
        ("slug", ""),
        ("time_zone", "Europe/Tallinn"),
    ];
    cast.ada.get(NEW).await.expect(403);
    cast.ada.post(NEW, &form).await.expect(403);
    assert!(
        cast.ada
            .get("/account")
            .await
            .attributes("a[href$='/new']", "href")
            .is_empty()
    );
    app.visitor().get(NEW).await.expect(303);

    let mut db = app.app.db.read().await.expect("a connection");
    sqlx::query("update users set operator = true where id = $1")
        .bind(cast.ada.user)
        .execute(&mut *db)
        .await
        .expect("an operator");
    drop(db);
    assert_eq!(
        cast.ada
            .get("/account")
            .await
            .attributes("a[href$='/new']", "href"),
        [NEW]
    );
    cast.ada.get(NEW).await.expect(200);
    let taken = [form[0], ("slug", "heron"), ("time_zone", "Mars/Base")];
    let page = cast.ada.post(NEW, &taken).await.expect(422);
    assert!(page.text_of("#time_zone-error").contains("Europe/Tallinn"));
    let taken = [form[0], ("slug", "heron"), form[2]];
    let page = cast.ada.post(NEW, &taken).await.expect(422);
    assert!(
        page.text_of("#slug-error")
            .contains("Another company has this address")
    );
    assert_eq!(page.value("company"), "Otter & Daughters");
    let made = cast.ada.post(NEW, &form).await;
    assert_eq!(made.location(), "/otter-daughters/settings/company");
    let page = cast
        .ada
        .get("/otter-daughters/settings/company")
        .await
        .expect(200);
    assert_eq!(
        page.text_of(".toast"),
        "Otter & Daughters is there, and you administer it"
    );
    let mut db = app.app.db.read().await.expect("a connection");
    let told: i64 = sqlx::query_scalar(
        "select count(*) from events where kind = 'company.founded' and member_id is not null",
    )
    .fetch_one(&mut *db)
    .await
    .expect("a count");
    assert_eq!(told, 1);
    drop(db);
    cast.rosa.get("/otter-daughters").await.expect(404);
}
