//! Mail that a server sent back (RFC 3464, or without a return path).

use mail_parser::{Message, MimeHeaders};

/// Most characters of a reason.
const REASON: usize = 500;

/// What a mail server says of a mail of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bounce {
    /// The Message-IDs of ours that it names.
    pub ours: Vec<String>,
    /// Why, in the server's words.
    pub why: String,
    /// Whether it will never arrive; else it is late, or did arrive.
    pub failed: bool,
}

impl Bounce {
    /// Whether a mail is one, and what it says. A program's answer on behalf of a person is none, though it comes without a
    /// return path as well (RFC 3834, 3.1).
    pub(super) fn of(message: &Message<'_>, raw: &[u8], text: &str) -> Option<Self> {
        let status = message.parts.iter().find(|part| {
            part.is_content_type("message", "delivery-status")
                || part.is_content_type("message", "global-delivery-status")
        });
        let ours = ours(raw);
        if let Some(status) = status {
            let fields = String::from_utf8_lossy(status.contents()).into_owned();
            let field = |name: &str| field(&fields, name);
            let action = field("action").unwrap_or_default().to_lowercase();
            let why = field("diagnostic-code").or_else(|| field("status"));
            return Some(Self {
                ours,
                why: reason(&why.unwrap_or_default()),
                failed: action == "failed",
            });
        }
        let path = message.header_raw("Return-Path").map(str::trim);
        let answered = message.header_raw("Auto-Submitted").is_some();
        (path == Some("<>") && !answered).then(|| Self {
            ours,
            why: reason(text),
            failed: true,
        })
    }
}

/// The value of a field, without its type (`smtp; 550 …`); lines that go on are put together.
fn field(fields: &str, name: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for line in fields.lines() {
        match &mut found {
            Some(value) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            Some(_) => break,
            None => {
                found = line
                    .split_once(':')
                    .filter(|(field, _)| field.trim().eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.trim().to_owned());
            }
        }
    }
    let found = found?;
    Some(match found.split_once(';') {
        Some((kind, value)) if !kind.contains(' ') => value.trim().to_owned(),
        _ => found,
    })
}

fn reason(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let why: String = words.join(" ").chars().take(REASON).collect();
    match why.is_empty() {
        true => "The recipient’s server sent it back.".to_owned(),
        false => why,
    }
}

/// What has the form of our Message-IDs, wherever the server put the mail that it sends back.
fn ours(raw: &[u8]) -> Vec<String> {
    const END: &str = "@candor>";
    let text = String::from_utf8_lossy(raw);
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices(END).take(50) {
        let before = text.get(..at).and_then(|before| before.rsplit_once('<'));
        let Some((_, name)) = before else { continue };
        let id = format!("<{name}{END}");
        if name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()) && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_with_what_goes_on_in_the_next_line() {
        let fields = "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b\r\nAction: failed\r\n\
                      Diagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\nStatus: 5.1.1\r\n";
        assert_eq!(
            field(fields, "diagnostic-code").as_deref(),
            Some("550 5.1.1 no such user here")
        );
        assert_eq!(field(fields, "action").as_deref(), Some("failed"));
        assert_eq!(field(fields, "x"), None);
    }

    #[test]
    fn only_what_looks_like_ours_is_ours() {
        let own = "<0123456789abcdef0123456789abcdef@candor>";
        let raw = format!("a <x@candor> {own} {own} @candor> <é@candor>");
        assert_eq!(ours(raw.as_bytes()), [own]);
    }
}
