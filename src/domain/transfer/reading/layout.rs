//! What each line of a posting is: heading, paragraph, item, fact, tag, mark or blank.
//!
//! The result is a row of chunks that covers the text without gap or overlap, so that nothing of the original can be
//! lost on the way.

use std::ops::Range;

use super::entries::{FrontMatter, Pair};
use super::lines::{self, Line, Shape};
use super::sheet::{Sheet, Taken};
use super::words::trim;
use super::{headings, lists};

/// What a chunk is.
pub(super) enum Role {
    /// The title of the whole, above the first section.
    Title,
    Heading {
        level: u8,
    },
    Paragraph,
    Item {
        depth: u8,
    },
    /// A line of the body that states a fact: `Location: Turku`.
    Fact(Pair),
    /// A line of the front matter.
    FrontMatter(Option<Pair>),
    /// Tracking tags of a job board.
    Tag,
    /// Bullets, hashes, rules, fences: what made the form and is not said.
    Mark,
    Blank,
}

/// A part of the text, and what it is.
pub(super) struct Chunk {
    pub role: Role,
    pub range: Range<usize>,
}

/// What the reader made of a text's form.
pub(super) struct Layout {
    pub chunks: Vec<Chunk>,
    /// The text is Markdown, so that its marks inside a line mean something.
    pub markdown: bool,
}

pub(super) fn layout(text: &str) -> Layout {
    let lines = lines::split(text);
    let front = FrontMatter::of(text, &lines);
    let head = front.as_ref().map_or(0, |front| front.lines);
    let body = lines.get(head..).unwrap_or_default();
    let mut sheet = Sheet::of(text, body);
    let marked = sheet
        .shapes
        .iter()
        .any(|shape| matches!(shape, Shape::Heading { .. }));
    headings::find(&mut sheet);
    lists::find(&mut sheet);

    let mut chunks = Chunks {
        text,
        list: Vec::new(),
        done: 0,
    };
    if let Some(front) = &front {
        chunks.front_matter(lines.get(..head).unwrap_or_default(), front);
    }
    chunks.body(sheet);
    chunks.fill(text.len(), Role::Blank);
    Layout {
        chunks: chunks.list,
        markdown: marked || front.is_some(),
    }
}

struct Chunks<'a> {
    text: &'a str,
    list: Vec<Chunk>,
    /// How far the chunks cover the text.
    done: usize,
}

impl Chunks<'_> {
    fn push(&mut self, role: Role, range: Range<usize>) {
        self.gap(range.start);
        if !range.is_empty() {
            self.done = range.end;
            self.list.push(Chunk { role, range });
        }
    }

    /// Covers what lies before a chunk: blanks are blank, anything else made the form.
    fn gap(&mut self, until: usize) {
        let marks = trim(self.text, self.done..until);
        if !marks.is_empty() {
            self.fill(marks.start, Role::Blank);
            self.fill(marks.end, Role::Mark);
        }
        self.fill(until, Role::Blank);
    }

    /// Covers the text as far as `until`; blanks that touch become one.
    fn fill(&mut self, until: usize, role: Role) {
        let range = self.done..until;
        if range.is_empty() {
            return;
        }
        self.done = until;
        match (self.list.last_mut(), &role) {
            (
                Some(Chunk {
                    role: Role::Blank,
                    range: last,
                }),
                Role::Blank,
            ) => last.end = until,
            _ => self.list.push(Chunk { role, range }),
        }
    }

    fn front_matter(&mut self, lines: &[Line], front: &FrontMatter) {
        let mut pairs = front.pairs.iter().peekable();
        for line in lines.iter().filter(|line| !line.content.is_empty()) {
            let pair = pairs.next_if(|pair| {
                pair.value.end <= line.content.end && pair.value.start >= line.content.start
            });
            let fence = pair.is_none()
                && self
                    .text
                    .get(line.content.clone())
                    .is_some_and(|text| text.starts_with("---"));
            let pair = pair.map(|pair| Pair {
                label: pair.label.clone(),
                value: pair.value.clone(),
            });
            let role = if fence {
                Role::Mark
            } else {
                Role::FrontMatter(pair)
            };
            self.push(role, line.content.clone());
        }
    }

    fn body(&mut self, sheet: Sheet) {
        let shapes = sheet.shapes.into_iter().zip(sheet.taken);
        for (line, (shape, taken)) in sheet.lines.iter().zip(shapes) {
            let range = line.content.clone();
            match (shape, taken) {
                (Shape::Blank, _) => {}
                (Shape::Rule, _) => self.push(Role::Mark, range),
                (Shape::Tag, _) => self.push(Role::Tag, range),
                (Shape::Fact(pair), _) => self.push(Role::Fact(pair), range),
                (Shape::Heading { text, .. }, Taken::Title) => self.push(Role::Title, text),
                (Shape::Heading { level, text }, _) => self.push(Role::Heading { level }, text),
                (Shape::Bullet { indent, text }, _) => {
                    let depth = u8::try_from(indent / 2)
                        .unwrap_or(u8::MAX)
                        .min(self.depth());
                    self.push(Role::Item { depth }, text);
                }
                (Shape::Text, Taken::Title) => self.push(Role::Title, range),
                (Shape::Text, Taken::Heading) => self.push(Role::Heading { level: 2 }, range),
                (Shape::Text, Taken::Item) => self.push(Role::Item { depth: 0 }, range),
                (Shape::Text, Taken::Paragraph) => self.push(Role::Paragraph, range),
                (Shape::Text, Taken::Continues) => self.extend(range),
            }
        }
    }

    /// How deep the next item may lie: one below the last.
    fn depth(&self) -> u8 {
        const DEEPEST: u8 = 3;
        let last = self
            .list
            .iter()
            .rev()
            .find(|chunk| !matches!(chunk.role, Role::Blank | Role::Mark));
        match last {
            Some(Chunk {
                role: Role::Item { depth },
                ..
            }) => (depth + 1).min(DEEPEST),
            _ => 0,
        }
    }

    /// Lengthens the last chunk, across the end of its line.
    fn extend(&mut self, range: Range<usize>) {
        match self.list.last_mut() {
            Some(Chunk {
                role: Role::Paragraph | Role::Item { .. },
                range: last,
            }) => {
                last.end = range.end;
                self.done = range.end;
            }
            _ => self.push(Role::Paragraph, range),
        }
    }
}
