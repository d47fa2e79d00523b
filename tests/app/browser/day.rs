//! A recruiter's day, by keys where there are keys: each step is a function, and the day is their order.

use super::Mill;
use crate::kit::{applications::crowd, hand::Hand};

/// Those whom a queue holds, and those of them who are gone through.
const QUEUE: i32 = 80;
const REVIEWED: usize = 50;
/// Those who are rejected together.
const REJECTED: usize = 30;

#[tokio::test]
async fn fifty_are_reviewed_thirty_rejected_and_taken_back_and_one_is_found() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    crowd(&mill.site, mill.live.job.0, QUEUE).await;
    reviews_fifty(&mill).await;
    rejects_thirty(&mill).await;
    takes_them_back(&mill).await;
    finds_one(&mill).await;
}

/// From the board into the queue, and through it: one moves on, one is put off, and so on, without a mouse.
async fn reviews_fifty(mill: &Mill) {
    let hand = &mill.hand;
    hand.goes_to(&mill.board()).await;
    hand.presses("r").await;
    for n in 0..REVIEWED {
        let at = at_somebody(hand, None).await;
        hand.presses(if n % 2 == 0 { "a" } else { "l" }).await;
        at_somebody(hand, Some(&at)).await;
    }
    let half = i64::try_from(REVIEWED / 2).expect("few");
    let moved = "select count(*) from events where kind = 'application.moved'";
    assert_eq!(mill.site.number(moved).await, half);
    let aside = "select count(*) from set_aside";
    assert_eq!(mill.site.number(aside).await, half);
}

/// Waits until the review is at somebody, and at somebody else than before. Gives whom.
async fn at_somebody(hand: &Hand, before: Option<&str>) -> String {
    let other = before.unwrap_or("nobody");
    let condition = format!(
        "const at = new URLSearchParams(location.search).get('at');
         return at && at !== '{other}' && document.readyState === 'complete' && !document.querySelector('.review__foot')?.inert",
    );
    let condition = format!("(() => {{ {condition} }})()");
    hand.until(&condition, "the review did not go on").await;
    let at = hand
        .reads("new URLSearchParams(location.search).get('at')")
        .await;
    at.as_str().expect("an id").to_owned()
}

async fn rejects_thirty(mill: &Mill) {
    let hand = &mill.hand;
    hand.goes_to(&format!("{}/list", mill.board())).await;
    hand.presses("jx").await;
    hand.sees("1 selected").await;
    hand.presses(&"j".repeat(REJECTED - 1)).await;
    hand.presses("X").await;
    hand.sees("30 selected").await;
    hand.presses("e").await;
    hand.sees("Reject 30 people").await;
    hand.clicks("Skills do not match").await;
    hand.clicks("Preview").await;
    hand.clicks("Reject 30 people: Skills do not match").await;
    hand.sees("0 of 30.").await;
    mill.site.run_tasks().await;
    hand.sees("Done: 30 of 30.").await;
}

async fn takes_them_back(mill: &Mill) {
    let hand = &mill.hand;
    hand.clicks("Take it back").await;
    hand.sees("It is being taken back.").await;
    mill.site.run_tasks().await;
    hand.sees("Taken back by Rosa Lindqvist: 30 of 30.").await;
    let rejected = "select count(*) from applications where status = 'rejected'";
    assert_eq!(mill.site.number(rejected).await, 0);
}

/// By a word of a résumé.
async fn finds_one(mill: &Mill) {
    let hand = &mill.hand;
    mill.site.run_tasks().await;
    hand.goes_to("/heron/candidates").await;
    hand.presses("/").await;
    hand.presses("sieves noor").await;
    hand.sees("1 person for sieves noor").await;
    hand.clicks("Noor Saar").await;
    hand.sees("Applications").await;
}
