//! Which lines without a mark are headings: a known phrase, or a short line before a block of lines.

use super::fields::title;
use super::kinds::{self, Fit};
use super::layout::Taken;
use super::lines::{Line, Shape};
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

/// Takes each line as title, heading or paragraph; `lists` then finds the items among the paragraphs.
pub(super) fn find(text: &str, lines: &[Line], shapes: &[Shape]) -> Vec<Taken> {
    let content = |at: usize| {
        lines
            .get(at)
            .and_then(|line| text.get(line.content.clone()))
            .unwrap_or_default()
    };
    let written: Vec<usize> = (0..lines.len())
        .filter(|at| !matches!(shapes.get(*at), None | Some(Shape::Blank)))
        .collect();
    let mut taken = vec![Taken::Paragraph; lines.len()];
    let mut put = |at: usize, value| {
        if let Some(place) = taken.get_mut(at) {
            *place = value;
        }
    };

    let title = written
        .first()
        .copied()
        .filter(|first| match shapes.get(*first) {
            Some(Shape::Heading { level, text: range }) => {
                let heading = text.get(range.clone()).unwrap_or_default();
                title::is_line(heading)
                    || (*level == 1
                        && kinds::of_heading(heading).is_none_or(|(_, fit)| fit == Fit::Part))
            }
            Some(Shape::Text) => title::is_line(content(*first)),
            _ => false,
        });
    if let Some(first) = title {
        put(first, Taken::Title);
    }
    let marked = (0..shapes.len())
        .any(|at| Some(at) != title && matches!(shapes.get(at), Some(Shape::Heading { .. })));
    if marked {
        return taken;
    }

    let page = Page::of(lines, &written);
    let mut before = Before::Start;
    for (index, at) in written.iter().copied().enumerate() {
        let next = written.get(index + 1).copied();
        let previous = index
            .checked_sub(1)
            .and_then(|index| written.get(index))
            .copied();
        before = match shapes.get(at) {
            _ if Some(at) == title => Before::End,
            Some(Shape::Bullet { .. }) => Before::Bullet,
            Some(Shape::Text) => {
                let underlined =
                    next.is_some_and(|next| next == at + 1 && is_underline(content(next)));
                let seen = Seen {
                    line: content(at),
                    before,
                    gap_before: previous.is_none_or(|previous| previous + 1 < at),
                    after: after(next, shapes, content),
                    gap_after: next.is_some_and(|next| next > at + 1),
                    page,
                };
                if (underlined && seen.line.len() <= 100) || seen.is_heading() {
                    put(at, Taken::Heading);
                    Before::Heading
                } else if is_prose(seen.line) {
                    Before::End
                } else {
                    Before::Line
                }
            }
            Some(Shape::Rule) if before == Before::Heading => before,
            _ => Before::End,
        };
    }
    taken
}

fn after<'a>(next: Option<usize>, shapes: &[Shape], content: impl Fn(usize) -> &'a str) -> After {
    let Some(next) = next else {
        return After::Nothing;
    };
    match shapes.get(next) {
        Some(Shape::Bullet { .. }) => After::List,
        Some(Shape::Text) if is_prose(content(next)) => After::Prose,
        Some(Shape::Text)
            if matches!(shapes.get(next + 1), Some(Shape::Text))
                && !is_prose(content(next + 1)) =>
        {
            After::List
        }
        Some(Shape::Text) if closes(content(next)) && content(next).len() >= SENTENCE => {
            After::Sentence
        }
        _ => After::Line,
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
    fn is_heading(&self) -> bool {
        const MOST_WORDS: usize = 12;
        const LONGEST: usize = 100;
        let colon = self.line.ends_with(':');
        let count = Words::of(self.line).len();
        let opens = self
            .line
            .starts_with(|char: char| char.is_uppercase() || char.is_numeric());
        let known = kinds::of_heading(self.line);
        let asks = self.line.ends_with('?') && known.is_some();
        let short = (1..=MOST_WORDS).contains(&count) && self.line.len() <= LONGEST;
        let open_end = !self.line.ends_with([',', ';']) && (!closes(self.line) || asks);
        if !short || !opens || !open_end || self.after == After::Nothing {
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
