//! An advert as people edit it: one document, saved whole with the version that was seen.
//!
//! This is the shape of `posting_drafts.advert`. What was published is [`super::published::Published`].

use crate::base::{
    clock::Day,
    ids::{LibraryQuestionId, OfficeId, QuestionId, RegionId, TextBlockId},
};
use serde::{Deserialize, Serialize};

/// What a posting says, before text blocks and places are looked up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Advert {
    pub title: String,
    /// One or two plain sentences: the lead of the page and the text of its link in search results.
    pub summary: String,
    pub sections: Vec<Section>,
    pub workplace: Workplace,
    pub places: Vec<Place>,
    pub employment_type: Option<EmploymentType>,
    pub pay: Pay,
    /// In words: "up to four times a year".
    pub travel: String,
    /// In words: "English, fluent; French welcome".
    pub languages: String,
    /// Whom the role reports to.
    pub reports_to: String,
    /// Tracks, levels or groups that one advert covers: "Distributors", "Public sector".
    pub tracks: Vec<String>,
    /// The last day on which applications are taken.
    pub closes_on: Option<Day>,
    /// Where to apply elsewhere, kept exactly as it came.
    pub external_apply_url: Option<String>,
    pub questions: Vec<Question>,
    /// The language that the text is written in.
    pub language: Language,
    pub visibility: Visibility,
    /// Working days after applying within which we answer; the company's own number where there is none.
    pub promise_after_applying: Option<i16>,
    /// The same after an interview.
    pub promise_after_interview: Option<i16>,
}

/// A language (BCP 47), as `en` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl Default for Language {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

/// Who comes across a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, Default)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "posting_visibility", rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody: the careers site, feeds, search engines.
    #[default]
    Public,
    /// Whoever has the link.
    Unlisted,
    /// The company's own people.
    Internal,
}

/// A part of the text, with its own heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    /// As written; may be empty for an intro.
    pub heading: String,
    pub body: Body,
}

/// What a section says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Markdown.
    Text(String),
    /// A text of the company, by reference: always its newest version until the posting is published, which pins it.
    Block(TextBlockId),
    /// One version of a text of the company: as an import found it, until somebody takes the newest.
    BlockVersion(TextBlockId, i32),
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "section_kind", rename_all = "snake_case")]
pub enum SectionKind {
    Intro,
    Responsibilities,
    Required,
    NiceToHave,
    Offer,
    About,
    EqualOpportunity,
    Custom,
}

/// Where people work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Workplace {
    #[default]
    OnSite,
    Hybrid,
    Remote,
}

/// One place. For remote work a region or a country says from where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// An office of the company.
    Office(OfficeId),
    /// A named list of countries ("EMEA"), for remote work.
    Region(RegionId),
    /// A country (ISO 3166-1 alpha-2), for remote work.
    Country(String),
    /// A place that is no office of ours, in words, with its country where known (imports bring these).
    Named {
        name: String,
        country: Option<String>,
    },
}

/// schema.org `employmentType`, as Google's job search reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmploymentType {
    FullTime,
    PartTime,
    Contractor,
    Temporary,
    Intern,
    Volunteer,
    PerDiem,
    Other,
}

/// What the role pays, or why the advert does not say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pay {
    Range {
        /// In hundredths of the currency's unit.
        min_cents: i64,
        max_cents: i64,
        /// ISO 4217.
        currency: String,
        per: PayPeriod,
        /// "plus commission".
        remark: String,
    },
    /// The reason, as shown to candidates. Empty until somebody writes one: publishing asks for it.
    NotStated { reason: String },
}

impl Default for Pay {
    fn default() -> Self {
        Self::NotStated {
            reason: String::new(),
        }
    }
}

/// schema.org `unitText` of a salary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayPeriod {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A question of the application form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Given when the draft is first saved, and never changed: forms and APIs call it `question_{id}`.
    pub id: QuestionId,
    pub kind: QuestionKind,
    pub label: String,
    #[serde(default)]
    pub help: String,
    pub required: bool,
    /// Answers are shown to nobody who decides.
    #[serde(default)]
    pub sensitive: bool,
    /// Of single and multiple choice.
    #[serde(default)]
    pub options: Vec<QuestionOption>,
    /// On which earlier answer it depends whether this is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<ShownIf>,
    /// The question of the company's library that this was copied from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<LibraryQuestionId>,
}

/// Asked only of those who answered an earlier question so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownIf {
    pub question: QuestionId,
    /// Values of its options; of yes or no, [`ShownIf::YES`] and [`ShownIf::NO`].
    pub any_of: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    /// Unique within the question, from 1.
    pub value: i64,
    pub label: String,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "question_kind", rename_all = "snake_case")]
pub enum QuestionKind {
    ShortText,
    LongText,
    YesNo,
    SingleChoice,
    MultipleChoice,
    Number,
    Date,
    Link,
    File,
}
