//! Whom an act is done to: those who were ticked, the page, or all that fit a filter that the server asks.

use super::{Desk, browser};
use crate::kit::applications::crowd;

#[tokio::test]
async fn all_that_fit_are_those_who_fit_when_it_is_looked_at() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    crowd(&desk.app, desk.live.job.0, 130).await;
    desk.later(1).await;
    let list = format!("{}/list?q=person", desk.board());
    let page = browser(rosa).get(&list).await.expect(200);
    assert_eq!(
        page.text_of(".bulkbar .check"),
        "All 130 people that fit the filter"
    );
    let filter = page.value("where");
    assert_eq!(page.value("job"), desk.live.job.to_string());
    assert_eq!(filter, "q=person");
    let stage = desk.stage("Interviews").await;
    let typed = [("all", "1"), ("where", &*filter), ("stage", &*stage)];
    let preview = desk.preview_of(rosa, "move", &typed).await.expect(200);
    assert_eq!(preview.text_of("h1"), "Move 130 people to Interviews?");
    assert_eq!(preview.texts("tbody tr").len(), 50);
    let next = preview.attributes("button[name=after]", "value").remove(0);
    let mut more = typed.to_vec();
    more.push(("after", &next));
    let second = desk.preview_of(rosa, "move", &more).await.expect(200);
    assert_eq!(second.texts("tbody tr").len(), 50);
    assert_ne!(second.texts("tbody tr")[0], preview.texts("tbody tr")[0]);
    // Whoever comes after the preview is not among them.
    desk.later(1).await;
    crowd(&desk.app, desk.live.job.0, 5).await;
    let own = desk.start(rosa, &preview).await;
    desk.app.run_tasks().await;
    let page = browser(rosa).get(&own).await.expect(200);
    assert_eq!(page.text_of("#progress [role=status]"), "Done: 130 of 130.");
    assert_eq!(page.texts("tbody tr").len(), 50);
    assert_eq!(
        desk.stages().await,
        ["Application review"; 3],
        "they do not fit"
    );
}

#[tokio::test]
async fn a_page_is_ticked_as_a_whole() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let page = browser(rosa)
        .get(&format!("{}/list", desk.board()))
        .await
        .expect(200);
    let shown = page.value("shown");
    let fields = [("page", "1"), ("shown", &*shown), ("tag", "All")];
    let preview = desk.preview_of(rosa, "tag", &fields).await.expect(200);
    assert_eq!(preview.text_of("h1"), "Tag 3 people: All?");
    let nobody = desk.preview_of(rosa, "tag", &[("tag", "x")]).await;
    assert!(nobody.expect(409).text().contains("Tick somebody first."));
    let nothing = browser(rosa)
        .post("/heron/bulk/form", &[("pick", &*shown)])
        .await;
    nothing.expect(409);
}

#[tokio::test]
async fn only_whoever_can_do_something_has_boxes() {
    let desk = Desk::new().await;
    let board = desk.board();
    for (person, buttons) in [
        (
            &desk.cast.rosa,
            vec![
                "move", "mail", "tag", "untag", "assign", "transfer", "pool", "reject",
            ],
        ),
        (&desk.cast.cora, vec!["mail", "tag", "untag", "assign"]),
        (
            &desk.cast.hugo,
            vec!["move", "tag", "untag", "assign", "transfer", "reject"],
        ),
        (&desk.cast.otto, vec![]),
    ] {
        let page = browser(person).get(&board).await.expect(200);
        assert_eq!(
            page.attributes("#select button[name=act]", "value"),
            buttons,
            "{}",
            person.name
        );
        assert_eq!(
            page.texts("input[name=pick]").len(),
            if buttons.is_empty() { 0 } else { 3 }
        );
    }
}
