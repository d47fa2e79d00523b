//! Drafts: saved by one after another, public only once they are published.

use super::{publish, save, typed};
use crate::kit::{
    app::TestApp,
    cast::Cast,
    postings::{Live, clerk, miller},
};

async fn a_mill() -> (TestApp, Cast, Live, String) {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.publish(&cast.company, miller()).await;
    let path = format!("/heron/postings/{}", live.id);
    (app, cast, live, path)
}

#[tokio::test]
async fn a_saved_draft_is_public_only_once_it_is_published() {
    let (app, mut cast, live, path) = a_mill().await;
    let public = format!("/careers/heron/jobs/{}-miller", live.id);
    app.eventually(&public, |page| page.status == 200).await;
    let page = cast.rosa.get(&path).await.expect(200);
    let fields = typed(
        &page,
        &[("title", "Head miller"), ("summary", "Lead the mill.")],
    );
    save(&mut cast.rosa, &path, &fields).await.expect(303);
    let seen = app.visitor().get(&public).await.expect(200);
    assert_eq!(seen.text_of("h1"), "Miller");

    let review = cast
        .rosa
        .get(&format!("{path}/publication"))
        .await
        .expect(200);
    assert!(review.text().contains("Head"), "the difference is shown");
    publish(&mut cast.rosa, &path).await.expect(303);
    let new = format!("/careers/heron/jobs/{}-head-miller", live.id);
    let seen = app.eventually(&new, |page| page.status == 200).await;
    assert_eq!(seen.text_of("h1"), "Head miller");
    let revisions = cast
        .rosa
        .get(&format!("{path}/revisions"))
        .await
        .expect(200);
    assert!(revisions.text().contains("Head miller"));
}

#[tokio::test]
async fn who_saves_second_is_told_and_loses_nothing() {
    let (_app, mut cast, _, path) = a_mill().await;
    let page = cast.rosa.get(&path).await.expect(200);
    let first = typed(&page, &[("title", "Head miller")]);
    save(&mut cast.ada, &path, &first).await.expect(303);
    let second = typed(&page, &[("title", "Night miller")]);
    let told = save(&mut cast.rosa, &path, &second).await;
    assert!(
        [409, 422].contains(&told.status.as_u16()),
        "{}",
        told.text()
    );
    assert!(told.text().contains("Ada Marsh"), "who was quicker");
    assert_eq!(told.value("title"), "Night miller");
    let kept = cast.ada.get(&path).await.expect(200);
    assert_eq!(kept.value("title"), "Head miller");
}

#[tokio::test]
async fn what_is_missing_is_said_at_the_field() {
    let (_app, mut cast, _, path) = a_mill().await;
    let page = cast.rosa.get(&path).await.expect(200);
    let told = save(&mut cast.rosa, &path, &typed(&page, &[("title", " ")]))
        .await
        .expect(422);
    assert!(
        told.text_of("#title-error").contains("title"),
        "{}",
        told.text_of("#title-error")
    );
}

#[tokio::test]
async fn a_closed_posting_takes_no_applications_and_stays_readable() {
    let (app, mut cast, live, path) = a_mill().await;
    let public = format!("/careers/heron/jobs/{}-miller", live.id);
    cast.rosa
        .post(&format!("{path}/closing"), &[])
        .await
        .expect(303);
    let page = app
        .eventually(&public, |page| page.text().contains("noindex"))
        .await;
    assert!(!page.text().contains("application/ld+json"));
    cast.rosa
        .post(&format!("{path}/reopening"), &[])
        .await
        .expect(303);
    app.eventually(&public, |page| page.text().contains("application/ld+json"))
        .await;
}

#[tokio::test]
async fn others_have_no_business_with_a_draft() {
    let (app, mut cast, _, path) = a_mill().await;
    let fields = typed(&cast.rosa.get(&path).await.expect(200), &[]);
    app.visitor().get(&path).await.expect(303);
    cast.olga.get(&path).await.expect(404);
    save(&mut cast.olga, &path, &fields).await.expect(404);
    cast.iris.get(&path).await.expect(404);
    save(&mut cast.iris, &path, &fields).await.expect(404);
    save(&mut cast.otto, &path, &fields).await.expect(403);
    cast.otto
        .post(&format!("{path}/closing"), &[])
        .await
        .expect(403);
}

#[tokio::test]
async fn a_place_that_is_gone_is_told_at_the_field() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.publish(&cast.company, clerk()).await;
    let path = format!("/heron/postings/{}", live.id);
    let page = cast.rosa.get(&path).await.expect(200);
    let mut db = app.app.db.read().await.expect("a connection");
    // As if the region had been deleted after the editor was opened.
    for gone in ["delete from posting_places", "delete from regions"] {
        sqlx::query(gone).execute(&mut *db).await.expect(gone);
    }
    drop(db);
    let fields = typed(&page, &[("summary", "Count the sacks.")]);
    let refused = save(&mut cast.rosa, &path, &fields).await.expect(422);
    assert!(refused.text_of("#new_place-error").contains("is gone"));
    let kept = ("summary".to_owned(), "Count the sacks.".to_owned());
    assert!(refused.fields_of("#editor").contains(&kept));
    let review = format!("{path}/publication");
    let page = cast.rosa.get(&review).await.expect(200);
    assert!(page.text().contains("A place of this posting is gone"));
    let version = refused.value("version");
    cast.rosa
        .post(&review, &[("version", &version)])
        .await
        .expect(422);
}
