//! On which earlier answers a question of the editor depends: answers that are ticked, and the condition that they make.

use super::{form::EditForm, questions::QuestionForm};
use crate::domain::postings::{
    NEW_QUESTION,
    advert::{Question, ShownIf},
};

/// An answer that was ticked: `2:7:Rye` is option 7, "Rye", of the part with the key 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    /// Of the earlier question; drawn, it is its number from 0. [`GONE`] for one that was removed.
    pub of: String,
    pub value: i64,
    pub label: String,
}

pub(super) const GONE: &str = "gone";

impl Tick {
    pub fn parse(text: &str) -> Option<Self> {
        let (of, rest) = text.split_once(':')?;
        let (value, label) = rest.split_once(':')?;
        Some(Self {
            of: of.to_owned(),
            value: value.parse().ok()?,
            label: label.to_owned(),
        })
    }

    fn written(&self) -> String {
        format!("{}:{}:{}", self.of, self.value, self.label)
    }

    /// The value among these answers: under the same words, else where somebody reworded it.
    fn among(&self, choices: &[(i64, &str)]) -> Option<i64> {
        let by_label = choices.iter().find(|(_, label)| *label == self.label);
        let found = by_label.or_else(|| choices.iter().find(|(value, _)| *value == self.value));
        found.map(|(value, _)| *value)
    }
}

/// The answers of one question, to be ticked by another.
pub struct Group {
    pub label: String,
    pub choices: Vec<Choice>,
}

pub struct Choice {
    pub value: String,
    pub label: String,
    pub ticked: bool,
}

/// The condition that ticks make, among the questions of the form.
pub(super) fn condition(ticks: &[Tick], questions: &[Question]) -> Option<ShownIf> {
    let first = ticks.first()?;
    let at: Option<usize> = first.of.parse().ok();
    let Some(earlier) = at.and_then(|at| questions.get(at)) else {
        let any_of = Vec::new();
        return Some(ShownIf {
            question: NEW_QUESTION, // which none of them has
            any_of,
        });
    };
    let choices = earlier.choices();
    let values = ticks.iter();
    let mut any_of: Vec<i64> = values
        .map(|tick| tick.among(&choices).unwrap_or(tick.value))
        .collect();
    any_of.sort_unstable();
    any_of.dedup();
    Some(ShownIf {
        question: earlier.id,
        any_of,
    })
}

/// The ticks of a saved condition.
pub(super) fn ticks_of(condition: &ShownIf, questions: &[Question]) -> Vec<Tick> {
    let at = questions
        .iter()
        .position(|other| other.id == condition.question);
    let earlier = at.and_then(|at| questions.get(at));
    let choices = earlier.map(Question::choices).unwrap_or_default();
    let tick = |value: &i64| Tick {
        of: at.map_or_else(|| GONE.to_owned(), |at| at.to_string()),
        value: *value,
        label: choices
            .iter()
            .find(|(choice, _)| choice == value)
            .map_or_else(|| "An answer".to_owned(), |(_, label)| (*label).to_owned()),
    };
    condition.any_of.iter().map(tick).collect()
}

/// The questions in their new order, their ticks following those that they depend on.
pub fn renumbered(parts: Vec<(String, QuestionForm)>) -> Vec<QuestionForm> {
    let keys: Vec<String> = parts.iter().map(|(key, _)| key.clone()).collect();
    let mut forms: Vec<QuestionForm> = parts.into_iter().map(|(_, form)| form).collect();
    for tick in forms.iter_mut().flat_map(|form| &mut form.ticks) {
        let at = keys
            .iter()
            .position(|key| !key.is_empty() && *key == tick.of);
        tick.of = at.map_or_else(|| GONE.to_owned(), |at| at.to_string());
    }
    forms
}

impl EditForm {
    /// What question `n` can depend on: the answers of those before it, and whatever it has ticked elsewhere.
    pub fn choosable(&self, n: &usize) -> Vec<Group> {
        let ticks = self
            .questions
            .get(*n)
            .map_or(&[][..], |question| &question.ticks);
        let mut groups = Vec::new();
        for (at, other) in self.questions.iter().enumerate() {
            let key = at.to_string();
            let ticks: Vec<&Tick> = ticks.iter().filter(|tick| tick.of == key).collect();
            if at < *n || !ticks.is_empty() {
                groups.extend(group(&key, &other.as_typed(), &ticks));
            }
        }
        let gone: Vec<&Tick> = ticks.iter().filter(|tick| tick.of == GONE).collect();
        if !gone.is_empty() {
            groups.push(Group {
                label: "A question that is gone".to_owned(),
                choices: gone.into_iter().map(Choice::lost).collect(),
            });
        }
        groups
    }
}

fn group(key: &str, other: &Question, ticks: &[&Tick]) -> Option<Group> {
    let answers = other.choices();
    let ticked: Vec<i64> = ticks
        .iter()
        .filter_map(|tick| tick.among(&answers))
        .collect();
    let choices = answers.iter().map(|(value, label)| {
        let tick = Tick {
            of: key.to_owned(),
            value: *value,
            label: (*label).to_owned(),
        };
        Choice {
            value: tick.written(),
            label: tick.label,
            ticked: ticked.contains(value),
        }
    });
    let lost = ticks.iter().filter(|tick| tick.among(&answers).is_none());
    let choices: Vec<Choice> = choices.chain(lost.map(|tick| Choice::lost(tick))).collect();
    (!choices.is_empty()).then(|| Group {
        label: other.label.clone(),
        choices,
    })
}

impl Choice {
    /// One that is no answer any more.
    fn lost(tick: &Tick) -> Self {
        Self {
            value: tick.written(),
            label: format!("{} (gone)", tick.label),
            ticked: true,
        }
    }
}
