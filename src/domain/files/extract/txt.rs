use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::{TEXT_LIMIT, sheet::Sheet};

/// In no encoding do this many bytes give less than the limit of text.
const ENOUGH_BYTES: usize = 4 * TEXT_LIMIT;

/// Reads plain text in the encoding that its byte order mark says, else UTF-8 if it is that, else
/// what its bytes look like.
pub(super) fn read(document: &[u8], sheet: &mut Sheet) {
    let document = &document[..document.len().min(ENOUGH_BYTES)];
    sheet.push(&decode(document));
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector
        .guess(None, Utf8Detection::Allow)
        .decode_without_bom_handling(bytes)
        .0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encoding_it_was_written_in() {
        let (japanese, ..) = encoding_rs::SHIFT_JIS.encode("職務経歴書です。東京都在住。");
        let (russian, ..) = encoding_rs::WINDOWS_1251.encode("Опыт работы: инженер, Москва");
        let utf16 = |order: fn(u16) -> [u8; 2]| {
            "\u{FEFF}Zürich, 職"
                .encode_utf16()
                .flat_map(order)
                .collect::<Vec<u8>>()
        };
        for (bytes, text) in [
            (b"plain".to_vec(), "plain"),
            ("naïve ✓".as_bytes().to_vec(), "naïve ✓"),
            ("\u{FEFF}marked ✓".as_bytes().to_vec(), "marked ✓"),
            (
                b"R\xE9sum\xE9 de Zo\xEB, \xA4 caf\xE9".to_vec(),
                "Résumé de Zoë, ¤ café",
            ),
            (japanese.into_owned(), "職務経歴書です。東京都在住。"),
            (russian.into_owned(), "Опыт работы: инженер, Москва"),
            (utf16(u16::to_le_bytes), "Zürich, 職"),
            (utf16(u16::to_be_bytes), "Zürich, 職"),
        ] {
            assert_eq!(decode(&bytes), text);
        }
    }
}
