//! To whom the job reports.

use super::super::entries::Key;
use super::{Evidence, Found};
use crate::domain::postings::advert::SectionKind;

pub(in super::super) fn find(evidence: &Evidence) -> Option<Found<String>> {
    evidence.stated(Key::ReportsTo).or_else(|| told(evidence))
}

/// `reports to the Director, Workshop Services and …`: the capitalised words, commas between them included.
fn told(evidence: &Evidence) -> Option<Found<String>> {
    let phrases = [
        "reports to",
        "reporting to",
        "report to",
        "reports directly to",
        "reporting directly to",
        "report directly to",
    ];
    evidence
        .said(|kind| kind != SectionKind::About)
        .find_map(|said| {
            let words = said.words();
            let (at, length) = words.find(&phrases)?;
            let from =
                at + length + usize::from(words.is_any(at + length, &["the", "our", "a", "an"]));
            let mut end = words.capital_run(from);
            while end > from && words.gap_before(end).trim() == "," && words.capital(end) {
                end = words.capital_run(end);
            }
            let range = words.stretch(from..end);
            let name = said
                .text()
                .get(range.clone())
                .filter(|name| !name.is_empty())?;
            let quoted = said
                .text()
                .get(words.range(at).start..range.end)
                .unwrap_or_default();
            Some(Found::new(
                name.to_owned(),
                said.span(range),
                format!("the text says “{quoted}”"),
            ))
        })
}
