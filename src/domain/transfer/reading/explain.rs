//! What a reading shows to a person who tries an import: everything that was found, where, and why.

use std::fmt::{self, Display};

use crate::domain::postings::advert::Workplace;

use super::fields::strength::Strength;
use super::{Block, Found, Language, Money, Place, Reading, Repair, Section, Span};

/// The width of the names of fields.
const NAMES: usize = 18;
/// Where longer texts are cut.
const LONGEST: usize = 76;

impl Reading {
    /// The reading as text, for a terminal: fields, sections, repairs made, and what somebody should look at.
    pub fn explain(&self) -> String {
        let mut page = Page::default();
        page.line(&format!(
            "{}: {} bytes, {}",
            self.file_name, self.size, self.encoding
        ));
        self.explain_fields(&mut page);
        page.line("  sections");
        for section in &self.sections {
            page.section(section);
        }
        let (made, asked): (Vec<&Repair>, Vec<&Repair>) =
            self.repairs.iter().partition(|repair| repair.applied);
        page.repairs("repaired", &made);
        page.repairs("please look", &asked);
        page.0
    }

    fn explain_fields(&self, page: &mut Page) {
        page.missing("title", self.title.as_ref());
        page.missing("company", self.company.as_ref());
        match &self.closed {
            Some(closed) => page.field(
                "arrives",
                &format!("closed: {}", closed.because),
                &closed.at,
                "",
                true,
            ),
            None => page.line(&format!("    {:NAMES$}as a draft", "arrives")),
        }
        page.found("place", &self.places);
        page.found(
            "employment",
            self.employment_type
                .as_ref()
                .map(|found| found.clone().map(|value| value.label()))
                .as_slice(),
        );
        page.found("posted on", self.posted_on.as_slice());
        page.found("closes on", self.closes_on.as_slice());
        page.found("apply at", self.apply.as_slice());
        page.found("reports to", self.reports_to.as_slice());
        page.found("several openings", self.openings.several.as_slice());
        page.found("track", &self.openings.tracks);
        page.found("group", &self.openings.groups);
        page.found("level", &self.openings.levels);
        page.found("travel", &self.travel);
        page.found("language", &self.languages);
        page.found("degree", &self.degrees);
        page.found("pay", self.pay.amount.as_slice());
        page.found("pay not stated", self.pay.not_stated.as_slice());
        page.found("variable pay", &self.pay.variable);
        let valued: Vec<_> = self
            .benefits
            .iter()
            .filter(|benefit| benefit.value.amount.is_some())
            .cloned()
            .collect();
        page.found("benefit", &valued);
        page.found("category", &self.categories);
        for entry in self.entries.iter().filter(|entry| entry.key.is_none()) {
            page.field(
                "no use for",
                &format!("{}: {}", entry.label, entry.value),
                &[entry.at],
                "",
                true,
            );
        }
    }
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text.trim_end());
        self.0.push('\n');
    }

    fn found<T: Display>(&mut self, name: &str, all: &[Found<T>]) {
        for found in all {
            self.field(
                name,
                &found.value.to_string(),
                &found.at,
                &found.because,
                found.sure,
            );
        }
    }

    /// A field that a posting needs.
    fn missing(&mut self, name: &str, found: Option<&Found<String>>) {
        match found {
            Some(found) => self.found(name, std::slice::from_ref(found)),
            None => self.line(&format!("    {name:NAMES$}not found")),
        }
    }

    fn field(&mut self, name: &str, value: &str, at: &[Span], because: &str, sure: bool) {
        let lines: Vec<String> = at.iter().map(|span| span.line.to_string()).collect();
        let check = if sure { "" } else { " (please check)" };
        self.line(&format!("    {name:NAMES$}{}{check}", clip(value)));
        if !because.is_empty() {
            self.line(&format!(
                "    {:NAMES$}  line {}: {}",
                "",
                lines.join(", "),
                clip(because)
            ));
        }
    }

    fn section(&mut self, section: &Section) {
        let first = section
            .heading
            .as_ref()
            .map(|heading| heading.at)
            .or(section.blocks.first().map(Block::at));
        let line = first.map_or(0, |at| at.line);
        let heading = section
            .heading
            .as_ref()
            .map_or("(no heading)".to_owned(), |heading| {
                format!("“{}”", heading.text)
            });
        let items = section.items().count();
        let others = section.blocks.len() - items;
        self.line(&format!(
            "    {:NAMES$}{heading}, line {line}: {}",
            section.kind.label(),
            counted(others, items)
        ));
        self.line(&format!(
            "    {:NAMES$}  because {}",
            "",
            clip(&section.because)
        ));
        for block in &section.blocks {
            let sign = match block {
                Block::Item {
                    weight: Some(weight),
                    ..
                } if weight.strength == Strength::Preferred => "- (preferred) ",
                Block::Item { .. } => "- ",
                Block::Subheading { .. } => "### ",
                Block::Paragraph { .. } => "",
            };
            self.line(&format!("    {:NAMES$}  {sign}{}", "", clip(block.text())));
        }
    }

    fn repairs(&mut self, name: &str, repairs: &[&Repair]) {
        if !repairs.is_empty() {
            self.line(&format!("  {name}"));
        }
        for Repair {
            at,
            before,
            after,
            because,
            ..
        } in repairs
        {
            let change = match after {
                Some(after) => format!("“{}” → “{}”", visible(before), visible(after)),
                None => format!("“{}”", visible(before)),
            };
            self.line(&format!(
                "    line {}, byte {}: {change}: {because}",
                at.line, at.start
            ));
        }
    }
}

fn counted(others: usize, items: usize) -> String {
    let count = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {one}s")),
    };
    let parts: Vec<String> = [count(others, "paragraph"), count(items, "item")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The beginning of a text, without line breaks and controls.
fn clip(text: &str) -> String {
    let short = visible(text);
    match short.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", short.get(..at).unwrap_or_default().trim_end()),
        None => short,
    }
}

/// Text that cannot move a terminal's cursor.
fn visible(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

impl Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let workplace = Some(self.workplace)
            .filter(|workplace| *workplace != Workplace::OnSite)
            .map(Workplace::label);
        let parts = [
            workplace,
            self.city.as_deref(),
            self.state,
            self.country,
            self.region,
        ];
        let known: Vec<&str> = parts.into_iter().flatten().collect();
        out.write_str(if known.is_empty() { &self.written } else { "" })?;
        out.write_str(&known.join(", "))
    }
}

impl Display for super::Dated {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.date {
            Some(date) => write!(out, "{date} (written {})", self.written),
            None => out.write_str(&self.written),
        }
    }
}

impl Display for super::ApplyAddress {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(self.url.as_deref().unwrap_or(&self.written))
    }
}

impl Display for super::Travel {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let strength = if self.strength == Strength::Must {
            ""
        } else {
            ", preferred"
        };
        write!(out, "{}{strength}", self.name.unwrap_or("another one"))
    }
}

impl Display for super::Degree {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let equivalent = if self.or_equivalent {
            " or equivalent"
        } else {
            ""
        };
        write!(out, "{:?}{equivalent}", self.level)
    }
}

impl Display for super::Benefit {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match &self.amount {
            Some(amount) => write!(out, "{amount}: {}", self.text),
            None => out.write_str(&self.text),
        }
    }
}

impl Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let amount = |cents: i64| match cents % 100 {
            0 => (cents / 100).to_string(),
            part => format!("{}.{part:02}", cents / 100),
        };
        out.write_str(&amount(self.min_cents))?;
        if self.max_cents > self.min_cents {
            write!(out, "–{}", amount(self.max_cents))?;
        }
        write!(out, " {}", self.currency)?;
        match self.per {
            Some(per) => write!(out, " {}", per.label()),
            None => Ok(()),
        }
    }
}
