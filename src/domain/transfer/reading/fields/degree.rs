//! The degree that is asked for.

use serde::Serialize;

use super::super::kinds;
use super::super::words::Words;
use super::strength::{self, Strength};
use super::{Evidence, Found};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DegreeLevel {
    Associate,
    Bachelor,
    Master,
    Doctorate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Degree {
    /// The lowest that is asked for.
    pub level: DegreeLevel,
    /// Something of equal worth does as well.
    pub or_equivalent: bool,
    /// That may be experience.
    pub or_experience: bool,
    pub strength: Strength,
    /// As written, repaired.
    pub text: String,
}

/// Abbreviations; these count in capitals only.
const LETTERS: &[(DegreeLevel, &[&str])] = &[
    (DegreeLevel::Bachelor, &["BS", "BA", "BSc", "BEng", "BBA"]),
    (DegreeLevel::Master, &["MS", "MA", "MSc", "MEng", "MBA"]),
    (DegreeLevel::Doctorate, &["PhD", "DPhil"]),
];

pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<Degree>> {
    let mut found: Vec<(usize, Found<Degree>)> = Vec::new();
    for said in evidence.said(|kind| !kinds::belongs_to_company(kind)) {
        let words = said.words();
        let Some(level) = level(&words) else { continue };
        if found
            .last()
            .is_some_and(|(passage, _)| *passage == said.index)
        {
            continue;
        }
        let or_equivalent = words.has(&["equivalent", "comparable", "similar degree"]);
        let or_experience = words.has(&[
            "equivalent experience",
            "equivalent work",
            "equivalent practical",
            "comparable experience",
        ]);
        let strength = strength::asked(said.text(), said.kind);
        let value = Degree {
            level,
            or_equivalent,
            or_experience,
            strength,
            text: said.text().to_owned(),
        };
        found.push((
            said.index,
            said.found(format!("the text says “{}”", said.text()))
                .map(|_| value),
        ));
    }
    found.into_iter().map(|(_, degree)| degree).collect()
}

/// The lowest degree that a sentence names. A `scrum master` has none.
fn level(words: &Words) -> Option<DegreeLevel> {
    (0..words.len())
        .filter_map(|at| {
            let plain = words.get(at).to_lowercase().replace(['\'', '’'], "");
            let degree = words.is_any(at + 1, &["degree", "degrees", "or", "in"]);
            let letters = LETTERS
                .iter()
                .find(|(_, all)| all.contains(&words.get(at)))
                .map(|(level, _)| *level);
            letters.or(match plain.as_str() {
                "bachelors" | "bachelor" => Some(DegreeLevel::Bachelor),
                "masters" if degree => Some(DegreeLevel::Master),
                "master" if words.is_any(at + 1, &["degree", "of"]) => Some(DegreeLevel::Master),
                "doctorate" | "phd" => Some(DegreeLevel::Doctorate),
                "associates" | "associate" if words.is(at + 1, "degree") => {
                    Some(DegreeLevel::Associate)
                }
                _ => None,
            })
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_told_from_other_masters() {
        let level = |text| level(&Words::of(text));
        assert_eq!(
            level("A Bachelor's or Master's degree in horology"),
            Some(DegreeLevel::Bachelor)
        );
        assert_eq!(level("BS/BA in anything"), Some(DegreeLevel::Bachelor));
        assert_eq!(level("Masters degree"), Some(DegreeLevel::Master));
        assert_eq!(
            level("A certified scrum master, an associate or a master plumber"),
            None
        );
        assert_eq!(level("Work as ms does"), None);
    }
}
