//! What makes a posting the same posting when it is imported again.
//!
//! A file's name alone is not enough (two adverts may both be called `job.txt`), nor is its content (an advert that
//! was corrected is still that advert), nor company and title (a shop may advertise two). So a reading carries all
//! three and a sketch of its words, and [`Identity::relation`] compares: equal bytes are the same posting; the same
//! name, or the same company, title and place, is the same posting revised as long as the words are alike.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fields::Found;
use super::fields::places::Place;
use super::sections::{Passage, hex};
use super::shared::shingles;

/// See the module. Kept with an imported posting; its JSON can be read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The file's name without folders.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub content: String,
    /// SHA-256 of company, title and places, in hexadecimal; none without a title.
    pub advert: Option<String>,
    /// The smallest hashes of three words in a row: texts share them in proportion to how alike they are.
    pub sketch: BTreeSet<u32>,
}

/// How a posting relates to one that was imported before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same file: nothing to do.
    Same,
    /// The same posting, revised: update it.
    Revised,
    /// Another posting: add it.
    Other,
}

const SKETCHED: usize = 64;

impl Identity {
    pub(super) fn of(
        file_name: &str,
        bytes: &[u8],
        passages: &[Passage],
        [company, title]: [Option<&Found<String>>; 2],
        places: &[Found<Place>],
    ) -> Self {
        let text: Vec<&str> = passages.iter().map(|passage| passage.text.text()).collect();
        let advert = title.map(|title| {
            let company = company.map(|company| company.value.as_str());
            let places = places.iter().map(|place| place.value.written.as_str());
            let parts: Vec<&str> = company
                .into_iter()
                .chain([title.value.as_str()])
                .chain(places)
                .collect();
            hex(&Sha256::digest(parts.join("\n").to_lowercase()))
        });
        Self {
            file_name: file_name
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_owned(),
            content: hex(&Sha256::digest(bytes)),
            advert,
            sketch: shingles(&text.join(" "))
                .into_iter()
                .collect::<BTreeSet<u32>>()
                .into_iter()
                .take(SKETCHED)
                .collect(),
        }
    }

    /// How this posting relates to an `earlier` one of the same company.
    pub fn relation(&self, earlier: &Self) -> Relation {
        const REVISED: f64 = 0.25;
        const RENAMED: f64 = 0.5;
        let alike = self.likeness(earlier);
        let same_name = self.file_name == earlier.file_name && alike >= REVISED;
        let same_advert =
            self.advert.is_some() && self.advert == earlier.advert && alike >= RENAMED;
        if self.content == earlier.content {
            Relation::Same
        } else if same_name || same_advert {
            Relation::Revised
        } else {
            Relation::Other
        }
    }

    /// An estimate of the share of words in a row that two postings have in common, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let both: BTreeSet<u32> = self
            .sketch
            .union(&other.sketch)
            .copied()
            .take(SKETCHED)
            .collect();
        let shared = both
            .iter()
            .filter(|hash| self.sketch.contains(hash) && other.sketch.contains(hash))
            .count();
        if both.is_empty() {
            0.0
        } else {
            ratio(shared, both.len())
        }
    }
}

pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole)
}
