//! Which lines without a bullet are items of a list, and which go on where the line before them ended.

use std::ops::Range;

use crate::domain::postings::advert::SectionKind;

use super::headings::is_prose;
use super::kinds;
use super::layout::Taken;
use super::lines::{Line, Shape};
use super::words::{closes, sentences};

/// Takes the lines that `headings` left as paragraphs apart into paragraphs, items and continued lines.
pub(super) fn find(text: &str, lines: &[Line], shapes: &[Shape], taken: &mut [Taken]) {
    let content = |at: usize| {
        lines
            .get(at)
            .and_then(|line| text.get(line.content.clone()))
            .unwrap_or_default()
    };
    let mut section = Section {
        from: 0,
        kind: None,
    };
    for at in 0..=lines.len() {
        let heading = match (shapes.get(at), taken.get(at)) {
            (None, _) => Some(None),
            (Some(Shape::Heading { text: range, .. }), _) => Some(kinds::of_heading(
                text.get(range.clone()).unwrap_or_default(),
            )),
            (Some(Shape::Text), Some(Taken::Heading | Taken::Title)) => {
                Some(kinds::of_heading(content(at)))
            }
            _ => None,
        };
        if let Some(heading) = heading {
            section.take(section.from..at, lines, shapes, taken, &content);
            section = Section {
                from: at + 1,
                kind: heading.map(|(kind, _)| kind),
            };
        }
    }
}

/// The lines between two headings.
struct Section {
    from: usize,
    kind: Option<SectionKind>,
}

impl Section {
    fn take<'a>(
        &self,
        range: Range<usize>,
        lines: &[Line],
        shapes: &[Shape],
        taken: &mut [Taken],
        content: &impl Fn(usize) -> &'a str,
    ) {
        let bullets = range
            .clone()
            .any(|at| matches!(shapes.get(at), Some(Shape::Bullet { .. })));
        let texts: Vec<usize> = range
            .clone()
            .filter(|at| matches!(shapes.get(*at), Some(Shape::Text)))
            .collect();
        if bullets {
            for at in texts {
                if continues_item(at, lines, shapes, taken, content(at)) {
                    put(taken, at, Taken::Continues);
                }
            }
            return;
        }
        let loose = texts.len() > 2
            && texts
                .windows(2)
                .all(|pair| matches!(pair, [one, two] if two - one > 1));
        let mut leads = false;
        for run in texts.chunk_by(|one, two| loose || two - one == 1) {
            let said: Vec<&str> = run.iter().map(|at| content(*at)).collect();
            let (intro, rest) = said.split_at(usize::from(
                said.first().is_some_and(|line| line.ends_with(':')),
            ));
            leads = leads || !intro.is_empty();
            if is_wrapped(&said) {
                join(run, &said, taken);
            } else if self.is_list(rest, leads) {
                let lines = run.iter().zip(&said).skip(intro.len());
                for (at, _) in
                    lines.filter(|(_, line)| !line.ends_with(':') && !(loose && is_paragraph(line)))
                {
                    put(taken, *at, Taken::Item);
                }
            }
            leads = !intro.is_empty() && rest.is_empty();
        }
    }

    fn is_list(&self, lines: &[&str], led: bool) -> bool {
        const LONG: usize = 160;
        const SHORT: usize = 120;
        let paragraphs = lines
            .iter()
            .filter(|line| line.len() >= LONG && sentences(line).len() >= 2)
            .count();
        match lines {
            [] => false,
            [only] => (led || self.kind.is_some_and(kinds::lists)) && !closes(only),
            _ if led || self.kind.is_some_and(kinds::lists) => paragraphs * 2 < lines.len(),
            _ => {
                lines.len() >= 3
                    && lines
                        .iter()
                        .all(|line| !closes(line) && line.len() <= SHORT)
            }
        }
    }
}

/// Between blank lines, a line of several sentences stands for itself.
fn is_paragraph(line: &str) -> bool {
    closes(line) && sentences(line).len() >= 2
}

fn put(taken: &mut [Taken], at: usize, value: Taken) {
    if let Some(place) = taken.get_mut(at) {
        *place = value;
    }
}

/// A line right below an item goes on with it when it is indented or begins in lower case.
fn continues_item(
    at: usize,
    lines: &[Line],
    shapes: &[Shape],
    taken: &[Taken],
    line: &str,
) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let below = matches!(shapes.get(before), Some(Shape::Bullet { .. }))
        || taken.get(before) == Some(&Taken::Continues);
    let indented = lines
        .get(at)
        .is_some_and(|line| line.content.start - line.full.start >= 2);
    below
        && taken.get(at) == Some(&Taken::Paragraph)
        && (indented || line.starts_with(char::is_lowercase))
}

/// The lines were broken at a width, as in mail, so that their ends mean nothing.
fn is_wrapped(lines: &[&str]) -> bool {
    const WIDTHS: Range<usize> = 40..133;
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let full = lines
        .iter()
        .filter(|line| line.chars().count() * 10 >= widest * 6)
        .count();
    let goes_on = lines.windows(2).any(
        |pair| matches!(pair, [one, two] if !closes(one) && two.starts_with(char::is_lowercase)),
    );
    WIDTHS.contains(&widest)
        && goes_on
        && full * 2 >= lines.len()
        && lines.iter().any(|line| is_prose(line) || closes(line))
}

/// Joins broken lines to paragraphs; a new one begins after a short line that closes.
fn join(run: &[usize], lines: &[&str], taken: &mut [Taken]) {
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    for (at, pair) in run.iter().skip(1).zip(lines.windows(2)) {
        let ended = matches!(pair, [before, _] if closes(before) && before.chars().count() * 4 < widest * 3);
        if !ended {
            put(taken, *at, Taken::Continues);
        }
    }
}
