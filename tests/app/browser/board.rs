//! The board and the list by keys and by drag.

use super::{Mill, key};
use crate::kit::{browser::Look, hand::Hand};

/// Whom the cursor is on: what the focus is in.
async fn cursor(hand: &Hand, name: &str) {
    let focused = format!("document.activeElement.innerText.trim() === '{name}'");
    hand.until(&focused, &format!("the focus is not on {name}"))
        .await;
}

/// Who stands in a column, from the top.
async fn column(hand: &Hand, stage: &str, names: &[&str]) {
    let wanted = serde_json::json!(names);
    let there = format!(
        "JSON.stringify([...document.querySelectorAll('.col__list[aria-label=\"{stage}\"] .card__name')].map(it => it.innerText)) === JSON.stringify({wanted})"
    );
    hand.until(&there, &format!("{stage} does not hold {names:?}"))
        .await;
}

#[tokio::test]
async fn a_board_is_worked_by_keys_alone() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to(&mill.board()).await;
    column(
        hand,
        "Application review",
        &["Noor Saar", "Nils Aho", "Mirja Tamm"],
    )
    .await;

    hand.presses("j").await;
    cursor(hand, "Noor Saar").await;
    hand.sees("Noor Saar, Application review, 1 of 3").await;
    hand.presses("jjjk").await;
    cursor(hand, "Nils Aho").await;

    // A move by two keys; the focus goes to whoever took the place.
    hand.presses("m").await;
    hand.sees("Move Nils Aho").await;
    hand.presses("2").await;
    hand.sees("Nils Aho moved to Recruiter screen.").await;
    column(hand, "Application review", &["Noor Saar", "Mirja Tamm"]).await;
    column(hand, "Recruiter screen", &["Nils Aho"]).await;
    cursor(hand, "Mirja Tamm").await;
    hand.presses("l").await;
    cursor(hand, "Nils Aho").await;
    hand.presses("h").await;
    cursor(hand, "Noor Saar").await;

    // Taken back while the notice shows.
    hand.presses("z").await;
    hand.sees("Nils Aho is back in Application review.").await;
    column(
        hand,
        "Application review",
        &["Noor Saar", "Nils Aho", "Mirja Tamm"],
    )
    .await;

    rejects(hand).await;

    hand.presses("?").await;
    hand.sees("Move to that stage").await;
    hand.presses(key::ESCAPE).await;
    hand.until("!document.querySelector('dialog').open", "the keys stay")
        .await;
    hand.presses("/").await;
    hand.presses("nil").await;
    hand.until(
        "document.activeElement.value === 'nil'",
        "letters were taken for keys",
    )
    .await;
    hand.presses(key::ENTER).await;
    hand.sees("“nil”").await;
    hand.presses("j").await;
    cursor(hand, "Nils Aho").await;
    hand.presses(key::ENTER).await;
    hand.sees("nils.aho@example.org").await;
    hand.presses("gj").await;
    hand.sees("1 job, ").await;
}

/// Esc puts the dialog away and the focus back; then it is meant.
async fn rejects(hand: &Hand) {
    hand.presses("k").await;
    cursor(hand, "Noor Saar").await;
    hand.presses("e").await;
    hand.sees("Reject Noor Saar?").await;
    hand.presses(key::ESCAPE).await;
    cursor(hand, "Noor Saar").await;
    hand.presses("e").await;
    hand.sees("Reject Noor Saar?").await;
    hand.clicks("Skills do not match").await;
    hand.presses(key::ENTER).await;
    hand.sees("Noor Saar is rejected.").await;
    column(hand, "Application review", &["Nils Aho", "Mirja Tamm"]).await;
    cursor(hand, "Nils Aho").await;
    hand.sees("2 people").await;
    let rejected = "document.querySelector('#col-rejected .count').innerText === '1'";
    hand.until(rejected, "nobody counts as rejected").await;
}

#[tokio::test]
async fn a_card_is_dragged_and_the_list_has_the_same_keys() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let (hand, noor) = (&mill.hand, mill.people[0]);
    hand.goes_to(&mill.board()).await;
    column(
        hand,
        "Application review",
        &["Noor Saar", "Nils Aho", "Mirja Tamm"],
    )
    .await;
    hand.drags(
        &format!("#card-{noor}"),
        ".col__list[aria-label='Assessment']",
    )
    .await;
    hand.sees("Noor Saar moved to Assessment.").await;
    column(hand, "Assessment", &["Noor Saar"]).await;
    hand.clicks("Undo").await;
    hand.sees("Noor Saar is back in Application review.").await;

    // Somebody else was quicker than the board hears: it says so, and shows where the card is now.
    hand.goes_to(&mill.board()).await;
    hand.reads("window.dispatchEvent(new Event('pagehide'))")
        .await;
    let path = format!("{}/move", mill.profile(0));
    let mut ada = mill.cast.ada.clone();
    let form = ada.get(&path).await.expect(200);
    let (version, stage) = (
        form.value("version"),
        mill.site.stage(mill.live, "Interviews").await,
    );
    let moved = [("version", version.as_str()), ("stage", &stage.to_string())];
    ada.post(&path, &moved).await.expect(303);
    hand.drags(
        &format!("#card-{noor}"),
        ".col__list[aria-label='Assessment']",
    )
    .await;
    hand.until(
        "document.querySelector('.toast')?.innerText.includes('Ada Marsh')",
        "nobody was named",
    )
    .await;
    column(hand, "Interviews", &["Noor Saar"]).await;
    column(hand, "Assessment", &[]).await;

    hand.goes_to(&format!("{}/list", mill.board())).await;
    hand.presses("jj").await;
    cursor(hand, "Nils Aho").await;
    hand.presses("m").await;
    hand.sees("Move Nils Aho").await;
    hand.presses("2").await;
    hand.sees("Nils Aho moved to Recruiter screen.").await;
    hand.presses("z").await;
    hand.sees("Nils Aho is back in Application review.").await;
}

#[tokio::test]
async fn two_people_see_each_others_moves() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    let Some(other) = mill.site.hand(Look::default()).await else {
        return;
    };
    mill.site.know_their_password(&[&mill.cast.hugo]).await;
    other.signs_in(&mill.cast.hugo).await;
    hand.goes_to(&mill.board()).await;
    other.goes_to(&format!("{}/list", mill.board())).await;
    hand.presses("jj").await;
    cursor(hand, "Nils Aho").await;

    // Hugo moves Noor in his list; Rosa's board follows, and her cursor stays on Nils.
    other.presses("j").await;
    cursor(&other, "Noor Saar").await;
    other.presses("m").await;
    other.sees("Move Noor Saar").await;
    other.presses("3").await;
    column(hand, "Assessment", &["Noor Saar"]).await;
    column(hand, "Application review", &["Nils Aho", "Mirja Tamm"]).await;
    cursor(hand, "Nils Aho").await;

    // Rosa moves Nils; Hugo's list follows.
    hand.presses("m").await;
    hand.sees("Move Nils Aho").await;
    hand.presses("2").await;
    let there = "document.querySelector('tbody').innerText.includes('Recruiter screen')";
    other.until(there, "the list stays as it was").await;
}

#[tokio::test]
async fn a_queue_is_reviewed_by_keys_alone() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to(&mill.board()).await;
    hand.presses("r").await;
    hand.sees("3 in this queue").await;
    hand.sees("Noor Saar").await;
    hand.presses("a").await;
    hand.sees("Noor Saar moved to Recruiter screen.").await;
    hand.sees("2 in this queue").await;
    hand.presses("n").await;
    hand.presses("Knows her sieves").await;
    hand.presses(key::ESCAPE).await;
    hand.clicks("Add note").await;
    hand.sees("Knows her sieves").await;
    hand.presses("l").await;
    hand.sees("Put off until tomorrow morning, for you alone.")
        .await;
    let mirja = "document.querySelector('h1').innerText === 'Mirja Tamm'";
    hand.until(mirja, "the next one is not Mirja").await;
    hand.presses("e").await;
    hand.sees("Reject Mirja Tamm?").await;
    hand.clicks("Skills do not match").await;
    hand.presses(key::ENTER).await;
    hand.sees("Nobody waits for you here").await;
    hand.sees("Mirja Tamm is rejected.").await;
    hand.presses("z").await;
    hand.until(mirja, "taking it back does not lead to her")
        .await;
    hand.presses(key::ESCAPE).await;
    hand.sees("3 people").await;
}
