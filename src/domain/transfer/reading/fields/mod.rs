//! What a posting states about the job, a rule per field. Each finding says where it stands and why it was taken.

pub(super) mod apply;
pub(super) mod benefits;
pub(super) mod callings;
pub(super) mod categories;
pub(super) mod company;
pub(super) mod dates;
pub(super) mod degree;
pub(super) mod employment;
mod gazetteer;
pub(super) mod languages;
pub(super) mod money;
pub(super) mod openings;
pub(super) mod pay;
pub(super) mod places;
pub(super) mod reporting;
pub(super) mod strength;
pub(super) mod title;
pub(super) mod travel;

use crate::domain::postings::advert::SectionKind;
use std::ops::Range;

use serde::Serialize;

use super::entries::{Entry, Key};
use super::sections::{Form, Passage};
use super::traced::{Span, Traced};
use super::words::{Words, sentences};

/// Something that was found in a posting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found<T> {
    pub value: T,
    /// Where it stands in the original; several places where it was put together.
    pub at: Vec<Span>,
    /// Why it was taken for this.
    pub because: String,
    /// Nobody needs to look twice.
    pub sure: bool,
}

impl<T> Found<T> {
    pub(super) fn new(value: T, at: Span, because: impl Into<String>) -> Self {
        Self {
            value,
            at: vec![at],
            because: because.into(),
            sure: true,
        }
    }

    /// The same, but somebody should look.
    pub(super) fn unsure(self) -> Self {
        Self {
            sure: false,
            ..self
        }
    }

    /// The same reasons and place for what follows from the value.
    pub(super) fn map<U>(self, to: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: to(self.value),
            at: self.at,
            because: self.because,
            sure: self.sure,
        }
    }
}

/// All that the rules look at.
pub(super) struct Evidence<'a> {
    pub entries: &'a [Entry],
    /// The line above everything else, when it is a title.
    pub title: Option<&'a Traced>,
    pub passages: &'a [Passage],
    /// The kind of each section.
    pub kinds: &'a [SectionKind],
    /// Tracking tags.
    pub tags: &'a [Traced],
}

impl Evidence<'_> {
    /// The entries under a key that have a value.
    pub fn under(&self, key: Key) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.key == Some(key) && !entry.value.is_empty())
    }

    /// The first value under a key, as it is.
    pub fn stated(&self, key: Key) -> Option<Found<String>> {
        let entry = self.under(key).next()?;
        Some(Found::new(
            entry.value.clone(),
            entry.at,
            format!("{} says so", entry.source()),
        ))
    }

    pub fn kind(&self, passage: &Passage) -> SectionKind {
        self.kinds
            .get(passage.section)
            .copied()
            .unwrap_or(SectionKind::Custom)
    }

    /// The sentences of paragraphs and items in sections of the kinds that `about` names.
    pub fn said(&self, about: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = Said<'_>> {
        let passages = self.passages.iter().enumerate();
        let told = passages.filter(move |(_, passage)| {
            !matches!(passage.form, Form::Heading { .. }) && about(self.kind(passage))
        });
        told.flat_map(move |(index, passage)| {
            let text = passage.text.text();
            sentences(text).into_iter().map(move |range| Said {
                passage,
                index,
                range,
                kind: self.kind(passage),
            })
        })
    }
}

/// A sentence, in its passage.
pub(super) struct Said<'a> {
    pub passage: &'a Passage,
    /// The passage's number among all.
    pub index: usize,
    pub range: Range<usize>,
    pub kind: SectionKind,
}

impl<'a> Said<'a> {
    pub fn text(&self) -> &'a str {
        self.passage.text.get(self.range.clone())
    }

    pub fn words(&self) -> Words<'a> {
        Words::of(self.text())
    }

    /// The place of a part of the sentence.
    pub fn span(&self, part: Range<usize>) -> Span {
        self.passage
            .text
            .span(self.range.start + part.start..self.range.start + part.end)
    }

    pub fn whole(&self) -> Span {
        self.passage.text.span(self.range.clone())
    }

    /// The sentence itself as a finding.
    pub fn found(&self, because: impl Into<String>) -> Found<String> {
        Found::new(self.text().to_owned(), self.whole(), because)
    }
}
