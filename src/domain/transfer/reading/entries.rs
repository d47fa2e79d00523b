//! What a posting states as `label: value`: the front matter at its head, and lines such as `Location: Turku`.
//!
//! Front matter is read leniently (`post-date : 3-19-2013`), because it was typed by people; what it cannot be read
//! as stays text.

use std::ops::Range;

use serde::Serialize;

use super::lines::Line;
use super::traced::{Span, Traced};
use super::words::{Words, closes, sentences, trim};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Title,
    Company,
    Place,
    Workplace,
    EmploymentType,
    /// `type`: an employment type or a level, whichever its value is.
    Type,
    Level,
    Department,
    Categories,
    Pay,
    ReportsTo,
    PostedOn,
    ClosesOn,
    Apply,
    /// The scheme of the address under `apply`, where a page split the two.
    Scheme,
}

const LABELS: &[(Key, &[&str])] = &[
    (
        Key::Title,
        &[
            "title",
            "job title",
            "position",
            "position title",
            "role",
            "vacancy",
        ],
    ),
    (
        Key::Company,
        &[
            "company",
            "company name",
            "employer",
            "organisation",
            "organization",
            "hiring organization",
        ],
    ),
    (
        Key::Place,
        &[
            "location",
            "locations",
            "place",
            "office",
            "city",
            "work location",
            "job location",
        ],
    ),
    (Key::Workplace, &["workplace", "workplace type", "remote"]),
    (
        Key::EmploymentType,
        &[
            "employment type",
            "employment",
            "job type",
            "contract type",
            "contract",
            "commitment",
        ],
    ),
    (Key::Type, &["type"]),
    (Key::Level, &["level", "seniority", "grade"]),
    (Key::Department, &["department", "team", "division"]),
    (Key::Categories, &["categories", "category", "tags"]),
    (
        Key::Pay,
        &[
            "salary",
            "salary range",
            "pay",
            "pay range",
            "compensation",
            "wage",
            "remuneration",
        ],
    ),
    (
        Key::ReportsTo,
        &["reports to", "reporting to", "report to", "line manager"],
    ),
    (
        Key::PostedOn,
        &[
            "post date",
            "posted",
            "posted on",
            "date posted",
            "date",
            "published",
            "published on",
        ],
    ),
    (
        Key::ClosesOn,
        &[
            "closing date",
            "closes",
            "closes on",
            "deadline",
            "application deadline",
            "apply by",
            "valid through",
            "expires",
        ],
    ),
    (
        Key::Apply,
        &[
            "apply",
            "apply at",
            "apply url",
            "application url",
            "apply link",
        ],
    ),
    (Key::Scheme, &["http", "https", "scheme"]),
];

impl Key {
    /// What a label announces, whatever its case and whether blanks, hyphens or underscores part its words.
    pub(super) fn of(label: &str) -> Option<Self> {
        let parts = label
            .split(|char: char| !char.is_alphanumeric())
            .filter(|part| !part.is_empty());
        let plain = parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        LABELS
            .iter()
            .find(|(_, labels)| labels.contains(&plain.as_str()))
            .map(|(key, _)| *key)
    }
}

/// One statement of the form `label: value`.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The label as written.
    pub label: String,
    /// What it was read as; none when Candor has no use for it.
    pub key: Option<Key>,
    /// The value as written, without quotation marks around it.
    pub value: String,
    /// Where the value stands.
    pub at: Span,
    pub in_front_matter: bool,
    #[serde(skip)]
    pub(super) traced: Traced,
}

impl Entry {
    pub(super) fn new(text: &Traced, pair: &Pair, in_front_matter: bool) -> Self {
        let label = text.get(pair.label.clone()).to_owned();
        let traced = text.slice(pair.value.clone());
        let key = Key::of(&label);
        Self {
            label,
            key,
            value: traced.text().to_owned(),
            at: traced.whole(),
            in_front_matter,
            traced,
        }
    }

    /// The value is an address, of which each character counts.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.key, Some(Key::Apply | Key::Scheme))
    }

    /// Where it stands, in words.
    pub(super) fn source(&self) -> String {
        let whole = if self.in_front_matter {
            "front matter"
        } else {
            "the line"
        };
        format!("{whole} “{}”", self.label)
    }
}

/// Where label and value of an entry stand in the text.
pub(super) struct Pair {
    pub label: Range<usize>,
    pub value: Range<usize>,
}

impl Pair {
    /// Takes a line apart at its first colon.
    fn of(text: &str, line: Range<usize>) -> Option<Self> {
        const LONGEST_LABEL: usize = 40;
        let content = text.get(line.clone())?;
        let colon = content
            .bytes()
            .take(LONGEST_LABEL)
            .position(|byte| byte == b':')?;
        let label = bare(text, line.start..line.start + colon);
        let value = bare(text, line.start + colon + 1..line.end);
        (!label.is_empty()).then_some(Self { label, value })
    }
}

/// A range without blanks, emphasis and quotation marks around it.
fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trim(text, range);
    let part = text.get(range.clone()).unwrap_or_default();
    let inner = part.trim_start_matches("**").trim_start_matches("__");
    let start = range.end - inner.len();
    let inner = inner.trim_end_matches("**").trim_end_matches("__");
    let range = trim(text, start..start + inner.len());
    let part = text.get(range.clone()).unwrap_or_default();
    let quoted = ['"', '\''].into_iter().any(|mark| {
        part.len() >= 2
            && part.starts_with(mark)
            && part.ends_with(mark)
            && part.matches(mark).count() == 2
    });
    if quoted {
        range.start + 1..range.end - 1
    } else {
        range
    }
}

/// A line of the body that states a fact and nothing else: short, under a label that Candor knows.
pub(super) fn fact(text: &str, line: Range<usize>) -> Option<Pair> {
    const MOST_WORDS: usize = 14;
    let pair = Pair::of(text, line)?;
    let key = Key::of(text.get(pair.label.clone())?)?;
    let value = text.get(pair.value.clone())?;
    let states = match key {
        Key::Place => sentences(value).len() == 1,
        Key::Apply => super::fields::apply::is_address(value),
        Key::Type => super::fields::employment::is_named(value),
        Key::Scheme | Key::Categories => false,
        _ => !closes(value),
    };
    let words = Words::of(value).len();
    (states && (1..=MOST_WORDS).contains(&words)).then_some(pair)
}

/// Front matter at the head of a file: a line of three hyphens, entries, and such a line again.
pub(super) struct FrontMatter {
    /// How many lines it takes, with both fences and what is blank before.
    pub lines: usize,
    pub pairs: Vec<Pair>,
}

impl FrontMatter {
    pub fn of(text: &str, lines: &[Line]) -> Option<Self> {
        const LONGEST: usize = 200;
        let content = |line: &Line| text.get(line.content.clone()).unwrap_or_default();
        let opening = lines.iter().position(|line| !line.content.is_empty())?;
        if !is_fence(content(lines.get(opening)?)) {
            return None;
        }
        let inside = lines.iter().skip(opening + 1).take(LONGEST);
        let count = inside.clone().position(|line| is_fence(content(line)))?;
        let mut pairs: Vec<Pair> = Vec::new();
        let mut strays = 0;
        for line in inside.take(count).filter(|line| !line.content.is_empty()) {
            match (content(line).strip_prefix("- "), pairs.last()) {
                (Some(member), Some(list)) => {
                    let value = bare(text, line.content.end - member.len()..line.content.end);
                    let label = list.label.clone();
                    pairs.push(Pair { label, value });
                }
                _ => match Pair::of(text, line.content.clone()) {
                    Some(pair) => pairs.push(pair),
                    None if content(line).starts_with('#') => {}
                    None => strays += 1,
                },
            }
        }
        (pairs.len() > strays).then_some(Self {
            lines: opening + count + 2,
            pairs,
        })
    }
}

fn is_fence(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn front_matter(text: &str) -> Option<(usize, Vec<(&str, &str)>)> {
        let found = FrontMatter::of(text, &lines::split(text))?;
        let pairs = found
            .pairs
            .iter()
            .map(|pair| (&text[pair.label.clone()], &text[pair.value.clone()]));
        Some((found.lines, pairs.collect()))
    }

    #[test]
    fn front_matter_is_read_however_it_was_typed() {
        let text = "\n---\ntitle: \"Clock: mender\"\npost-date : 3-19-2013\n# a remark\ntags:\n- one\n- two\n\n---\nText";
        let pairs = vec![
            ("title", "Clock: mender"),
            ("post-date", "3-19-2013"),
            ("tags", ""),
            ("tags", "one"),
            ("tags", "two"),
        ];
        assert_eq!(front_matter(text), Some((10, pairs)));
        assert_eq!(Key::of("Post_Date"), Some(Key::PostedOn));
    }

    #[test]
    fn what_is_no_front_matter_stays_text() {
        for text in [
            "---",
            "---\ntitle: open for ever",
            "---\nJust a line\n---\nText",
            "Text\n---\ntitle: x\n---",
            "",
        ] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_a_fact_only_when_it_states_one() {
        let value = |line: &'static str| fact(line, 0..line.len()).map(|pair| &line[pair.value]);
        assert_eq!(value("Location: Turku, Finland"), Some("Turku, Finland"));
        assert_eq!(value("**Job type:** Part-time"), Some("Part-time"));
        assert_eq!(
            value("Apply: https://halden.example/jobs/7"),
            Some("https://halden.example/jobs/7")
        );
        assert_eq!(
            value("Compensation: we pay what the work is worth, and say so."),
            None
        );
        assert_eq!(value("Apply: with a letter, please"), None);
        assert_eq!(value("Note: bring a pencil"), None);
    }
}
