//! The title of the job, stated or inferred.
//!
//! Where nothing states it, every capitalised phrase that ends in what a person can be (`Support Manager`) is a
//! candidate; how often it is named, and in what company of words, decides.

use std::collections::HashMap;
use std::ops::Range;

use super::super::entries::Key;
use super::super::kinds;
use super::super::sections::Form;
use super::super::traced::{Span, Traced};
use super::super::words::Words;
use super::callings::{calling, capitalised, singular, titled, wanted, within_line};
use super::{Evidence, Found};

/// From this weight on, a title without rival needs no second look.
const SURE: i32 = 8;

pub(in super::super) fn find(evidence: &Evidence, file_name: &str) -> Option<Found<String>> {
    let stated = evidence.stated(Key::Title);
    let above = || evidence.title.map(above);
    let inferred = || inferred(evidence);
    stated
        .or_else(above)
        .or_else(inferred)
        .or_else(|| from_file_name(file_name))
}

/// The title in the line above everything else.
fn above(line: &Traced) -> Found<String> {
    let part = line.slice(within_line(line.text()));
    Found::new(
        part.text().to_owned(),
        part.whole(),
        "it stands above everything else",
    )
}

/// A candidate: what speaks for it, and where it is best said.
struct Candidate {
    text: String,
    weight: i32,
    at: Span,
    /// The weight of that place alone.
    best: i32,
    because: String,
}

/// The candidates, in the order in which they are named first.
#[derive(Default)]
struct Candidates {
    list: Vec<Candidate>,
    /// Where each stands in the list, by its text in lower case.
    places: HashMap<String, usize>,
}

impl Candidates {
    fn add(&mut self, new: Candidate) {
        let place = *self
            .places
            .entry(new.text.to_lowercase())
            .or_insert(self.list.len());
        match self.list.get_mut(place) {
            None => self.list.push(new),
            Some(known) if new.best > known.best => {
                let weight = known.weight + new.weight;
                *known = Candidate { weight, ..new };
            }
            Some(known) => known.weight += new.weight,
        }
    }
}

fn inferred(evidence: &Evidence) -> Option<Found<String>> {
    let mut candidates = Candidates::default();
    for passage in evidence.passages {
        let words = Words::of(passage.text.text());
        let mut at = 0;
        while at < words.len() {
            let run = at..words.capital_run(at).max(at + 1);
            let named = titled(&words, run.clone()).or_else(|| wanted(&words, at));
            at = named.as_ref().map_or(run.end, |title| title.end);
            if let Some(title) = named {
                let place = words.stretch(title.clone());
                let (weight, because) = weigh(&words, title, passage.form);
                let (text, at) = (
                    singular(passage.text.get(place.clone())),
                    passage.text.span(place),
                );
                candidates.add(Candidate {
                    text,
                    weight,
                    at,
                    best: weight,
                    because,
                });
            }
        }
    }
    let mut candidates = candidates.list;
    lend(&mut candidates);
    let best = candidates
        .iter()
        .map(|candidate| candidate.weight)
        .max()
        .filter(|best| *best > 0)?;
    let rivals = candidates
        .iter()
        .filter(|other| other.weight * 2 > best)
        .count();
    let winner = candidates
        .into_iter()
        .find(|candidate| candidate.weight == best)?;
    let found = Found::new(winner.text, winner.at, winner.because);
    Some(if best >= SURE && rivals == 1 {
        found
    } else {
        found.unsure()
    })
}

/// `We are looking for managers` speaks of the `Support Manager` named elsewhere: a calling alone lends its weight to
/// the heaviest title that ends in it.
fn lend(candidates: &mut [Candidate]) {
    for alone in 0..candidates.len() {
        let single = candidates
            .get(alone)
            .filter(|candidate| !candidate.text.contains(' ') && candidate.weight > 0);
        let Some((ending, weight)) =
            single.map(|single| (format!(" {}", single.text), single.weight))
        else {
            continue;
        };
        let longer = candidates
            .iter_mut()
            .filter(|other| other.text.ends_with(&ending));
        if let Some(longer) = longer
            .max_by_key(|other| other.weight)
            .filter(|other| other.weight > 0)
        {
            longer.weight += weight;
            if let Some(alone) = candidates.get_mut(alone) {
                alone.weight = 0;
            }
        }
    }
}

/// What may stand between a title and the word that announces it.
const ARTICLES: &[&str] = &[
    "a", "an", "the", "our", "two", "three", "four", "five", "several", "multiple", "more",
];

/// What the words around a phrase say about whether it is the title.
fn weigh(words: &Words, title: Range<usize>, form: Form) -> (i32, String) {
    let quote = |from: usize, to: usize| {
        let said: Vec<&str> = (from..to).map(|at| words.get(at)).collect();
        said.join(" ")
    };
    let first = title.start;
    let article = usize::from(first > 0 && words.is_any(first - 1, ARTICLES));
    let before = first - article;
    let several = title
        .end
        .checked_sub(1)
        .and_then(|last| calling(words.get(last)))
        == Some(true);
    let at = |phrases: &[&str]| {
        phrases
            .iter()
            .find(|phrase| words.reads_before(before, phrase))
            .map(|phrase| before - phrase.split(' ').count())
    };
    if at(&[
        "reports to",
        "reporting to",
        "report to",
        "reports directly to",
        "works with",
        "working with",
    ])
    .is_some()
    {
        return (-8, "it is somebody else's".to_owned());
    }
    if let Some(from) = at(&["role of", "position of", "post of"]) {
        return (9, format!("the text says “{}”", quote(from, title.end)));
    }
    if let Some(from) = at(&[
        "seeking",
        "looking for",
        "hiring",
        "recruiting",
        "searching for",
        "in search of",
        "as",
        "become",
    ]) {
        return (8, format!("the text says “{}”", quote(from, title.end)));
    }
    if words.is_any(title.end, &["role", "position"]) && words.joined(title.end) {
        return (
            8,
            format!("the text says “{}”", quote(before, title.end + 1)),
        );
    }
    let names_section = matches!(form, Form::Heading { .. }) && first == 0;
    if names_section && kinds::of_heading(&quote(title.end, words.len())).is_some() {
        return (8, format!("a heading says “{}”", quote(0, words.len())));
    }
    let whose = (first.saturating_sub(3)..first)
        .rev()
        .find(|at| words.is(*at, "our"));
    if several && (first == 0 || whose.is_some()) {
        return (
            5,
            format!(
                "the text speaks of “{}”",
                quote(whose.unwrap_or(first), title.end + 1)
            ),
        );
    }
    (1, format!("the text names “{}”", quote(first, title.end)))
}

/// `007_senior-clock-mender.md` as `Senior Clock Mender`, when nothing in the text tells.
fn from_file_name(file_name: &str) -> Option<Found<String>> {
    let base = file_name.rsplit(['/', '\\']).next()?;
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let parts = stem
        .split(['-', '_', ' ', '.'])
        .filter(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    let words: Vec<String> = parts.map(capitalised).collect();
    let named = words.last().is_some_and(|last| calling(last).is_some());
    let nowhere = Span {
        start: 0,
        end: 0,
        line: 1,
    };
    named.then(|| {
        Found::new(
            words.join(" "),
            nowhere,
            "the file is called so; the text does not tell",
        )
        .unsure()
    })
}
