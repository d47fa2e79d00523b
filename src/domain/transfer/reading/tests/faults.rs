//! Which repairs the invented postings get.

use super::*;

/// The repairs of a posting, by whether they were made: what was there, and what should be.
fn repairs<'a>(readings: &'a [Reading], name: &str, made: bool) -> Vec<(&'a str, Option<&'a str>)> {
    let reading = readings
        .iter()
        .find(|reading| reading.identity.file_name == name)
        .unwrap();
    let repairs = reading
        .repairs
        .iter()
        .filter(|repair| repair.applied == made);
    repairs
        .map(|repair| (repair.before.as_str(), repair.after.as_deref()))
        .collect()
}

#[test]
fn certain_faults_are_mended() {
    let readings = folder(&invented());
    for (name, expected) in [
        (
            "chandlery-manager.md",
            &[("ÃƒÂ©", "é"), ("â€“", "–"), (",", "")][..],
        ),
        (
            "chart-editor.txt",
            &[
                ("\r\n", " "),
                ("\r\n", " "),
                ("\r\n  ", " "),
                ("#LI-Hybrid #LI-MV1", ""),
            ],
        ),
        (
            "desk-associate.txt",
            &[
                ("Bachelors", "Bachelor's"),
                (
                    "scannersprintersroutersexternal",
                    "scanners/printers/routers/external",
                ),
                ("monitorsetc", "monitors/etc"),
                ("weve", "we've"),
                ("LI-remote", ""),
            ],
        ),
        (
            "partner-manager.txt",
            &[
                ("andor", "and/or"),
                ("worlds", "world's"),
                ("  ", " – "),
                ("Brightwaters", "Brightwater's"),
                ("  ", " "),
                ("Brightwaters", "Brightwater's"),
                ("regularityfrequency", "regularity/frequency"),
                ("weve", "we've"),
                ("LI-remote", ""),
            ],
        ),
        (
            "support-lead.txt",
            &[
                ("Brightwaters", "Brightwater's"),
                ("  ", " – "),
                ("  ", " – "),
                ("  ", " – "),
                ("Youll", "You'll"),
                ("Brightwaters", "Brightwater's"),
                ("worlds", "world's"),
                ("1", "#1"),
                (":", ""),
                ("100", "100%"),
                ("LI-Remote", ""),
            ],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(before, after)| (*before, Some(*after)))
            .collect();
        assert_eq!(repairs(&readings, name, true), expected, "{name}");
    }
    let programme = repairs(&readings, "programme-manager.txt", true);
    for fault in [
        ("RFIRFP", Some("RFI/RFP")),
        ("programproject", Some("program/project")),
        ("   ", Some(" ")),
    ] {
        assert!(programme.contains(&fault), "{fault:?} in {programme:?}");
    }
}

#[test]
fn doubtful_faults_are_left_to_a_person() {
    let readings = folder(&invented());
    for (name, expected) in [
        ("chandlery-manager.md", &[][..]),
        ("chart-editor.txt", &[]),
        ("desk-associate.txt", &[("C or C", Some("C or C++"))]),
        ("partner-manager.txt", &[("partners", Some("partners'"))]),
        ("programme-manager.txt", &[]),
        (
            "support-lead.txt",
            &[("the our", None), ("teams", Some("team's"))],
        ),
    ] {
        assert_eq!(repairs(&readings, name, false), expected, "{name}");
    }
}

#[test]
fn a_repair_knows_its_place() {
    let readings = folder(&invented());
    for reading in readings
        .iter()
        .filter(|reading| reading.encoding == "UTF-8")
    {
        for repair in &reading.repairs {
            let there = &reading.original[repair.at.start..repair.at.end];
            assert_eq!(std::str::from_utf8(there).unwrap(), repair.before);
        }
    }
}
