//! Withdrawing, and taking that back.

use super::{Mill, words};
use crate::kit::app::Client;
use candor::domain::decisions::When;
use jiff::SignedDuration;

#[tokio::test]
async fn a_withdrawal_is_asked_twice_and_can_be_taken_back() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut noor: Client = mill.app.visitor();
    let page = noor.get(&format!("{path}/withdrawal")).await.expect(200);
    assert_eq!(page.text_of("h1"), "Withdraw your application?");
    let long = "x".repeat(2_001);
    let refused = noor
        .post(&format!("{path}/withdrawal"), &[("reason", &long)])
        .await
        .expect(422);
    assert!(refused.text().contains(&long), "nothing typed is lost");
    let page = noor
        .post_and_follow(
            &format!("{path}/withdrawal"),
            &[("reason", "Another mill was faster.")],
        )
        .await
        .expect(200);
    assert_eq!(page.text_of("#n"), "This application is withdrawn.");
    assert_eq!(mill.app.happened(id, "application.withdrawn").await, 1);
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    assert_eq!(mill.app.happened(id, "application.withdrawn").await, 1);

    let page = noor
        .post_and_follow(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(200);
    assert!(page.text_of("#n").starts_with("You have an answer by"));
    noor.post(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(303);
    assert_eq!(
        mill.app.happened(id, "application.withdrawal_undone").await,
        1,
        "a double click takes back once"
    );
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(24 * 8));
    noor.post(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(409);
}

#[tokio::test]
async fn whoever_withdraws_before_they_are_told_is_never_told() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    mill.reject(id, When::Held, "SECRET-WORDS").await;
    let path = mill.app.link_of(id).await;
    mill.app
        .visitor()
        .post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    mill.app.run_tasks().await;
    assert_eq!(
        mill.kinds(id).await,
        words(&[
            ("received", "kept"),
            ("not-selected", "cancelled"),
            ("withdrawn", "kept")
        ])
    );
    let page = mill.app.visitor().get(&path).await.expect(200);
    assert!(!page.text().contains("SECRET-WORDS"));
}
