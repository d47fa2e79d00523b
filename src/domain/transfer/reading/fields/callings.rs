//! What people at work are called: the words that titles end in.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::kinds::{self, Fit};
use super::super::words::{Words, closes};

/// What a person at work can be; the last word of most titles.
static CALLINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "accountant administrator adviser advisor agent analyst apprentice architect artist assistant \
     associate auditor baker bookkeeper buyer carpenter chef clerk consultant controller cook \
     coordinator counsel designer developer director driver editor electrician engineer \
     evangelist executive fitter gardener generalist head instructor intern lead leader lecturer \
     librarian manager mechanic mender nurse officer operator owner paralegal pharmacist \
     physician planner president producer professor programmer recruiter representative \
     researcher scientist secretary specialist strategist supervisor teacher technician \
     technologist tester therapist trainer translator welder writer"
        .split(' ')
        .collect()
});

/// Words that open a sentence and belong to no title.
const OPENERS: &[&str] = &[
    "the", "our", "a", "an", "as", "this", "your", "we", "are", "every", "each", "both", "all",
    "new",
];

/// The calling that a word names, and whether it names several.
pub(super) fn calling(word: &str) -> Option<bool> {
    let lower = word.to_lowercase();
    let one = CALLINGS.contains(lower.as_str());
    let several = lower
        .strip_suffix('s')
        .is_some_and(|single| CALLINGS.contains(single));
    (one || several).then_some(several && !one)
}

/// The word names what somebody is, and is no name of its own.
pub(in super::super) fn is_calling(word: &str) -> bool {
    calling(word).is_some()
}

/// The title within the words `from..to`: up to the last calling, with `of …` after it.
pub(super) fn titled(words: &Words, run: Range<usize>) -> Option<Range<usize>> {
    let start = run.clone().find(|at| !words.is_any(*at, OPENERS))?;
    let last = (start..run.end)
        .rev()
        .find(|at| calling(words.get(*at)).is_some())?;
    let end = if words.is(last + 1, "of") && run.end > last + 2 {
        run.end
    } else {
        last + 1
    };
    const LONGEST: usize = 10;
    (end - start <= LONGEST).then_some(start..end)
}

/// A title in lower case, where the words before say that one follows: `looking for a clock mender`.
pub(super) fn wanted(words: &Words, from: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 5;
    let announced = [
        "looking for a",
        "looking for an",
        "seeking a",
        "seeking an",
        "hiring a",
        "hiring an",
    ];
    if !announced
        .iter()
        .any(|phrase| words.reads_before(from, phrase))
    {
        return None;
    }
    let ends = |at: usize| {
        at >= words.len() || words.is_any(at, &["to", "who", "with", "for", "in", "at", "that"])
    };
    let until = (from..from + LONGEST)
        .find(|at| ends(*at) || (*at > from && !words.joined(*at)))
        .unwrap_or(from + LONGEST);
    let last = (from..until)
        .rev()
        .find(|at| calling(words.get(*at)).is_some())?;
    Some(from..last + 1)
}

/// A line that is a title, with at most a place or company after it: `Senior Clock Mender – Turku`.
pub(in super::super) fn is_line(line: &str) -> bool {
    const MOST_WORDS: usize = 14;
    let head = line.get(within_line(line)).unwrap_or_default();
    let words = Words::of(head);
    let known = matches!(kinds::of_heading(line), Some((_, Fit::Whole)));
    if known || closes(line) || line.ends_with(':') || Words::of(line).len() > MOST_WORDS {
        return false;
    }
    titled(&words, 0..words.capital_run(0))
        .is_some_and(|title| title.start == 0 && title.end * 2 >= words.len())
}

/// Where the title stands in such a line: before ` at Halden`, ` – Turku` or `(m/f/d)`, and behind any ornament.
pub(super) fn within_line(line: &str) -> Range<usize> {
    const SIGNS: [&str; 5] = [" at ", " – ", " — ", " - ", " | "];
    let ends = SIGNS.iter().filter_map(|sign| line.find(sign));
    let head = line
        .get(..ends.min().unwrap_or(line.len()))
        .unwrap_or_default();
    let end = without_sexes(head).trim_end_matches(':').len();
    let start = line.find(char::is_alphanumeric).unwrap_or(0);
    start..end.max(start)
}

/// A title without `(m/f/d)` and the like after it.
fn without_sexes(line: &str) -> &str {
    let tail = line
        .rfind('(')
        .and_then(|at| line.split_at_checked(at))
        .filter(|(_, tail)| {
            tail.ends_with(')')
                && tail.contains('/')
                && tail
                    .split(['(', ')', '/'])
                    .all(|part| part.trim().len() <= 2)
        });
    tail.map_or(line, |(head, _)| head.trim_end())
}

/// `Clock Menders` as `Clock Mender`, each word with a capital.
pub(super) fn singular(title: &str) -> String {
    let title = &title
        .split(' ')
        .map(capitalised)
        .collect::<Vec<_>>()
        .join(" ");
    let words = Words::of(title);
    let several = (0..words.len())
        .rev()
        .find(|at| calling(words.get(*at)) == Some(true));
    match several.map(|at| words.range(at).end) {
        Some(end) => {
            let (head, tail) = title.split_at_checked(end).unwrap_or((title, ""));
            format!("{}{tail}", head.strip_suffix('s').unwrap_or(head))
        }
        None => title.clone(),
    }
}

/// A word with a capital.
pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}
