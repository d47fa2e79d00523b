//! The lines of a text, and what each shows of itself: a heading mark, a bullet, a fact, a tag, a rule, or only text.

use std::ops::Range;

use super::entries::{self, Pair};
use super::words::trim;

/// A line, with its end of line.
pub(super) struct Line {
    pub full: Range<usize>,
    /// Without the blanks around it; empty for a blank line.
    pub content: Range<usize>,
}

/// The lines of a text. They end in `\n`, `\r\n` or `\r`.
pub(super) fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut push = |start, end| {
        lines.push(Line {
            full: start..end,
            content: trim(text, start..end),
        })
    };
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            push(start, at + 1);
            start = at + 1;
        }
    }
    if start < bytes.len() {
        push(start, bytes.len());
    }
    lines
}

/// What a line shows of itself, before its neighbours are looked at. Ranges are places in the text.
pub(super) enum Shape {
    Blank,
    /// Only marks: `---`, `* * *`, `###`, or a fence without front matter.
    Rule,
    /// Only tracking tags: `#LI-Remote`.
    Tag,
    Heading {
        level: u8,
        text: Range<usize>,
    },
    Bullet {
        indent: usize,
        text: Range<usize>,
    },
    Fact(Pair),
    Text,
}

impl Shape {
    pub fn of(text: &str, line: &Line) -> Self {
        let range = line.content.clone();
        let content = text.get(range.clone()).unwrap_or_default();
        if content.is_empty() {
            return Self::Blank;
        }
        if is_rule(content) {
            return Self::Rule;
        }
        if content.split_whitespace().all(is_tag) {
            return Self::Tag;
        }
        if let Some((level, text)) = heading(text, range.clone()) {
            return Self::Heading { level, text };
        }
        let bullet = bullet(content).map(|mark| trim(text, range.start + mark..range.end));
        if let Some(pair) = entries::fact(text, bullet.clone().unwrap_or(range)) {
            return Self::Fact(pair);
        }
        match bullet {
            Some(text) => Self::Bullet {
                indent: line.content.start - line.full.start,
                text,
            },
            None => Self::Text,
        }
    }
}

/// Three marks or more and nothing else, or the sign that closes a press text.
fn is_rule(content: &str) -> bool {
    let marks = content.chars().filter(|char| !char.is_whitespace());
    let only = marks
        .clone()
        .all(|char| matches!(char, '-' | '*' | '_' | '=' | '#' | '~' | '—' | '–'));
    (only && marks.count() >= 3)
        || matches!(content, "-30-" | "-ends-" | "-ENDS-" | "[END]" | "*" | "#")
}

/// A tag by which a job board follows an advert (`#LI-Remote`), its `#` lost or not.
pub(super) fn is_tag(word: &str) -> bool {
    let name = word.trim_start_matches('#').strip_prefix("LI-");
    name.is_some_and(|name| {
        !name.is_empty()
            && name.len() <= 20
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// `## Heading`, also without the blank, with hashes after it, or a line that is bold as a whole.
fn heading(text: &str, line: Range<usize>) -> Option<(u8, Range<usize>)> {
    let content = text.get(line.clone())?;
    let hashes = content.bytes().take_while(|byte| *byte == b'#').count();
    let named = content
        .get(hashes..)?
        .starts_with(|char: char| char.is_alphabetic() || char.is_whitespace());
    if (1..=6).contains(&hashes) && (named || hashes > 1) {
        let inner = content.trim_end_matches('#').trim_end();
        let range = trim(text, line.start + hashes..line.start + inner.len());
        return (!range.is_empty()).then_some((u8::try_from(hashes).ok()?, range));
    }
    const BOLD_LEVEL: u8 = 3;
    ["**", "__"].into_iter().find_map(|mark| {
        let inner = content
            .strip_prefix(mark)?
            .trim_end_matches(':')
            .strip_suffix(mark)?;
        let whole = !inner.trim().is_empty() && !inner.contains(mark) && inner.len() <= 100;
        whole.then(|| {
            (
                BOLD_LEVEL,
                trim(text, line.start + 2..line.start + 2 + inner.len()),
            )
        })
    })
}

/// The length of a bullet and the blanks after it.
fn bullet(content: &str) -> Option<usize> {
    let mark = content.chars().next()?;
    let after = content.get(mark.len_utf8()..)?;
    let length = match mark {
        '•' | '·' | '‣' | '▪' | '◦' | '●' | '○' | '■' | '–' | '—' => {
            mark.len_utf8()
        }
        '*' | '-' | '+' if after.starts_with(char::is_whitespace) => 1,
        'o' if after.starts_with('\t') => 1,
        '0'..='9' => {
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            let rest = content.get(digits..)?.strip_prefix(['.', ')'])?;
            (digits <= 2 && rest.starts_with(char::is_whitespace)).then_some(digits + 1)?
        }
        _ => return None,
    };
    let rest = content.get(length..)?;
    (!rest.trim().is_empty()).then(|| content.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let lines = split(text);
        match Shape::of(text, &lines[0]) {
            Shape::Blank => "blank".into(),
            Shape::Rule => "rule".into(),
            Shape::Tag => "tag".into(),
            Shape::Heading { level, text: range } => format!("{level} {}", &text[range]),
            Shape::Bullet {
                indent,
                text: range,
            } => format!("{indent} - {}", &text[range]),
            Shape::Fact(_) => "fact".into(),
            Shape::Text => "text".into(),
        }
    }

    #[test]
    fn a_line_shows_what_it_is() {
        for (line, expected) in [
            (" \t\r\n", "blank"),
            ("* * *", "rule"),
            ("-30-", "rule"),
            ("##Duties", "2 Duties"),
            ("# What we do #", "1 What we do"),
            ("**Your week:**", "3 Your week:"),
            ("**Your week**:", "3 Your week"),
            ("* Mend clocks. \n", "0 - Mend clocks."),
            ("  • Oil them", "2 - Oil them"),
            ("12) Wind them", "0 - Wind them"),
            ("2004. That was the year", "text"),
            ("#1 in clocks", "text"),
            ("-5 degrees", "text"),
            ("LI-remote ", "tag"),
            ("#LI-AB1 #LI-Hybrid", "tag"),
            ("LI-Remote work is fine", "text"),
            ("Location: Turku", "fact"),
            ("Clocks", "text"),
        ] {
            assert_eq!(shape(line), expected, "{line:?}");
        }
    }

    #[test]
    fn lines_cover_the_text() {
        let text = "a\r\nb\rc\n\nd";
        let parts: Vec<&str> = split(text)
            .into_iter()
            .map(|line| &text[line.full])
            .collect();
        assert_eq!(parts, ["a\r\n", "b\r", "c\n", "\n", "d"]);
    }
}
