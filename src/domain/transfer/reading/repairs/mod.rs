//! Repairs: what a text lost on its way, put back where that is certain, and only pointed at where it is not.
//!
//! Every difference between what is shown and the original is a repair with its place, so that a person can look at
//! each and take it back.

mod apostrophes;
mod blanks;
mod joined;
mod lexicon;
mod mojibake;
mod signs;

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;

use super::fields::callings;
use super::traced::{Span, Traced};
use super::words::Words;

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Text that was read in the wrong encoding (`â€“` for a dash).
    Mojibake,
    LostApostrophe,
    /// A per cent sign, a `#`, a plus or the like.
    LostSign,
    LostDash,
    /// Words that ran together when the sign between them was lost.
    RunTogether,
    /// A mark of a job board, no part of what is said.
    TrackingTag,
    /// More blanks than one, or a line that was broken.
    Blanks,
    /// Characters that nobody can see or that no encoding has.
    Unreadable,
    /// A mark at the end that closes nothing: a comma after an item, a colon after a heading.
    ClosingMark,
    /// A word too many.
    DoubledWord,
}

/// One repair, made or proposed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repair {
    pub fault: Fault,
    pub at: Span,
    pub before: String,
    /// What it should read; none where only a person can tell.
    pub after: Option<String>,
    pub because: String,
    /// The text shown has it. Otherwise it is a question to whoever reviews the posting.
    pub applied: bool,
}

/// A repair to a part of a text that is being read.
pub(super) struct Mend {
    range: Range<usize>,
    fault: Fault,
    after: Option<String>,
    because: String,
    applied: bool,
}

impl Mend {
    /// Certain enough to be made.
    fn make(
        range: Range<usize>,
        fault: Fault,
        after: impl Into<String>,
        because: impl Into<String>,
    ) -> Self {
        Self {
            range,
            fault,
            after: Some(after.into()),
            because: because.into(),
            applied: true,
        }
    }

    /// Only pointed at.
    fn ask(
        range: Range<usize>,
        fault: Fault,
        after: Option<String>,
        because: impl Into<String>,
    ) -> Self {
        Self {
            range,
            fault,
            after,
            because: because.into(),
            applied: false,
        }
    }
}

/// What the rules need to know of the whole text.
#[derive(Default)]
pub(super) struct Context {
    company: Option<String>,
    /// Other names in the text.
    names: HashSet<String>,
    /// Longer words in lower case, as the text has them by themselves.
    vocabulary: HashSet<String>,
    /// Many gaps are wide, so that a wide gap means nothing.
    spaced: bool,
}

impl Context {
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>, company: Option<&str>) -> Self {
        let mut context = Self {
            company: company.map(str::to_owned),
            ..Self::default()
        };
        let mut capitals: HashSet<String> = HashSet::new();
        let mut small: HashSet<String> = HashSet::new();
        let (mut gaps, mut wide) = (0, 0);
        for text in texts {
            let words = Words::of(text);
            for at in 0..words.len() {
                let word = words.get(at);
                gaps += 1;
                wide += usize::from(words.gap_before(at) == "  ");
                if word.len() > lexicon::LONGEST_WORD {
                    continue;
                }
                if word.len() >= lexicon::SHORTEST_OWN_WORD
                    && word.bytes().all(|byte| byte.is_ascii_lowercase())
                {
                    context.vocabulary.insert(word.to_owned());
                }
                if words.capital(at) && !words.opens(at) && word.chars().any(char::is_lowercase) {
                    let again = !capitals.insert(word.to_owned());
                    context.names.extend(again.then(|| word.to_owned()));
                } else if !words.capital(at) {
                    small.insert(word.to_lowercase());
                }
            }
        }
        context
            .names
            .retain(|name| !small.contains(&name.to_lowercase()) && !callings::is_calling(name));
        const MANY: usize = 20;
        context.spaced = wide * MANY > gaps && wide > 3;
        context
    }
}

/// Where in a posting a text stands, as far as its end is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Heading,
    Item,
    Paragraph,
    /// A value under a label: kept as typed but for what cannot be read.
    Value,
}

/// The repaired text, and what was repaired or pointed at.
pub(super) fn mend(text: &Traced, place: Place, context: &Context) -> (Traced, Vec<Repair>) {
    let said = text.text();
    let words = Words::of(said);
    let mut mends = mojibake::find(said);
    blanks::unreadable(said, &mut mends);
    if place != Place::Value {
        apostrophes::find(said, &words, context, &mut mends);
        signs::find(said, &words, &mut mends);
        joined::find(said, &words, context, &mut mends);
        blanks::find(said, context, &mut mends);
        blanks::ending(said, place, &mut mends);
    }
    mends.sort_by_key(|mend| mend.range.start);
    let mut end = 0;
    mends.retain(|mend| {
        let free = mend.range.start >= end;
        end = if free { mend.range.end } else { end };
        free
    });
    let made = mends.iter().filter(|mend| mend.applied);
    let mended = text.replace(made.map(|mend| {
        (
            mend.range.clone(),
            mend.after.as_deref().unwrap_or_default(),
        )
    }));
    let repairs = mends.into_iter().map(|mend| Repair {
        fault: mend.fault,
        at: text.span(mend.range.clone()),
        before: text.get(mend.range).to_owned(),
        after: mend.after,
        because: mend.because,
        applied: mend.applied,
    });
    (mended, repairs.collect())
}

/// A line of tracking tags, left out of the text.
pub(super) fn tag(text: &Traced) -> Repair {
    let lost = if text.text().starts_with('#') {
        ""
    } else {
        ", its # lost"
    };
    Repair {
        fault: Fault::TrackingTag,
        at: text.whole(),
        before: text.text().to_owned(),
        after: Some(String::new()),
        because: format!(
            "a tag by which a job board follows the advert{lost}; no part of the text"
        ),
        applied: true,
    }
}

#[cfg(test)]
mod tests;
