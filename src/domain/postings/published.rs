//! A posting as candidates see it: what a revision keeps, with text blocks and places looked up.

use super::advert::{EmploymentType, Language, Pay, Question, SectionKind, Visibility, Workplace};
use crate::base::{
    clock::{Day, Time},
    ids::{JobId, OfficeId, PostingId, RegionId, RevisionId, TextBlockId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The shape of `posting_revisions.advert`. Nothing in it is looked up again, so an application shows what its candidate
/// saw for as long as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub title: String,
    pub summary: String,
    pub sections: Vec<PublishedSection>,
    pub workplace: Workplace,
    pub places: Vec<PublishedPlace>,
    pub employment_type: Option<EmploymentType>,
    pub pay: Pay,
    pub travel: String,
    pub languages: String,
    pub reports_to: String,
    pub tracks: Vec<String>,
    /// Names of the job's departments.
    pub departments: Vec<String>,
    pub closes_on: Option<Day>,
    pub external_apply_url: Option<String>,
    pub questions: Vec<Question>,
    #[serde(default)]
    pub language: Language,
    #[serde(default)]
    pub visibility: Visibility,
    /// Working days, where this posting has a promise of its own.
    #[serde(default)]
    pub promise_after_applying: Option<i16>,
    #[serde(default)]
    pub promise_after_interview: Option<i16>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedSection {
    pub kind: SectionKind,
    pub heading: String,
    /// Markdown as written.
    pub source: String,
    /// Cleaned when written; cleaned again when shown.
    pub html: String,
    /// The company text that it came from, and its version.
    pub block: Option<(TextBlockId, i32)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedPlace {
    /// As shown: "Tallinn, Estonia", "Remote, EMEA".
    pub name: String,
    pub remote: bool,
    pub office: Option<OfficeId>,
    pub region: Option<RegionId>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub subdivision: Option<String>,
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2 codes: one of an office, any number for remote work (regions expanded).
    pub countries: Vec<String>,
}

/// A posting that has been published at least once, as the careers site needs it.
#[derive(Clone, Debug)]
pub struct LivePosting {
    pub id: PostingId,
    pub uuid: Uuid,
    pub job: JobId,
    pub revision: RevisionId,
    pub language: String,
    /// Open to applications; else closed, and readable.
    pub live: bool,
    /// Reached by link only.
    pub unlisted: bool,
    pub first_published_at: Time,
    pub updated_at: Time,
    pub closed_at: Option<Time>,
    /// Working days after applying within which we answer.
    pub promise_after_applying: i16,
    pub content: Published,
}
