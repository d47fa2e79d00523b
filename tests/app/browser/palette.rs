//! Ctrl-K, and a list of people that follows what is typed.

use super::{Mill, key};

/// Control and K at once.
const CTRL_K: &str = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))";
const DOWN: &str = "\u{e015}";

#[tokio::test]
async fn somebody_is_jumped_to_with_the_keyboard_alone() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to("/heron").await;
    hand.reads(CTRL_K).await;
    hand.until(
        "document.getElementById('palette').open && document.activeElement.id === 'palette-input'",
        "the palette did not open",
    )
    .await;
    hand.presses("nil").await;
    let first = "document.querySelector('#palette [aria-selected=true]')";
    hand.until(
        &format!("{first}?.textContent.includes('Nils Aho')"),
        "nobody was proposed",
    )
    .await;
    hand.presses(DOWN).await;
    hand.until(
        &format!("{first}.textContent.includes('Move Nils Aho') && document.activeElement.getAttribute('aria-activedescendant') === {first}.id"),
        "the choice did not move",
    )
    .await;
    hand.presses(key::ENTER).await;
    hand.until(
        &format!("location.pathname === '{}/move'", mill.profile(1)),
        "nothing was opened",
    )
    .await;
    hand.reads(CTRL_K).await;
    hand.presses("zzz").await;
    hand.until(
        "document.querySelector('#palette [role=status]').textContent === '1 result'",
        "the count stayed",
    )
    .await;
    hand.presses(key::ESCAPE).await;
    hand.until("!document.getElementById('palette').open", "it stays open")
        .await;
}

#[tokio::test]
async fn the_list_follows_what_is_typed_and_ticked() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to("/heron/candidates").await;
    hand.presses("/").await;
    hand.presses("aho").await;
    let said = "document.querySelector('#found [role=status]').textContent";
    hand.until(&format!("{said}.startsWith('1 person')"), "the list stayed")
        .await;
    hand.until("location.search.includes('q=aho')", "the address stayed")
        .await;
    let focus = "document.activeElement.id === 'q'";
    hand.until(focus, "the box lost the focus").await;
    hand.reads("document.getElementById('status-active').click()")
        .await;
    hand.until(
        "location.search.includes('status=active') && document.querySelectorAll('#narrow').length === 1",
        "the filter was not put on",
    )
    .await;
    hand.clicks("Nils Aho").await;
    hand.sees("nils.aho@example.org").await;
}
