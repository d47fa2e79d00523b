//! An application's page: its keys, its dialogs, and the résumé as it was sent.

use super::{Mill, key};

#[tokio::test]
async fn a_resume_is_drawn_and_a_profile_is_worked_by_keys() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    let hand = &mill.hand;
    hand.goes_to(&format!("{}/resume?view=pages", mill.profile(0)))
        .await;
    // Something dark is on the page's canvas, which starts empty.
    let drawn = "(() => {
        const page = document.querySelector('canvas.sheet__page');
        const { data } = page.getContext('2d').getImageData(0, 0, page.width, page.height);
        return data.some((value, at) => at % 4 === 0 && data[at + 3] > 0 && value < 80);
    })()";
    hand.until(drawn, "the page was not drawn").await;
    let label = hand
        .reads("document.querySelector('canvas.sheet__page').ariaLabel")
        .await;
    assert_eq!(label, "Page 1 of 1");

    hand.goes_to(&mill.profile(0)).await;
    hand.presses("j").await;
    hand.sees("nils.aho@example.org").await;
    hand.presses("k").await;
    hand.sees("noor.saar@example.org").await;
    hand.presses("n").await;
    hand.presses("jk e").await;
    hand.until(
        "document.activeElement.value === 'jk e'",
        "keys were taken from the note",
    )
    .await;
    hand.until(
        "!document.querySelector('dialog').open",
        "a dialog opened over the note",
    )
    .await;

    hand.goes_to(&mill.profile(0)).await;
    hand.clicks_on("a[href$='/owner']").await;
    hand.until(
        "document.activeElement.matches('dialog #owner')",
        "the dialog's field has not the focus",
    )
    .await;
    hand.clicks("Keep").await;
    // Enter in the day means that day, and not the first button that one sees.
    hand.presses("s").await;
    hand.sees("Snooze Noor Saar").await;
    hand.reads(
        "(() => { const day = document.getElementById('day'); day.value = '2099-12-31'; day.focus(); })()",
    )
    .await;
    hand.presses(key::ENTER).await;
    hand.sees("Snoozed until 31 Dec 2099").await;
    hand.presses("m").await;
    hand.sees("Move Noor Saar").await;
    // From the move to the rejection, whose reason has to be chosen.
    hand.presses("e").await;
    hand.sees("Reject Noor Saar?").await;
    hand.clicks("Reject").await;
    hand.until(
        "document.querySelector('dialog [name=reason]:invalid')",
        "no reason was asked for",
    )
    .await;
    hand.clicks("Keep").await;
    hand.until("!document.querySelector('dialog').open", "the dialog stays")
        .await;
    hand.clicks("Reject…").await;
    hand.clicks("Skills do not match").await;
    hand.clicks("Reject").await;
    hand.sees("Rejected by Rosa Lindqvist").await;
    hand.clicks("Undo").await;
    hand.sees("Noor Saar is back in Application review.").await;
    hand.presses(key::ESCAPE).await;
}
