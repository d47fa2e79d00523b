//! Which lines without a bullet are items of a list, and which go on where the line before them ended.

use std::ops::Range;

use crate::domain::postings::advert::SectionKind;

use super::headings::is_prose;
use super::kinds;
use super::sheet::{Sheet, Taken};
use super::words::{closes, sentences};

/// Takes the lines that `headings` left as paragraphs apart into paragraphs, items and continued lines.
pub(super) fn find(sheet: &mut Sheet) {
    let mut section = Section {
        from: 0,
        kind: None,
    };
    for at in 0..sheet.lines.len() {
        if let Some(heading) = sheet.heading(at) {
            section.take(sheet, at);
            let kind = kinds::of_heading(heading).map(|(kind, _)| kind);
            section = Section { from: at + 1, kind };
        }
    }
    section.take(sheet, sheet.lines.len());
}

/// The lines between two headings.
struct Section {
    from: usize,
    kind: Option<SectionKind>,
}

impl Section {
    fn take(&self, sheet: &mut Sheet, end: usize) {
        let texts: Vec<usize> = (self.from..end).filter(|at| sheet.is_text(*at)).collect();
        if (self.from..end).any(|at| sheet.is_bullet(at)) {
            for at in texts {
                if continues_item(sheet, at) {
                    sheet.take(at, Taken::Continues);
                }
            }
            return;
        }
        let parted = |pair: &[usize]| matches!(pair, [one, two] if two - one > 1);
        let loose = texts.len() > 2 && texts.windows(2).all(parted);
        let mut leads = false;
        for run in texts.chunk_by(|one, two| loose || two - one == 1) {
            let said: Vec<&str> = run.iter().map(|at| sheet.content(*at)).collect();
            let announces = said.first().is_some_and(|line| line.ends_with(':'));
            let (intro, rest) = said.split_at(usize::from(announces));
            if is_wrapped(&said) {
                join(sheet, run, &said);
            } else if self.is_list(rest, leads || announces) {
                for (at, line) in run.iter().zip(&said).skip(intro.len()) {
                    let other = line.ends_with(':') || (loose && is_paragraph(line));
                    if !other {
                        sheet.take(*at, Taken::Item);
                    }
                }
            }
            leads = announces && rest.is_empty();
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

/// A line right below an item goes on with it when it is indented or begins in lower case.
fn continues_item(sheet: &Sheet, at: usize) -> bool {
    let Some(above) = at.checked_sub(1) else {
        return false;
    };
    let below = sheet.is_bullet(above) || sheet.taken.get(above) == Some(&Taken::Continues);
    let indented = sheet
        .lines
        .get(at)
        .is_some_and(|line| line.content.start - line.full.start >= 2);
    let small = sheet.content(at).starts_with(char::is_lowercase);
    below && sheet.taken.get(at) == Some(&Taken::Paragraph) && (indented || small)
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
fn join(sheet: &mut Sheet, run: &[usize], lines: &[&str]) {
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    for (at, pair) in run.iter().skip(1).zip(lines.windows(2)) {
        let ended = matches!(pair, [before, _] if closes(before) && before.chars().count() * 4 < widest * 3);
        if !ended {
            sheet.take(*at, Taken::Continues);
        }
    }
}
