//! A person without a mouse: goes to what they want by Tab, and sees at every stop where they are.

use super::hand::Hand;
use fantoccini::error::CmdError;
use serde_json::Value;

/// More stops than any page has.
const STOPS: usize = 200;
const DOWN: &str = "\u{e015}";

/// The key that leads nearer to a control, or nothing when one is there. A group of radio buttons is one stop.
const NEARER: &str = "
    const wanted = arguments[0].control ?? arguments[0], at = document.activeElement;
    if (at === wanted || (at.type === 'radio' && wanted.type === 'radio' && at.name === wanted.name)) return '';
    const ahead = at === document.body || at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING;
    return ahead ? '\u{e004}' : '\u{e008}\u{e004}';";

/// The key that does what a click does, where the focus is; arrows go through radio buttons until nothing is left to do.
const DOES: &str = "
    const wanted = arguments[0].control ?? arguments[0], at = document.activeElement;
    if (wanted.type === 'checkbox') return ' ';
    if (wanted.type !== 'radio') return '\u{e007}';
    if (at !== wanted) return '\u{e015}';
    return wanted.checked ? '' : ' ';";

/// What is wrong with a stop: nothing shows that it has the focus, or something lies over it.
const STOP: &str = "
    const at = document.activeElement;
    if (at === document.body) return '';
    const says = words => `${at.outerHTML.slice(0, 160)} ${words}`;
    const ringed = (it, pseudo) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(it, pseudo);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    let bearer = at;
    while (bearer && !ringed(bearer) && !ringed(bearer, '::after')) bearer = bearer.parentElement;
    if (!bearer) return says('does not show that it has the focus');
    for (const { left, right, top, bottom } of bearer.getClientRects()) {
        // A browser scrolls to the line that is written, not to all of its field.
        for (const y of bearer.matches('textarea') ? [top + 12] : [top + 3, (top + bottom) / 2, bottom - 3]) {
            const hit = document.elementFromPoint((left + right) / 2, y);
            if (!hit) return says(`is out of sight at ${y}`);
            if (!bearer.contains(hit) && !hit.contains(bearer)) return says(`is covered by ${hit.outerHTML.slice(0, 80)}`);
        }
    }
    return '';";

impl Hand {
    /// Does with keys what a click on an element does.
    pub(super) async fn uses(&self, found: &Value) -> Result<(), CmdError> {
        self.reaches(found).await?;
        for _ in 0..STOPS {
            let key = self.browser.execute(DOES, vec![found.clone()]).await?;
            let key = key.as_str().unwrap_or_default();
            if key.is_empty() {
                return Ok(());
            }
            self.presses(key).await;
            if key != DOWN {
                return Ok(());
            }
            self.stops_well().await?;
        }
        panic!("no arrow leads to {found}");
    }

    /// Goes there by Tab; fails where a stop on the way cannot be seen.
    pub(super) async fn reaches(&self, wanted: &Value) -> Result<(), CmdError> {
        for _ in 0..STOPS {
            let key = self.browser.execute(NEARER, vec![wanted.clone()]).await?;
            let key = key.as_str().unwrap_or_default();
            if key.is_empty() {
                return Ok(());
            }
            self.presses(key).await;
            self.stops_well().await?;
        }
        self.browser.screenshot("lost").await;
        panic!("{}: Tab leads nowhere", self.path().await);
    }

    async fn stops_well(&self) -> Result<(), CmdError> {
        let wrong = self.browser.execute(STOP, vec![]).await?;
        if wrong != "" {
            self.browser.screenshot("lost").await;
            panic!("{}: {wrong}", self.path().await);
        }
        Ok(())
    }
}
