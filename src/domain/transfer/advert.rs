//! The draft that a reading makes: what was found, and nothing invented.

use super::reading::{self, Found, Reading};
use crate::{
    base::{clock::Day, ids::RegionId},
    domain::postings::{
        advert::{Advert, Body, Pay, PayPeriod, Place, Section, Workplace},
        leads_elsewhere,
    },
};

/// Longest values that the editor's fields take, in characters.
const TITLE: usize = 200;
const LINE: usize = 200;
const REASON: usize = 300;

/// The advert of a reading. `bodies` are its sections' texts, or the company texts that they turned out to be; `regions`
/// are the company's. What only people decide is taken from the draft that is there already.
pub(super) fn advert_of(
    reading: &Reading,
    bodies: Vec<Body>,
    regions: &[(RegionId, String)],
    before: Option<&Advert>,
) -> Advert {
    let mut places: Vec<Place> = Vec::new();
    for place in reading
        .places
        .iter()
        .filter_map(|found| place(&found.value, regions))
    {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Advert {
        title: title(reading),
        sections: reading
            .sections
            .iter()
            .zip(bodies)
            .map(|(section, body)| Section {
                kind: section.kind,
                heading: section
                    .heading
                    .as_ref()
                    .map(|heading| shorten(&heading.text, LINE))
                    .unwrap_or_default(),
                body,
            })
            .collect(),
        workplace: reading
            .places
            .first()
            .map(|found| found.value.workplace)
            .unwrap_or_default(),
        places,
        employment_type: reading.employment_type.as_ref().map(|found| found.value),
        pay: pay(&reading.pay),
        travel: joined(&reading.travel, |travel| travel.text.clone()),
        languages: joined(&reading.languages, ToString::to_string),
        reports_to: reading
            .reports_to
            .as_ref()
            .map(|found| shorten(&found.value, LINE))
            .unwrap_or_default(),
        tracks: tracks(reading),
        closes_on: reading
            .closes_on
            .as_ref()
            .and_then(|found| found.value.date)
            .map(Day),
        external_apply_url: reading
            .apply
            .as_ref()
            .and_then(|found| found.value.url.clone())
            .filter(|url| leads_elsewhere(url)),
        ..before
            .map(|before| Advert {
                summary: before.summary.clone(),
                questions: before.questions.clone(),
                language: before.language.clone(),
                visibility: before.visibility,
                promise_after_applying: before.promise_after_applying,
                promise_after_interview: before.promise_after_interview,
                ..Advert::default()
            })
            .unwrap_or_default()
    }
}

/// The title that was found; a file that has none lends its name.
pub(super) fn title(reading: &Reading) -> String {
    let name = &reading.identity.file_name;
    let found = reading.title.as_ref().map(|found| found.value.as_str());
    let title = found
        .or_else(|| name.rsplit_once('.').map(|(stem, _)| stem))
        .unwrap_or(name);
    match shorten(title, TITLE) {
        empty if empty.is_empty() => "Untitled posting".to_owned(),
        title => title,
    }
}

/// Tracks and groups that one advert covers, each once.
pub(super) fn tracks(reading: &Reading) -> Vec<String> {
    let openings = &reading.openings;
    let mut tracks: Vec<String> = Vec::new();
    for found in openings.tracks.iter().chain(&openings.groups).take(30) {
        let track = shorten(&found.value, 100);
        if !tracks.contains(&track) {
            tracks.push(track);
        }
    }
    tracks
}

fn place(place: &reading::Place, regions: &[(RegionId, String)]) -> Option<Place> {
    if let Some(region) = place.region {
        let known = regions
            .iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(region));
        return Some(match known {
            Some((id, _)) => Place::Region(*id),
            None => named(region, None),
        });
    }
    match (&place.city, place.country) {
        (Some(city), country) => Some(named(
            &match place.state {
                Some(state) => format!("{city}, {state}"),
                None => city.clone(),
            },
            country,
        )),
        (None, Some(country)) => Some(Place::Country(country.to_owned())),
        // "Remote", without a region: from where, only a person can say.
        (None, None) if place.workplace == Workplace::Remote => None,
        (None, None) => Some(named(&place.written, None)),
    }
}

fn named(name: &str, country: Option<&str>) -> Place {
    Place::Named {
        name: shorten(name, LINE),
        country: country.map(str::to_owned),
    }
}

/// A range where an amount was found; else what the text says instead, which candidates read as the reason.
fn pay(pay: &reading::Pay) -> Pay {
    match &pay.amount {
        Some(found) => Pay::Range {
            min_cents: found.value.min_cents,
            max_cents: found.value.max_cents,
            currency: found.value.currency.to_owned(),
            per: found.value.per.unwrap_or(PayPeriod::Year),
            remark: joined(&pay.variable, Clone::clone),
        },
        None => Pay::NotStated {
            reason: pay
                .not_stated
                .as_ref()
                .map(|found| shorten(&found.value, REASON))
                .unwrap_or_default(),
        },
    }
}

fn joined<T>(found: &[Found<T>], words: impl Fn(&T) -> String) -> String {
    let all: Vec<String> = found.iter().map(|found| words(&found.value)).collect();
    shorten(&all.join("; "), LINE)
}

/// A text of at most so many characters, cut between words and marked where it was cut.
fn shorten(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole = head
        .rsplit_once(char::is_whitespace)
        .map_or(head.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(shorten(" short ", 10), "short");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("onetwothree", 5), "onet…");
    }
}
