//! The title of the job, stated or inferred.
//!
//! Where nothing states it, every capitalised phrase that ends in what a person can be (`Support Manager`) is a
//! candidate; how often it is named, and in what company of words, decides.

use std::collections::HashMap;
use std::ops::Range;

use super::super::entries::Key;
use super::super::kinds::{self, Fit};
use super::super::sections::Form;
use super::super::words::{Words, closes};
use super::{Evidence, Found};

/// What a person at work can be; the last word of most titles.
const CALLINGS: &[&str] = &[
    "accountant",
    "administrator",
    "adviser",
    "advisor",
    "agent",
    "analyst",
    "apprentice",
    "architect",
    "artist",
    "assistant",
    "associate",
    "auditor",
    "baker",
    "bookkeeper",
    "buyer",
    "carpenter",
    "chef",
    "clerk",
    "consultant",
    "controller",
    "cook",
    "coordinator",
    "counsel",
    "designer",
    "developer",
    "director",
    "driver",
    "editor",
    "electrician",
    "engineer",
    "evangelist",
    "executive",
    "fitter",
    "gardener",
    "generalist",
    "head",
    "instructor",
    "intern",
    "lead",
    "leader",
    "lecturer",
    "librarian",
    "manager",
    "mechanic",
    "mender",
    "nurse",
    "officer",
    "operator",
    "owner",
    "paralegal",
    "pharmacist",
    "physician",
    "planner",
    "president",
    "producer",
    "professor",
    "programmer",
    "recruiter",
    "representative",
    "researcher",
    "scientist",
    "secretary",
    "specialist",
    "strategist",
    "supervisor",
    "teacher",
    "technician",
    "technologist",
    "tester",
    "therapist",
    "trainer",
    "translator",
    "welder",
    "writer",
];

/// Words that open a sentence and belong to no title.
const OPENERS: &[&str] = &[
    "the", "our", "a", "an", "as", "this", "your", "we", "are", "every", "each", "both", "all",
    "new",
];

/// The calling that a word names, and whether it names several.
fn calling(word: &str) -> Option<bool> {
    let lower = word.to_lowercase();
    let one = CALLINGS.contains(&lower.as_str());
    let several = lower
        .strip_suffix('s')
        .is_some_and(|single| CALLINGS.contains(&single));
    (one || several).then_some(several && !one)
}

/// The word names what somebody is, and is no name of its own.
pub(in super::super) fn is_calling(word: &str) -> bool {
    calling(word).is_some()
}

/// The title within the words `from..to`: up to the last calling, with `of …` after it.
fn titled(words: &Words, run: Range<usize>) -> Option<Range<usize>> {
    let start = run.clone().find(|at| !words.is_any(*at, OPENERS))?;
    let last = (start..run.end)
        .rev()
        .find(|at| calling(words.get(*at)).is_some())?;
    let end = if words.is(last + 1, "of") && run.end > last + 2 {
        run.end
    } else {
        last + 1
    };
    Some(start..end)
}

/// A title in lower case, where the words before say that one follows: `looking for a clock mender`.
fn wanted(words: &Words, from: usize) -> Option<Range<usize>> {
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

/// A line that is a title and nothing else: `Senior Clock Mender`, `Clock Mender (Turku)`.
pub(in super::super) fn is_line(line: &str) -> bool {
    const MOST_WORDS: usize = 10;
    let line = without_sexes(line);
    let words = Words::of(line);
    let known = matches!(kinds::of_heading(line), Some((_, Fit::Whole)));
    if known || closes(line) || line.ends_with(':') || !(1..=MOST_WORDS).contains(&words.len()) {
        return false;
    }
    titled(&words, 0..words.capital_run(0))
        .is_some_and(|title| title.start == 0 && title.end * 2 >= words.len())
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

/// A candidate: what speaks for it, and where it stands.
struct Candidate {
    text: String,
    at: super::super::traced::Span,
    weight: i32,
    best: i32,
    because: String,
}

const SURE: i32 = 8;

pub(in super::super) fn find(evidence: &Evidence, file_name: &str) -> Option<Found<String>> {
    if let Some(found) = evidence.stated(Key::Title) {
        return Some(found);
    }
    if let Some(line) = evidence.title {
        let cut = [" at ", " – ", " — ", " - ", " | "]
            .iter()
            .filter_map(|sign| line.text().find(sign))
            .min();
        let part =
            line.slice(0..without_sexes(line.get(0..cut.unwrap_or(line.text().len()))).len());
        let title = part.text().trim_end_matches(':').to_owned();
        return Some(Found::new(
            title,
            part.whole(),
            "it stands above everything else",
        ));
    }
    inferred(evidence).or_else(|| from_file_name(file_name))
}

fn inferred(evidence: &Evidence) -> Option<Found<String>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    for passage in evidence.passages {
        let words = Words::of(passage.text.text());
        let mut at = 0;
        while at < words.len() {
            let run = at..words.capital_run(at).max(at + 1);
            let Some(title) = titled(&words, run.clone()).or_else(|| wanted(&words, at)) else {
                at = run.end;
                continue;
            };
            at = title.end;
            let text = singular(passage.text.get(words.stretch(title.clone())));
            let (weight, because) = weigh(&words, title.clone(), passage.form);
            let index = *places
                .entry(text.to_lowercase())
                .or_insert(candidates.len());
            if index == candidates.len() {
                let at = passage.text.span(words.stretch(title.clone()));
                candidates.push(Candidate {
                    text: text.clone(),
                    at,
                    weight: 0,
                    best: 0,
                    because: because.clone(),
                });
            }
            if let Some(candidate) = candidates.get_mut(index) {
                candidate.weight += weight;
                if weight > candidate.best {
                    let at = passage.text.span(words.stretch(title));
                    *candidate = Candidate {
                        text,
                        at,
                        weight: candidate.weight,
                        best: weight,
                        because,
                    };
                }
            }
        }
    }
    lend(&mut candidates);
    let best = candidates.iter().map(|candidate| candidate.weight).max()?;
    let winner = candidates
        .iter()
        .find(|candidate| candidate.weight == best && best > 0)?;
    let rivals = candidates
        .iter()
        .filter(|other| other.weight * 2 > best)
        .count()
        - 1;
    let found = Found::new(winner.text.clone(), winner.at, &winner.because);
    Some(if best >= SURE && rivals == 0 {
        found
    } else {
        found.unsure()
    })
}

/// `We are looking for managers` speaks of the `Support Manager` named elsewhere: a calling alone lends its weight to
/// the heaviest title that ends in it.
fn lend(candidates: &mut [Candidate]) {
    for alone in 0..candidates.len() {
        let single = candidates
            .get(alone)
            .filter(|candidate| !candidate.text.contains(' ') && candidate.weight > 0);
        let Some((ending, weight)) =
            single.map(|single| (format!(" {}", single.text), single.weight))
        else {
            continue;
        };
        let longer = candidates
            .iter_mut()
            .filter(|other| other.text.ends_with(&ending));
        if let Some(longer) = longer
            .max_by_key(|other| other.weight)
            .filter(|other| other.weight > 0)
        {
            longer.weight += weight;
            if let Some(alone) = candidates.get_mut(alone) {
                alone.weight = 0;
            }
        }
    }
}

/// What the words around a phrase say about whether it is the title.
fn weigh(words: &Words, title: Range<usize>, form: Form) -> (i32, String) {
    let quote = |from: usize, to: usize| {
        let said: Vec<&str> = (from..to).map(|at| words.get(at)).collect();
        said.join(" ")
    };
    let first = title.start;
    let article = usize::from(first > 0 && words.is_any(first - 1, &["a", "an", "the", "our"]));
    let before = first - article;
    let several = title
        .end
        .checked_sub(1)
        .and_then(|last| calling(words.get(last)))
        == Some(true);
    let at = |phrases: &[&str]| {
        phrases
            .iter()
            .find(|phrase| words.reads_before(before, phrase))
            .map(|phrase| before - phrase.split(' ').count())
    };
    if at(&[
        "reports to",
        "reporting to",
        "report to",
        "reports directly to",
        "works with",
        "working with",
    ])
    .is_some()
    {
        return (-8, "it is somebody else's".to_owned());
    }
    if let Some(from) = at(&["role of", "position of", "post of"]) {
        return (9, format!("the text says “{}”", quote(from, title.end)));
    }
    if let Some(from) = at(&[
        "seeking",
        "looking for",
        "hiring",
        "recruiting",
        "searching for",
        "in search of",
        "as",
        "become",
    ]) {
        return (8, format!("the text says “{}”", quote(from, title.end)));
    }
    if words.is_any(title.end, &["role", "position"]) && words.joined(title.end) {
        return (
            8,
            format!("the text says “{}”", quote(before, title.end + 1)),
        );
    }
    let names_section = matches!(form, Form::Heading { .. }) && first == 0;
    if names_section && kinds::of_heading(&quote(title.end, words.len())).is_some() {
        return (8, format!("a heading says “{}”", quote(0, words.len())));
    }
    let whose = (first.saturating_sub(3)..first)
        .rev()
        .find(|at| words.is(*at, "our"));
    if several && (first == 0 || whose.is_some()) {
        return (
            5,
            format!(
                "the text speaks of “{}”",
                quote(whose.unwrap_or(first), title.end + 1)
            ),
        );
    }
    (1, format!("the text names “{}”", quote(first, title.end)))
}

/// `Clock Menders` as `Clock Mender`, each word with a capital.
fn singular(title: &str) -> String {
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

/// `007_senior-clock-mender.md` as `Senior Clock Mender`, when nothing in the text tells.
fn from_file_name(file_name: &str) -> Option<Found<String>> {
    let base = file_name.rsplit(['/', '\\']).next()?;
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let parts = stem
        .split(['-', '_', ' ', '.'])
        .filter(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    let words: Vec<String> = parts.map(capitalised).collect();
    let named = words.last().is_some_and(|last| calling(last).is_some());
    let nowhere = super::super::traced::Span {
        start: 0,
        end: 0,
        line: 1,
    };
    named.then(|| {
        Found::new(
            words.join(" "),
            nowhere,
            "the file is called so; the text does not tell",
        )
        .unsure()
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}
