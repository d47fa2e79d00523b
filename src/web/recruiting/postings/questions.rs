//! Questions in the editor, and on which earlier answers they depend. Strings as somebody typed them, and back.

use super::{
    conditions::{Tick, condition, ticks_of},
    fields::Fields,
    parts::Part,
};
use crate::{
    base::{error::Errors, ids::QuestionId},
    domain::postings::{
        NEW_QUESTION,
        advert::{Question, QuestionKind, QuestionOption},
        library::LibraryQuestion,
        shown_if::faults,
    },
};

/// A question of the application form.
#[derive(Clone, Debug, Default)]
pub struct QuestionForm {
    pub id: String,
    /// Of the library's question that it was copied from.
    pub library: String,
    pub kind: String,
    pub label: String,
    pub help: String,
    pub required: bool,
    pub sensitive: bool,
    /// One a line.
    pub options: String,
    /// What the options were, so that their values stay.
    known: Vec<QuestionOption>,
    /// The answers on which it depends.
    pub(super) ticks: Vec<Tick>,
}

impl Part for QuestionForm {
    const NAME: &'static str = "question";

    fn read(fields: &Fields, at: &str) -> Self {
        let ticks = fields.all(&format!("{at}-shown"));
        Self {
            id: fields.line(&format!("{at}-id")),
            library: fields.line(&format!("{at}-library")),
            kind: fields.line(&format!("{at}-kind")),
            label: fields.line(&format!("{at}-label")),
            help: fields.line(&format!("{at}-help")),
            required: fields.ticked(&format!("{at}-required")),
            sensitive: fields.ticked(&format!("{at}-sensitive")),
            options: fields.text(&format!("{at}-options")),
            known: Vec::new(),
            ticks: ticks.into_iter().filter_map(Tick::parse).collect(),
        }
    }
}

impl QuestionForm {
    fn of(question: &Question) -> Self {
        let options: Vec<&str> = question
            .options
            .iter()
            .map(|option| option.label.as_str())
            .collect();
        Self {
            id: question.id.to_string(),
            library: question
                .library
                .map(|id| id.to_string())
                .unwrap_or_default(),
            kind: question.kind.key().to_owned(),
            label: question.label.clone(),
            help: question.help.clone(),
            required: question.required,
            sensitive: question.sensitive,
            options: options.join("\n"),
            known: question.options.clone(),
            ticks: Vec::new(),
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

    /// A copy of a question of the library.
    pub fn of_library(from: &LibraryQuestion) -> Self {
        Self {
            id: NEW_QUESTION.to_string(),
            library: from.id.to_string(),
            kind: from.details.kind.key().to_owned(),
            label: from.details.label.clone(),
            help: from.details.help.clone(),
            required: from.details.required,
            sensitive: from.details.sensitive,
            options: from.details.options.join("\n"),
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

    /// Whether it is asked only after certain answers.
    pub fn depends(&self) -> bool {
        !self.ticks.is_empty()
    }

    /// The question as far as it is typed; its condition is another matter.
    pub fn as_typed(&self) -> Question {
        let kind = QuestionKind::parse(&self.kind).unwrap_or(QuestionKind::LongText);
        let options = match kind.has_options() {
            true => valued(&self.lines(), &self.known),
            false => Vec::new(),
        };
        Question {
            id: self.id.parse().unwrap_or(NEW_QUESTION),
            kind,
            label: self.label.clone(),
            help: self.help.clone(),
            required: self.required,
            sensitive: self.sensitive,
            options,
            shown_if: None,
            library: self.library.parse().ok(),
        }
    }

    fn lines(&self) -> Vec<&str> {
        let lines = self.options.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect()
    }

    fn check(&self, n: usize, errors: &mut Errors) -> Question {
        let question = self.as_typed();
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
        let lines = self.lines();
        if question.kind.has_options() && lines.len() > 100 {
            errors.add(field("options"), "Give at most 100 answers to choose from");
        }
        if lines.iter().any(|line| line.chars().count() > 300) {
            errors.add(field("options"), "Shorten each answer to 300 characters");
        }
        question
    }
}

/// Saved questions as the form shows them.
pub fn forms_of(questions: &[Question]) -> Vec<QuestionForm> {
    let form = |question: &Question| QuestionForm {
        ticks: match &question.shown_if {
            Some(condition) => ticks_of(condition, questions),
            None => Vec::new(),
        },
        ..QuestionForm::of(question)
    };
    questions.iter().map(form).collect()
}

/// The questions with their conditions; what is wrong, at its field.
pub fn check(forms: &[QuestionForm], errors: &mut Errors) -> Vec<Question> {
    let mut questions: Vec<Question> = (0_i64..)
        .zip(forms.iter().enumerate())
        .map(|(number, (n, form))| {
            let mut question = form.check(n, errors);
            if question.id == NEW_QUESTION {
                question.id = QuestionId(-1 - number); // until it is saved
            }
            question
        })
        .collect();
    let conditions: Vec<_> = forms
        .iter()
        .map(|form| condition(&form.ticks, &questions))
        .collect();
    for (question, condition) in questions.iter_mut().zip(conditions) {
        question.shown_if = condition;
    }
    for (n, form) in forms.iter().enumerate() {
        let of = form.ticks.first().map(|tick| &tick.of);
        if form.ticks.iter().any(|tick| Some(&tick.of) != of) {
            let text = "Tick answers of one earlier question only";
            errors.add(format!("question-{n}-shown"), text);
        }
    }
    for (n, fault) in faults(&questions) {
        errors.add(format!("question-{n}-shown"), fault);
    }
    questions
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
