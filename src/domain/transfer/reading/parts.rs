//! From chunks to parts: passages, entries, tags and tiles.

use serde::Serialize;

use super::entries::Entry;
use super::fields::strength;
use super::layout::{Chunk, Role};
use super::repairs::{self, Context, Place, Repair};
use super::sections::{self, Block, Draft, Form, Heading, Passage, Section};
use super::traced::{Span, Traced};

/// A piece of the original and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    pub at: Span,
    #[serde(flatten)]
    pub what: What,
}

/// What became of a piece of the original. Numbers count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The title above everything else.
    Title,
    /// The heading of a section.
    Heading {
        section: usize,
    },
    /// A block of a section.
    Block {
        section: usize,
        block: usize,
    },
    /// An entry of the front matter, or a line that states a fact.
    Entry {
        entry: usize,
    },
    /// A tracking tag, left out of the text.
    Tag,
    /// A bullet, hash, rule or fence: made the form.
    Mark,
    Blank,
}

/// The chunks of a text, by what they are for.
#[derive(Default)]
pub(super) struct Parts {
    pub title: Option<Traced>,
    pub passages: Vec<Passage>,
    pub entries: Vec<Entry>,
    pub tags: Vec<Traced>,
}

impl Parts {
    pub fn of(text: &Traced, chunks: &[Chunk]) -> Self {
        let mut parts = Self::default();
        for chunk in chunks {
            let part = || text.slice(chunk.range.clone());
            let form = match &chunk.role {
                Role::Heading { level } => Form::Heading { level: *level },
                Role::Paragraph => Form::Paragraph,
                Role::Item { depth } => Form::Item { depth: *depth },
                Role::Title => {
                    parts.title = Some(part());
                    continue;
                }
                Role::Tag => {
                    parts.tags.push(part());
                    continue;
                }
                Role::Fact(pair) => {
                    parts.entries.push(Entry::new(text, pair, false));
                    continue;
                }
                Role::FrontMatter(Some(pair)) => {
                    parts.entries.push(Entry::new(text, pair, true));
                    continue;
                }
                Role::FrontMatter(None) | Role::Mark | Role::Blank => continue,
            };
            parts.passages.push(Passage {
                text: part(),
                form,
                section: 0,
            });
        }
        parts
    }
}

/// The pieces of the original, in order. They cover it.
pub(super) fn tiles(text: &Traced, chunks: &[Chunk], drafts: &[Draft]) -> Vec<Tile> {
    let mut addresses = drafts.iter().enumerate().flat_map(|(section, draft)| {
        (0..draft.passages.len()).map(move |at| match at.checked_sub(usize::from(draft.headed)) {
            None => What::Heading { section },
            Some(block) => What::Block { section, block },
        })
    });
    let mut entries = 0..;
    let whats = chunks.iter().filter_map(|chunk| match chunk.role {
        Role::Title => Some(What::Title),
        Role::Heading { .. } | Role::Paragraph | Role::Item { .. } => addresses.next(),
        Role::Fact(_) | Role::FrontMatter(Some(_)) => {
            entries.next().map(|entry| What::Entry { entry })
        }
        Role::Tag => Some(What::Tag),
        Role::FrontMatter(None) | Role::Mark => Some(What::Mark),
        Role::Blank => Some(What::Blank),
    });
    let ends = chunks
        .iter()
        .map(|chunk| (chunk.range.start, chunk.range.end));
    let tiles = ends.zip(whats).map(|((start, end), what)| {
        let (start, line) = (text.boundary(start), text.span(start..start).line);
        Tile {
            at: Span {
                start,
                end: text.boundary(end),
                line,
            },
            what,
        }
    });
    tiles.collect()
}

/// Repairs a text, and keeps what was repaired.
pub(super) fn mend(text: &mut Traced, place: Place, context: &Context, repairs: &mut Vec<Repair>) {
    let (mended, found) = repairs::mend(text, place, context);
    *text = mended;
    repairs.extend(found);
}

/// Repairs a section's passages, and makes the section of them.
pub(super) fn finish(
    draft: &mut Draft,
    is_markdown: bool,
    context: &Context,
    repairs: &mut Vec<Repair>,
) -> Section {
    let places = draft.passages.iter().map(|passage| passage.text.whole());
    let at = places
        .reduce(|first, last| Span {
            end: last.end,
            ..first
        })
        .unwrap_or_default();
    let mut heading = None;
    let mut blocks = Vec::new();
    for (index, passage) in draft.passages.iter_mut().enumerate() {
        let at = passage.text.whole();
        let place = match passage.form {
            Form::Heading { .. } => Place::Heading,
            Form::Item { .. } => Place::Item,
            Form::Paragraph => Place::Paragraph,
        };
        mend(&mut passage.text, place, context, repairs);
        let text = passage.text.text().to_owned();
        match passage.form {
            Form::Heading { .. } if index == 0 => heading = Some(Heading { text, at }),
            Form::Heading { .. } => blocks.push(Block::Subheading { text, at }),
            Form::Paragraph => blocks.push(Block::Paragraph { text, at }),
            Form::Item { depth } => {
                let weight = strength::weigh(&passage.text, draft.kind);
                blocks.push(Block::Item {
                    text,
                    at,
                    depth,
                    weight,
                });
            }
        }
    }
    let fingerprint = sections::fingerprint(&blocks);
    Section {
        kind: draft.kind,
        because: draft.because.clone(),
        at,
        heading,
        blocks,
        fingerprint,
        is_markdown,
    }
}
