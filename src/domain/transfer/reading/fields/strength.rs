//! Whether what is asked must be there, or would be welcome.

use crate::domain::postings::advert::SectionKind;
use std::ops::Range;

use serde::Serialize;

use super::super::traced::{Span, Traced};
use super::super::words::{Words, sentences};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    Must,
    Preferred,
}

/// How much an item matters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighed {
    pub strength: Strength,
    pub because: String,
    /// The part of a required item that is only preferred: `leadership, and preferably of a team`.
    pub preferred_part: Option<Span>,
}

const PREFERRED: &[&str] = &[
    "preferably",
    "preferred",
    "preferable",
    "prefer",
    "we prefer",
    "a plus",
    "an advantage",
    "advantageous",
    "nice to have",
    "nice-to-have",
    "ideally",
    "a bonus",
    "desirable",
    "desired",
    "beneficial",
    "would be great",
];

const MUST: &[&str] = &[
    "is required",
    "are required",
    "must",
    "required",
    "essential",
    "mandatory",
    "at least",
    "a minimum of",
];

/// Weighs an item by its own words, else by its section.
pub(in super::super) fn weigh(text: &Traced, kind: SectionKind) -> Option<Weighed> {
    let mut parts = parts(text.text()).into_iter();
    let (strength, because) = of_part(text.get(parts.next()?), kind)?;
    let preferred = parts.find(|part| {
        strength == Strength::Must
            && matches!(
                of_part(text.get(part.clone()), kind),
                Some((Strength::Preferred, _))
            )
    });
    Some(Weighed {
        strength,
        because,
        preferred_part: preferred.map(|part| text.span(part)),
    })
}

/// The strength of one statement. Only what is asked of candidates has one.
fn of_part(text: &str, kind: SectionKind) -> Option<(Strength, String)> {
    let words = Words::of(text);
    let by_section = match kind {
        SectionKind::Required => Strength::Must,
        SectionKind::NiceToHave => Strength::Preferred,
        _ => return None,
    };
    let said = |phrases: &[&str]| {
        let (at, count) = words.find(phrases)?;
        Some(format!(
            "it says “{}”",
            text.get(words.stretch(at..at + count)).unwrap_or_default()
        ))
    };
    let section = || format!("the section is “{}”", kind.label());
    Some(match (said(PREFERRED), said(MUST)) {
        (Some(because), _) => (Strength::Preferred, because),
        (None, Some(because)) if by_section == Strength::Must => (Strength::Must, because),
        _ => (by_section, section()),
    })
}

/// The strength of a statement wherever it stands.
pub(super) fn asked(text: &str, kind: SectionKind) -> Strength {
    let welcome = Words::of(text).has(PREFERRED);
    let elsewhere = if welcome {
        Strength::Preferred
    } else {
        Strength::Must
    };
    of_part(text, kind).map_or(elsewhere, |(strength, _)| strength)
}

/// Sentences, and what follows a semicolon, `, and preferably` or the like in them.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    for sentence in sentences(text) {
        let inside = text.get(sentence.clone()).unwrap_or_default();
        let turns = [
            "; ",
            ", preferably",
            ", and preferably",
            ", but preferably",
            ", ideally",
            ", and ideally",
        ];
        let turn = turns
            .iter()
            .filter_map(|turn| inside.find(turn))
            .min()
            .filter(|at| *at > 0);
        match turn.map(|at| sentence.start + at) {
            Some(at) => parts.extend([sentence.start..at, at + 2..sentence.end]),
            None => parts.push(sentence),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(text: &str, kind: SectionKind) -> Option<(Strength, Option<String>)> {
        let mut traced = Traced::empty(0..text.len());
        traced.push_verbatim(text, 0);
        let weighed = weigh(&traced, kind)?;
        Some((
            weighed.strength,
            weighed
                .preferred_part
                .map(|span| text[span.start..span.end].to_owned()),
        ))
    }

    #[test]
    fn an_item_says_how_much_it_matters() {
        use Strength::*;
        for (text, kind, strength, part) in [
            ("Clocks mended before", SectionKind::Required, Must, None),
            (
                "Preferably a licence to drive",
                SectionKind::Required,
                Preferred,
                None,
            ),
            (
                "Patience, and preferably a steady hand",
                SectionKind::Required,
                Must,
                Some("and preferably a steady hand"),
            ),
            (
                "Five years are required. Towers preferred.",
                SectionKind::Required,
                Must,
                Some("Towers preferred."),
            ),
            ("Some Swedish", SectionKind::NiceToHave, Preferred, None),
            (
                "It would be an advantage to know bells",
                SectionKind::Required,
                Preferred,
                None,
            ),
        ] {
            assert_eq!(
                weighed(text, kind),
                Some((strength, part.map(str::to_owned))),
                "{text}"
            );
        }
        assert_eq!(weighed("You must smile", SectionKind::Offer), None);
    }
}
