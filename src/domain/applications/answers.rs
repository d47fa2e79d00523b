//! Answers to the questions of a form: from what was typed to a value, or to what is missing.

use crate::{
    base::clock::Day,
    domain::{
        candidates::web_link,
        postings::advert::{Question, QuestionKind, ShownIf},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest answers, in characters.
const SHORT: usize = 255;
const LONG: usize = 10_000;

/// An answer, with its question as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub question: Question,
    /// By kind: a string, `true` or `false`, the option's value or a list of them, a number, `2026-11-19`.
    pub value: Value,
    /// As people read it.
    pub text: String,
}

impl Answer {
    /// Checks what was given to a question that is not a file. An optional question without an answer is `None`; an error
    /// says what to do.
    pub fn check(question: &Question, given: &[String]) -> Result<Option<Self>, &'static str> {
        let given: Vec<&str> = given
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let Some(first) = given.first() else {
            return match question.required {
                true => Err(missing(question.kind)),
                false => Ok(None),
            };
        };
        let (value, text) = match question.kind {
            QuestionKind::ShortText => text(first, SHORT, "Use at most 255 characters")?,
            QuestionKind::LongText => text(first, LONG, "Use at most 10,000 characters")?,
            QuestionKind::YesNo => yes_no(first)?,
            QuestionKind::SingleChoice => {
                let (value, label) = option(question, first)?;
                (json!(value), label.to_owned())
            }
            QuestionKind::MultipleChoice => several(question, &given)?,
            QuestionKind::Number => number(first)?,
            QuestionKind::Date => date(first)?,
            QuestionKind::Link => {
                let link = web_link(first).ok_or(missing(QuestionKind::Link))?;
                (json!(link), link)
            }
            QuestionKind::File => return Err(missing(QuestionKind::File)),
        };
        Ok(Some(Self {
            question: question.clone(),
            value,
            text,
        }))
    }

    /// The options that it chose, by their values.
    pub fn chosen(&self) -> Vec<i64> {
        match &self.value {
            Value::Bool(true) => vec![ShownIf::YES],
            Value::Bool(false) => vec![ShownIf::NO],
            Value::Array(values) => values.iter().filter_map(Value::as_i64).collect(),
            value if self.question.kind.has_options() => value.as_i64().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// The options that were chosen, by their values, of a question that others can depend on.
pub fn chosen(question: &Question, given: &[String]) -> Vec<i64> {
    let value = |given: &String| match (question.kind, given.trim()) {
        (QuestionKind::YesNo, "yes") => Some(ShownIf::YES),
        (QuestionKind::YesNo, "no") => Some(ShownIf::NO),
        (QuestionKind::SingleChoice | QuestionKind::MultipleChoice, value) => value.parse().ok(),
        _ => None,
    };
    given.iter().filter_map(value).collect()
}

/// What to do about a question that needs an answer.
pub fn missing(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::ShortText | QuestionKind::LongText => "Write an answer",
        QuestionKind::YesNo => "Choose yes or no",
        QuestionKind::SingleChoice => "Choose an answer",
        QuestionKind::MultipleChoice => "Choose at least one answer",
        QuestionKind::Number => "Enter a number",
        QuestionKind::Date => "Enter a date, like 2026-11-19",
        QuestionKind::Link => "Enter a link, like https://example.com",
        QuestionKind::File => "Choose a file",
    }
}

type Checked = Result<(Value, String), &'static str>;

fn text(given: &str, most: usize, too_long: &'static str) -> Checked {
    let text = given.replace("\r\n", "\n");
    if text.chars().count() > most {
        return Err(too_long);
    }
    Ok((json!(text), text))
}

fn yes_no(given: &str) -> Checked {
    match given {
        "yes" => Ok((json!(true), "Yes".to_owned())),
        "no" => Ok((json!(false), "No".to_owned())),
        _ => Err(missing(QuestionKind::YesNo)),
    }
}

fn option<'q>(question: &'q Question, given: &str) -> Result<(i64, &'q str), &'static str> {
    let value: Option<i64> = given.parse().ok();
    let found = question
        .options
        .iter()
        .find(|option| Some(option.value) == value);
    let option = found.ok_or(missing(question.kind))?;
    Ok((option.value, &option.label))
}

fn several(question: &Question, given: &[&str]) -> Checked {
    let mut chosen = Vec::new();
    for given in given {
        let option = option(question, given)?;
        if !chosen.contains(&option) {
            chosen.push(option);
        }
    }
    let (values, labels): (Vec<i64>, Vec<&str>) = chosen.into_iter().unzip();
    Ok((json!(values), labels.join(", ")))
}

/// Digits with at most one decimal comma or point; what JSON can carry without loss.
fn number(given: &str) -> Checked {
    let plain = given.replace(',', ".");
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let sound = digits.len() <= 15
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = if let Ok(whole) = plain.parse::<i64>() {
        json!(whole)
    } else {
        json!(
            plain
                .parse::<f64>()
                .map_err(|_| missing(QuestionKind::Number))?
        )
    };
    match sound {
        true => Ok((value, given.to_owned())),
        false => Err(missing(QuestionKind::Number)),
    }
}

fn date(given: &str) -> Checked {
    let day: jiff::civil::Date = given.parse().map_err(|_| missing(QuestionKind::Date))?;
    if given.len() != 10 || !(1900..2200).contains(&day.year()) {
        return Err(missing(QuestionKind::Date));
    }
    Ok((json!(Day(day)), day.strftime("%-d %B %Y").to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::ids::QuestionId, domain::postings::advert::QuestionOption};
    use QuestionKind::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        let option = |value, label: &str| QuestionOption {
            value,
            label: label.to_owned(),
        };
        Question {
            id: QuestionId(1),
            kind,
            label: "Well?".to_owned(),
            help: String::new(),
            required,
            sensitive: false,
            options: vec![option(1, "Tea"), option(2, "Coffee"), option(7, "Water")],
            shown_if: None,
            library: None,
        }
    }

    fn check(kind: QuestionKind, given: &[&str]) -> Result<Option<(Value, String)>, &'static str> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        let answer = Answer::check(&question(kind, true), &given)?;
        Ok(answer.map(|answer| (answer.value, answer.text)))
    }

    #[test]
    fn answers_by_kind() {
        for (kind, given, value, text) in [
            (
                ShortText,
                &[" a\u{301} "][..],
                json!("a\u{301}"),
                "a\u{301}",
            ),
            (LongText, &["one\r\ntwo"], json!("one\ntwo"), "one\ntwo"),
            (YesNo, &["yes"], json!(true), "Yes"),
            (YesNo, &["no"], json!(false), "No"),
            (SingleChoice, &["2"], json!(2), "Coffee"),
            (
                MultipleChoice,
                &["7", "1", "7"],
                json!([7, 1]),
                "Water, Tea",
            ),
            (Number, &["-12"], json!(-12), "-12"),
            (Number, &["3,5"], json!(3.5), "3,5"),
            (
                Date,
                &["2026-11-19"],
                json!("2026-11-19"),
                "19 November 2026",
            ),
            (
                Link,
                &["noor.example.org"],
                json!("https://noor.example.org/"),
                "https://noor.example.org/",
            ),
        ] {
            assert_eq!(
                check(kind, given),
                Ok(Some((value, text.to_owned()))),
                "{given:?}"
            );
        }
    }

    #[test]
    fn what_is_no_answer_says_what_to_do() {
        for (kind, given) in [
            (ShortText, &[][..]),
            (ShortText, &["  "]),
            (YesNo, &["maybe"]),
            (SingleChoice, &["3"]),
            (SingleChoice, &["Tea"]),
            (MultipleChoice, &["1", "9"]),
            (Number, &["about five"]),
            (Number, &["1.2.3"]),
            (Number, &["1e9"]),
            (Number, &["inf"]),
            (Number, &["9999999999999999"]),
            (Date, &["19.11.2026"]),
            (Date, &["2026-02-30"]),
            (Date, &["0001-01-01"]),
            (Link, &["javascript:x"]),
            (File, &["x"]),
        ] {
            assert_eq!(check(kind, given), Err(missing(kind)), "{given:?}");
        }
        let long = "é".repeat(256);
        assert_eq!(
            check(ShortText, &[&long]),
            Err("Use at most 255 characters")
        );
    }

    #[test]
    fn what_was_chosen_decides_what_is_asked() {
        let chosen = |kind, given: &[&str]| {
            let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
            chosen(&question(kind, true), &given)
        };
        assert_eq!(chosen(YesNo, &["yes"]), [ShownIf::YES]);
        assert_eq!(chosen(YesNo, &["no"]), [ShownIf::NO]);
        assert_eq!(chosen(SingleChoice, &[" 2 "]), [2]);
        assert_eq!(chosen(MultipleChoice, &["7", "x", "1"]), [7, 1]);
        assert!(chosen(ShortText, &["1"]).is_empty());
        assert!(chosen(YesNo, &[]).is_empty());
    }

    #[test]
    fn an_optional_question_may_stay_open() {
        assert_eq!(Answer::check(&question(Date, false), &[]), Ok(None));
        assert!(Answer::check(&question(Date, false), &["soon".to_owned()]).is_err());
    }
}
