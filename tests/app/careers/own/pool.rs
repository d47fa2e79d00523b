//! Consent to be thought of for other roles: given and taken back from the page.

use super::Mill;
use candor::base::ids::ApplicationId;

async fn consents(mill: &Mill) -> Vec<(String, bool)> {
    sqlx::query_as(
        "select text, withdrawn_at is null from consents where purpose = 'talent_pool' order by id",
    )
    .fetch_all(mill.app.app.db.pages())
    .await
    .unwrap()
}

async fn button(mill: &Mill, id: ApplicationId) -> String {
    let path = mill.app.link_of(id).await;
    let page = mill.app.visitor().get(&path).await.expect(200);
    page.text_of("form[action$='/pool'] button")
}

#[tokio::test]
async fn it_is_given_and_taken_back_as_easily() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let path = format!("{}/pool", mill.app.link_of(id).await);
    let mut noor = mill.app.visitor();
    assert_eq!(button(&mill, id).await, "I agree");
    for _ in 0..2 {
        let page = noor.post_and_follow(&path, &[("keep", "yes")]).await;
        assert!(page.text_of(".note--good").contains("other roles"));
    }
    let text = "Heron Mills may keep my details for other roles too.".to_owned();
    assert_eq!(consents(&mill).await, [(text.clone(), true)]);
    assert_eq!(button(&mill, id).await, "Stop this");
    for _ in 0..2 {
        noor.post(&path, &[("keep", "no")]).await.expect(303);
    }
    assert_eq!(consents(&mill).await, [(text.clone(), false)]);
    noor.post(&path, &[("keep", "yes")]).await.expect(303);
    assert_eq!(consents(&mill).await, [(text.clone(), false), (text, true)]);
    assert_eq!(mill.app.happened(id, "consent.given").await, 2);
    assert_eq!(mill.app.happened(id, "consent.withdrawn").await, 1);
    noor.post(&path, &[("keep", "perhaps")]).await.expect(400);
}
