//! What somebody sets: an interview as it is to be.

use crate::{
    base::{
        clock::Time,
        error::{Error, Result},
        ids::MemberId,
    },
    domain::mail::Language,
};
use jiff::SignedDuration;
use std::ops::RangeInclusive;

/// How long an interview may be.
pub const MINUTES: RangeInclusive<i16> = 5..=480;
/// Most characters of the name, the place and the word to the candidate.
pub const NAME: usize = 100;
pub const PLACE: usize = 500;
pub const WORDS: usize = 5_000;
/// Nobody is asked further ahead.
const FURTHEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// How people meet: `interview_way` of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(type_name = "interview_way", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Video,
    Phone,
    Place,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Video, Self::Phone, Self::Place];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Phone => "phone",
            Self::Place => "place",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Video => "Video call",
            Self::Phone => "Phone",
            Self::Place => "In person",
        }
    }

    /// How and where, in a line: "Video call: https://…".
    pub fn in_words(self, place: &str) -> String {
        self.said(place, &Language::english())
    }

    /// The same in the language of a mail.
    pub(super) fn said(self, place: &str, language: &Language) -> String {
        let (label, calling) = match (self, language.key()) {
            (Self::Video, "de") => ("Videogespräch", ""),
            (Self::Video, "fr") => ("Visioconférence", ""),
            (Self::Video, _) => ("Video call", ""),
            (Self::Phone, "de") => (
                "Telefon",
                "wir rufen unter der Nummer an, die Sie uns gegeben haben",
            ),
            (Self::Phone, "fr") => (
                "Téléphone",
                "nous appelons le numéro que vous nous avez donné",
            ),
            (Self::Phone, _) => ("Phone", "we call the number that you gave us"),
            (Self::Place, "de") => ("Persönlich", ""),
            (Self::Place, "fr") => ("Sur place", ""),
            (Self::Place, _) => ("In person", ""),
        };
        let colon = match language.key() {
            "fr" => " :",
            _ => ":",
        };
        match (place, calling) {
            ("", "") => label.to_owned(),
            ("", place) | (place, _) => format!("{label}{colon} {place}"),
        }
    }
}

/// An interview as somebody sets it: checked but for what only the database knows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Plan {
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    /// An IANA name.
    pub time_zone: String,
    pub way: Way,
    pub place: String,
    pub words: String,
    /// At least one.
    pub interviewers: Vec<MemberId>,
}

impl Plan {
    /// Interviews are set for a time that comes, and within a year.
    pub(super) fn comes(&self, now: Time) -> Result<()> {
        if self.starts_at <= now {
            return Err(Error::field("day", "Choose a time that is still to come"));
        }
        if self.starts_at > now.plus(FURTHEST) {
            return Err(Error::field("day", "Choose a day within a year"));
        }
        Ok(())
    }
}
