//! Hits in their context, as text with marks, for the page to escape and draw.

/// Where a mark begins and ends: signs for private use, which are taken out of the text before.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';
pub(super) const SIGNS: &str = "\u{e000}\u{e001}";
/// What `ts_headline` is told.
pub(super) const OPTIONS: &str = "StartSel=\u{e000}, StopSel=\u{e001}, MaxFragments=2, MaxWords=16, MinWords=7, FragmentDelimiter=\" … \"";

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// Text with signs in pieces; nothing when nothing in it is marked.
pub(super) fn read(text: &str) -> Option<Vec<Marked>> {
    if !text.contains(BEGIN) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut push = |text: &str, hit| {
        if !text.is_empty() {
            let text = text.replace([BEGIN, END], "");
            pieces.push(Marked { text, hit });
        }
    };
    let mut parts = text.split(BEGIN);
    push(parts.next().unwrap_or_default(), false);
    for part in parts {
        let (hit, rest) = part.split_once(END).unwrap_or((part, ""));
        push(hit, true);
        push(rest, false);
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_pieces() {
        let read = |text: &str| {
            read(text).map(|pieces| {
                let drawn = pieces.iter().map(|it| match it.hit {
                    true => format!("[{}]", it.text),
                    false => it.text.clone(),
                });
                drawn.collect::<String>()
            })
        };
        let marked = "on \u{e000}Ubuntu\u{e001} & \u{e000}<b>\u{e001}";
        assert_eq!(read(marked).as_deref(), Some("on [Ubuntu] & [<b>]"));
        assert_eq!(read("\u{e000}cut").as_deref(), Some("[cut]"));
        assert_eq!(read("nothing here"), None);
    }
}
