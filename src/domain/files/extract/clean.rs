use unicode_normalization::UnicodeNormalization;

use super::TEXT_LIMIT;

/// Text that may be shown, searched and stored, from whatever bytes the child wrote: composed
/// UTF-8, lines that end in `\n`, no control, bidi or unseen characters, no heaps of white space.
pub(super) fn clean(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut kept = String::with_capacity(text.len().min(TEXT_LIMIT));
    let mut empty_lines = 0;
    for line in text.replace("\r\n", "\n").split(is_line_end) {
        let line: String = line
            .chars()
            .flat_map(ligature)
            .nfc()
            .filter_map(character)
            .collect();
        let line = line.trim_end();
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        let between = match (kept.is_empty(), empty_lines) {
            (true, _) => "",
            (false, 0) => "\n",
            (false, _) => "\n\n",
        };
        empty_lines = 0;
        let room = TEXT_LIMIT.saturating_sub(kept.len() + between.len());
        kept.push_str(between);
        kept.push_str(&line[..line.floor_char_boundary(room)]);
        if line.len() > room {
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The letters of a ligature, which nobody types when searching.
fn ligature(c: char) -> impl Iterator<Item = char> {
    let letters = match c {
        '\u{FB00}' => Some("ff"),
        '\u{FB01}' => Some("fi"),
        '\u{FB02}' => Some("fl"),
        '\u{FB03}' => Some("ffi"),
        '\u{FB04}' => Some("ffl"),
        '\u{FB05}' | '\u{FB06}' => Some("st"),
        _ => None,
    };
    letters
        .is_none()
        .then_some(c)
        .into_iter()
        .chain(letters.unwrap_or_default().chars())
}

fn character(c: char) -> Option<char> {
    match c {
        '\t' => Some('\t'),
        // Bullets of the symbol fonts, which have no other meaning here.
        '\u{F0A7}' | '\u{F0B7}' => Some('•'),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' => None,
        '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' => None,
        // Tags, by which text is hidden from people and not from programs, and what is no character.
        '\u{E0000}'..='\u{E0FFF}' | '\u{FDD0}'..='\u{FDEF}' => None,
        c if c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_readable_and_nothing_else_changes() {
        for (raw, text) in [
            ("a\r\nb\rc\u{C}d\u{2028}e", "a\nb\nc\nd\ne"),
            ("\n\n  indented  \n\n\n\nnext\n\n", "  indented\n\nnext"),
            ("a\u{0}b\u{1B}[31mc\u{7F}\u{9F}", "ab[31mc"),
            (
                "\u{FEFF}pay\u{202E}load\u{200B} soft\u{AD}ly",
                "payload softly",
            ),
            ("o\u{FB03}ce, \u{FB01}nal", "office, final"),
            ("Re\u{301}sume\u{301}", "Résumé"),
            ("a\u{A0}b\u{3000}c\td", "a b c\td"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("tag\u{E0041}ged", "tagged"),
            ("", ""),
            ("\n \t \n", ""),
        ] {
            assert_eq!(clean(raw.as_bytes()), text, "{raw:?}");
        }
        assert_eq!(clean(b"caf\xE9"), "caf\u{FFFD}");
    }

    #[test]
    fn text_is_bounded() {
        for raw in [
            "é".repeat(TEXT_LIMIT),
            "é\n".repeat(TEXT_LIMIT),
            "\u{FB03}".repeat(TEXT_LIMIT),
        ] {
            let text = clean(raw.as_bytes());
            assert!(
                text.len() <= TEXT_LIMIT && text.len() > TEXT_LIMIT - 4,
                "{}",
                text.len()
            );
        }
    }
}
