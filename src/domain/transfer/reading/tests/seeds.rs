//! The five real postings. They are not ours to keep, so that nothing here repeats what they say.

use std::path::{Path, PathBuf};

use crate::domain::postings::advert::{SectionKind::*, Workplace};

use super::super::{Place, Strength, shared_blocks};
use super::*;

/// The folder of the real postings, when it is there.
fn seeds() -> Option<PathBuf> {
    let named = std::env::var_os("CANDOR_SEEDS").map(PathBuf::from);
    let folder =
        named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds"));
    let there = folder.is_dir();
    let all = std::env::var("CANDOR_TEST_ALL").is_ok_and(|all| all == "1");
    assert!(
        there || !all,
        "CANDOR_TEST_ALL is set, and the real postings are not at {}",
        folder.display()
    );
    if !there {
        println!(
            "skipped: the real postings are not at {} (CANDOR_SEEDS)",
            folder.display()
        );
    }
    there.then_some(folder)
}

fn place(
    reading: &Reading,
) -> Option<(
    Workplace,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
)> {
    let [place] = reading.places.as_slice() else {
        return None;
    };
    let Place {
        workplace,
        city,
        state,
        country,
        region,
        ..
    } = &place.value;
    Some((*workplace, city.as_deref(), *state, *country, *region))
}

#[test]
fn the_real_postings_are_read() {
    let Some(folder) = seeds() else { return };
    let readings = super::folder(&folder);
    let [support, desk, project, channel, technical] = readings.as_slice() else {
        panic!("five postings")
    };

    let remote = |region| Some((Workplace::Remote, None, None, None, region));
    let san_diego = Some((
        Workplace::OnSite,
        Some("San Diego"),
        Some("CA"),
        Some("US"),
        None,
    ));
    for (reading, title, company, at, closed) in [
        (support, "Support Manager", "Canonical", remote(None), false),
        (
            desk,
            "Linux Desktop Support Associate",
            "Canonical",
            remote(Some("EMEA")),
            false,
        ),
        (
            project,
            "Public Cloud Project Manager",
            "Canonical",
            remote(None),
            false,
        ),
        (
            channel,
            "Channel Sales Manager",
            "Canonical",
            remote(Some("Americas")),
            false,
        ),
        (
            technical,
            "Technical Support Manager",
            "ServiceNow",
            san_diego,
            true,
        ),
    ] {
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
        assert_eq!(
            (place(reading), reading.closed.is_some()),
            (at, closed),
            "{title}"
        );
        properties::holds(reading);
    }

    let outlines: [&[(SectionKind, usize, usize)]; 5] = [
        &[
            (Intro, 3, 0),
            (Responsibilities, 0, 9),
            (Required, 0, 5),
            (NiceToHave, 0, 5),
            (About, 1, 0),
            (Offer, 0, 6),
            (EqualOpportunity, 1, 0),
        ],
        &[
            (Intro, 1, 0),
            (Intro, 2, 0),
            (Responsibilities, 1, 12),
            (Required, 0, 10),
            (NiceToHave, 0, 3),
            (Offer, 2, 9),
            (About, 2, 0),
            (EqualOpportunity, 1, 0),
        ],
        &[
            (Intro, 5, 0),
            (Responsibilities, 0, 8),
            (Required, 0, 7),
            (NiceToHave, 0, 3),
            (About, 1, 0),
            (Offer, 0, 8),
            (EqualOpportunity, 1, 0),
        ],
        &[
            (Intro, 3, 0),
            (Responsibilities, 0, 10),
            (Required, 0, 11),
            (Offer, 2, 9),
            (About, 2, 0),
            (EqualOpportunity, 1, 0),
        ],
        &[
            (Intro, 2, 0),
            (Responsibilities, 0, 6),
            (Required, 0, 4),
            (Required, 0, 2),
            (About, 1, 0),
            (Offer, 1, 0),
        ],
    ];
    for (reading, expected) in readings.iter().zip(outlines) {
        assert_eq!(outline(reading), expected, "{}", reading.file_name);
    }
    assert_eq!(
        readings
            .iter()
            .map(|reading| reading.travel.len())
            .collect::<Vec<_>>(),
        [0, 1, 2, 0, 0]
    );
    assert_eq!(
        readings
            .iter()
            .map(|reading| reading.languages.len())
            .collect::<Vec<_>>(),
        [2, 1, 0, 1, 0]
    );
    assert_eq!(
        readings
            .iter()
            .map(|reading| reading.degrees.len())
            .collect::<Vec<_>>(),
        [0, 1, 1, 0, 1]
    );
    assert_eq!(
        (support.openings.groups.len(), channel.openings.tracks.len()),
        (2, 5)
    );
    assert_eq!(desk.travel[0].value.times_a_year, Some(4));
    assert!(desk.pay.not_stated.is_some() && desk.pay.variable.len() == 2);
    assert!(
        channel
            .reports_to
            .as_ref()
            .is_some_and(|found| found.value.starts_with("Director, "))
    );
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
    let mut shared = shared_blocks(&super::folder(&folder));
    shared.sort_by_key(|block| block.kind.key());
    let summary: Vec<_> = shared
        .iter()
        .map(|block| {
            (
                block.kind,
                block
                    .versions
                    .iter()
                    .map(|version| version.used_by.len())
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        summary,
        [
            (About, vec![2, 1, 1]),
            (EqualOpportunity, vec![4]),
            (Offer, vec![2, 1, 1])
        ]
    );
}
