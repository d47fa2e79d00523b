//! The name under which somebody sent a file. It is data: shown and offered again, never a path.

use unicode_normalization::UnicodeNormalization;

use super::FileKind;

/// In characters, the extension among them.
const MAX_CHARACTERS: usize = 150;

/// A name fit to be shown and offered for download: without folders, control and bidi characters,
/// ending like its kind, and short.
pub fn clean_name(sent: &str, kind: FileKind) -> String {
    let name = bare(sent);
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.eq_ignore_ascii_case(kind.extension()) => {
            (stem, extension)
        }
        _ => (name.as_str(), kind.extension()),
    };
    let stem: String = stem
        .chars()
        .take(MAX_CHARACTERS - 1 - extension.len())
        .collect();
    match stem.trim_matches(['.', ' ']) {
        "" => format!("résumé.{extension}"),
        stem => format!("{stem}.{extension}"),
    }
}

/// What the name ends with, without the dot; empty where there is none.
pub(super) fn extension_of(sent: &str) -> String {
    bare(sent)
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_owned())
        .unwrap_or_default()
}

/// The last part of a path of any system, in composed characters, without those that deceive the
/// eye or mean something to a file system.
fn bare(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .nfc()
        .filter(|c| !deceives(*c) && !r#":*?"<>|"#.contains(*c))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, marks that turn the direction of writing, and characters that are not seen.
fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_deceives_and_keep_what_people_wrote() {
        let long = format!("{}.pdf", "é".repeat(400));
        let long_clean = format!("{}.pdf", "é".repeat(146));
        for (sent, clean) in [
            ("Noor Haddad CV.pdf", "Noor Haddad CV.pdf"),
            ("Résumé 2024.PDF", "Résumé 2024.PDF"),
            ("Re\u{301}sume\u{301}.pdf", "Résumé.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\noor\\cv.pdf", "cv.pdf"),
            ("invoice\u{202E}xcod.pdf", "invoicexcod.pdf"),
            ("a\u{0}b\r\nc\t d.pdf", "abc d.pdf"),
            ("what?*<x>|:\".pdf", "whatx.pdf"),
            ("履歴書.pdf", "履歴書.pdf"),
            ("cv.docx", "cv.docx.pdf"),
            ("cv", "cv.pdf"),
            (".pdf", "résumé.pdf"),
            ("...pdf", "résumé.pdf"),
            ("  .. .pdf", "résumé.pdf"),
            ("\u{202E}\u{200B}", "résumé.pdf"),
            ("", "résumé.pdf"),
            (long.as_str(), long_clean.as_str()),
        ] {
            assert_eq!(clean_name(sent, FileKind::Pdf), clean, "{sent:?}");
            assert!(clean_name(sent, FileKind::Pdf).chars().count() <= MAX_CHARACTERS);
        }
    }

    #[test]
    fn extensions_are_those_that_people_see() {
        assert_eq!(extension_of("a.b.PDF"), "PDF");
        assert_eq!(extension_of("cv.pdf\u{200F}"), "pdf");
        assert_eq!(extension_of("folder.pdf/cv"), "");
        assert_eq!(extension_of("pdf"), "");
    }
}
