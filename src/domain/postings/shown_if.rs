//! Questions that depend on an earlier answer: which of a form are asked, and whether the conditions make sense.

use super::advert::{Question, QuestionKind, ShownIf};
use crate::base::ids::QuestionId;

impl ShownIf {
    /// The values of a question of yes or no.
    pub const YES: i64 = 1;
    pub const NO: i64 = 0;

    /// "Only if you answered “Rye” or “Oats” to “Which grain?”", for those who see the question anyhow. Nothing when the
    /// earlier question is not among these.
    pub fn in_words(&self, questions: &[Question]) -> Option<String> {
        let earlier = questions.iter().find(|other| other.id == self.question)?;
        let choices = earlier.choices();
        let labels: Vec<String> = choices
            .iter()
            .filter(|(value, _)| self.any_of.contains(value))
            .map(|(_, label)| format!("“{label}”"))
            .collect();
        Some(format!(
            "Only if you answered {} to “{}”",
            labels.join(" or "),
            earlier.label
        ))
    }
}

impl Question {
    /// What somebody can choose, with its value: nothing for a question that no other can depend on.
    pub fn choices(&self) -> Vec<(i64, &str)> {
        match self.kind {
            QuestionKind::YesNo => vec![(ShownIf::YES, "Yes"), (ShownIf::NO, "No")],
            QuestionKind::SingleChoice | QuestionKind::MultipleChoice => self
                .options
                .iter()
                .map(|option| (option.value, option.label.as_str()))
                .collect(),
            QuestionKind::ShortText
            | QuestionKind::LongText
            | QuestionKind::Number
            | QuestionKind::Date
            | QuestionKind::Link
            | QuestionKind::File => Vec::new(),
        }
    }
}

/// The questions that are asked of somebody. `chosen` says what they chose of a question that others can depend on. A
/// question whose condition hangs on one that is not asked is not asked either.
pub fn asked(questions: &[Question], chosen: impl Fn(&Question) -> Vec<i64>) -> Vec<&Question> {
    let mut asked: Vec<&Question> = Vec::new();
    for question in questions {
        let holds = question.shown_if.as_ref().is_none_or(|condition| {
            asked
                .iter()
                .find(|earlier| earlier.id == condition.question)
                .is_some_and(|earlier| {
                    let chosen = chosen(earlier);
                    condition.any_of.iter().any(|value| chosen.contains(value))
                })
        });
        if holds {
            asked.push(question);
        }
    }
    asked
}

/// What is wrong with the conditions of a form: the number of the question, from 0, and what to do.
pub fn faults(questions: &[Question]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    for (n, question) in questions.iter().enumerate() {
        if let Some(condition) = &question.shown_if
            && let Some(fault) = fault(questions, n, condition)
        {
            faults.push((n, fault));
        }
    }
    faults
}

fn fault(questions: &[Question], n: usize, condition: &ShownIf) -> Option<String> {
    let place = |id: QuestionId| questions.iter().position(|other| other.id == id);
    let Some((at, other)) = place(condition.question).and_then(|at| Some((at, questions.get(at)?)))
    else {
        return Some(
            "The question that this one depends on is gone: untick its answers".to_owned(),
        );
    };
    let label = &other.label;
    if at >= n {
        return Some(format!(
            "This depends on “{label}”, which comes later: move it below that, or untick its answers"
        ));
    }
    let choices = other.choices();
    if choices.is_empty() {
        return Some(format!(
            "“{label}” has no answers to choose from any more: untick them here"
        ));
    }
    let known = |value: &i64| choices.iter().any(|(choice, _)| choice == value);
    if condition.any_of.is_empty() || !condition.any_of.iter().all(known) {
        return Some(format!(
            "An answer ticked here is no answer of “{label}” any more: untick it, or tick another"
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::postings::advert::QuestionOption;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn question(id: i64, kind: QuestionKind, shown_if: Option<(i64, &[i64])>) -> Question {
        let option = |value| QuestionOption {
            value,
            label: format!("Option {value}"),
        };
        Question {
            id: QuestionId(id),
            kind,
            label: format!("Question {id}"),
            help: String::new(),
            required: true,
            sensitive: false,
            options: if kind.has_options() {
                vec![option(1), option(2), option(3)]
            } else {
                Vec::new()
            },
            shown_if: shown_if.map(|(question, any_of)| ShownIf {
                question: QuestionId(question),
                any_of: any_of.to_vec(),
            }),
            library: None,
        }
    }

    fn ids(asked: &[&Question]) -> Vec<i64> {
        asked.iter().map(|question| question.id.0).collect()
    }

    use QuestionKind::{MultipleChoice, ShortText, SingleChoice, YesNo};

    #[test]
    fn a_chain_ends_where_an_answer_ends_it() {
        let form = [
            question(1, YesNo, None),
            question(2, SingleChoice, Some((1, &[ShownIf::YES]))),
            question(3, ShortText, Some((2, &[1, 3]))),
            question(4, ShortText, Some((1, &[ShownIf::NO]))),
        ];
        assert!(faults(&form).is_empty());
        let given = |answers: &[(i64, i64)]| {
            let answers: HashMap<i64, i64> = answers.iter().copied().collect();
            ids(&asked(&form, |question| {
                answers.get(&question.id.0).copied().into_iter().collect()
            }))
        };
        assert_eq!(given(&[]), [1]);
        assert_eq!(given(&[(1, 1)]), [1, 2]);
        assert_eq!(given(&[(1, 1), (2, 3)]), [1, 2, 3]);
        assert_eq!(given(&[(1, 1), (2, 2)]), [1, 2]);
        // Chosen before the first answer was changed: it counts no more.
        assert_eq!(given(&[(1, 0), (2, 3)]), [1, 4]);
    }

    #[test]
    fn a_condition_points_up_at_an_answer_that_is_there() {
        let fault = |form: &[Question]| {
            let faults = faults(form);
            let [(n, text)] = faults.as_slice() else {
                panic!("{faults:?}")
            };
            (*n, text.clone())
        };
        let dependent = |on, any_of| question(2, ShortText, Some((on, any_of)));
        assert!(
            fault(&[question(1, YesNo, None), dependent(9, &[1])])
                .1
                .contains("is gone")
        );
        let later = fault(&[dependent(1, &[1]), question(1, YesNo, None)]);
        assert_eq!(later.0, 0);
        assert!(later.1.contains("“Question 1”, which comes later"));
        assert!(fault(&[dependent(2, &[1])]).1.contains("comes later"));
        let text = fault(&[question(1, ShortText, None), dependent(1, &[1])]);
        assert!(text.1.contains("no answers to choose from"));
        for any_of in [&[][..], &[4], &[1, 4]] {
            let gone = fault(&[question(1, MultipleChoice, None), dependent(1, any_of)]);
            assert!(gone.1.contains("no answer of “Question 1”"));
        }
    }

    #[test]
    fn a_condition_reads_as_a_sentence() {
        let form = [
            question(1, SingleChoice, None),
            question(2, ShortText, Some((1, &[3, 1]))),
        ];
        let words = form[1].shown_if.as_ref().unwrap().in_words(&form);
        assert_eq!(
            words.as_deref(),
            Some("Only if you answered “Option 1” or “Option 3” to “Question 1”")
        );
    }

    proptest! {
        #[test]
        fn what_is_asked_hangs_together(
            conditions in prop::collection::vec(prop::option::of((0_i64..8, prop::collection::vec(0_i64..4, 0..3))), 1..8),
            answers in prop::collection::vec(prop::collection::vec(0_i64..4, 0..3), 8),
        ) {
            let form: Vec<Question> = (0..).zip(&conditions).map(|(n, condition)| {
                let condition = condition.as_ref().map(|(on, any_of)| (*on, any_of.as_slice()));
                question(n, if n % 2 == 0 { MultipleChoice } else { YesNo }, condition)
            }).collect();
            let chosen = |question: &Question| {
                usize::try_from(question.id.0).ok().and_then(|n| answers.get(n)).cloned().unwrap_or_default()
            };
            let asked = asked(&form, chosen);
            let is_asked = |id: QuestionId| asked.iter().position(|question| question.id == id);
            for question in &form {
                let here = is_asked(question.id);
                match &question.shown_if {
                    None => prop_assert!(here.is_some()),
                    Some(condition) => {
                        let earlier = form.iter().take_while(|other| other.id != question.id).find(|other| other.id == condition.question);
                        let holds = earlier.is_some_and(|earlier| is_asked(earlier.id).is_some()
                            && condition.any_of.iter().any(|value| chosen(earlier).contains(value)));
                        prop_assert_eq!(here.is_some(), holds);
                    }
                }
            }
        }
    }
}
