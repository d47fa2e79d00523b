//! What a mail says. It comes from anybody: nothing in it is believed, and nothing in it is opened.

use super::{bounce::Bounce, quoted};
use mail_parser::{
    Message, MessageParser, MessagePart, MimeHeaders, PartType, decoders::html::html_to_text,
};
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::Arc};

/// The most bytes of a mail.
pub const MAIL: usize = 25 * 1024 * 1024;
/// The most parts that are looked at: each has a head with this word in it. Below that many no nesting is too deep.
const PARTS: usize = 200;
/// The most characters of a text, and of a subject (RFC 5322, 2.1.1).
const TEXT: usize = 200_000;
const SUBJECT: usize = 998;

/// A mail that came.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    /// The same for the same mail, whichever way and however often it comes.
    pub fingerprint: [u8; 32],
    /// Every address that it may have been sent to.
    pub recipients: Vec<String>,
    /// In lower case; empty where it names nobody.
    pub from: String,
    pub subject: String,
    pub said: String,
    /// The older mail below.
    pub quoted: String,
    pub nature: Nature,
    pub attachments: Vec<Attached>,
    /// Whether its parts could be read; of one that is built to do harm only the head is.
    pub readable: bool,
}

impl Mail {
    /// What stands for its Message-ID in the database: two mails may claim the same, and some have none.
    pub fn id(&self) -> String {
        let mut id = "in:".to_owned();
        for byte in self.fingerprint {
            // Writing to a string does not fail.
            let _ = write!(id, "{byte:02x}");
        }
        id
    }
}

/// Who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A person.
    Written,
    /// Their mail program, while they are away (RFC 3834).
    Automatic,
    /// A mail server, about a mail of ours.
    Bounce(Bounce),
}

/// A file in a mail.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    pub name: String,
    pub declared: Option<String>,
    pub bytes: Vec<u8>,
}

/// Reads a mail. Of what its reader dies of nothing can be read.
pub(super) async fn read(raw: Arc<[u8]>) -> Mail {
    let whole = tokio::task::spawn_blocking({
        let raw = raw.clone();
        move || whole(&raw)
    });
    match whole.await {
        Ok(mail) => mail,
        Err(_) => tokio::task::spawn_blocking(move || head(&raw))
            .await
            .unwrap_or_else(|_| nothing()),
    }
}

fn whole(raw: &[u8]) -> Mail {
    if parts(raw) > PARTS {
        return head(raw);
    }
    let Some(message) = MessageParser::default().parse(raw) else {
        return head(raw);
    };
    let bodies: Vec<_> = (0..message.text_body_count())
        .filter_map(|at| message.body_text(at))
        .collect();
    let text = match bodies.is_empty() {
        true => salvaged(&message),
        false => bodies.join("\n"),
    };
    let text = clean(&text);
    let (said, quoted) = quoted::split(&text);
    let nature = match Bounce::of(&message, raw, &text) {
        Some(bounce) => Nature::Bounce(bounce),
        None if automatic(&message) => Nature::Automatic,
        None => Nature::Written,
    };
    Mail {
        said: short(&said, TEXT),
        quoted: short(&quoted, TEXT),
        nature,
        attachments: message.attachments().map(attached).collect(),
        readable: true,
        ..of_head(&message, raw)
    }
}

/// The first text of a mail that was cut off on its way, so that none of its parts is whole.
fn salvaged(message: &Message<'_>) -> String {
    let text = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some(html_to_text(text)),
        PartType::Text(text) if part.is_content_type("text", "html") => Some(html_to_text(text)),
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    });
    text.unwrap_or_default()
}

/// Of a mail that is not taken apart, who and what about.
fn head(raw: &[u8]) -> Mail {
    match MessageParser::default().parse_headers(raw) {
        Some(message) => of_head(&message, raw),
        None => Mail {
            fingerprint: Sha256::digest(raw).into(),
            ..nothing()
        },
    }
}

fn of_head(message: &Message<'_>, raw: &[u8]) -> Mail {
    let from = message.from().and_then(|from| from.first());
    let from = from.and_then(|from| from.address()).unwrap_or_default();
    Mail {
        fingerprint: fingerprint(message, raw),
        recipients: recipients(message),
        from: line(from, 320).to_lowercase(),
        subject: line(message.subject().unwrap_or_default(), SUBJECT),
        ..nothing()
    }
}

fn nothing() -> Mail {
    Mail {
        fingerprint: [0; 32],
        recipients: Vec::new(),
        from: String::new(),
        subject: String::new(),
        said: String::new(),
        quoted: String::new(),
        nature: Nature::Written,
        attachments: Vec::new(),
        readable: false,
    }
}

fn parts(raw: &[u8]) -> usize {
    const HEAD: &[u8] = b"content-type";
    raw.windows(HEAD.len())
        .filter(|window| window.eq_ignore_ascii_case(HEAD))
        .count()
}

/// Of its Message-ID and its content: servers on the way add heads, and two mails may claim one id. One without an id is known
/// by who wrote it, when and about what.
fn fingerprint(message: &Message<'_>, raw: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    match message.message_id() {
        Some(id) => hash.update(id),
        None => {
            for name in ["From", "Date", "Subject"] {
                hash.update(message.header_raw(name).unwrap_or_default());
            }
        }
    }
    hash.update([0]);
    hash.update(body(raw).trim_ascii());
    hash.finalize().into()
}

/// What stands below the head.
fn body(raw: &[u8]) -> &[u8] {
    let blank = |end: &[u8]| {
        let at = raw.windows(end.len()).position(|window| window == end)?;
        raw.get(at..)
    };
    blank(b"\r\n\r\n").or_else(|| blank(b"\n\n")).unwrap_or(raw)
}

/// Where the server that took it in wrote the address of the envelope, and whom it names.
fn recipients(message: &Message<'_>) -> Vec<String> {
    let envelope = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
    ];
    let written = envelope
        .into_iter()
        .filter_map(|name| message.header_raw(name))
        .map(|address| address.trim().trim_matches(['<', '>']).to_owned());
    let named = [message.to(), message.cc()].into_iter().flatten();
    let named = named.flat_map(|address| address.iter());
    let named = named.filter_map(|one| one.address().map(str::to_owned));
    written.chain(named).take(100).collect()
}

/// RFC 3834, 5, and what mail programs wrote before there was one.
fn automatic(message: &Message<'_>) -> bool {
    let head = |name: &str| message.header_raw(name).map(|it| it.trim().to_lowercase());
    let answered = head("Auto-Submitted").is_some_and(|it| !it.starts_with("no"));
    let precedence = head("Precedence")
        .is_some_and(|it| ["bulk", "junk", "list", "auto_reply"].contains(&it.as_str()));
    answered || precedence || head("X-Autoreply").is_some() || head("X-Autorespond").is_some()
}

fn attached(part: &MessagePart<'_>) -> Attached {
    let declared = part.content_type().map(|kind| {
        format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()
    });
    let name = match (part.attachment_name(), &part.body) {
        (Some(name), _) => line(name, 200),
        (None, PartType::Message(_)) => "a forwarded mail".to_owned(),
        (None, _) => "a part without a name".to_owned(),
    };
    Attached {
        name,
        declared,
        bytes: part.contents().to_vec(),
    }
}

/// Text as it can be stored and shown: its lines end in one way, and nothing in it is unseen.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(seen).collect()
}

/// One line without control characters.
fn line(text: &str, most: usize) -> String {
    let words = text.split(|c: char| c.is_control() || c.is_whitespace());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    short(&words.join(" "), most)
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
