//! The invented postings in `tests/fixtures/postings`: each carries the faults of a real one, in words of our own.

use super::super::{Block, Strength};
use super::*;

#[test]
fn the_invented_postings_are_read() {
    let readings = folder(&invented());
    let expected = [
        (
            "Chandlery Manager",
            "Halyard & Sons",
            "Santa Cruz, CA, US",
            "intro 2+0, responsibilities 0+3, required 0+2, required 0+2, about 1+0, offer 1+0",
        ),
        (
            "Senior Chart Editor",
            "Möwe Verlag",
            "Hybrid, Lübeck, DE; Remote, Europe",
            "intro 1+0, responsibilities 0+2, required 0+2",
        ),
        (
            "Harbour Desk Associate",
            "Brightwater",
            "Remote, EMEA",
            "intro 1+0, intro 2+0, responsibilities 1+7, required 0+5, nice_to_have 0+3, \
             offer 2+9, about 2+0, equal_opportunity 1+0",
        ),
        (
            "Partner Sales Manager",
            "Brightwater",
            "Remote, Americas",
            "intro 3+0, responsibilities 0+6, required 0+4, \
             offer 2+9, about 2+0, equal_opportunity 1+0",
        ),
        (
            "Port Rollout Manager",
            "Brightwater",
            "Remote",
            "intro 5+0, responsibilities 0+5, required 0+5, nice_to_have 0+2, \
             about 1+0, offer 0+6, equal_opportunity 1+0",
        ),
        (
            "Support Lead",
            "Brightwater",
            "Remote",
            "intro 3+0, responsibilities 0+6, required 0+4, nice_to_have 0+3, \
             about 1+0, offer 0+6, equal_opportunity 1+0",
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
        assert_eq!(places(reading), at, "{title}");
        assert_eq!(outline(reading), sections, "{title}");
        properties::holds(reading);
    }
}

#[test]
fn headings_are_kept_as_written() {
    let readings = folder(&invented());
    let headings = |at: usize| -> Vec<Option<&str>> {
        let sections = readings[at].sections.iter();
        sections
            .map(|section| {
                section
                    .heading
                    .as_ref()
                    .map(|heading| heading.text.as_str())
            })
            .collect()
    };
    assert_eq!(
        headings(4),
        [
            None,
            Some("Port Rollout Manager key responsibilities"),
            Some("Required skills to be a happy Port Rollout Managers"),
            Some("Nice to have skills"),
            Some("About Brightwater"),
            Some("What Brightwater offers"),
            None,
        ]
    );
}

#[test]
fn what_stands_under_labels_is_kept_exactly() {
    let readings = folder(&invented());
    let [shop, editor, ..] = readings.as_slice() else {
        panic!("two postings")
    };
    let apply = found(shop.apply.as_ref()).unwrap();
    assert_eq!(
        apply.url.as_deref(),
        Some("http://jobs.halyard.example/Openings/Post.aspx?k=Job&c=h7Tq2Rn&j=oWq9Zk4B")
    );
    assert_eq!(
        (apply.written.get(..5), apply.scheme_written.as_deref()),
        (Some("jobs."), Some("http"))
    );
    assert_eq!(
        found(shop.posted_on.as_ref()).unwrap().date,
        Some(date(2014, 9, 23))
    );
    assert!(
        shop.closed
            .as_ref()
            .is_some_and(|closed| closed.because.contains("more than a year"))
    );
    assert_eq!(
        found(editor.apply.as_ref()).unwrap().url.as_deref(),
        Some("https://moewe.example/stellen/7?x=%C3%BC&y=1")
    );
    assert_eq!(
        found(editor.posted_on.as_ref()).unwrap().date,
        Some(date(2026, 5, 14))
    );
    assert!(editor.closed.is_none());
    assert_eq!(editor.encoding, "windows-1252");
}

#[test]
fn items_know_how_much_they_matter() {
    let readings = folder(&invented());
    let weights = |at: usize, section: usize| -> Vec<(Strength, bool)> {
        let blocks = readings[at].sections[section].blocks.iter();
        let weighed = blocks.filter_map(|block| match block {
            Block::Item {
                weight: Some(weight),
                ..
            } => Some((weight.strength, weight.preferred_part.is_some())),
            _ => None,
        });
        weighed.collect()
    };
    use Strength::*;
    assert_eq!(weights(0, 3), [(Must, true), (Must, false)]);
    assert_eq!(
        weights(5, 2),
        [
            (Must, false),
            (Must, true),
            (Must, false),
            (Preferred, false)
        ]
    );
    assert_eq!(
        weights(3, 2),
        [
            (Must, false),
            (Must, false),
            (Must, false),
            (Preferred, false)
        ]
    );
    assert_eq!(weights(2, 4), [(Preferred, false); 3]);
    assert_eq!(weights(2, 2), []);
}

#[test]
fn the_text_reads_well_as_markdown() {
    let readings = folder(&invented());
    let lead = &readings[5];
    assert!(
        lead.sections[0]
            .markdown()
            .contains("run calm Support teams – taking calls from the night ferry")
    );
    assert_eq!(
        lead.sections[5].markdown(),
        "- 100% remote\n- Time to learn\n- Competitive salary\n- Thanks that you notice\n- Holidays\n- A rail pass"
    );
    let desk = readings[2].sections[2].markdown();
    assert!(
        desk.starts_with("Your days at the desk will include:\n\n- Answering colleagues"),
        "{desk}"
    );
    let editor = readings[1].sections[1].markdown();
    assert_eq!(
        editor,
        "- Check every sounding against last year's survey\n- Write so that a tired skipper understands"
    );
}

#[test]
fn the_invented_postings_share_three_texts() {
    let expected = [
        ("about", vec![2, 1, 1]),
        ("equal_opportunity", vec![4]),
        ("offer", vec![2, 1, 1]),
    ];
    assert_eq!(shared(&folder(&invented())), expected);
}

#[test]
fn the_json_keeps_its_shape() {
    let file = invented().join("chandlery-manager.md");
    let reading = read("chandlery-manager.md", &std::fs::read(file).unwrap(), TODAY);
    let mut json = serde_json::to_value(reading).unwrap();
    json["identity"]["sketch"] = "64 numbers".into();
    json["tiles"].as_array_mut().unwrap().truncate(3);
    insta::assert_json_snapshot!("chandlery-manager", json);
}

#[test]
fn a_trial_shows_what_was_found_and_why() {
    let file = invented().join("support-lead.txt");
    insta::assert_snapshot!(
        "support-lead",
        read("support-lead.txt", &std::fs::read(file).unwrap(), TODAY).explain()
    );
}
