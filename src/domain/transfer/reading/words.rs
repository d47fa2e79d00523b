//! Words and sentences: what the rules look at instead of single characters.

use std::ops::Range;

/// The words of a text, each with its place in it. A word may hold inner apostrophes, hyphens and ampersands
/// (`team's`, `follow-up`, `R&D`) and end in `+` or `#` (`C++`); an `&` between blanks is a word of its own.
pub(super) struct Words<'a> {
    text: &'a str,
    list: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut list: Vec<Range<usize>> = Vec::new();
        let mut chars = text.char_indices().peekable();
        let mut open = false;
        while let Some((at, char)) = chars.next() {
            let next_joins = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            let belongs = char.is_alphanumeric()
                || (open
                    && (matches!(char, '+' | '#')
                        || (next_joins && matches!(char, '\'' | '’' | '-' | '&'))));
            let end = at + char.len_utf8();
            match list.last_mut() {
                Some(last) if open && belongs => last.end = end,
                _ if belongs || char == '&' => list.push(at..end),
                _ => {}
            }
            open = belongs;
        }
        Self { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The word at an index; empty beyond the last.
    pub fn get(&self, index: usize) -> &'a str {
        self.text.get(self.range(index)).unwrap_or_default()
    }

    /// Where a word lies in the text; the text's end beyond the last.
    pub fn range(&self, index: usize) -> Range<usize> {
        self.list
            .get(index)
            .cloned()
            .unwrap_or(self.text.len()..self.text.len())
    }

    /// Where the words `from..to` lie, with all between them.
    pub fn stretch(&self, words: Range<usize>) -> Range<usize> {
        let end = words
            .end
            .checked_sub(1)
            .map_or(0, |last| self.range(last).end);
        let start = self.range(words.start).start;
        start..end.max(start)
    }

    pub fn is(&self, index: usize, word: &str) -> bool {
        self.get(index).eq_ignore_ascii_case(word)
    }

    pub fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    /// The words from an index on are these, in this order. `phrase` is lower case, with single blanks.
    pub fn reads(&self, index: usize, phrase: &str) -> bool {
        phrase
            .split(' ')
            .enumerate()
            .all(|(offset, word)| self.is(index + offset, word))
    }

    /// The words before an index are these. `phrase` as for [`Words::reads`].
    pub fn reads_before(&self, index: usize, phrase: &str) -> bool {
        let count = phrase.split(' ').count();
        index >= count
            && self.reads(index - count, phrase)
            && (index - count + 1..index).all(|at| self.joined(at))
    }

    /// Where one of the phrases begins first, and how many words it has.
    pub fn find(&self, phrases: &[&str]) -> Option<(usize, usize)> {
        (0..self.len()).find_map(|at| {
            phrases
                .iter()
                .find(|phrase| self.reads(at, phrase))
                .map(|phrase| (at, phrase.split(' ').count()))
        })
    }

    pub fn has(&self, phrases: &[&str]) -> bool {
        self.find(phrases).is_some()
    }

    /// What stands between a word and the one before it.
    pub fn gap_before(&self, index: usize) -> &'a str {
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.range(before).end);
        self.text
            .get(start..self.range(index).start)
            .unwrap_or_default()
    }

    /// Only blanks stand between a word and the one before it.
    pub fn joined(&self, index: usize) -> bool {
        index > 0 && self.gap_before(index).chars().all(char::is_whitespace)
    }

    /// The word begins with a capital letter.
    pub fn capital(&self, index: usize) -> bool {
        self.get(index).starts_with(char::is_uppercase)
    }

    /// The word opens a sentence: it is the first, or a full stop, a colon or the like stands before it.
    pub fn opens(&self, index: usize) -> bool {
        index == 0 || self.gap_before(index).contains(['.', '!', '?', ':', ';'])
    }

    /// The end of a run of capitalised words from an index on: `Head of Customer Care`, `Research & Development`.
    pub fn capital_run(&self, from: usize) -> usize {
        let mut end = from;
        while end < self.len() && self.capital(end) && (end == from || self.joined(end)) {
            end += 1;
            let linked = self.is_any(end, &["of", "and", "&", "for"]) && self.joined(end);
            if linked && self.capital(end + 1) && self.joined(end + 1) {
                end += 1;
            }
        }
        end
    }
}

const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "inc", "ltd", "co", "vs", "no", "approx", "st", "mr", "mrs", "ms", "dr",
];

/// The sentences of a text, without the blanks between them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, char) in text.char_indices() {
        if !matches!(char, '.' | '!' | '?') {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        if rest.starts_with(['.', '!', '?']) {
            continue;
        }
        let closed = rest.trim_start_matches(['.', '!', '?', '"', '\'', ')', '”', '’']);
        let next = closed.trim_start();
        let goes_on = next.len() == closed.len() || next.starts_with(char::is_lowercase);
        let before = text.get(start..at).unwrap_or_default();
        let last_word = before.rsplit([' ', '(', ',']).next().unwrap_or_default();
        let short = ABBREVIATIONS
            .iter()
            .any(|known| last_word.eq_ignore_ascii_case(known));
        if !next.is_empty() && !goes_on && !short {
            let end = text.len() - closed.len();
            push_trimmed(&mut found, text, start..end);
            start = end;
        }
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let trimmed = trim(text, range);
    if !trimmed.is_empty() {
        found.push(trimmed);
    }
}

/// A range without the blanks at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start_matches(is_blank).len());
    let end = range.start + part.trim_end_matches(is_blank).len();
    start..end.max(start)
}

/// Nothing that a reader would see: blanks, controls, and characters without width.
pub(super) fn is_blank(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// The sentence closes with a mark.
pub(super) fn closes(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', ')', '”', '’', '*', '_'])
        .ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_belongs_to_them() {
        let words = Words::of("The team's follow-up: C++, R&D - and Q & A.");
        let list: Vec<&str> = (0..words.len()).map(|at| words.get(at)).collect();
        assert_eq!(
            list,
            [
                "The",
                "team's",
                "follow-up",
                "C++",
                "R&D",
                "and",
                "Q",
                "&",
                "A"
            ]
        );
    }

    #[test]
    fn a_run_of_capitals_may_hold_of_and_and() {
        let words = Words::of("our Head of Customer Care and Repairs at the shop");
        assert_eq!(words.capital_run(1), 7);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let text =
            "Halden Inc. mends clocks, e.g. Tower clocks.  We began in 1990! Did you know? yes";
        let parts: Vec<&str> = sentences(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(
            parts,
            [
                "Halden Inc. mends clocks, e.g. Tower clocks.",
                "We began in 1990!",
                "Did you know? yes"
            ]
        );
    }
}
