//! What somebody sets: an interview as it is to be.

use crate::base::{
    clock::Time,
    error::{Error, Result},
    ids::MemberId,
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
        match (self, place) {
            (Self::Phone, "") => "Phone: we call the number that you gave us".to_owned(),
            (Self::Phone, number) => format!("Phone: {number}"),
            (way, "") => way.label().to_owned(),
            (way, place) => format!("{}: {place}", way.label()),
        }
    }
}

/// An interview as somebody sets it: checked but for what only the database knows.
#[derive(Clone, Debug, PartialEq, Eq)]
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
