//! Blanks and ends: a wide gap where a dash was lost, broken lines, what cannot be seen, and marks that close nothing.

use super::super::words::is_blank;
use super::{Context, Fault, Mend, Place};

/// Characters that nobody can see, and bytes that are no text in the file's encoding.
pub(super) fn unreadable(text: &str, mends: &mut Vec<Mend>) {
    for (at, char) in text.char_indices() {
        let range = at..at + char.len_utf8();
        if char == '\u{FFFD}' {
            mends.push(Mend::ask(
                range,
                Fault::Unreadable,
                None,
                "bytes that are no text in the file's encoding",
            ));
        } else if is_blank(char) && !char.is_whitespace() {
            mends.push(Mend::make(
                range,
                Fault::Unreadable,
                "",
                "a character that nobody can see",
            ));
        }
    }
}

pub(super) fn find(text: &str, context: &Context, mends: &mut Vec<Mend>) {
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| rest.find(char::is_whitespace))
        .map(|found| at + found)
    {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest
            .find(|char: char| !char.is_whitespace())
            .unwrap_or(rest.len());
        let (range, gap) = (
            start..start + length,
            rest.get(..length).unwrap_or_default(),
        );
        at = range.end;
        let before = text
            .get(..start)
            .and_then(|before| before.chars().next_back());
        let after = text.get(at..).and_then(|after| after.chars().next());
        let between = before.is_some_and(|char| char.is_alphanumeric() || char == ')')
            && after.is_some_and(char::is_lowercase);
        if gap == "  " && between && !context.spaced {
            let because = "a wide gap inside a sentence: a dash was lost there";
            mends.push(Mend::make(range, Fault::LostDash, " – ", because));
        } else if gap.contains(['\n', '\r']) {
            mends.push(Mend::make(
                range,
                Fault::Blanks,
                " ",
                "a line that was broken inside a paragraph",
            ));
        } else if gap.chars().count() > 1 || gap == "\t" {
            mends.push(Mend::make(
                range,
                Fault::Blanks,
                " ",
                "more blanks than one",
            ));
        }
    }
}

/// The colon after a heading and the comma after an item, which the page's own form replaces.
pub(super) fn ending(text: &str, place: Place, mends: &mut Vec<Mend>) {
    let (mark, because) = match place {
        Place::Heading => (':', "a heading needs no colon"),
        Place::Item => (',', "nothing follows the comma at the end of an item"),
        Place::Paragraph | Place::Value => return,
    };
    if text.ends_with(mark) && text.len() > 1 {
        mends.push(Mend::make(
            text.len() - 1..text.len(),
            Fault::ClosingMark,
            "",
            because,
        ));
    }
}
