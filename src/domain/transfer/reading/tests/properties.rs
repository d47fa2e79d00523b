//! What holds for any bytes whatever.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::{Block, Span, What};
use super::*;

/// Asserts what every reading promises.
pub(super) fn holds(reading: &Reading) {
    let original = &reading.original;
    let mut end = 0;
    let mut pieces = Vec::new();
    for tile in &reading.tiles {
        assert_eq!(tile.at.start, end, "tiles leave no gap");
        end = tile.at.end;
        pieces.extend_from_slice(&original[tile.at.start..tile.at.end]);
        match tile.what {
            What::Heading { section } => assert_eq!(
                reading.sections[section].heading.as_ref().unwrap().at,
                tile.at
            ),
            What::Block { section, block } => {
                assert_eq!(reading.sections[section].blocks[block].at(), tile.at)
            }
            What::Entry { entry } => within(&reading.entries[entry].at, tile.at.start..tile.at.end),
            What::Title | What::Tag | What::Mark | What::Blank => {}
        }
    }
    assert_eq!(&pieces, original, "the pieces give the original back");

    let text = std::str::from_utf8(original);
    for section in &reading.sections {
        section.markdown();
        within(&section.at, 0..original.len());
        for block in &section.blocks {
            within(&block.at(), section.at.start..section.at.end);
            if let Ok(text) = text {
                assert_eq!(block.text(), shown(text, block, reading));
                assert_eq!(block.at().line, line(text, block.at().start));
            }
        }
    }
    for repair in &reading.repairs {
        within(&repair.at, 0..original.len());
    }
    serde_json::to_string(reading).unwrap();
    reading.explain();
}

fn within(span: &Span, range: std::ops::Range<usize>) {
    assert!(
        range.start <= span.start && span.start <= span.end && span.end <= range.end,
        "{span:?} in {range:?}"
    );
}

/// A block's part of the original with the repairs that were made in it.
fn shown(text: &str, block: &Block, reading: &Reading) -> String {
    let at = block.at();
    let mut shown = text[at.start..at.end].to_owned();
    let inside = |span: &Span| at.start <= span.start && span.end <= at.end;
    for repair in reading
        .repairs
        .iter()
        .rev()
        .filter(|repair| repair.applied && inside(&repair.at))
    {
        assert_eq!(repair.before, text[repair.at.start..repair.at.end]);
        shown.replace_range(
            repair.at.start - at.start..repair.at.end - at.start,
            repair.after.as_ref().unwrap(),
        );
    }
    shown
}

fn line(text: &str, at: usize) -> usize {
    1 + text[..at]
        .replace("\r\n", "\n")
        .chars()
        .filter(|char| matches!(char, '\n' | '\r'))
        .count()
}

const PARTS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "---\n",
    "---",
    "title: Clock Mender\n",
    "post-date : 3-4-2013\n",
    "- ",
    "* ",
    "##",
    "# ",
    "**",
    "About Halden",
    "Key responsibilities",
    "We offer:",
    "Haldens",
    "Halden",
    "Youll",
    "  ",
    " ",
    "\t",
    "andor",
    "C or C",
    "worlds 1 ",
    "Location: ",
    "Remote (EMEA)",
    "LI-Remote",
    "#LI-X",
    "â€“",
    "Ã©",
    "\u{FEFF}",
    "\0",
    "é",
    "1. ",
    "$2,000 a year",
    "reports to the Head of ",
    "looking for a ",
    "Clock Menders",
    ", ",
    ". ",
    ";",
    ":",
    "We hire without discrimination. Applicants of any kind apply.",
    "===",
    "A long sentence about clocks that goes on for quite a while, until the reader is tired of it and the clock stops.",
    "fluent English preferred",
    "Bachelors degree or equivalent",
    "travel 10-20 %",
    "http: http\napply: a.example/b?c\n",
    "`<b>*[x](y)",
];

fn postings() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(&read("any", &bytes, TODAY));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        holds(&read("any.txt", text.as_bytes(), TODAY));
    }

    #[test]
    fn whatever_looks_like_a_posting_is_read(text in postings()) {
        holds(&of(&text));
    }

    #[test]
    fn any_encoding_is_read(text in postings(), encoding in 0_usize..6) {
        let encoding = [
            encoding_rs::WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::GB18030, encoding_rs::WINDOWS_1251, encoding_rs::EUC_KR,
            encoding_rs::ISO_2022_JP,
        ][encoding];
        holds(&read("any.txt", &encoding.encode(&text).0, TODAY));
        let wide: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        holds(&read("any.txt", &wide, TODAY));
    }
}

#[test]
fn nothing_and_next_to_nothing_are_read() {
    for bytes in [
        &b""[..],
        b"\n",
        b"\0",
        b"---",
        b"---\n---",
        b"\xEF\xBB\xBF",
        b"\xFF",
        b"\xFE\xFF",
        b"#",
        b":",
        b"- ",
        b"\r\n\r\n",
    ] {
        holds(&read("", bytes, TODAY));
    }
}

/// A rule that looks back over the whole text again and again would take a minute here.
#[test]
fn long_texts_take_time_in_proportion() {
    const LENGTH: usize = 30_000;
    const ENOUGH: Duration = Duration::from_secs(10);
    let parts = [
        "a",
        " ",
        "\n",
        ".",
        "-",
        "#",
        "*",
        "(",
        ":",
        ",",
        "1",
        "$",
        "\"",
        "é",
        "â€",
        "\u{FEFF}",
        "\0",
        "a\n",
        "a\n\n",
        "A ",
        "A. ",
        "a  ",
        "etc ",
        "Managers ",
        "Haldens ",
        "- a\n",
        "a: b\n",
        "and ",
        "&",
        "''",
        "1 ",
        "LI-A ",
        "printers",
        "RFI",
        ". . ",
        "; ",
        "Title:\n\nA line\nA line\n\n",
        "Location: A/",
        "We are seeking several, ",
        "$1 to ",
        "travel ",
        "fluent English ",
        "\u{FFFD}",
        "---\na: b\n",
    ];
    for part in parts {
        let text = part.repeat(LENGTH / part.len());
        let begun = Instant::now();
        of(&text);
        assert!(
            begun.elapsed() < ENOUGH,
            "{part:?} took {:?}",
            begun.elapsed()
        );
    }
    let begun = Instant::now();
    read("", &vec![0xFE; LENGTH], TODAY);
    assert!(begun.elapsed() < ENOUGH);
}
