//! The languages that are asked of candidates.

use std::ops::Range;

use serde::Serialize;

use super::super::kinds;
use super::super::words::Words;
use super::strength::{self, Strength};
use super::{Evidence, Found};

/// A language that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Language {
    /// Its English name; none for one that candidates may choose (`fluent in two languages`).
    pub name: Option<&'static str>,
    /// Its code in ISO 639-1.
    pub code: Option<&'static str>,
    pub strength: Strength,
    /// It is called the main one.
    pub primary: bool,
    /// Fluency is asked for.
    pub fluent: bool,
    /// As written, repaired.
    pub text: String,
}

const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
    ("zh", "Mandarin"),
];

/// Words that show that a language is spoken of, and not a degree, a cuisine or a market.
const SPEAKING: &[&str] = &[
    "fluent",
    "fluency",
    "fluently",
    "language",
    "languages",
    "speak",
    "speaks",
    "speaker",
    "speaking",
    "spoken",
    "written",
    "verbal",
    "oral",
    "communication",
    "native",
    "proficient",
    "proficiency",
    "bilingual",
    "command of",
    "knowledge of",
    "conversational",
];

/// A language that candidates may choose.
const FREE: &[&str] = &[
    "two languages",
    "second language",
    "another language",
    "additional language",
    "other language",
];

pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<Language>> {
    let mut found: Vec<Found<Language>> = Vec::new();
    for said in evidence.said(|kind| !kinds::belongs_to_company(kind)) {
        let whole = said.words();
        if !whole.has(SPEAKING) {
            continue;
        }
        let because = format!("the text says “{}”", said.text());
        for part in strength::parts(said.text()) {
            let text = said.text().get(part.clone()).unwrap_or_default();
            let words = Words::of(text);
            let fluent = words.has(&["fluent", "fluency", "fluently", "native"]);
            let asked = strength::asked(text, said.kind);
            let mut add = |name, code, primary, at: Range<usize>| {
                let strength = if primary { Strength::Must } else { asked };
                let value = Language {
                    name,
                    code,
                    strength,
                    primary,
                    fluent,
                    text: said.text().to_owned(),
                };
                if name.is_none() || !found.iter().any(|known| known.value.code == code) {
                    found.push(Found::new(
                        value,
                        said.span(part.start + at.start..part.start + at.end),
                        &because,
                    ));
                }
            };
            for at in 0..words.len() {
                if let Some((code, name)) =
                    LANGUAGES.iter().find(|(_, name)| words.get(at) == *name)
                {
                    let primary =
                        (at + 1..at + 4).any(|near| words.is_any(near, &["primary", "main"]));
                    add(Some(*name), Some(*code), primary, words.range(at));
                }
            }
            if let Some((at, count)) = words.find(FREE) {
                add(None, None, false, words.stretch(at..at + count));
            }
        }
    }
    found
}
