//! The type of employment, when the posting states it.

use super::super::entries::Key;
use super::super::words::Words;
use super::{Evidence, Found};
use crate::domain::postings::advert::{EmploymentType, SectionKind};

/// What a label's value may say; of `permanent, part-time` the earlier counts.
const VALUES: &[(EmploymentType, &[&str])] = &[
    (
        EmploymentType::Intern,
        &["internship", "intern", "apprenticeship", "trainee"],
    ),
    (
        EmploymentType::PartTime,
        &["part-time", "part time", "parttime"],
    ),
    (
        EmploymentType::Temporary,
        &["temporary", "temp", "fixed-term", "fixed term", "seasonal"],
    ),
    (
        EmploymentType::FullTime,
        &["full-time", "full time", "fulltime", "permanent", "regular"],
    ),
    (
        EmploymentType::Contractor,
        &["contract", "contractor", "freelance"],
    ),
];

/// What a sentence may say. Single words mean other things too often (`contract negotiations`).
const PHRASES: &[(EmploymentType, &[&str])] = &[
    (
        EmploymentType::FullTime,
        &[
            "full-time",
            "full time",
            "permanent position",
            "permanent role",
        ],
    ),
    (EmploymentType::PartTime, &["part-time", "part time"]),
    (
        EmploymentType::Intern,
        &["this internship", "internship position", "an internship"],
    ),
    (
        EmploymentType::Temporary,
        &[
            "fixed-term",
            "fixed term",
            "temporary position",
            "temporary role",
        ],
    ),
    (
        EmploymentType::Contractor,
        &["contract position", "contract role", "freelance role"],
    ),
];

pub(in super::super) fn find(evidence: &Evidence) -> Option<Found<EmploymentType>> {
    let entries = evidence
        .under(Key::EmploymentType)
        .chain(evidence.under(Key::Type));
    let stated = entries.filter_map(|entry| {
        let value = named(&Words::of(&entry.value), VALUES)?;
        Some(Found::new(
            value,
            entry.at,
            format!("{} says so", entry.source()),
        ))
    });
    stated.chain(told(evidence)).next()
}

fn told(evidence: &Evidence) -> Option<Found<EmploymentType>> {
    let about_job = |kind| {
        matches!(
            kind,
            SectionKind::Intro | SectionKind::Custom | SectionKind::Offer
        )
    };
    evidence.said(about_job).find_map(|said| {
        let value = named(&said.words(), PHRASES)?;
        Some(
            Found::new(
                value,
                said.whole(),
                format!("the text says “{}”", said.text()),
            )
            .unsure(),
        )
    })
}

/// Whether a value names a type of employment at all; for `type`, which may be a level instead.
pub(in super::super) fn is_named(value: &str) -> bool {
    named(&Words::of(value), VALUES).is_some()
}

fn named(words: &Words, table: &[(EmploymentType, &[&str])]) -> Option<EmploymentType> {
    table
        .iter()
        .find(|(_, phrases)| words.has(phrases))
        .map(|(value, _)| *value)
}
