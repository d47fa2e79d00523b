//! The way to the mail server.

use super::{Invitation, language::Language, page, reply::ReplyAddress};
use crate::base::{
    clock::Time,
    config::{Config, MailMode},
};
use anyhow::Context;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp,
};
use std::time::Duration;

/// One command may take this long, however slow the server.
const TIMEOUT: Duration = Duration::from_secs(20);
/// And all of them together: less than a task may take, and than the program has to stop.
const PATIENCE: Duration = Duration::from_secs(25);
/// Somebody waits for the answer to a test.
const TESTING: Duration = Duration::from_secs(10);
/// What a server says of us and not of the mail, as that we have no right to send (RFC 4954): somebody sets it right, and the
/// mail goes.
const ABOUT_US: [u16; 4] = [530, 534, 535, 538];

/// Sends mail as the operator has set it.
#[derive(Clone)]
pub struct Mailer {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
    redirect: Option<Mailbox>,
    mode: MailMode,
    origin: String,
    replies: Option<ReplyAddress>,
}

/// A mail with everything in it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub message_id: String,
    pub written_at: Time,
    /// The company's name, or how it calls itself in mail.
    pub from_name: String,
    /// The company's own sender, if it has one.
    pub from: Option<String>,
    /// Where answers about an application go, and what the mail server sends back.
    pub answers: Option<String>,
    /// Where answers go else.
    pub reply_to: Option<String>,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// What is written on a link that stands alone.
    pub button: &'static str,
    /// Why the reader gets it, and where they see their data.
    pub footer: String,
    /// Degrees on the colour wheel.
    pub hue: i16,
    /// Where one POST ends such mail (RFC 8058): of mail that is not about the reader's own application.
    pub one_click: Option<String>,
    /// To a calendar.
    pub invitation: Option<Invitation>,
    /// Written by the program, so that nobody's absence note answers it (RFC 3834).
    pub automatic: bool,
}

/// What came of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    Sent,
    /// There is no mail server, or mail is off.
    Kept,
    /// Not now: the server is away, slow, or says so.
    Later(String),
    /// Never: the server's own words.
    Refused(String),
}

impl Mailer {
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let transport = match &config.smtp_url {
            None => None,
            Some(url) => Some(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())
                    .context("CANDOR_SMTP_URL is not of the form smtps://user:password@host:465 or smtp://host:25")?
                    .timeout(Some(TIMEOUT))
                    .build(),
            ),
        };
        let origin = config.public_origin();
        let host = url::Url::parse(&origin).ok();
        let host = host.as_ref().and_then(|url| url.host_str());
        let usual = format!("candor@{}", host.unwrap_or("localhost"));
        let parse = |text: &str, name: &str| {
            text.parse::<Mailbox>()
                .with_context(|| format!("{name} is not an email address"))
        };
        let from = match &config.mail_from {
            Some(from) => parse(from, "CANDOR_MAIL_FROM")?,
            None => parse(
                &usual,
                "the public host gives no address to send from; set CANDOR_MAIL_FROM, which",
            )
            .or_else(|_| parse("candor@localhost", "the usual sender"))?,
        };
        let redirect = match (&config.mail_redirect, config.mail) {
            (Some(to), _) => Some(parse(to, "CANDOR_MAIL_REDIRECT")?),
            (None, MailMode::Redirect) => {
                anyhow::bail!("CANDOR_MAIL is redirect; say where to with CANDOR_MAIL_REDIRECT")
            }
            (None, _) => None,
        };
        Ok(Self {
            transport,
            from,
            redirect,
            mode: config.mail,
            origin,
            replies: match &config.reply_address {
                None => None,
                Some(text) => Some(ReplyAddress::parse(text).context(
                    "CANDOR_REPLY_ADDRESS is of the form replies@mail.example or *@replies.example",
                )?),
            },
        })
    }

    /// Whether a text is an address that can stand in a mail's head.
    pub fn takes(address: &str) -> bool {
        address.parse::<Address>().is_ok()
    }

    /// Whether mail leaves the house at all.
    pub fn sends(&self) -> bool {
        self.transport.is_some() && self.mode != MailMode::Off
    }

    /// The address that a company's mail comes from.
    pub fn sender(&self, own: Option<&str>) -> String {
        let own = own.and_then(|own| own.parse::<Mailbox>().ok());
        own.as_ref().unwrap_or(&self.from).email.to_string()
    }

    /// The address of the site, for the links in mail: never what a request says.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where answers come in, if they do.
    pub fn replies(&self) -> Option<&ReplyAddress> {
        self.replies.as_ref()
    }

    /// What everybody who reads the outbox should know: that mail does not go where it says.
    pub fn banner(&self) -> Option<String> {
        match (self.mode, &self.transport, &self.redirect) {
            (MailMode::Off, _, _) => Some("Mail is switched off: what is written is kept here.".to_owned()),
            (_, None, _) => Some("There is no mail server: what is written is kept here. Set CANDOR_SMTP_URL to send it.".to_owned()),
            (MailMode::Redirect, Some(_), Some(to)) => Some(format!("All mail goes to {} instead of to its recipients.", to.email)),
            _ => None,
        }
    }

    /// Looks whether the mail server lets us in, and sends nothing; none when there is none.
    pub async fn test(&self) -> Option<Result<(), String>> {
        let transport = self.transport.as_ref()?;
        Some(
            match tokio::time::timeout(TESTING, transport.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err("it does not answer as a mail server does".to_owned()),
                Ok(Err(cause)) => Err(said(&cause)),
                Err(_) => Err("it took too long".to_owned()),
            },
        )
    }

    /// Tries once.
    pub async fn deliver(&self, mail: &Mail) -> Delivery {
        let Some(transport) = self
            .transport
            .as_ref()
            .filter(|_| self.mode != MailMode::Off)
        else {
            return Delivery::Kept;
        };
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(cause) => return Delivery::Refused(format!("{cause:#}")),
        };
        match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(Ok(_)) => Delivery::Sent,
            Ok(Err(cause)) if refuses(&cause) => Delivery::Refused(said(&cause)),
            Ok(Err(cause)) => Delivery::Later(said(&cause)),
            Err(_) => Delivery::Later("The mail server took too long.".to_owned()),
        }
    }

    fn message(&self, mail: &Mail) -> anyhow::Result<Message> {
        let own = mail
            .from
            .as_deref()
            .and_then(|from| from.parse::<Mailbox>().ok());
        let from = own.unwrap_or_else(|| self.from.clone());
        let organizer = from.email.to_string();
        let from = Mailbox::new(Some(one_line(&mail.from_name)), from.email);
        let to: Mailbox = mail
            .to
            .parse()
            .context("the recipient is not an email address")?;
        let to = match (self.mode, &self.redirect) {
            (MailMode::Redirect, Some(redirect)) => redirect.clone(),
            _ => to,
        };
        let sent_to = to.email.clone();
        let mut builder = Message::builder()
            .from(from)
            .to(to)
            .subject(one_line(&mail.subject))
            .date(mail.written_at.0.into())
            .message_id(Some(mail.message_id.clone()));
        let answers = mail.answers.as_deref().and_then(|to| to.parse().ok());
        if let Some(answers) = &answers {
            let back = Some(Address::clone(answers));
            let envelope = Envelope::new(back, vec![sent_to])
                .context("the recipient is not an email address")?;
            builder = builder
                .envelope(envelope)
                .reply_to(Mailbox::new(None, answers.clone()));
        } else if let Some(reply_to) = mail.reply_to.as_deref().and_then(|to| to.parse().ok()) {
            builder = builder.reply_to(reply_to);
        }
        if mail.automatic {
            let name = HeaderName::new_from_ascii_str("Auto-Submitted");
            builder = builder.raw_header(HeaderValue::new(name, "auto-generated".to_owned()));
        }
        for (name, value) in mail.one_click.iter().flat_map(|url| unsubscribe(url)) {
            let name = HeaderName::new_from_ascii_str(name);
            builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(
                name,
                value.clone(),
                value,
            ));
        }
        let parts = MultiPart::alternative_plain_html(page::text(mail), page::html(mail)?);
        let parts = match &mail.invitation {
            Some(invitation) => invited(parts, invitation, &organizer)?,
            None => parts,
        };
        builder
            .multipart(parts)
            .context("a mail that cannot be written")
    }
}

/// The heads by which a mail program offers to end such mail (RFC 8058, 3.1). The URL is whole: programs look for it in one
/// piece.
fn unsubscribe(url: &str) -> [(&'static str, String); 2] {
    [
        ("List-Unsubscribe", format!("<{url}>")),
        (
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click".to_owned(),
        ),
    ]
}

/// The mail with an invitation: as one more form of what it says, which calendars in mail programs read, and as a file.
fn invited(
    parts: MultiPart,
    invitation: &Invitation,
    organizer: &str,
) -> anyhow::Result<MultiPart> {
    let file = invitation.file(organizer);
    let method = invitation.method.name();
    let inline = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))?;
    let alone = ContentType::parse("application/ics")?;
    let inline = SinglePart::builder().header(inline).body(file.clone());
    let attached = Attachment::new("invitation.ics".to_owned()).body(file, alone);
    Ok(MultiPart::mixed()
        .multipart(parts.singlepart(inline))
        .singlepart(attached))
}

/// Whether the server will never take this mail.
fn refuses(cause: &smtp::Error) -> bool {
    let code = cause.status().map(u16::from);
    cause.is_permanent() && !code.is_some_and(|code| ABOUT_US.contains(&code))
}

/// The server's words, or ours about it; on one line.
fn said(cause: &smtp::Error) -> String {
    one_line(&cause.to_string()).chars().take(500).collect()
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}
