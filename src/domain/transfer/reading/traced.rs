//! Text that knows which bytes of the original each of its parts came from.
//!
//! The original is decoded into one traced text; paragraphs and items are slices of it; a repair gives a new traced
//! text. So a title found in repaired text still has its exact place in the file that somebody sent.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A place in the original: the bytes `start..end`, and the line (counted from 1) on which it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub line: usize,
}

/// A part of a text and where it came from.
#[derive(Clone, Debug)]
struct Stretch {
    /// Where it begins in the text, and its length there, in bytes.
    at: usize,
    len: usize,
    /// Where it begins in the original, and its length there, in bytes.
    origin: usize,
    size: usize,
    /// The text's bytes are the original's, so that each has a place of its own.
    verbatim: bool,
}

/// Text with its origin; see the module.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    text: String,
    stretches: Vec<Stretch>,
    /// The part of the original that this text stands for.
    origin: Range<usize>,
    /// Where the lines of the original begin.
    lines: Arc<[usize]>,
}

impl Traced {
    /// An empty text to build on, standing for `origin`.
    pub fn empty(origin: Range<usize>) -> Self {
        Self {
            text: String::new(),
            stretches: Vec::new(),
            origin,
            lines: Arc::from([0]),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text between two positions; nothing when they are no positions of this text.
    pub fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Adds text whose bytes are those of the original from `origin` on.
    pub fn push_verbatim(&mut self, text: &str, origin: usize) {
        if text.is_empty() {
            return;
        }
        match self.stretches.last_mut() {
            Some(last) if last.verbatim && last.origin + last.size == origin => {
                last.len += text.len();
                last.size += text.len();
            }
            _ => self.stretches.push(Stretch {
                at: self.text.len(),
                len: text.len(),
                origin,
                size: text.len(),
                verbatim: true,
            }),
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for other bytes of the original.
    pub fn push_instead(&mut self, text: &str, origin: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let (at, len) = (self.text.len(), text.len());
        self.stretches.push(Stretch {
            at,
            len,
            origin: origin.start,
            size: origin.len(),
            verbatim: false,
        });
        self.text.push_str(text);
    }

    /// Learns where the lines of the original begin, once the whole is decoded.
    pub fn number_lines(&mut self) {
        let bytes = self.text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(self.origin_from(at + 1));
            }
        }
        self.lines = starts.into();
    }

    /// Where in the original a position of this text lies. Positions in order give places in order; 0 is the first
    /// byte and the text's length the end, so that pieces which cover the text cover the original too.
    pub fn boundary(&self, at: usize) -> usize {
        match at {
            0 => self.origin.start,
            at if at >= self.text.len() => self.origin.end,
            at => self.origin_from(at),
        }
    }

    /// The place of a part of this text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.origin_from(range.start);
        let end = if range.is_empty() {
            start
        } else {
            self.origin_until(range.end).max(start)
        };
        Span {
            start,
            end,
            line: self.lines.partition_point(|line| *line <= start),
        }
    }

    /// The place of the whole.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// A part as a text of its own.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let span = self.span(range.clone());
        let mut part = self.like(span.start..span.end);
        self.copy_into(&mut part, range);
        part
    }

    /// The text with some parts replaced. The parts come in order and do not overlap.
    pub fn replace<'a>(&self, parts: impl IntoIterator<Item = (Range<usize>, &'a str)>) -> Self {
        let mut new = self.like(self.origin.clone());
        let mut done = 0;
        for (range, instead) in parts {
            let span = self.span(range.clone());
            self.copy_into(&mut new, done..range.start);
            new.push_instead(instead, span.start..span.end);
            done = range.end;
        }
        self.copy_into(&mut new, done..self.text.len());
        new
    }

    fn like(&self, origin: Range<usize>) -> Self {
        Self {
            lines: Arc::clone(&self.lines),
            ..Self::empty(origin)
        }
    }

    fn copy_into(&self, other: &mut Self, range: Range<usize>) {
        let first = self
            .stretches
            .partition_point(|stretch| stretch.at + stretch.len <= range.start);
        for stretch in self
            .stretches
            .iter()
            .skip(first)
            .take_while(|stretch| stretch.at < range.end)
        {
            let from = stretch.at.max(range.start);
            let part = self.get(from..(stretch.at + stretch.len).min(range.end));
            if stretch.verbatim {
                other.push_verbatim(part, stretch.origin + (from - stretch.at));
            } else {
                other.push_instead(part, stretch.origin..stretch.origin + stretch.size);
            }
        }
    }

    fn origin_from(&self, at: usize) -> usize {
        let after = self.stretches.partition_point(|stretch| stretch.at <= at);
        match after
            .checked_sub(1)
            .and_then(|index| self.stretches.get(index))
        {
            None => self.origin.start,
            Some(stretch) if at >= stretch.at + stretch.len => self.origin.end,
            Some(stretch) if stretch.verbatim => stretch.origin + (at - stretch.at),
            Some(stretch) => stretch.origin,
        }
    }

    fn origin_until(&self, end: usize) -> usize {
        let before = self.stretches.partition_point(|stretch| stretch.at < end);
        match before
            .checked_sub(1)
            .and_then(|index| self.stretches.get(index))
        {
            None => self.origin.start,
            Some(stretch) if stretch.verbatim => {
                stretch.origin + (end - stretch.at).min(stretch.size)
            }
            Some(stretch) => stretch.origin + stretch.size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traced(text: &str) -> Traced {
        let mut traced = Traced::empty(0..text.len());
        traced.push_verbatim(text, 0);
        traced.number_lines();
        traced
    }

    #[test]
    fn a_part_of_repaired_text_knows_its_place_in_the_original() {
        let original = traced("first\nHaldens  best team");
        let line = original.slice(6..24);
        let mended = line.replace([(0..7, "Halden's"), (7..9, " ")]);
        assert_eq!(mended.text(), "Halden's best team");
        assert_eq!(
            mended.span(9..13),
            Span {
                start: 15,
                end: 19,
                line: 2
            }
        );
        assert_eq!(
            mended.span(0..8),
            Span {
                start: 6,
                end: 13,
                line: 2
            }
        );
        assert_eq!(
            mended.slice(14..18).whole(),
            Span {
                start: 20,
                end: 24,
                line: 2
            }
        );
    }

    #[test]
    fn lines_end_in_each_of_the_three_ways() {
        let original = traced("a\nb\r\nc\rd");
        let lines: Vec<usize> = [0, 2, 5, 7]
            .iter()
            .map(|at| original.span(*at..at + 1).line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4]);
    }
}
