//! Phone numbers that colleagues type.

/// A number as ITU-T E.164 writes it, `+37255500142`: up to fifteen digits that begin with a country code. It may be typed with
/// blanks and signs between them, and with 00 for the plus; `None` for anything else, a number without its country too.
pub fn e164(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed
        .strip_prefix('+')
        .or_else(|| typed.strip_prefix("00"))?;
    let between = |c: char| c.is_whitespace() || "-.()/\u{2010}\u{2011}\u{2013}".contains(c);
    let digits: String = rest.chars().filter(|c| !between(*c)).collect();
    let fine = (7..=15).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0');
    fine.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::e164;

    #[test]
    fn numbers_have_their_country() {
        for (typed, kept) in [
            ("+372 5550 0142", Some("+37255500142")),
            (" 00372-5550.0142 ", Some("+37255500142")),
            ("+44 (20) 7946 0958", Some("+442079460958")),
            ("+1/202/555/0142", Some("+12025550142")),
            ("5550 0142", None),
            ("+0 5550 0142", None),
            ("+372 55", None),
            ("+1234567890123456", None),
            ("+372 5550 0142 ext 3", None),
            ("+", None),
            ("", None),
        ] {
            assert_eq!(e164(typed).as_deref(), kept, "{typed:?}");
        }
    }
}
