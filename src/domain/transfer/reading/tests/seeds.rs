//! The five real postings. They are not ours to keep, so that nothing here repeats what they say.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;

use super::super::Strength;
use super::*;

/// The folder of the real postings, when it is there.
fn seeds() -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let named = std::env::var_os("CANDOR_SEEDS").map(PathBuf::from);
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let folder = named.unwrap_or_else(usual);
    if folder.is_dir() {
        return Some(folder);
    }
    let all = std::env::var("CANDOR_TEST_ALL").is_ok_and(|all| all == "1");
    assert!(
        !all,
        "CANDOR_TEST_ALL is set, and the real postings are not at {}",
        folder.display()
    );
    SAID.call_once(|| skip(&folder));
    None
}

/// Says once that the real postings are missing, and puts it on the list that `./test` shows.
fn skip(folder: &Path) {
    println!(
        "skipped: the real postings (CANDOR_SEEDS) are not at {}",
        folder.display()
    );
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"));
    let list = OpenOptions::new()
        .create(true)
        .append(true)
        .open(target.join("tmp/skipped"));
    if let Ok(mut list) = list {
        writeln!(list, "CANDOR_SEEDS").expect("the list of skipped tests");
    }
}

#[test]
fn the_real_postings_are_read() {
    let Some(folder) = seeds() else { return };
    let readings = super::folder(&folder);
    let expected = [
        (
            "Support Manager",
            "Canonical",
            "Remote",
            "intro 3+0, responsibilities 0+9, required 0+5, nice_to_have 0+5, \
             about 1+0, offer 0+6, equal_opportunity 1+0",
        ),
        (
            "Linux Desktop Support Associate",
            "Canonical",
            "Remote, EMEA",
            "intro 1+0, intro 2+0, responsibilities 1+12, required 0+10, nice_to_have 0+3, \
             offer 2+9, about 2+0, equal_opportunity 1+0",
        ),
        (
            "Public Cloud Project Manager",
            "Canonical",
            "Remote",
            "intro 5+0, responsibilities 0+8, required 0+7, nice_to_have 0+3, \
             about 1+0, offer 0+8, equal_opportunity 1+0",
        ),
        (
            "Channel Sales Manager",
            "Canonical",
            "Remote, Americas",
            "intro 3+0, responsibilities 0+10, required 0+11, \
             offer 2+9, about 2+0, equal_opportunity 1+0",
        ),
        (
            "Technical Support Manager",
            "ServiceNow",
            "San Diego, CA, US",
            "intro 2+0, responsibilities 0+6, required 0+4, required 0+2, about 1+0, offer 1+0",
        ),
    ];
    assert_eq!(readings.len(), expected.len());
    for (reading, (title, company, at, sections)) in readings.iter().zip(expected) {
        assert_eq!(found(reading.title.as_ref()).as_deref(), Some(title));
        assert_eq!(
            found(reading.company.as_ref()).as_deref(),
            Some(company),
            "{title}"
        );
        assert!(
            reading.title.as_ref().is_some_and(|title| title.sure),
            "{title}"
        );
        assert_eq!(places(reading), at, "{title}");
        assert_eq!(outline(reading), sections, "{title}");
        assert_eq!(reading.closed.is_some(), company == "ServiceNow", "{title}");
        properties::holds(reading);
    }
}

#[test]
fn the_fields_of_the_real_postings_are_found() {
    let Some(folder) = seeds() else { return };
    let readings = super::folder(&folder);
    let [support, desk, _, channel, technical] = readings.as_slice() else {
        panic!("five postings")
    };
    let counts = |count: fn(&Reading) -> usize| readings.iter().map(count).collect::<Vec<_>>();
    assert_eq!(counts(|reading| reading.travel.len()), [0, 1, 2, 0, 0]);
    assert_eq!(counts(|reading| reading.languages.len()), [2, 1, 0, 1, 0]);
    assert_eq!(counts(|reading| reading.degrees.len()), [0, 1, 1, 0, 1]);
    assert_eq!(
        counts(|reading| reading.openings.groups.len()),
        [2, 0, 0, 0, 0]
    );
    assert_eq!(
        counts(|reading| reading.openings.tracks.len()),
        [0, 0, 0, 5, 0]
    );
    assert_eq!(
        counts(|reading| reading.pay.variable.len()),
        [0, 2, 0, 2, 0]
    );
    assert!(support.openings.several.is_some() && channel.openings.several.is_some());
    assert_eq!(desk.travel[0].value.times_a_year, Some(4));
    assert!(desk.pay.not_stated.is_some() && desk.pay.amount.is_none());
    assert_eq!(
        desk.benefits
            .iter()
            .filter(|found| found.value.amount.is_some())
            .count(),
        1
    );
    let line = found(channel.reports_to.as_ref()).unwrap();
    assert!(line.starts_with("Director, "), "{line}");
    let degree = &technical.degrees[0].value;
    assert!(degree.or_equivalent && degree.or_experience && degree.strength == Strength::Must);
}

#[test]
fn the_real_posting_with_front_matter_keeps_date_and_address() {
    let Some(folder) = seeds() else { return };
    let readings = super::folder(&folder);
    let reading = readings.last().unwrap();
    let original = String::from_utf8(reading.original.clone()).unwrap();
    let line = |key: &str| {
        original
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap()
    };

    let apply = found(reading.apply.as_ref()).unwrap();
    assert_eq!(apply.written, line("apply: "));
    assert_eq!(
        apply.url,
        Some(format!("{}://{}", line("http: "), line("apply: ")))
    );
    let posted = found(reading.posted_on.as_ref()).unwrap();
    assert_eq!(
        (posted.date, posted.written.as_str()),
        (Some(date(2013, 3, 19)), line("post-date : "))
    );
    assert_eq!(
        reading
            .categories
            .iter()
            .map(|found| found.value.as_str())
            .collect::<Vec<_>>(),
        ["main", "ca-exec"]
    );
}

#[test]
fn the_real_postings_share_three_texts() {
    let Some(folder) = seeds() else { return };
    let expected = [
        ("about", vec![2, 1, 1]),
        ("equal_opportunity", vec![4]),
        ("offer", vec![2, 1, 1]),
    ];
    assert_eq!(shared(&super::folder(&folder)), expected);
}
