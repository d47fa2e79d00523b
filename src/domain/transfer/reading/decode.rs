//! From bytes to text: UTF-8 where it is that, else by byte order mark, else by a guess; every byte keeps its place.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::traced::Traced;

/// The text of a file, and the name of the encoding it was read in.
pub(super) fn decode(bytes: &[u8]) -> (Traced, &'static str) {
    let mut text = Traced::empty(0..bytes.len());
    let encoding = match Encoding::for_bom(bytes) {
        Some((marked, _)) if marked != encoding_rs::UTF_8 => marked,
        _ if mostly_utf8(bytes) => encoding_rs::UTF_8,
        _ => guess(bytes),
    };
    if encoding == encoding_rs::UTF_8 {
        push_utf8(&mut text, bytes);
    } else {
        push_other(&mut text, bytes, encoding);
    }
    text.number_lines();
    (text, encoding.name())
}

/// Whether a file is text at all. Pictures and documents are none, whatever their names say; a few stray control
/// characters in a text that somebody copied are, but U+0000 in none.
pub fn is_text(bytes: &[u8]) -> bool {
    let (text, _) = decode(bytes);
    let (mut all, mut controls) = (0_usize, 0_usize);
    for char in text.text().chars() {
        all += 1;
        controls += usize::from(char.is_ascii_control() && !char.is_ascii_whitespace());
    }
    !text.text().contains('\0') && controls <= all / 50
}

/// A file with more whole multi-byte characters than broken ones is UTF-8 that was damaged, not another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || whole > broken
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn push_utf8(text: &mut Traced, bytes: &[u8]) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_verbatim(chunk.valid(), at);
        at += chunk.valid().len();
        let broken = chunk.invalid().len();
        if broken > 0 {
            text.push_instead("\u{FFFD}", at..at + broken);
            at += broken;
        }
    }
}

/// Decodes byte by byte: what comes out after a byte stands for the bytes since the last that came out.
fn push_other(text: &mut Traced, bytes: &[u8], encoding: &'static Encoding) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = [0; 32];
    let mut pending = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let last = at + 1 == bytes.len();
        let (_, _, written, _) = decoder.decode_to_utf8(&[*byte], &mut out, last);
        let came = out
            .get(..written)
            .and_then(|out| std::str::from_utf8(out).ok())
            .unwrap_or_default();
        if came.is_empty() {
            continue;
        }
        if pending == at && came.as_bytes() == [*byte] {
            text.push_verbatim(came, at);
        } else {
            text.push_instead(came, pending..at + 1);
        }
        pending = at + 1;
    }
    if pending < bytes.len() {
        text.push_instead("\u{FFFD}", pending..bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(bytes: &[u8], part: &str) -> (usize, usize, &'static str) {
        let (text, encoding) = decode(bytes);
        let start = text.text().find(part).unwrap();
        let span = text.span(start..start + part.len());
        (span.start, span.end, encoding)
    }

    #[test]
    fn places_count_bytes_of_the_original_whatever_its_encoding() {
        assert_eq!(
            place("Zürich für dich".as_bytes(), "dich"),
            (13, 17, "UTF-8")
        );
        assert_eq!(
            place(b"Wir suchen f\xFCr Z\xFCrich jemanden", "rich"),
            (17, 21, "windows-1252")
        );
        assert_eq!(
            place(b"\xFF\xFEa\0b\0\r\0\n\0c\0", "c"),
            (10, 12, "UTF-16LE")
        );
        assert_eq!(place(b"\xEF\xBB\xBFTitle", "Title"), (3, 8, "UTF-8"));
    }

    #[test]
    fn pictures_and_documents_are_no_text() {
        for text in [
            &b"Miller\r\n\tGrinds\x0c"[..],
            b"\xFF\xFEa\0b\0",
            b"Z\xFCrich",
            b"",
        ] {
            assert!(is_text(text), "{text:?}");
        }
        let stray = format!("{}\u{7}", "Grind what the valley grows. ".repeat(2));
        assert!(is_text(stray.as_bytes()));
        for other in [
            &b"Miller\0"[..],
            b"\x89PNG\r\n\x1a\n",
            b"%PDF-1.7\n\x01\x02\x03",
        ] {
            assert!(!is_text(other), "{other:?}");
        }
    }

    #[test]
    fn a_broken_byte_in_utf8_stays_one_broken_byte() {
        let (text, encoding) = decode(b"caf\xC3\xA9, na\xC3\xAFve, \xFF here");
        assert_eq!(
            (text.text(), encoding),
            ("café, naïve, \u{FFFD} here", "UTF-8")
        );
    }

    #[test]
    fn a_character_cut_off_at_the_end_is_not_lost() {
        let (text, _) = decode(b"\xFF\xFEa\0b");
        assert_eq!(text.boundary(text.text().len()), 5);
    }
}
