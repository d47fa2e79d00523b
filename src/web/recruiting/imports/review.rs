//! `/{company}/postings/{id}/import`: what was read from a file, beside the file.

use crate::{
    access::{
        Permit,
        permissions::{EditJobs, ReadJobs},
    },
    base::{
        error::{Error, Errors, Result},
        ids::PostingId,
        links::{self, Slug},
    },
    domain::{
        postings::{self, Editing, markdown, published::Published},
        transfer::{
            self, Original,
            reading::{Block, Found, Reading, Repair, Section, Span, Strength},
        },
    },
    web::kit::{download::download_headers, filters, notice::Notice, page::Page, routes::Routes},
};
use anyhow::Context;
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use std::fmt::Display;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/postings/{id}/import", compare)
        .post("/{company}/postings/{id}/import", review)
        .get("/{company}/postings/{id}/original", original)
}

#[derive(Template)]
#[template(path = "recruiting/imports/review.html")]
struct ReviewPage {
    page: Page,
    editing: Editing,
    original: Original,
    reading: Reading,
    /// The draft as it stands, for those who read it beside the file.
    draft: Published,
    zone: TimeZone,
}

/// A stretch of the original, and the number of the repair that begins there, counted from 1.
struct Stretch {
    text: String,
    repair: Option<usize>,
}

/// Something that was found: its name, what it is, and where and why.
struct Fact {
    name: &'static str,
    value: String,
    line: usize,
    because: String,
    sure: bool,
}

async fn compare(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let editing = postings::editing(&mut db, company, actor, id).await?;
    let original = transfer::original(&mut db, company, actor, id).await?;
    let draft = editing.resolved(&mut db, company).await?;
    drop(db);
    let zone = permit.company().zone();
    let read_on = original.imported_at.day(&zone);
    let (original, reading) = tokio::task::spawn_blocking(move || {
        let reading = original.read(read_on);
        (original, reading)
    })
    .await
    .context("reading a file")?;
    let view = ReviewPage {
        editing,
        original,
        reading,
        draft,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

/// "I have compared it."
async fn review(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    permit
        .change(async |change| transfer::review(change, id).await)
        .await?;
    Ok(page.redirect(
        links::posting(&page.company.slug, id),
        Notice::new("Compared. Now it may go live when you publish it."),
    ))
}

/// The file as it came, byte for byte.
async fn original(
    permit: Permit<ReadJobs>,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let file = transfer::original(&mut db, permit.company().id, permit.actor(), id).await?;
    if file.file_name.is_empty() {
        return Err(Error::NotFound);
    }
    let headers = download_headers(&file.file_name, "application/octet-stream");
    Ok((headers, file.bytes).into_response())
}

impl ReviewPage {
    fn url(&self) -> String {
        links::posting(&self.page.company.slug, self.editing.id)
    }

    /// The original in pieces, each repair marked where it stands.
    fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut done = 0;
        for (n, repair) in self.reading.repairs.iter().enumerate() {
            if repair.at.start < done {
                continue; // within one that is marked already
            }
            stretches.push(self.stretch(done, repair.at.start, None));
            stretches.push(self.stretch(repair.at.start, repair.at.end, Some(n + 1)));
            done = repair.at.end;
        }
        stretches.push(self.stretch(done, self.original.bytes.len(), None));
        stretches.retain(|stretch| !stretch.text.is_empty());
        stretches
    }

    fn stretch(&self, start: usize, end: usize, repair: Option<usize>) -> Stretch {
        let bytes = self.original.bytes.get(start..end).unwrap_or_default();
        let encoding = encoding_rs::Encoding::for_label(self.reading.encoding.as_bytes());
        let text = match encoding {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        };
        Stretch { text, repair }
    }

    /// Everything that was found besides the text.
    fn facts(&self) -> Vec<Fact> {
        let reading = &self.reading;
        let mut facts = Vec::new();
        one(&mut facts, "Title", &reading.title);
        one(&mut facts, "Employer", &reading.company);
        if let Some(closed) = &reading.closed {
            facts.push(fact("Arrives closed", closed.value.to_string(), closed));
        }
        all(&mut facts, "Place", &reading.places);
        if let Some(found) = &reading.employment_type {
            facts.push(fact("Employment", found.value.label().to_owned(), found));
        }
        one(&mut facts, "Posted on", &reading.posted_on);
        one(&mut facts, "Closes on", &reading.closes_on);
        one(&mut facts, "Apply at", &reading.apply);
        one(&mut facts, "Reports to", &reading.reports_to);
        one(&mut facts, "Several openings", &reading.openings.several);
        all(&mut facts, "Track", &reading.openings.tracks);
        all(&mut facts, "Group", &reading.openings.groups);
        all(&mut facts, "Level", &reading.openings.levels);
        all(&mut facts, "Travel", &reading.travel);
        all(&mut facts, "Language", &reading.languages);
        all(&mut facts, "Degree", &reading.degrees);
        one(&mut facts, "Pay", &reading.pay.amount);
        one(&mut facts, "Pay not stated", &reading.pay.not_stated);
        all(&mut facts, "Variable pay", &reading.pay.variable);
        all(&mut facts, "Category", &reading.categories);
        facts
    }

    /// Repairs that a person has to decide, and their numbers.
    fn asked(&self) -> Vec<(usize, &Repair)> {
        self.numbered(false)
    }

    /// Repairs that were made, and their numbers.
    fn made(&self) -> Vec<(usize, &Repair)> {
        self.numbered(true)
    }

    fn numbered(&self, applied: bool) -> Vec<(usize, &Repair)> {
        let numbered = self.reading.repairs.iter().enumerate();
        numbered
            .map(|(n, repair)| (n + 1, repair))
            .filter(|(_, repair)| repair.applied == applied)
            .collect()
    }

    /// How many items of a section are only preferred.
    fn preferred_of(&self, section: &Section) -> usize {
        let preferred = |block: &&Block| match block {
            Block::Item { weight, .. } => weight
                .as_ref()
                .is_some_and(|weight| weight.strength == Strength::Preferred),
            Block::Paragraph { .. } | Block::Subheading { .. } => false,
        };
        section.blocks.iter().filter(preferred).count()
    }

    /// A section of the draft, as candidates would read it.
    fn html(&self, html: &str) -> String {
        markdown::clean(html)
    }
}

fn one<T: Display>(facts: &mut Vec<Fact>, name: &'static str, found: &Option<Found<T>>) {
    all(facts, name, found.as_slice());
}

fn all<T: Display>(facts: &mut Vec<Fact>, name: &'static str, found: &[Found<T>]) {
    facts.extend(
        found
            .iter()
            .map(|found| fact(name, found.value.to_string(), found)),
    );
}

fn fact<T>(name: &'static str, value: String, found: &Found<T>) -> Fact {
    Fact {
        name,
        value,
        line: found.at.first().map_or(0, |at: &Span| at.line),
        because: found.because.clone(),
        sure: found.sure,
    }
}
