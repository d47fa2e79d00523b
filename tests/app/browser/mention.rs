//! Names that are offered while a note is written.

use super::{Mill, key};

const DOWN: &str = "\u{e015}";
const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";
const NAMES: &str =
    "[...document.querySelectorAll('#mentions [role=option]')].map(it => it.textContent).join()";

#[tokio::test]
async fn a_colleague_is_named_with_the_keyboard_alone() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    let colleague = &mill.cast.hugo.name;
    hand.goes_to(&mill.profile(0)).await;
    hand.presses("n").await;
    hand.presses("Ask @").await;
    hand.until(
        &format!("{NAMES}.split(',').length > 2"),
        "nobody is offered",
    )
    .await;
    let first = hand
        .reads("document.activeElement.getAttribute('aria-activedescendant')")
        .await;
    hand.presses(DOWN).await;
    let meant =
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    hand.until(
        &format!("{meant}.ariaSelected === 'true' && {meant}.id !== {first}"),
        "the choice did not move",
    )
    .await;
    assert_eq!(hand.browser.barriers().await, Vec::<String>::new());
    assert_eq!(hand.browser.unsaid().await, Vec::<String>::new());

    hand.presses(key::ESCAPE).await;
    hand.until("!document.getElementById('mentions')", "the names stay")
        .await;
    let typed = "document.activeElement.value";
    assert_eq!(hand.reads(typed).await, "Ask @");
    hand.presses("hug").await;
    hand.until(
        &format!("{NAMES} === '{colleague}'"),
        "not the one that is meant",
    )
    .await;
    hand.presses(key::ENTER).await;
    hand.presses("about the stones").await;
    let whole = format!("Ask @{colleague} about the stones");
    assert_eq!(hand.reads(typed).await, whole.as_str());
    hand.clicks("Add note").await;
    hand.sees(&whole).await;
    let told = "select count(*) from mentions";
    assert_eq!(mill.site.number(told).await, 1);

    // Where the caret is in no name, Enter begins a line; and a name can be clicked.
    let offered = format!("{NAMES} === '{colleague}'");
    hand.presses("n").await;
    hand.presses("@hug").await;
    hand.until(&offered, "he is not offered").await;
    hand.presses(&format!("{HOME}{}", key::ENTER)).await;
    assert_eq!(hand.reads(typed).await, "\n@hug");
    hand.presses(&format!("{END}o")).await;
    hand.until(&offered, "he is not offered again").await;
    hand.clicks_on("#mentions [role=option]").await;
    let whole = format!("\n@{colleague} ");
    assert_eq!(hand.reads(typed).await, whole.as_str());
}
