//! Which lines without a mark are headings: a known phrase, or a short line before a block of lines.

use super::fields::callings;
use super::kinds::{self, Fit};
use super::lines::{Line, Shape};
use super::sheet::{Sheet, Taken};
use super::words::{Words, closes, sentences};

/// What comes before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Start,
    Heading,
    /// Something that has ended: a paragraph, a fact, a rule.
    End,
    Bullet,
    /// A line that may belong to the same block.
    Line,
}

/// What comes after a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Nothing,
    Prose,
    /// A sentence that closes, but may be an item.
    Sentence,
    List,
    Line,
}

/// A line of text among its neighbours.
struct Seen<'a> {
    line: &'a str,
    before: Before,
    gap_before: bool,
    after: After,
    gap_after: bool,
    page: Page,
}

/// How the page as a whole sets its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// Blank lines between blocks.
    Usual,
    /// A blank line after every line, so that gaps say nothing.
    Loose,
    /// No blank lines, so that only words tell.
    Compact,
}

/// Takes lines as title and headings; `lists` then finds the items among the rest.
pub(super) fn find(sheet: &mut Sheet) {
    let written = sheet.written();
    let title = written
        .first()
        .copied()
        .filter(|first| is_title(sheet, *first));
    if let Some(first) = title {
        sheet.take(first, Taken::Title);
    }
    let marked = |at: usize| {
        Some(at) != title && matches!(sheet.shapes.get(at), Some(Shape::Heading { .. }))
    };
    if (0..sheet.lines.len()).any(marked) {
        return;
    }
    let page = Page::of(sheet.lines, &written);
    let mut before = Before::Start;
    for (index, at) in written.iter().copied().enumerate() {
        let previous = index.checked_sub(1).and_then(|index| written.get(index));
        let next = written.get(index + 1).copied();
        let seen = Seen {
            line: sheet.content(at),
            before,
            gap_before: previous.is_none_or(|previous| previous + 1 < at),
            after: After::of(sheet, next),
            gap_after: next.is_some_and(|next| next > at + 1),
            page,
        };
        let underlined =
            next == Some(at + 1) && is_underline(sheet.content(at + 1)) && seen.is_short();
        before = match sheet.shapes.get(at) {
            _ if Some(at) == title => Before::End,
            Some(Shape::Text) if underlined || seen.is_heading() => {
                sheet.take(at, Taken::Heading);
                Before::Heading
            }
            Some(Shape::Text) if !is_prose(seen.line) => Before::Line,
            Some(Shape::Bullet { .. }) => Before::Bullet,
            Some(Shape::Rule) if before == Before::Heading => before,
            _ => Before::End,
        };
    }
}

/// The first line is the title of the whole: it names what somebody is, or it is the one heading of the first level.
fn is_title(sheet: &Sheet, first: usize) -> bool {
    match (sheet.shapes.get(first), sheet.heading(first)) {
        (Some(Shape::Heading { level: 1, .. }), Some(heading)) => {
            callings::is_line(heading)
                || !matches!(kinds::of_heading(heading), Some((_, Fit::Whole)))
        }
        (_, Some(heading)) => callings::is_line(heading),
        (Some(Shape::Text), None) => callings::is_line(sheet.content(first)),
        _ => false,
    }
}

impl After {
    fn of(sheet: &Sheet, next: Option<usize>) -> Self {
        let Some(next) = next else {
            return Self::Nothing;
        };
        let line = sheet.content(next);
        match sheet.shapes.get(next) {
            Some(Shape::Bullet { .. }) => Self::List,
            Some(Shape::Text) if is_prose(line) => Self::Prose,
            Some(Shape::Text) if sheet.is_text(next + 1) && !is_prose(sheet.content(next + 1)) => {
                Self::List
            }
            Some(Shape::Text) if closes(line) && line.len() >= SENTENCE => Self::Sentence,
            _ => Self::Line,
        }
    }
}

/// A line this long that closes is a sentence.
const SENTENCE: usize = 40;

/// A line of `=` or `-` that makes a heading of the line above.
fn is_underline(line: &str) -> bool {
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// The line is a paragraph by itself: it closes, and it is long or has several sentences.
pub(super) fn is_prose(line: &str) -> bool {
    const LONG: usize = 100;
    closes(line) && (line.len() >= LONG || sentences(line).len() >= 2)
}

impl Page {
    fn of(lines: &[Line], written: &[usize]) -> Self {
        let gaps = written
            .windows(2)
            .filter(|pair| matches!(pair, [one, two] if two - one > 1))
            .count();
        let steps = written.len().saturating_sub(1);
        if gaps < 2 && lines.len() > 4 {
            Self::Compact
        } else if steps > 3 && gaps * 10 >= steps * 9 {
            Self::Loose
        } else {
            Self::Usual
        }
    }
}

impl Seen<'_> {
    fn is_short(&self) -> bool {
        const LONGEST: usize = 100;
        self.line.len() <= LONGEST
    }

    fn is_heading(&self) -> bool {
        const MOST_WORDS: usize = 12;
        if !self.is_short() || self.after == After::Nothing {
            return false;
        }
        let known = kinds::of_heading(self.line);
        let colon = self.line.ends_with(':');
        let count = Words::of(self.line).len();
        let first = self.line.chars().find(|char| char.is_alphanumeric());
        let opens = first.is_some_and(|char| char.is_uppercase() || char.is_numeric());
        let asks = self.line.ends_with('?') && known.is_some();
        let open_end = !self.line.ends_with([',', ';']) && (!closes(self.line) || asks);
        if !opens || !open_end || !(1..=MOST_WORDS).contains(&count) {
            return false;
        }
        let parted =
            self.gap_before || matches!(self.before, Before::End | Before::Start | Before::Bullet);
        match known {
            Some((_, Fit::Whole)) => {
                parted
                    || colon
                    || self.gap_after
                    || self.page == Page::Compact
                    || self.before == Before::Heading
            }
            _ if self.before == Before::Heading => false,
            _ if is_shouted(self.line) => parted,
            Some((_, Fit::Part)) => match self.page {
                Page::Usual => parted && (colon || self.gap_after || self.after == After::Prose),
                Page::Loose | Page::Compact => colon,
            },
            None => self.page == Page::Usual && parted && self.heads_a_block(colon, count),
        }
    }

    /// A short line that no rule knows, before a paragraph or a list.
    fn heads_a_block(&self, colon: bool, count: usize) -> bool {
        const MOST_WORDS: usize = 8;
        let leads_in = colon
            && Words::of(self.line)
                .has(&["will", "are", "is", "have", "include", "includes", "should"]);
        let heads = match self.after {
            After::Prose => true,
            After::Sentence => self.gap_before && self.gap_after,
            After::List => self.gap_after || colon,
            After::Line | After::Nothing => false,
        };
        count <= MOST_WORDS && !leads_in && heads
    }
}

/// All capitals, as `WHAT WE DO`.
fn is_shouted(line: &str) -> bool {
    const FEWEST: usize = 5;
    line.chars().filter(|char| char.is_uppercase()).count() >= FEWEST
        && !line.chars().any(char::is_lowercase)
}
