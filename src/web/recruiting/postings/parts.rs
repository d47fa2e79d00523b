//! The repeated parts of the editor: sections, places, questions. Strings as somebody typed them, and back.

use super::fields::Fields;
use crate::{
    base::{
        countries,
        error::Errors,
        ids::{OfficeId, RegionId, TextBlockId},
    },
    domain::postings::{
        NEW_QUESTION,
        advert::{Body, Place, Question, QuestionKind, QuestionOption, Section, SectionKind},
    },
};

/// What the form has room for.
pub const MOST: usize = 30;
const HEADING: usize = 200;
const BODY: usize = 20_000;

/// A part with the key under which it came.
pub trait Part: Sized {
    /// The prefix of its fields.
    const NAME: &'static str;

    fn read(fields: &Fields, at: &str) -> Self;

    /// All parts of the kind, in order.
    fn all(fields: &Fields) -> Vec<(String, Self)> {
        fields
            .keys(Self::NAME)
            .into_iter()
            .map(|key| {
                let part = Self::read(fields, &format!("{}-{key}", Self::NAME));
                (key, part)
            })
            .collect()
    }
}

/// A section: its own text, or a company text (`12` follows the newest, `12.3` keeps version 3).
#[derive(Clone, Debug, Default)]
pub struct SectionForm {
    pub kind: String,
    pub heading: String,
    pub body: String,
    pub quote: String,
}

impl Part for SectionForm {
    const NAME: &'static str = "section";

    fn read(fields: &Fields, at: &str) -> Self {
        Self {
            kind: fields.line(&format!("{at}-kind")),
            heading: fields.line(&format!("{at}-heading")),
            body: fields.text(&format!("{at}-body")),
            quote: fields.line(&format!("{at}-quote")),
        }
    }
}

impl SectionForm {
    pub fn of(section: &Section) -> Self {
        let (body, quote) = match &section.body {
            Body::Text(text) => (text.clone(), String::new()),
            Body::Block(id) => (String::new(), id.to_string()),
            Body::BlockVersion(id, number) => (String::new(), format!("{id}.{number}")),
        };
        Self {
            kind: section.kind.key().to_owned(),
            heading: section.heading.clone(),
            body,
            quote,
        }
    }

    /// The company text, and the version that it keeps.
    pub fn quoted(&self) -> Option<(TextBlockId, Option<i32>)> {
        match self.quote.split_once('.') {
            Some((id, number)) => Some((id.parse().ok()?, Some(number.parse().ok()?))),
            None => Some((self.quote.parse().ok()?, None)),
        }
    }

    pub fn check(&self, n: usize, errors: &mut Errors) -> Section {
        let kind = SectionKind::parse(&self.kind).unwrap_or(SectionKind::Custom);
        if self.heading.chars().count() > HEADING {
            errors.add(
                format!("section-{n}-heading"),
                "Shorten the heading to 200 characters",
            );
        }
        if self.body.chars().count() > BODY {
            errors.add(
                format!("section-{n}-body"),
                "Shorten this section to 20,000 characters",
            );
        }
        let body = match self.quoted() {
            Some((id, None)) => Body::Block(id),
            Some((id, Some(number))) => Body::BlockVersion(id, number),
            None => Body::Text(self.body.clone()),
        };
        Section {
            kind,
            heading: self.heading.clone(),
            body,
        }
    }
}

/// A place: `what` is `office:3`, `region:2`, `country:EE` or `named`, which has a name and perhaps a country.
#[derive(Clone, Debug, Default)]
pub struct PlaceForm {
    pub what: String,
    pub name: String,
    pub country: String,
}

impl Part for PlaceForm {
    const NAME: &'static str = "place";

    fn read(fields: &Fields, at: &str) -> Self {
        Self {
            what: fields.line(&format!("{at}-what")),
            name: fields.line(&format!("{at}-name")),
            country: fields.line(&format!("{at}-country")),
        }
    }
}

impl PlaceForm {
    pub fn of(place: &Place) -> Self {
        let what = |what: String| Self {
            what,
            ..Self::default()
        };
        match place {
            Place::Office(id) => what(format!("office:{id}")),
            Place::Region(id) => what(format!("region:{id}")),
            Place::Country(code) => what(format!("country:{code}")),
            Place::Named { name, country } => Self {
                what: "named".to_owned(),
                name: name.clone(),
                country: country.clone().unwrap_or_default(),
            },
        }
    }

    pub fn is_named(&self) -> bool {
        self.what == "named"
    }

    pub fn check(&self, n: usize, errors: &mut Errors) -> Option<Place> {
        let known = |code: &str| countries::by_code(code).map(|country| country.code.to_owned());
        match self.what.split_once(':') {
            Some(("office", id)) => id.parse::<OfficeId>().ok().map(Place::Office),
            Some(("region", id)) => id.parse::<RegionId>().ok().map(Place::Region),
            Some(("country", code)) => known(code).map(Place::Country),
            _ => {
                if !(1..=200).contains(&self.name.chars().count()) {
                    errors.add(format!("place-{n}-name"), "Name the place, or remove it");
                }
                Some(Place::Named {
                    name: self.name.clone(),
                    country: known(&self.country),
                })
            }
        }
    }
}

/// A question of the application form.
#[derive(Clone, Debug, Default)]
pub struct QuestionForm {
    pub id: String,
    pub kind: String,
    pub label: String,
    pub help: String,
    pub required: bool,
    pub sensitive: bool,
    /// One a line.
    pub options: String,
    /// What the options were, so that their values stay.
    known: Vec<QuestionOption>,
}

impl Part for QuestionForm {
    const NAME: &'static str = "question";

    fn read(fields: &Fields, at: &str) -> Self {
        Self {
            id: fields.line(&format!("{at}-id")),
            kind: fields.line(&format!("{at}-kind")),
            label: fields.line(&format!("{at}-label")),
            help: fields.line(&format!("{at}-help")),
            required: fields.ticked(&format!("{at}-required")),
            sensitive: fields.ticked(&format!("{at}-sensitive")),
            options: fields.text(&format!("{at}-options")),
            known: Vec::new(),
        }
    }
}

impl QuestionForm {
    pub fn of(question: &Question) -> Self {
        let options: Vec<&str> = question
            .options
            .iter()
            .map(|option| option.label.as_str())
            .collect();
        Self {
            id: question.id.to_string(),
            kind: question.kind.key().to_owned(),
            label: question.label.clone(),
            help: question.help.clone(),
            required: question.required,
            sensitive: question.sensitive,
            options: options.join("\n"),
            known: question.options.clone(),
        }
    }

    /// A question that nobody has written yet.
    pub fn blank() -> Self {
        Self {
            id: NEW_QUESTION.to_string(),
            kind: QuestionKind::LongText.key().to_owned(),
            ..Self::default()
        }
    }

    /// Takes over the values of options that the saved draft has already.
    pub fn remember(&mut self, saved: &[Question]) {
        if let Some(question) = saved
            .iter()
            .find(|question| question.id.to_string() == self.id)
        {
            self.known.clone_from(&question.options);
        }
    }

    pub fn check(&self, n: usize, errors: &mut Errors) -> Question {
        let kind = QuestionKind::parse(&self.kind).unwrap_or(QuestionKind::LongText);
        let field = |field: &str| format!("question-{n}-{field}");
        if self.label.is_empty() {
            errors.add(field("label"), "Write the question or remove it");
        }
        if self.label.chars().count() > 1000 {
            errors.add(field("label"), "Shorten the question to 1,000 characters");
        }
        if self.help.chars().count() > 500 {
            errors.add(field("help"), "Shorten the help to 500 characters");
        }
        let lines: Vec<&str> = self
            .options
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        if kind.has_options() && lines.len() > 100 {
            errors.add(field("options"), "Give at most 100 answers to choose from");
        }
        if lines.iter().any(|line| line.chars().count() > 300) {
            errors.add(field("options"), "Shorten each answer to 300 characters");
        }
        Question {
            id: self.id.parse().unwrap_or(NEW_QUESTION),
            kind,
            label: self.label.clone(),
            help: self.help.clone(),
            required: self.required,
            sensitive: self.sensitive,
            options: if kind.has_options() {
                valued(&lines, &self.known)
            } else {
                Vec::new()
            },
        }
    }
}

/// Options with values that mean the same as before: a label keeps its value; a line that was reworded in its place keeps
/// it too; what is new gets the next.
fn valued(lines: &[&str], known: &[QuestionOption]) -> Vec<QuestionOption> {
    let mut lines: Vec<&str> = lines.to_vec();
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(*line));
    let same_length = lines.len() == known.len();
    let mut next = known.iter().map(|option| option.value).max().unwrap_or(0);
    let mut options = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate() {
        let by_label = known.iter().find(|option| option.label == *line);
        let by_place = known
            .get(n)
            .filter(|option| same_length && !lines.iter().any(|other| *other == option.label));
        let value = by_label.or(by_place).map_or_else(
            || {
                next += 1;
                next
            },
            |option| option.value,
        );
        options.push(QuestionOption {
            value,
            label: (*line).to_owned(),
        });
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(value: i64, label: &str) -> QuestionOption {
        QuestionOption {
            value,
            label: label.to_owned(),
        }
    }

    #[test]
    fn options_keep_their_values() {
        let known = [option(1, "Rye"), option(2, "Oats"), option(3, "Spelt")];
        assert_eq!(
            valued(&["Spelt", "Rye"], &known),
            [option(3, "Spelt"), option(1, "Rye")]
        );
        assert_eq!(
            valued(&["Rye", "Barley", "Spelt"], &known),
            [option(1, "Rye"), option(2, "Barley"), option(3, "Spelt")]
        );
        assert_eq!(
            valued(&["Rye", "Oats", "Spelt", "Millet"], &known),
            [
                option(1, "Rye"),
                option(2, "Oats"),
                option(3, "Spelt"),
                option(4, "Millet")
            ]
        );
        assert_eq!(
            valued(&["a", "a", "b"], &[]),
            [option(1, "a"), option(2, "b")]
        );
    }
}
