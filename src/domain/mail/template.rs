//! Words in braces, and what is put in their place.

use super::kind::Kind;
use crate::base::error::Errors;

/// Placeholders that stay in the stored text: only the mail itself has what they stand for.
pub(super) const LATE: [&str; 4] = ["status_link", "own_link", "code", "application_link"];
/// Most characters of a subject and of a text.
pub const SUBJECT: usize = 200;
pub const BODY: usize = 20_000;

/// A subject and a text with words in braces.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Template {
    pub subject: String,
    pub body: String,
}

impl Template {
    /// The program's own.
    pub fn usual(kind: Kind) -> Self {
        let (subject, body) = kind.wording();
        Self {
            subject: subject.to_owned(),
            body: body.to_owned(),
        }
    }

    /// With values in the place of words: the subject on one line, and a greeting that has no name without the blank.
    pub fn filled(&self, values: &[(&str, &str)]) -> Self {
        let subject = fill(&self.subject, values);
        let subject = subject
            .split(char::is_control)
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            subject: subject.chars().take(SUBJECT).collect(),
            body: greeted(fill(&self.body, values)),
        }
    }

    /// A wording that somebody typed, or all that is wrong with it.
    pub fn check(kind: Kind, subject: &str, body: &str) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let subject = subject.trim().to_owned();
        let body = body.replace("\r\n", "\n").trim().to_owned();
        let lengths = [
            ("subject", &subject, SUBJECT, "a subject"),
            ("body", &body, BODY, "a text"),
        ];
        for (field, text, most, what) in lengths {
            if text.is_empty() {
                errors.add(field, format!("Write {what}"));
            } else if text.chars().count() > most {
                errors.add(field, format!("Shorten it to {most} characters"));
            }
        }
        if subject.chars().any(char::is_control) {
            errors.add("subject", "Write the subject on one line");
        }
        for (field, text) in [("subject", &subject), ("body", &body)] {
            for word in placeholders(text) {
                if !kind.placeholders().contains(&word) {
                    let known = kind.placeholders().join("}, {");
                    errors.add(
                        field,
                        format!("{{{word}}} stands for nothing here. You can use {{{known}}}"),
                    );
                }
            }
        }
        for late in LATE {
            if placeholders(&subject).contains(&late) {
                errors.add(
                    "subject",
                    format!("Move {{{late}}} into the text: subjects are not private"),
                );
            }
        }
        for needed in kind.required() {
            if !placeholders(&body).contains(needed) {
                errors.add(
                    "body",
                    format!("Keep {{{needed}}}: without it this mail is of no use"),
                );
            }
        }
        match errors.is_empty() {
            true => Ok(Self { subject, body }),
            false => Err(errors),
        }
    }
}

/// A greeting without a name loses the blank before its comma.
fn greeted(text: String) -> String {
    match text.split_once(" ,") {
        Some((greeting, rest)) if !greeting.contains('\n') => format!("{greeting},{rest}"),
        _ => text,
    }
}

/// The words in braces of a text, in order. A brace that holds no such word is a brace.
fn placeholders(text: &str) -> Vec<&str> {
    pieces(text)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Word(word) => Some(word),
            Piece::Text(_) => None,
        })
        .collect()
}

enum Piece<'a> {
    Text(&'a str),
    Word(&'a str),
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((before, after)) = text.split_once('{') {
        let word = after.split_once('}').filter(|(word, _)| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        });
        match word {
            Some((word, rest)) => {
                pieces.extend([Piece::Text(before), Piece::Word(word)]);
                text = rest;
            }
            None => {
                let (head, rest) = text.split_at(before.len() + 1);
                pieces.push(Piece::Text(head));
                text = rest;
            }
        }
    }
    pieces.push(Piece::Text(text));
    pieces
}

/// Puts values in the place of words, in one pass: a value is never read for words itself. A paragraph whose only word
/// has nothing to say is left out. Words without a value stay as they are.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let paragraphs = text.split("\n\n").filter_map(|paragraph| {
        let alone = paragraph
            .trim()
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let empty = |word: &str| {
            values
                .iter()
                .any(|(name, value)| *name == word && value.trim().is_empty())
        };
        if alone.is_some_and(empty) {
            return None;
        }
        let mut filled = String::with_capacity(paragraph.len());
        for piece in pieces(paragraph) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Word(word) => match values.iter().find(|(name, _)| *name == word) {
                    // No value may look like a word that is replaced later.
                    Some((_, value)) => filled.push_str(&value.replace('{', "(").replace('}', ")")),
                    None => {
                        filled.push('{');
                        filled.push_str(word);
                        filled.push('}');
                    }
                },
            }
        }
        Some(filled)
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The name that a mail begins with. Whoever applies can type anything there, with anybody's address: what reads like
/// an address or a sentence greets nobody.
pub fn greeting(given_name: &str) -> &str {
    let name = given_name.trim();
    let plain = name.chars().count() <= 40
        && !name.contains(['/', '@', ':', '<', '>', '\n', '\r'])
        && !name.to_lowercase().contains("www.")
        && name.split_whitespace().count() <= 4;
    if plain { name } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mail::Language;
    use proptest::prelude::*;

    #[test]
    fn every_usual_wording_passes_its_own_check() {
        for kind in Kind::ALL {
            for language in Language::built_in() {
                let Some(usual) = language.usual(kind) else {
                    continue;
                };
                assert_eq!(
                    Template::check(kind, &usual.subject, &usual.body),
                    Ok(usual),
                    "{kind:?} {language:?}"
                );
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (subject, body, field, part) in [
            (
                "{salary}",
                "{status_link}",
                "subject",
                "{salary} stands for nothing",
            ),
            (
                "{status_link}",
                "{status_link}",
                "subject",
                "Move {status_link}",
            ),
            ("Hello", "Hello", "body", "Keep {status_link}"),
            ("", "{status_link}", "subject", "Write a subject"),
            ("a\nb", "{status_link}", "subject", "one line"),
        ] {
            let errors = Template::check(Kind::Received, subject, body).unwrap_err();
            let said = errors.get(field).unwrap_or_default();
            assert!(said.contains(part), "{part} in {said}");
        }
    }

    #[test]
    fn a_paragraph_with_nothing_to_say_is_left_out() {
        let text = "Hello {first_name},\n\n{reason}\n\n{status_link}";
        assert_eq!(
            fill(text, &[("first_name", "Noor"), ("reason", " ")]),
            "Hello Noor,\n\n{status_link}"
        );
    }

    #[test]
    fn a_name_is_a_name() {
        for name in ["Noor", "Ana María", "José Luis de la", "李"] {
            assert_eq!(greeting(name), name);
        }
        for spam in [
            "Win at http://evil.example",
            "www.evil.example",
            "a@b.example",
            "Dear friend you have won money",
        ] {
            assert_eq!(greeting(spam), "");
        }
    }

    proptest! {
        #[test]
        fn values_are_never_read_for_words(value in "\\PC{0,60}") {
            let filled = fill("a {first_name} b {status_link}", &[("first_name", &value)]);
            prop_assert_eq!(placeholders(&filled), vec!["status_link"]);
        }

        #[test]
        fn text_without_words_stays(text in "[^{}\n]{0,200}") {
            prop_assert_eq!(fill(&text, &[("first_name", "x")]), text);
        }
    }
}
