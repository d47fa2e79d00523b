//! The repeated parts of the editor, and of them sections and places. Strings as somebody typed them, and back.

use super::fields::Fields;
use crate::{
    base::{
        countries,
        error::Errors,
        ids::{OfficeId, RegionId, TextBlockId},
    },
    domain::postings::advert::{Body, Place, Section, SectionKind},
};

/// What the form has room for.
pub const MOST: usize = 30;
const HEADING: usize = 200;
const BODY: usize = 20_000;

/// A part with the key under which it came.
pub trait Part: Sized {
    /// The prefix of its fields.
    const NAME: &'static str;

    fn read(fields: &Fields, at: &str) -> Self;

    /// All parts of the kind, in order.
    fn all(fields: &Fields) -> Vec<(String, Self)> {
        fields
            .keys(Self::NAME)
            .into_iter()
            .map(|key| {
                let part = Self::read(fields, &format!("{}-{key}", Self::NAME));
                (key, part)
            })
            .collect()
    }
}

/// A section: its own text, or a company text (`12` follows the newest, `12.3` keeps version 3).
#[derive(Clone, Debug, Default)]
pub struct SectionForm {
    pub kind: String,
    pub heading: String,
    pub body: String,
    pub quote: String,
}

impl Part for SectionForm {
    const NAME: &'static str = "section";

    fn read(fields: &Fields, at: &str) -> Self {
        Self {
            kind: fields.line(&format!("{at}-kind")),
            heading: fields.line(&format!("{at}-heading")),
            body: fields.text(&format!("{at}-body")),
            quote: fields.line(&format!("{at}-quote")),
        }
    }
}

impl SectionForm {
    pub fn of(section: &Section) -> Self {
        let (body, quote) = match &section.body {
            Body::Text(text) => (text.clone(), String::new()),
            Body::Block(id) => (String::new(), id.to_string()),
            Body::BlockVersion(id, number) => (String::new(), format!("{id}.{number}")),
        };
        Self {
            kind: section.kind.key().to_owned(),
            heading: section.heading.clone(),
            body,
            quote,
        }
    }

    /// The company text, and the version that it keeps.
    pub fn quoted(&self) -> Option<(TextBlockId, Option<i32>)> {
        match self.quote.split_once('.') {
            Some((id, number)) => Some((id.parse().ok()?, Some(number.parse().ok()?))),
            None => Some((self.quote.parse().ok()?, None)),
        }
    }

    pub fn check(&self, n: usize, errors: &mut Errors) -> Section {
        let kind = SectionKind::parse(&self.kind).unwrap_or(SectionKind::Custom);
        if self.heading.chars().count() > HEADING {
            errors.add(
                format!("section-{n}-heading"),
                "Shorten the heading to 200 characters",
            );
        }
        if self.body.chars().count() > BODY {
            errors.add(
                format!("section-{n}-body"),
                "Shorten this section to 20,000 characters",
            );
        }
        let body = match self.quoted() {
            Some((id, None)) => Body::Block(id),
            Some((id, Some(number))) => Body::BlockVersion(id, number),
            None => Body::Text(self.body.clone()),
        };
        Section {
            kind,
            heading: self.heading.clone(),
            body,
        }
    }
}

/// A place: `what` is `office:3`, `region:2`, `country:EE` or `named`, which has a name and perhaps a country.
#[derive(Clone, Debug, Default)]
pub struct PlaceForm {
    pub what: String,
    pub name: String,
    pub country: String,
}

impl Part for PlaceForm {
    const NAME: &'static str = "place";

    fn read(fields: &Fields, at: &str) -> Self {
        Self {
            what: fields.line(&format!("{at}-what")),
            name: fields.line(&format!("{at}-name")),
            country: fields.line(&format!("{at}-country")),
        }
    }
}

impl PlaceForm {
    pub fn of(place: &Place) -> Self {
        let what = |what: String| Self {
            what,
            ..Self::default()
        };
        match place {
            Place::Office(id) => what(format!("office:{id}")),
            Place::Region(id) => what(format!("region:{id}")),
            Place::Country(code) => what(format!("country:{code}")),
            Place::Named { name, country } => Self {
                what: "named".to_owned(),
                name: name.clone(),
                country: country.clone().unwrap_or_default(),
            },
        }
    }

    pub fn is_named(&self) -> bool {
        self.what == "named"
    }

    pub fn check(&self, n: usize, errors: &mut Errors) -> Option<Place> {
        let known = |code: &str| countries::by_code(code).map(|country| country.code.to_owned());
        match self.what.split_once(':') {
            Some(("office", id)) => id.parse::<OfficeId>().ok().map(Place::Office),
            Some(("region", id)) => id.parse::<RegionId>().ok().map(Place::Region),
            Some(("country", code)) => known(code).map(Place::Country),
            _ => {
                if !(1..=200).contains(&self.name.chars().count()) {
                    errors.add(format!("place-{n}-name"), "Name the place, or remove it");
                }
                Some(Place::Named {
                    name: self.name.clone(),
                    country: known(&self.country),
                })
            }
        }
    }
}
