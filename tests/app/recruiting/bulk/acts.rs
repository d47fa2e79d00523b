//! Each act: what the preview says is what happens, once to each, with the history that a single act leaves.

use super::{Desk, browser, send};
use crate::kit::postings::clerk;

#[tokio::test]
async fn a_move_is_previewed_made_and_told_in_the_history_of_each() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let id = desk.people[0].to_string();
    let job = desk.live.job.to_string();
    let asked = [
        ("act", "move"),
        ("job", job.as_str()),
        ("pick", id.as_str()),
        ("pick", "7777777"),
    ];
    let form = browser(rosa)
        .post("/heron/bulk/form", &asked)
        .await
        .expect(200);
    assert_eq!(
        form.text_of("h1"),
        "Move 1 person",
        "whoever is nowhere is nobody"
    );
    assert_eq!(form.texts(".pick label").len(), 6);
    let typed = [("stage", &*desk.stage("Interviews").await)];
    let preview = desk
        .preview(rosa, "move", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(preview.text_of("h1"), "Move 3 people to Interviews?");
    assert_eq!(
        preview.texts("tbody th"),
        ["Noor Saar", "Nils Aho", "Mirja Tamm"]
    );
    assert_eq!(
        desk.happened("application.moved").await,
        [0, 0, 0],
        "looking does nothing"
    );
    let own = desk.start(rosa, &preview).await;
    assert_eq!(
        desk.stages().await,
        ["Application review"; 3],
        "the worker does it"
    );
    let page = browser(rosa).get(&own).await.expect(200);
    assert!(
        !page.attributes("#progress", "hx-trigger").is_empty(),
        "it looks again by itself"
    );
    desk.app.run_tasks().await;
    assert_eq!(desk.stages().await, ["Interviews"; 3]);
    assert_eq!(desk.happened("application.moved").await, [1, 1, 1]);
    let page = browser(rosa).get(&own).await.expect(200);
    assert_eq!(page.text_of("#progress [role=status]"), "Done: 3 of 3.");
    assert!(page.attributes("#progress", "hx-trigger").is_empty());
    let activity = browser(rosa)
        .get(&format!("/heron/applications/{id}/activity"))
        .await;
    assert!(
        activity
            .expect(200)
            .text_of(".feed li")
            .starts_with("Rosa Lindqvist moved to Interviews")
    );
    // The same form once more is the same act.
    assert_eq!(send(rosa, &preview).await.location(), own);
    desk.app.run_tasks().await;
    assert_eq!(desk.happened("application.moved").await, [1, 1, 1]);
    let list = browser(rosa).get("/heron/bulk").await.expect(200);
    assert_eq!(list.texts("tbody th"), ["Move 3 people to Interviews"]);
}

#[tokio::test]
async fn a_rejection_holds_its_mails_for_ten_minutes() {
    let desk = Desk::new().await;
    let reason = desk.reason().await;
    let typed = [
        ("reason", &*reason),
        ("telling", "now"),
        ("note", "Too far away."),
        ("words", "We need night shifts."),
    ];
    let preview = desk
        .preview(&desk.cast.rosa, "reject", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(
        preview.texts("#consequences li")[0],
        "3 mails: held for 10 minutes, then sent."
    );
    desk.start(&desk.cast.rosa, &preview).await;
    desk.app.run_tasks().await;
    assert_eq!(desk.facts("status").await, ["rejected"; 3]);
    assert_eq!(desk.facts("private_note").await, ["Too far away."; 3]);
    desk.later(9).await;
    assert_eq!(desk.facts("told_at is null").await, ["true"; 3]);
    desk.later(2).await;
    assert_eq!(desk.facts("told_at is null").await, ["false"; 3]);
    for id in desk.people {
        let mail = desk.app.mail_of(id).await;
        let last = mail.last().expect("a mail");
        assert!(
            last.state == "kept" && last.body.contains("We need night shifts."),
            "{last:?}"
        );
    }
}

#[tokio::test]
async fn a_mail_goes_to_each_in_their_own_name() {
    let desk = Desk::new().await;
    let cora = &desk.cast.cora;
    let typed = [
        ("subject", "About {posting}"),
        ("body", "Hello {first_name},\n\ncome and see the mill."),
    ];
    let preview = desk
        .preview(cora, "mail", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(
        preview.texts("#consequences li")[0],
        "3 mails: held for 10 minutes, then sent."
    );
    desk.start(cora, &preview).await;
    desk.app.run_tasks().await;
    let mail = desk
        .app
        .mail_of(desk.people[1])
        .await
        .pop()
        .expect("a mail");
    assert_eq!((&*mail.subject, &*mail.state), ("About Miller", "queued"));
    assert!(mail.body.starts_with("Hello Nils,"));
    desk.later(10).await;
    assert_eq!(
        desk.app
            .mail_of(desk.people[1])
            .await
            .pop()
            .expect("it")
            .state,
        "queued"
    );
    desk.later(2).await;
    assert_eq!(
        desk.app
            .mail_of(desk.people[1])
            .await
            .pop()
            .expect("it")
            .state,
        "kept"
    );
    assert_eq!(desk.happened("message.written").await, [1, 1, 1]);
    let wrong = desk
        .preview(
            cora,
            "mail",
            &desk.people,
            &[("subject", "x"), ("body", "{salary}")],
        )
        .await;
    assert!(
        wrong
            .expect(422)
            .text_of("#body-error")
            .contains("{salary}")
    );
}

#[tokio::test]
async fn tags_are_put_on_and_taken_off_and_cards_show_them() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    desk.done(rosa, "tag", &desk.people[..2], &[("tag", " Night  shift ")])
        .await;
    let board = browser(rosa).get(&desk.board()).await.expect(200);
    assert_eq!(board.texts(".card .tag"), ["Night shift", "Night shift"]);
    let (_, page) = desk
        .done(rosa, "tag", &desk.people, &[("tag", "night SHIFT")])
        .await;
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Done: 1 of 3. 2 skipped."
    );
    assert_eq!(desk.facts("tags").await, [r#"{"Night shift"}"#; 3]);
    desk.done(rosa, "untag", &desk.people[..1], &[("tag", "Night shift")])
        .await;
    assert_eq!(desk.facts("tags").await[0], "{}");
    assert_eq!(desk.happened("candidate.tagged").await, [1, 1, 1]);
    assert_eq!(
        desk.facts("version").await,
        ["1"; 3],
        "tags are in nobody's way"
    );
}

#[tokio::test]
async fn an_owner_is_somebody_who_works_with_the_job() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let hugo = desk.cast.hugo.member.to_string();
    desk.done(rosa, "assign", &desk.people, &[("owner", &hugo)])
        .await;
    assert_eq!(desk.facts("owner_id").await, [hugo.as_str(); 3]);
    assert_eq!(desk.happened("application.assigned").await, [1, 1, 1]);
    let iris = desk.cast.iris.member.to_string();
    let wrong = desk
        .preview(rosa, "assign", &desk.people, &[("owner", &iris)])
        .await;
    assert_eq!(
        wrong.expect(422).text_of("#owner-error"),
        "Error: Choose an owner"
    );
    desk.done(rosa, "assign", &desk.people[..1], &[("owner", "nobody")])
        .await;
    assert_eq!(desk.facts("owner_id").await[0], "");
}

#[tokio::test]
async fn a_transfer_takes_the_application_along_with_its_history() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let clerk = desk.app.publish(&desk.cast.company, clerk()).await;
    // Mirja has applied there herself.
    desk.app
        .applies(&desk.cast.company, clerk.id, "Mirja Tamm")
        .await;
    let before = desk.facts("promised_by").await;
    let to = clerk.job.to_string();
    let preview = desk
        .preview(rosa, "transfer", &desk.people, &[("to", &to)])
        .await
        .expect(200);
    assert_eq!(
        preview.texts("#skipped li"),
        ["1: Has an active application for that job."]
    );
    let own = desk.start(rosa, &preview).await;
    desk.app.run_tasks().await;
    let job = desk.live.job.to_string();
    assert_eq!(desk.facts("job_id").await, [&*to, &*to, &*job]);
    assert_eq!(desk.facts("promised_by").await, before);
    let promised = "select count(*) from promises where ended_at is null";
    assert_eq!(
        desk.app.number(promised).await,
        4,
        "a transfer answers nobody"
    );
    let noor = browser(rosa)
        .get(&format!("/heron/applications/{}", desk.people[0]))
        .await
        .expect(200);
    assert!(
        noor.text().contains("Posting seen"),
        "the posting that it was made against"
    );
    // Its candidate sees the posting as before, and nothing of the move.
    let link = desk.app.link_of(desk.people[0]).await;
    let page = desk.app.visitor().get(&link).await.expect(200);
    assert!(
        page.text().contains("Miller") && !page.text().contains("clerk"),
        "{}",
        page.text()
    );
    let page = desk.take_back(rosa, &own).await;
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Taken back by Rosa Lindqvist: 2 of 2."
    );
    assert_eq!(desk.facts("job_id").await, [&*job; 3]);
    assert_eq!(desk.stages().await, ["Application review"; 3]);
    assert_eq!(desk.happened("application.transferred").await, [2, 2, 0]);
}
