//! Reading postings that others wrote: plain text with lost bullets and punctuation, or Markdown with front matter.
//!
//! [`read`] finds what a posting says, types its sections, proposes repairs, and says for each finding where it stands
//! and why it was taken. It touches no file and no database, never fails, and takes time in proportion to the length.
//!
//! What holds for any bytes whatever:
//! * the reading keeps the original, and its [`Tile`]s cover it without gap or overlap;
//! * every field, heading, block and repair has its [`Span`] in the original;
//! * a block's text is the original with the applied repairs that lie in it, and nothing else.
//!
//! The steps, a file each: `decode` (bytes to text that knows its places) → `lines` → `entries` (front matter, facts)
//! → `headings` and `lists` → `layout` (chunks that cover the text) → `sections` → `repairs` → `fields`.

mod decode;
mod entries;
mod explain;
mod fields;
mod headings;
mod identity;
mod kinds;
mod layout;
mod lines;
mod lists;
mod markdown;
mod parts;
mod repairs;
mod sections;
mod shared;
mod sheet;
mod traced;
mod vocabulary;
mod words;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::postings::advert::{EmploymentType, SectionKind};

pub use decode::is_text;
pub use entries::{Entry, Key};
pub use fields::Found;
pub use fields::apply::ApplyAddress;
pub use fields::benefits::Benefit;
pub use fields::dates::Dated;
pub use fields::degree::{Degree, DegreeLevel};
pub use fields::languages::Language;
pub use fields::money::Money;
pub use fields::openings::Openings;
pub use fields::pay::Pay;
pub use fields::places::Place;
pub use fields::strength::{Strength, Weighed};
pub use fields::travel::Travel;
pub use identity::{Identity, Relation};
pub(super) use kinds::belongs_to_company;
pub use parts::{Tile, What};
pub use repairs::{Fault, Repair};
pub use sections::{Block, Heading, Section};
pub use shared::{SharedBlock, Use, Version, shared_blocks, similarity};
pub use traced::Span;

use fields::Evidence;
use layout::Layout;
use parts::Parts;
use repairs::Context;
use sections::Passage;

/// All that was found in a posting. Its JSON is what `candor import --json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    pub file_name: String,
    /// The file, byte for byte.
    #[serde(skip)]
    pub original: Vec<u8>,
    /// How many bytes it has.
    pub size: usize,
    /// The name of its encoding.
    pub encoding: &'static str,
    pub identity: Identity,
    pub title: Option<Found<String>>,
    /// The employer, who need not be the publisher.
    pub company: Option<Found<String>>,
    /// The posting arrives closed when it is long past; `because` says how that is known.
    pub closed: Option<Found<Date>>,
    pub places: Vec<Found<Place>>,
    pub employment_type: Option<Found<EmploymentType>>,
    pub posted_on: Option<Found<Dated>>,
    pub closes_on: Option<Found<Dated>>,
    pub apply: Option<Found<ApplyAddress>>,
    pub reports_to: Option<Found<String>>,
    pub openings: Openings,
    pub travel: Vec<Found<Travel>>,
    pub languages: Vec<Found<Language>>,
    pub degrees: Vec<Found<Degree>>,
    pub pay: Pay,
    pub benefits: Vec<Found<Benefit>>,
    pub categories: Vec<Found<String>>,
    pub sections: Vec<Section>,
    /// Front matter and lines of the form `label: value`, those without use too.
    pub entries: Vec<Entry>,
    /// In the order of the text.
    pub repairs: Vec<Repair>,
    /// The original, piece by piece.
    pub tiles: Vec<Tile>,
}

/// Reads a posting. `today` decides what is long past.
pub fn read(file_name: &str, bytes: &[u8], today: Date) -> Reading {
    let (text, encoding) = decode::decode(bytes);
    let Layout { chunks, markdown } = layout::layout(text.text());
    let Parts {
        mut title,
        passages,
        mut entries,
        tags,
    } = Parts::of(&text, &chunks);

    let employer = employer(&entries, &passages);
    let context = Context::of(
        passages.iter().map(|passage| passage.text.text()),
        employer.as_deref(),
    );
    let mut drafts = sections::group(passages, employer.as_deref());
    let tiles = parts::tiles(&text, &chunks, &drafts);

    let mut repairs: Vec<Repair> = tags.iter().map(repairs::tag).collect();
    if let Some(title) = &mut title {
        parts::mend(title, repairs::Place::Heading, &context, &mut repairs);
    }
    for entry in entries.iter_mut().filter(|entry| !entry.is_exact()) {
        parts::mend(
            &mut entry.traced,
            repairs::Place::Value,
            &context,
            &mut repairs,
        );
        entry.value = entry.traced.text().to_owned();
    }
    let sections = drafts
        .iter_mut()
        .map(|draft| parts::finish(draft, markdown, &context, &mut repairs))
        .collect();
    repairs.sort_by_key(|repair| repair.at.start);

    let kinds: Vec<SectionKind> = drafts.iter().map(|draft| draft.kind).collect();
    let passages: Vec<Passage> = drafts
        .into_iter()
        .flat_map(|draft| draft.passages)
        .collect();
    let evidence = Evidence {
        entries: &entries,
        title: title.as_ref(),
        passages: &passages,
        kinds: &kinds,
        tags: &tags,
    };
    let title = fields::title::find(&evidence, file_name);
    let company = fields::company::find(&evidence);
    let places = fields::places::find(&evidence);
    let posted_on = fields::dates::find(&evidence, Key::PostedOn);
    let closes_on = fields::dates::find(&evidence, Key::ClosesOn);
    let identity = Identity::of(
        file_name,
        bytes,
        &passages,
        [company.as_ref(), title.as_ref()],
        &places,
    );
    Reading {
        file_name: file_name.to_owned(),
        original: bytes.to_vec(),
        size: bytes.len(),
        encoding,
        identity,
        closed: fields::dates::long_past(posted_on.as_ref(), closes_on.as_ref(), today),
        employment_type: fields::employment::find(&evidence),
        apply: fields::apply::find(&evidence),
        reports_to: fields::reporting::find(&evidence),
        openings: fields::openings::find(&evidence),
        travel: fields::travel::find(&evidence),
        languages: fields::languages::find(&evidence),
        degrees: fields::degree::find(&evidence),
        pay: fields::pay::find(&evidence),
        benefits: fields::benefits::find(&evidence),
        categories: fields::categories::find(&evidence),
        title,
        company,
        places,
        posted_on,
        closes_on,
        sections,
        entries,
        repairs,
        tiles,
    }
}

/// The employer's name as it stands before repairs, which need it.
fn employer(entries: &[Entry], passages: &[Passage]) -> Option<String> {
    let stated = entries
        .iter()
        .find(|entry| entry.key == Some(Key::Company) && !entry.value.is_empty());
    match stated {
        Some(entry) => Some(entry.value.clone()),
        None => fields::company::inferred(passages).map(|found| found.value),
    }
}

#[cfg(test)]
mod tests;
