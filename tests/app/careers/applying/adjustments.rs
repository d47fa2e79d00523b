//! What somebody needs to take part fairly reaches coordinators, and nobody else.

use super::{PDF, key, noor, reference, with};
use crate::kit::{
    app::TestApp,
    cast::{Cast, person},
    documents,
};
use candor::{
    access::{Role, TeamRole},
    base::ids::ApplicationId,
};

const NEEDS: &str = "A room without steps, please.";

#[tokio::test]
async fn only_coordinators_read_what_somebody_needs() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let path = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut browser = app.visitor();
    let pdf = documents::pdf(&["Noor"]);
    let resume = ("resume", "cv.pdf", PDF, &pdf[..]);
    let first = key(&mut browser, &path).await;
    let long = "x".repeat(2_001);
    let wrong = with(noor(&first), &[("adjustments", &long)]);
    let page = browser
        .post_files(&path, &wrong, &[resume])
        .await
        .expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Use at most 2,000 characters"]
    );
    assert_eq!(page.text_of("#adjustments"), long);
    let sent = with(noor(&first), &[("adjustments", NEEDS)]);
    reference(browser.post_files(&path, &sent, &[]).await);
    let id = app.number("select max(id) from applications").await;
    let there = format!("/heron/applications/{id}");

    // Hedda hires and coordinates this job; Ada administers, and is no coordinator.
    let mut hedda = person(&app, &cast.company, "Hedda Falk", Role::HiringManager).await;
    app.joins(&cast.company, live, hedda.member, TeamRole::Coordinator)
        .await;
    for coordinator in [&mut cast.cora, &mut hedda] {
        let page = coordinator.get(&there).await.expect(200);
        assert!(page.text_of("#needs").contains(NEEDS), "{}", page.text());
        let home = coordinator.get("/heron").await.expect(200);
        assert!(home.text().contains("1 adjustment asked for"));
    }
    for other in [
        &mut cast.ada,
        &mut cast.rosa,
        &mut cast.hugo,
        &mut cast.otto,
    ] {
        for page in ["", "/activity", "/resume", "/mail"] {
            let page = other.get(&format!("{there}{page}")).await.expect(200);
            assert!(!page.text().contains("without steps") && !page.text().contains("djustment"));
        }
        let home = other.get("/heron").await.expect(200);
        assert!(!home.text().contains("adjustment asked for"));
        other
            .post(&format!("{there}/adjustments"), &[("version", "1")])
            .await
            .expect(404);
    }
    cast.olga
        .post(&format!("{there}/adjustments"), &[("version", "1")])
        .await
        .expect(404);
    cast.iris.get(&there).await.expect(404);

    // Sent again, by whomever: what stands there stays, and what is new is added.
    let second = key(&mut browser, &path).await;
    let sent = with(noor(&second), &[("adjustments", "Captions.")]);
    reference(browser.post_files(&path, &sent, &[resume]).await);
    let noted = |version| [("version", version)];
    let act = format!("{there}/adjustments");
    cast.cora.post(&act, &noted("1")).await.expect(409);
    cast.cora.post(&act, &noted("x")).await.expect(400);
    cast.cora.post(&act, &noted("2")).await.expect(303);
    let page = cast.cora.get(&there).await.expect(200);
    let needs = page.text_of("#needs");
    assert!(needs.contains(NEEDS) && needs.contains("Captions."));
    assert!(needs.contains("Cora Penn took note"));
    let home = cast.cora.get("/heron").await.expect(200);
    assert!(!home.text().contains("adjustment asked for"));

    // Theirs to change and to withdraw; a change is to be noted anew.
    let own = app.link_of(ApplicationId(id)).await;
    let page = format!("{own}/adjustments");
    let form = browser.get(&page).await.expect(200);
    assert!(form.text_of("#adjustments").contains("Captions."));
    browser
        .post(&page, &[("adjustments", &long)])
        .await
        .expect(422);
    browser
        .post(&page, &[("adjustments", "An interpreter.")])
        .await
        .expect(303);
    let home = cast.cora.get("/heron").await.expect(200);
    assert!(home.text().contains("adjustment asked for"));
    let copy = browser.get(&format!("{own}/copy.json")).await.expect(200);
    assert_eq!(
        copy.json()["applications"][0]["adjustments"],
        "An interpreter."
    );
    let amended = app
        .number("select count(*) from applications where amended_at is not null")
        .await;
    assert_eq!(amended, 0, "reviewers see no change");
    browser
        .post(&page, &[("adjustments", "  ")])
        .await
        .expect(303);
    assert_eq!(
        app.number("select count(*) from adjustment_requests").await,
        0
    );
    let page = cast.cora.get(&there).await.expect(200);
    assert!(page.texts("#needs").is_empty());
    assert_eq!(
        app.number("select count(*) from events where kind like 'adjustment.%' and application_id is not null")
            .await,
        0,
        "no timeline tells of it"
    );
    let told = app
        .number("select count(*) from event_details where detail::text ilike '%without steps%'")
        .await;
    assert_eq!(told, 0);
}
