//! Where the work is done: an office, a country, or from home within a region.

use crate::domain::postings::advert::{SectionKind, Workplace};
use serde::Serialize;

use super::super::entries::Key;
use super::super::traced::Traced;
use super::super::words::{Words, trim};
use super::{Evidence, Found, callings, gazetteer};

/// A place of work. A remote one may name a region or country, or nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub workplace: Workplace,
    pub city: Option<String>,
    /// State or province, as its code.
    pub state: Option<&'static str>,
    /// ISO 3166-1 code.
    pub country: Option<&'static str>,
    /// A list of countries by name, such as EMEA.
    pub region: Option<&'static str>,
    /// As written.
    pub written: String,
}

/// The places from the surest source that names any.
pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<Place>> {
    let sources = [stated, told, after_title, tagged, from_home];
    let mut found = sources.iter().map(|source| source(evidence));
    found.find(|places| !places.is_empty()).unwrap_or_default()
}

/// The places under labels.
fn stated(evidence: &Evidence) -> Vec<Found<Place>> {
    let mut workplaces = evidence.under(Key::Workplace);
    let everywhere = workplaces.find_map(|entry| workplace(&entry.value));
    let places = evidence.under(Key::Place).flat_map(|entry| {
        let because = format!("{} says so", entry.source());
        each(&entry.traced, everywhere, &because)
    });
    places.collect()
}

/// `Turku, Finland; Remote (EMEA)`: the places of one text.
fn each(text: &Traced, everywhere: Option<Workplace>, because: &str) -> Vec<Found<Place>> {
    let value = text.text();
    let signs = value
        .match_indices([';', '|', '/'])
        .map(|(at, sign)| (at, sign.len()));
    let ors = value.match_indices(" or ").map(|(at, or)| (at, or.len()));
    let mut cuts: Vec<(usize, usize)> = signs.chain(ors).chain([(value.len(), 0)]).collect();
    cuts.sort_unstable();
    let mut places = Vec::new();
    let mut start = 0;
    for (at, length) in cuts {
        let range = trim(value, start..at);
        start = at + length;
        let written = text.get(range.clone());
        if !written.is_empty() {
            let place = read(written, everywhere);
            let sure = place.is_known() || place.workplace == Workplace::Remote;
            let found = Found::new(place, text.span(range), because);
            places.push(if sure { found } else { found.unsure() });
        }
    }
    places
}

impl Place {
    /// It says where, and not only how, one works.
    fn is_known(&self) -> bool {
        self.city.is_some() || self.country.is_some() || self.region.is_some()
    }
}

/// `Clock Mender – Turku, Finland`: what follows the title, when a country, a region or the like shows that it is a
/// place.
fn after_title(evidence: &Evidence) -> Vec<Found<Place>> {
    let Some(line) = evidence.title else {
        return Vec::new();
    };
    let rest = callings::within_line(line.text()).end..line.text().len();
    let start = rest.start
        + line
            .get(rest.clone())
            .find(char::is_alphanumeric)
            .unwrap_or(rest.len());
    let found = each(
        &line.slice(start..rest.end),
        None,
        "it stands behind the title",
    );
    let place = |place: &Place| {
        place.country.is_some() || place.region.is_some() || place.workplace != Workplace::OnSite
    };
    let shown = found.iter().any(|found| place(&found.value));
    found
        .into_iter()
        .filter(|_| shown)
        .map(Found::unsure)
        .collect()
}

/// One place from a short text or a sentence about it.
fn read(written: &str, everywhere: Option<Workplace>) -> Place {
    let words = Words::of(written);
    let mut place = Place {
        workplace: workplace(written)
            .or(everywhere)
            .unwrap_or(Workplace::OnSite),
        city: None,
        state: None,
        country: None,
        region: gazetteer::region(&words),
        written: written.to_owned(),
    };
    let sentence = words.has(&["will", "is", "are", "be", "based", "located"]);
    let named = match (0..words.len())
        .rev()
        .find(|at| words.is_any(*at, &["in", "near", "from", "within"]))
    {
        Some(at) if sentence => written.get(words.range(at).end..).unwrap_or_default(),
        None if sentence => "",
        _ => written,
    };
    let parts = named
        .split([',', '(', ')'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "));
    for part in parts.map(bare) {
        let words = Words::of(part);
        let (state, country) = (gazetteer::state(part), gazetteer::country(part));
        if let (Some((code, home)), true) = (state, place.city.is_some() && place.state.is_none()) {
            (place.state, place.country) = (Some(code), Some(home));
        } else if country.is_some() {
            place.country = country;
        } else if place.city.is_none() && is_city(&words) {
            place.city = Some(part.to_owned());
        }
    }
    place
}

/// A part of a place without full stop, article and postal code.
fn bare(part: &str) -> &str {
    let part = part.trim().trim_end_matches('.').trim_start_matches("the ");
    part.trim_end_matches(|char: char| char.is_ascii_digit() || char == '-')
        .trim()
}

/// A part that can be the name of a town: capitals, and nothing about where one works.
fn is_city(words: &Words) -> bool {
    let about = [
        "remote",
        "hybrid",
        "office",
        "region",
        "home",
        "anywhere",
        "timezone",
        "headquarters",
        "site",
    ];
    let own = (0..words.len()).all(|at| !words.is_any(at, &about));
    words.capital(0) && words.len() <= 4 && own && gazetteer::region(words).is_none()
}

fn workplace(text: &str) -> Option<Workplace> {
    let words = Words::of(text);
    if words.has(&["hybrid"]) {
        Some(Workplace::Hybrid)
    } else if words.has(&[
        "remote",
        "remotely",
        "home-based",
        "home based",
        "work from home",
        "from home",
        "anywhere",
    ]) {
        Some(Workplace::Remote)
    } else {
        matches!(text.trim(), "true" | "yes").then_some(Workplace::Remote)
    }
}

/// Sentences of the text that say where the job is done; what a company says of itself does not count.
fn told(evidence: &Evidence) -> Vec<Found<Place>> {
    let about_job = |kind| {
        matches!(
            kind,
            SectionKind::Intro
                | SectionKind::Custom
                | SectionKind::Responsibilities
                | SectionKind::Required
        )
    };
    let says = |words: &Words| {
        let placed = words.has(&[
            "based in",
            "based remotely in",
            "located in",
            "based at",
            "remotely from",
            "remote within",
            "remotely within",
        ]);
        placed && words.has(&["role", "position", "job", "you", "post"])
    };
    let sentences = evidence.said(about_job).filter(|said| says(&said.words()));
    let read = sentences.map(|said| {
        let place = read(said.text(), None);
        Found::new(
            place,
            said.whole(),
            format!("the text says “{}”", said.text()),
        )
    });
    read.filter(|found| found.value.is_known())
        .map(Found::unsure)
        .collect()
}

/// A tracking tag says that the job is remote or hybrid, though not where.
fn tagged(evidence: &Evidence) -> Vec<Found<Place>> {
    let place = evidence.tags.iter().find_map(|tag| {
        let workplace = workplace(&tag.text().replace("LI-", " ").replace('#', " "))?;
        let because = format!(
            "the tracking tag “{}” says so; no region is named",
            tag.text()
        );
        Some(Found::new(
            somewhere(workplace, tag.text()),
            tag.whole(),
            because,
        ))
    });
    place.into_iter().collect()
}

/// The offer says that one works from home, though not where.
fn from_home(evidence: &Evidence) -> Vec<Found<Place>> {
    const SAID: &[&str] = &[
        "work from home",
        "work-from-home",
        "fully remote",
        "remote-first",
    ];
    let mut offered = evidence.said(|kind| kind == SectionKind::Offer);
    let place = offered.find(|said| said.words().has(SAID)).map(|said| {
        let because = format!("the offer says “{}”; no region is named", said.text());
        Found::new(
            somewhere(Workplace::Remote, said.text()),
            said.whole(),
            because,
        )
        .unsure()
    });
    place.into_iter().collect()
}

fn somewhere(workplace: Workplace, written: &str) -> Place {
    Place {
        workplace,
        city: None,
        state: None,
        country: None,
        region: None,
        written: written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (
        Workplace,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
    );

    #[test]
    fn places_are_read_as_people_write_them() {
        use Workplace::*;
        let table: [(&str, Parts); 10] = [
            (
                "San Jose, CA",
                (OnSite, Some("San Jose"), Some("CA"), Some("US"), None),
            ),
            (
                "Halifax, Nova Scotia, Canada",
                (OnSite, Some("Halifax"), Some("NS"), Some("CA"), None),
            ),
            (
                "Turku, Finland (hybrid)",
                (Hybrid, Some("Turku"), None, Some("FI"), None),
            ),
            (
                "Remote - Latin America",
                (Remote, None, None, None, Some("Latin America")),
            ),
            ("Remote, Germany", (Remote, None, None, Some("DE"), None)),
            (
                "The post is remote within the EMEA region",
                (Remote, None, None, None, Some("EMEA")),
            ),
            (
                "You will be based in our Turku office",
                (OnSite, None, None, None, None),
            ),
            (
                "This post is based in Turku, Finland.",
                (OnSite, Some("Turku"), None, Some("FI"), None),
            ),
            ("Remote", (Remote, None, None, None, None)),
            (
                "Austin, TX 78701",
                (OnSite, Some("Austin"), Some("TX"), Some("US"), None),
            ),
        ];
        for (written, expected) in table {
            let place = read(written, None);
            let parts = (
                place.workplace,
                place.city.as_deref(),
                place.state,
                place.country,
                place.region,
            );
            assert_eq!(parts, expected, "{written}");
        }
    }
}
