//! The form as it is shown: empty, or with everything that was entered.

use crate::{
    base::error::Errors,
    domain::{
        applications::consent::{Consent, NOTICE},
        candidates::Suggestions,
        companies::Profile,
        files::Staged,
        postings::advert::{Question, QuestionKind, ShownIf},
    },
    web::{careers::frame::in_words, kit::upload::Received},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

/// What stands in the fields.
pub struct ApplyForm {
    /// One-time: a new one for every visit, the same for every try.
    pub key: String,
    /// What led here: a packed [`Campaign`](crate::web::careers::campaign::Campaign).
    pub came: String,
    texts: BTreeMap<String, Vec<String>>,
    /// Files of earlier tries, which need not be chosen again.
    pub kept: Vec<Staged>,
    /// Fields that were filled in from the résumé.
    suggested: BTreeSet<&'static str>,
}

impl ApplyForm {
    pub fn empty(key: String, came: String) -> Self {
        Self {
            key,
            came,
            texts: BTreeMap::new(),
            kept: Vec::new(),
            suggested: BTreeSet::new(),
        }
    }

    pub fn again(key: impl Display, received: Received, kept: Vec<Staged>) -> Self {
        Self {
            key: key.to_string(),
            came: received.one("came").to_owned(),
            texts: received.texts,
            kept,
            suggested: BTreeSet::new(),
        }
    }

    /// Fills in fields that are empty, and says how many.
    pub fn fill(&mut self, read: Suggestions) -> usize {
        let links = (!read.links.is_empty()).then(|| read.links.join("\n"));
        for (name, value) in [
            ("given_name", read.given_name),
            ("family_name", read.family_name),
            ("email", read.email),
            ("phone", read.phone),
            ("place", read.place),
            ("headline", read.headline),
            ("links", links),
        ] {
            if let Some(value) = value.filter(|_| self.value(name).trim().is_empty()) {
                self.texts.insert(name.to_owned(), vec![value]);
                self.suggested.insert(name);
            }
        }
        self.suggested.len()
    }

    /// Whether a field was filled in from the résumé.
    pub fn suggested(&self, name: &str) -> bool {
        self.suggested.contains(name)
    }

    /// What stands in a field of one value.
    pub fn value(&self, name: &str) -> &str {
        self.values(name).first().map_or("", String::as_str)
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|had| had == value)
    }

    /// A file that came with an earlier try.
    pub fn file(&self, name: &str) -> Option<&Staged> {
        self.kept.iter().find(|staged| staged.field == name)
    }

    fn values(&self, name: &str) -> &[String] {
        self.texts.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The field that nobody sees.
pub const TRAP: &str = "comments";

/// The name of a question's field, in forms and APIs.
pub fn field_of(question: &Question) -> String {
    format!("question_{}", question.id)
}

/// The answers after which a question is asked, as the form's controls send them: "yes" or numbers.
pub fn answers_of(question: &Question, questions: &[Question]) -> String {
    let Some(condition) = &question.shown_if else {
        return String::new();
    };
    let of_yes_or_no = questions
        .iter()
        .any(|other| other.id == condition.question && other.kind == QuestionKind::YesNo);
    let sent = condition.any_of.iter().map(|value| match *value {
        ShownIf::YES if of_yes_or_no => "yes".to_owned(),
        ShownIf::NO if of_yes_or_no => "no".to_owned(),
        value => value.to_string(),
    });
    sent.collect::<Vec<_>>().join(" ")
}

/// What a company asks an applicant to agree to.
pub struct Consents {
    pub application: Consent,
    pub talent_pool: Consent,
}

impl Consents {
    pub fn of(company: &Profile) -> Self {
        let name = &company.company.name;
        Self {
            application: Consent::application(name, !company.privacy_notice.trim().is_empty()),
            talent_pool: Consent::talent_pool(name),
        }
    }

    /// The text before and after the words that lead to the notice.
    pub fn around_notice(&self) -> Option<(&str, &str)> {
        self.application.text.split_once(NOTICE)
    }
}

/// "Three questions".
pub fn questions_title(questions: &[Question]) -> String {
    match questions.len() {
        1 => "One question".to_owned(),
        n => {
            let words = in_words(n);
            let mut letters = words.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            let words: String = first.into_iter().chain(letters).collect();
            format!("{words} questions")
        }
    }
}

/// Whether a hint, an error or both describe a control: for `aria-describedby`.
pub fn described_by(name: &str, hint: bool, errors: &Errors) -> String {
    let hint = hint.then(|| format!("{name}-hint"));
    let error = errors.has(name).then(|| format!("{name}-error"));
    let ids: Vec<_> = hint.into_iter().chain(error).collect();
    ids.join(" ")
}
