//! What the editor's buttons do to its sections, places and questions. Nothing is saved by it.

use super::{
    fields::Fields,
    parts::{PlaceForm, SectionForm},
    questions::QuestionForm,
};
use crate::domain::postings::{advert::SectionKind, library::LibraryQuestion, texts::Quoted};

/// The repeated parts of the form, each with the key by which buttons name it.
pub(super) struct Parts {
    pub sections: Vec<(String, SectionForm)>,
    pub places: Vec<(String, PlaceForm)>,
    pub questions: Vec<(String, QuestionForm)>,
}

/// What a button of the form does to one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Up,
    Down,
    Remove,
}

impl Parts {
    /// Does what the form's button asks for; true when that is all it was pressed for.
    pub fn arrange(
        &mut self,
        fields: &Fields,
        quoted: &[Quoted],
        library: &[LibraryQuestion],
    ) -> bool {
        let Self {
            sections,
            places,
            questions,
        } = self;
        let act = fields.line("act");
        let (verb, key) = act.split_once(':').unwrap_or((&act, ""));
        let mut arranged = true;
        match verb {
            "section-up" => step(sections, key, Step::Up),
            "section-down" => step(sections, key, Step::Down),
            "section-remove" => step(sections, key, Step::Remove),
            "section-own" => own(sections, key, quoted),
            "section-newest" => newest(sections, key),
            "place-remove" => step(places, key, Step::Remove),
            "question-up" => step(questions, key, Step::Up),
            "question-down" => step(questions, key, Step::Down),
            "question-remove" => step(questions, key, Step::Remove),
            "question-add" => questions.push((String::new(), QuestionForm::blank())),
            "section-add" | "place-add" | "question-library" | "arrange" => {}
            _ => arranged = false,
        }
        // What was chosen beside an Add button counts whichever button was pressed.
        sections.extend(new_section(&fields.line("new_section")));
        let asks = fields.line("new_question");
        if let Some(from) = library.iter().find(|from| from.id.to_string() == asks) {
            questions.push((String::new(), QuestionForm::of_library(from)));
        }
        let what = fields.line("new_place");
        if !what.is_empty() {
            let place = PlaceForm {
                what,
                ..PlaceForm::default()
            };
            places.push((String::new(), place));
        }
        arranged
    }
}

/// Moves or removes the part with a key; a key that is none does nothing.
fn step<T>(parts: &mut Vec<(String, T)>, key: &str, step: Step) {
    let Some(at) = parts.iter().position(|(known, _)| known == key) else {
        return;
    };
    match step {
        Step::Up if at > 0 => parts.swap(at, at - 1),
        Step::Down if at + 1 < parts.len() => parts.swap(at, at + 1),
        Step::Up | Step::Down => {}
        Step::Remove => {
            parts.remove(at);
        }
    }
}

/// Makes a quoted company text the section's own, to be rewritten.
fn own(sections: &mut [(String, SectionForm)], key: &str, quoted: &[Quoted]) {
    let Some((_, section)) = sections.iter_mut().find(|(known, _)| known == key) else {
        return;
    };
    let quote = section.quoted();
    if let Some(text) = quoted
        .iter()
        .find(|text| Some((text.id, text.pinned)) == quote)
    {
        section.body.clone_from(&text.source);
        if section.heading.is_empty() {
            section.heading.clone_from(&text.heading);
        }
        section.quote.clear();
    }
}

/// Lets a section follow the newest version of its company text.
fn newest(sections: &mut [(String, SectionForm)], key: &str) {
    if let Some((_, section)) = sections.iter_mut().find(|(known, _)| known == key)
        && let Some((id, _)) = section.quoted()
    {
        section.quote = id.to_string();
    }
}

/// The section that `intro` or `text:12:about` adds.
fn new_section(what: &str) -> Option<(String, SectionForm)> {
    let section = match what.strip_prefix("text:") {
        Some(text) => {
            let (quote, kind) = text.split_once(':')?;
            SectionForm {
                kind: SectionKind::parse(kind)?.key().to_owned(),
                quote: quote.to_owned(),
                ..SectionForm::default()
            }
        }
        None => {
            let kind = SectionKind::parse(what)?;
            SectionForm {
                kind: kind.key().to_owned(),
                heading: kind.heading().to_owned(),
                ..SectionForm::default()
            }
        }
    };
    Some((String::new(), section))
}
