//! Whom an act leaves out, and that it says why.

use super::{Desk, browser, send};

#[tokio::test]
async fn whoever_is_decided_or_there_already_is_skipped_by_name() {
    let desk = Desk::new().await;
    let rosa = &desk.cast.rosa;
    let [noor, nils, _] = desk.people;
    let reason = desk.reason().await;
    desk.done(
        rosa,
        "reject",
        &[noor],
        &[("reason", &reason), ("telling", "held")],
    )
    .await;
    let interviews = desk.stage("Interviews").await;
    desk.done(rosa, "move", &[nils], &[("stage", &interviews)])
        .await;
    let preview = desk
        .preview(rosa, "move", &desk.people, &[("stage", &interviews)])
        .await
        .expect(200);
    assert_eq!(preview.text_of("h1"), "Move 1 person to Interviews?");
    assert_eq!(
        preview.texts("#skipped li"),
        [
            "1: Is in that stage already.",
            "1: Is rejected. Take the rejection back first."
        ]
    );
    let rows = preview.texts("tbody tr");
    assert!(
        rows[0].contains("Skipped") && rows[1].contains("Skipped"),
        "{rows:?}"
    );
    let own = desk.start(rosa, &preview).await;
    desk.app.run_tasks().await;
    let skipped = browser(rosa)
        .get(&format!("{own}?show=skipped"))
        .await
        .expect(200);
    assert_eq!(
        skipped.text_of("#progress [role=status]"),
        "Done: 1 of 3. 2 skipped."
    );
    assert_eq!(skipped.texts("tbody th"), ["Noor Saar", "Nils Aho"]);
    assert_eq!(desk.facts("status").await[0], "rejected");
}

#[tokio::test]
async fn who_may_not_decide_is_told_who_can() {
    let desk = Desk::new().await;
    let stage = desk.stage("Interviews").await;
    let typed = [("stage", &*stage)];
    let preview = desk
        .preview(&desk.cast.cora, "move", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(
        preview.texts("#skipped li"),
        ["3: Only administrators, recruiters and the job’s hiring managers decide on it."]
    );
    assert_eq!(preview.texts(".btn--primary").len(), 0);
    let refused = send(&desk.cast.cora, &preview).await.expect(409);
    assert_eq!(
        refused.text_of(".note--bad"),
        "There is nobody left to whom this can be done."
    );
    // The job's manager may; an auditor, who sees them, may not; to an interviewer, and elsewhere, there is nobody.
    let preview = desk
        .preview(&desk.cast.hugo, "move", &desk.people, &typed)
        .await
        .expect(200);
    assert_eq!(preview.text_of("h1"), "Move 3 people to Interviews?");
    let preview = desk
        .preview(&desk.cast.otto, "tag", &desk.people, &[("tag", "x")])
        .await;
    assert!(
        preview
            .expect(200)
            .text_of("#skipped li")
            .starts_with("3: Only")
    );
    let preview = desk
        .preview(&desk.cast.iris, "tag", &desk.people, &[("tag", "x")])
        .await;
    assert_eq!(preview.expect(200).text_of("h1"), "Tag 0 people: x?");
    let ids = desk.people.map(|id| id.to_string()).join(",");
    let fields = [("act", "tag"), ("tag", "x"), ("picked", &*ids)];
    let theirs = browser(&desk.cast.olga)
        .post("/otter/bulk/preview", &fields)
        .await
        .expect(200);
    assert_eq!(theirs.text_of("h1"), "Tag 0 people: x?");
    assert_eq!(desk.happened("candidate.tagged").await, [0, 0, 0]);
}

#[tokio::test]
async fn what_somebody_changes_meanwhile_is_never_overwritten() {
    let desk = Desk::new().await;
    let [noor, nils, mirja] = desk.people;
    let interviews = desk.stage("Interviews").await;
    let preview = desk
        .preview(
            &desk.cast.rosa,
            "move",
            &desk.people,
            &[("stage", &interviews)],
        )
        .await
        .expect(200);
    desk.later(1).await;
    // Hugo is quicker: with one after she looked, with another after she started.
    let assessment = desk.stage("Assessment").await;
    let moved = [("stage", &*assessment), ("version", "1")];
    let mut hugo = browser(&desk.cast.hugo);
    hugo.post(&format!("/heron/applications/{noor}/move"), &moved)
        .await
        .expect(303);
    let own = desk.start(&desk.cast.rosa, &preview).await;
    hugo.post(&format!("/heron/applications/{nils}/move"), &moved)
        .await
        .expect(303);
    desk.app.run_tasks().await;
    assert_eq!(
        desk.stages().await,
        ["Assessment", "Assessment", "Interviews"]
    );
    let page = browser(&desk.cast.rosa)
        .get(&format!("{own}?show=skipped"))
        .await
        .expect(200);
    assert_eq!(
        page.texts("tbody td:last-child"),
        [
            "Was changed after you looked.",
            "Hugo Brandt moved Nils Aho to Assessment meanwhile."
        ]
    );
    assert_eq!(desk.app.happened(mirja, "application.moved").await, 1);
}

#[tokio::test]
async fn an_act_is_its_makers_and_the_administrators() {
    let desk = Desk::new().await;
    let (own, _) = desk
        .done(&desk.cast.rosa, "tag", &desk.people, &[("tag", "Miller")])
        .await;
    browser(&desk.cast.ada).get(&own).await.expect(200);
    browser(&desk.cast.hugo).get(&own).await.expect(404);
    browser(&desk.cast.hugo)
        .post(&format!("{own}/undo"), &[])
        .await
        .expect(404);
    let elsewhere = own.replace("/heron/", "/otter/");
    browser(&desk.cast.olga).get(&elsewhere).await.expect(404);
    desk.app.visitor().get(&own).await.expect(303);
}

#[tokio::test]
async fn whoever_has_left_does_nothing_more() {
    let desk = Desk::new().await;
    let preview = desk
        .preview(&desk.cast.rosa, "tag", &desk.people, &[("tag", "Miller")])
        .await
        .expect(200);
    let own = desk.start(&desk.cast.rosa, &preview).await;
    sqlx::query("update memberships set ended_at = now() where id = $1")
        .bind(desk.cast.rosa.member)
        .execute(desk.app.app.db.pages())
        .await
        .expect("a farewell");
    desk.app.run_tasks().await;
    let page = browser(&desk.cast.ada).get(&own).await.expect(200);
    assert_eq!(
        page.text_of("#progress [role=status]"),
        "Done: 0 of 3. 3 skipped."
    );
    assert_eq!(desk.facts("tags").await, ["{}"; 3]);
}
