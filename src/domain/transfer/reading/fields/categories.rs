//! Categories under which a site listed the posting.

use super::super::entries::Key;
use super::super::words::trim;
use super::{Evidence, Found};

/// The members of `[one , two]`, of `one, two`, or of a list of lines.
pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<String>> {
    let mut found = Vec::new();
    for entry in evidence.under(Key::Categories) {
        let value = &entry.value;
        let mut start = 0;
        for part in value.split([',', '[', ']']) {
            let range = trim(value, start..start + part.len());
            start += part.len() + 1;
            let name = value
                .get(range.clone())
                .unwrap_or_default()
                .trim_matches(['"', '\'']);
            if !name.is_empty() {
                let because = format!("{} lists it", entry.source());
                found.push(Found::new(
                    name.to_owned(),
                    entry.traced.span(range),
                    because,
                ));
            }
        }
    }
    found
}
