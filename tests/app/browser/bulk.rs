//! Many at once by keys: ticked, rejected, taken back.

use super::{Mill, key};
use crate::kit::applications::crowd;

#[tokio::test]
async fn thirty_are_ticked_by_keys_rejected_and_taken_back() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    crowd(&mill.site, mill.live.job.0, 30).await;
    hand.goes_to(&format!("{}/list", mill.board())).await;
    // The last thirty: one is ticked, then all between.
    hand.presses("jjjjx").await;
    hand.sees("1 selected").await;
    hand.presses(&"j".repeat(29)).await;
    hand.presses("X").await;
    hand.sees("30 selected").await;
    hand.presses("e").await;
    hand.sees("Reject 30 people").await;
    hand.clicks("Skills do not match").await;
    hand.clicks("Preview").await;
    hand.sees("Reject 30 people: Skills do not match?").await;
    hand.clicks("Reject 30 people: Skills do not match").await;
    hand.sees("0 of 30.").await;
    mill.site.run_tasks().await;
    hand.sees("Done: 30 of 30.").await;
    let rejected = "select count(*) from applications where status = 'rejected'";
    assert_eq!(mill.site.number(rejected).await, 30);
    hand.clicks("Take it back").await;
    hand.sees("It is being taken back.").await;
    mill.site.run_tasks().await;
    hand.sees("Taken back by Rosa Lindqvist: 30 of 30.").await;
    assert_eq!(mill.site.number(rejected).await, 0);

    // The board has the same keys; its bar goes with the last that is ticked.
    hand.goes_to(&mill.board()).await;
    hand.presses("jx").await;
    hand.sees("1 selected").await;
    hand.presses("m").await;
    hand.sees("Move 1 person").await;
    hand.clicks("Assessment").await;
    hand.presses(key::ENTER).await;
    hand.sees("Move 1 person to Assessment?").await;
}

#[tokio::test]
async fn the_pool_has_no_keys_that_its_buttons_do_not_show() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to("/heron/prospects").await;
    for pool in ["Night shift", "Day shift"] {
        hand.types("#name", pool).await;
        hand.clicks("Make the pool").await;
        hand.sees(pool).await;
    }
    hand.goes_to("/heron/candidates/new").await;
    hand.chooses("#to", "Night shift").await;
    hand.types("#given_name", "Aino").await;
    hand.presses(key::ENTER).await;
    hand.sees("Aino is added.").await;
    hand.presses("jx").await;
    hand.sees("1 selected").await;
    hand.presses("me").await;
    hand.presses("x").await;
    hand.until(
        "!document.querySelector('[name=pick]').checked && !document.querySelector('dialog').open",
        "a key did something else",
    )
    .await;
    let moved = "select count(*) from events where kind = 'prospect.moved'";
    assert_eq!(mill.site.number(moved).await, 0);
}
