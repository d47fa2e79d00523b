//! What differs between two states of a posting, for people: facts by name, text by line, words marked within.

use crate::{
    domain::postings::{
        advert::{Pay, Question},
        published::Published,
    },
    web::kit::money::{range, terms},
};
use similar::{ChangeTag, DiffTag, TextDiff};
use std::ops::Range;

/// The differences between two states.
pub struct Comparison {
    pub facts: Vec<Fact>,
    pub text: Vec<Stretch>,
}

/// A fact that differs.
pub struct Fact {
    pub name: &'static str,
    pub pieces: Vec<Piece>,
}

/// A stretch of the text.
pub enum Stretch {
    /// So many lines that are the same.
    Same(i64),
    Line(Vec<Piece>),
}

/// A few words, and whether they stayed.
pub struct Piece {
    pub tag: Tag,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    Same,
    Added,
    Removed,
}

impl Comparison {
    pub fn of(before: &Published, after: &Published) -> Self {
        let facts = facts(before)
            .into_iter()
            .zip(facts(after))
            .filter(|((_, before), (_, after))| before != after)
            .map(|((name, before), (_, after))| Fact {
                name,
                pieces: words(&before, &after),
            })
            .collect();
        let text = lines(&text(before), &text(after));
        Self { facts, text }
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && !self.changes_text()
    }

    pub fn changes_text(&self) -> bool {
        self.text.iter().any(|stretch| match stretch {
            Stretch::Same(_) => false,
            Stretch::Line(pieces) => pieces.iter().any(|piece| piece.tag != Tag::Same),
        })
    }
}

/// Everything but the text, in words.
fn facts(content: &Published) -> Vec<(&'static str, String)> {
    let days = |days: Option<i16>| match days {
        Some(1) => "1 working day".to_owned(),
        Some(days) => format!("{days} working days"),
        None => String::new(),
    };
    let places: Vec<&str> = content
        .places
        .iter()
        .map(|place| place.name.as_str())
        .collect();
    let pay = match &content.pay {
        Pay::Range { .. } => format!("{} {}", range(&content.pay), terms(&content.pay)),
        Pay::NotStated { reason } => reason.clone(),
    };
    let all = &content.questions;
    let questions: Vec<String> = all.iter().map(|one| question(one, all)).collect();
    vec![
        ("Title", content.title.clone()),
        ("Summary", content.summary.clone()),
        ("Language", content.language.0.clone()),
        ("Workplace", content.workplace.label().to_owned()),
        ("Places", places.join("; ")),
        (
            "Employment",
            content
                .employment_type
                .map(|kind| kind.label().to_owned())
                .unwrap_or_default(),
        ),
        ("Department", content.departments.join(", ")),
        ("Pay", pay),
        ("Travel", content.travel.clone()),
        ("Languages", content.languages.clone()),
        ("Reports to", content.reports_to.clone()),
        ("Tracks", content.tracks.join(", ")),
        (
            "Last day to apply",
            content
                .closes_on
                .map(|day| day.0.strftime("%-d %B %Y").to_string())
                .unwrap_or_default(),
        ),
        ("Who comes across it", content.visibility.label().to_owned()),
        (
            "Apply elsewhere",
            content.external_apply_url.clone().unwrap_or_default(),
        ),
        (
            "Answer after applying",
            days(content.promise_after_applying),
        ),
        (
            "Answer after an interview",
            days(content.promise_after_interview),
        ),
        ("Questions", questions.join(" / ")),
    ]
}

/// "Which mills do you know? (long text, required)".
fn question(question: &Question, all: &[Question]) -> String {
    let mut notes = vec![question.kind.label().to_lowercase()];
    if question.required {
        notes.push("required".to_owned());
    }
    if question.sensitive {
        notes.push("sensitive".to_owned());
    }
    notes.extend(question.options.iter().map(|option| option.label.clone()));
    let condition = question.shown_if.as_ref();
    notes.extend(condition.and_then(|condition| condition.in_words(all)));
    format!("{} ({})", question.label, notes.join(", "))
}

/// The whole text, headings on lines of their own.
fn text(content: &Published) -> String {
    let sections: Vec<String> = content
        .sections
        .iter()
        .map(|section| match section.heading.as_str() {
            "" => section.source.clone(),
            heading => format!("{heading}\n{}", section.source),
        })
        .collect();
    sections.join("\n\n")
}

/// Line by line; of lines that stayed, only those beside a change are shown.
fn lines(before: &str, after: &str) -> Vec<Stretch> {
    let diff = TextDiff::from_lines(before, after);
    let old = |range: Range<usize>| {
        range
            .filter_map(|at| diff.old_slice(at))
            .map(str::trim_end)
            .collect::<Vec<_>>()
    };
    let new = |range: Range<usize>| {
        range
            .filter_map(|at| diff.new_slice(at))
            .map(str::trim_end)
            .collect::<Vec<_>>()
    };
    let last = diff.ops().len().saturating_sub(1);
    let mut stretches = Vec::new();
    for (n, op) in diff.ops().iter().enumerate() {
        match op.tag() {
            DiffTag::Equal => unchanged(&mut stretches, &new(op.new_range()), n == 0, n == last),
            DiffTag::Delete => stretches.extend(whole(Tag::Removed, &old(op.old_range()))),
            DiffTag::Insert => stretches.extend(whole(Tag::Added, &new(op.new_range()))),
            DiffTag::Replace => {
                replaced(&mut stretches, &old(op.old_range()), &new(op.new_range()))
            }
        }
    }
    stretches
}

/// Lines that stayed: one beside each change, the others counted.
fn unchanged(stretches: &mut Vec<Stretch>, lines: &[&str], first: bool, last: bool) {
    let (head, tail) = (usize::from(!first), usize::from(!last));
    match lines.len().checked_sub(head + tail) {
        None | Some(0 | 1) => stretches.extend(whole(Tag::Same, lines)),
        Some(hidden) => {
            stretches.extend(whole(Tag::Same, lines.get(..head).unwrap_or_default()));
            stretches.push(Stretch::Same(hidden as i64));
            stretches.extend(whole(
                Tag::Same,
                lines.get(head + hidden..).unwrap_or_default(),
            ));
        }
    }
}

/// Lines in the place of others: words are marked where a line was reworded, whole lines where it was written anew.
fn replaced(stretches: &mut Vec<Stretch>, old: &[&str], new: &[&str]) {
    let reworded = old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(old, new)| TextDiff::from_words(*old, *new).ratio() >= 0.5);
    if reworded {
        stretches.extend(
            old.iter()
                .zip(new)
                .map(|(old, new)| Stretch::Line(words(old, new))),
        );
    } else {
        stretches.extend(whole(Tag::Removed, old));
        stretches.extend(whole(Tag::Added, new));
    }
}

fn whole(tag: Tag, lines: &[&str]) -> impl Iterator<Item = Stretch> {
    let stretches: Vec<Stretch> = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            Stretch::Line(vec![Piece {
                tag,
                text: (*line).to_owned(),
            }])
        })
        .collect();
    stretches.into_iter()
}

/// Word by word.
fn words(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => Tag::Same,
            ChangeTag::Insert => Tag::Added,
            ChangeTag::Delete => Tag::Removed,
        };
        match pieces.last_mut() {
            Some(last) if last.tag == tag => last.text.push_str(change.value()),
            _ => pieces.push(Piece {
                tag,
                text: change.value().to_owned(),
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `-removed-`, `+added+`, `(3)` for three lines that stayed.
    fn drawn(stretches: &[Stretch]) -> Vec<String> {
        let piece = |piece: &Piece| match piece.tag {
            Tag::Same => piece.text.clone(),
            Tag::Added => format!("+{}+", piece.text),
            Tag::Removed => format!("-{}-", piece.text),
        };
        stretches
            .iter()
            .map(|stretch| match stretch {
                Stretch::Same(lines) => format!("({lines})"),
                Stretch::Line(pieces) => pieces.iter().map(piece).collect(),
            })
            .collect()
    }

    #[test]
    fn a_reworded_line_shows_its_words() {
        assert_eq!(
            drawn(&lines(
                "a\nb\nc\nYou mill fine rye\nd\n",
                "a\nb\nc\nYou mill fine oats\nd\n"
            )),
            ["(2)", "c", "You mill fine -rye-+oats+", "d"]
        );
    }

    #[test]
    fn a_new_line_shows_whole() {
        assert_eq!(
            drawn(&lines("one\ntwo\n", "one\nquite another thing\ntwo\n")),
            ["one", "+quite another thing+", "two"]
        );
        assert_eq!(
            drawn(&lines(
                "all of this goes\n",
                "nothing remained here\nat all\n"
            )),
            ["-all of this goes-", "+nothing remained here+", "+at all+"]
        );
    }

    #[test]
    fn what_stayed_is_counted() {
        assert_eq!(drawn(&lines("a\nb\nc\n", "a\nb\nc\n")), ["(3)"]);
    }
}
