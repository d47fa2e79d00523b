//! Who decides.

use super::{Desk, browser};

#[tokio::test]
async fn only_those_who_decide_here_decide() {
    let desk = Desk::new().await;
    let stage = desk.stage("Offer").await;
    let acts = [
        "move",
        "move/undo",
        "rejection",
        "rejection/undo",
        "telling",
        "hire",
        "hire/undo",
    ];
    for act in acts {
        let path = format!("{}/{act}", desk.own);
        let fields = [
            ("stage", &*stage),
            ("version", "1"),
            ("reason", "1"),
            ("telling", "held"),
            ("opening", "1"),
        ];
        for person in [&desk.cast.otto, &desk.cast.cora] {
            let page = browser(person).post(&path, &fields).await.expect(403);
            assert!(
                page.text().contains("hiring managers"),
                "{path} says who can"
            );
        }
        browser(&desk.cast.iris)
            .post(&path, &fields)
            .await
            .expect(404);
        browser(&desk.cast.olga)
            .post(&path, &fields)
            .await
            .expect(404);
        let signed_out = desk.app.visitor().post(&path, &fields).await;
        assert!(signed_out.location().starts_with("/sign-in"), "{path}");
    }
    for ask in ["move", "rejection", "hire"] {
        let path = format!("{}/{ask}", desk.own);
        browser(&desk.cast.otto).get(&path).await.expect(403);
        browser(&desk.cast.iris).get(&path).await.expect(404);
    }
    assert_eq!(
        desk.app.happened(desk.id, "application.%").await,
        1,
        "they applied, no more"
    );
    assert_eq!(desk.version().await, "1");
    let mut rosa = browser(&desk.cast.rosa);
    rosa.post(
        "/heron/applications/0/move",
        &[("stage", &*stage), ("version", "1")],
    )
    .await
    .expect(404);
    let nul = rosa
        .post(&format!("{}/rejection", desk.own), &[("note", "a\0b")])
        .await;
    assert_eq!(nul.status, 422);
    let huge = "x".repeat(2 << 20);
    rosa.post(&format!("{}/rejection", desk.own), &[("note", &huge)])
        .await
        .expect(413);
}

#[tokio::test]
async fn no_rejection_is_without_a_person() {
    let desk = Desk::new().await;
    for decision in [
        "update applications set status = 'rejected', decided_at = now()",
        "update applications set status = 'hired', decided_at = now()",
    ] {
        let refused = sqlx::query(decision)
            .execute(desk.app.app.db.pages())
            .await
            .expect_err(decision);
        assert!(
            refused
                .to_string()
                .contains("applications_decided_by_a_person"),
            "{refused}"
        );
    }
}
