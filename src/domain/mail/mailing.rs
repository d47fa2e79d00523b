//! Mail that is not about the reader's own application, as one that tells of new jobs: to somebody who need be no candidate,
//! with a link of its own, by which they end it.

use super::{
    kind::Kind,
    language::{Language, wanted},
    send::SendMail,
    state::State,
    template::{Template, greeting},
    wording::current,
};
use crate::{
    access::Change,
    base::{
        clock::Time,
        error::Result,
        ids::{CandidateId, MessageId},
        key::InstallationKey,
        secret::Token,
    },
    domain::accounts::users::Email,
};
use uuid::Uuid;

/// For what the key makes these tokens.
const PURPOSE: &str = "mailing";

/// Such a mail.
#[derive(Clone, Debug)]
pub struct Mailing<'a> {
    pub kind: Kind,
    pub to: &'a Email,
    /// How it greets; empty where nobody knows.
    pub given_name: &'a str,
    /// Whose erasure takes it along.
    pub candidate: Option<CandidateId>,
    /// The language that it is wanted in, as `de`; else the company's.
    pub locale: Option<&'a str>,
    pub link: Option<OwnLink<'a>>,
    /// What stands for the words in braces, beside the name, the company and the signature.
    pub values: &'a [(&'a str, &'a str)],
    pub send_at: Time,
}

/// A link that only the mail itself has: the database keeps the hash of its token at the most. It stands for `{own_link}`.
#[derive(Clone, Copy, Debug)]
pub struct OwnLink<'a> {
    /// The path, in which `{token}` stands for [`own_token`] of the nonce.
    pub path: &'a str,
    pub nonce: [u8; 32],
    /// Whether a POST to it ends such mail: then the heads say so (RFC 8058), and so does the line below the text.
    pub one_click: bool,
}

/// The token in a mail's own link.
pub fn own_token(key: &InstallationKey, nonce: &[u8]) -> Token {
    key.token(PURPOSE, nonce)
}

/// The language that such a mail is written in: for days and counts in its text.
pub async fn mailing_language<P>(
    change: &mut Change<P>,
    kind: Kind,
    locale: Option<&str>,
) -> Result<Language> {
    Ok(worded(change, kind, locale).await?.1)
}

async fn worded<P>(
    change: &mut Change<P>,
    kind: Kind,
    locale: Option<&str>,
) -> Result<(Template, Language)> {
    let company = change.company();
    let [_, usual] = wanted(change.db(), company, None).await?;
    let asked = locale.and_then(Language::parse);
    let wanted = [asked.unwrap_or_else(|| usual.clone()), usual];
    current(change.db(), company, kind, &wanted).await
}

/// Writes such a mail as it is worded, and has it sent in its time.
pub async fn write_mailing<P>(change: &mut Change<P>, mailing: Mailing<'_>) -> Result<MessageId> {
    let (company, now) = (change.company(), change.now());
    let name = change.company_ref().name.clone();
    let mut values = mailing.values.to_vec();
    values.extend([
        ("first_name", greeting(mailing.given_name)),
        ("company", &name),
        ("signature", &name),
    ]);
    let (template, language) = worded(change, mailing.kind, mailing.locale).await?;
    let Template { subject, body } = template.filled(&values);
    let id = sqlx::query_scalar!(
        r#"insert into messages (company_id, state, kind, candidate_id, recipient, subject, body, locale, own_path, own_nonce, one_click,
                                 message_id, send_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
           returning id as "id: MessageId""#,
        company as _,
        State::Queued as _,
        mailing.kind.key(),
        mailing.candidate as _,
        mailing.to.as_str(),
        subject,
        body,
        language.key(),
        mailing.link.map(|link| link.path),
        mailing.link.as_ref().map(|link| &link.nonce[..]),
        mailing.link.is_some_and(|link| link.one_click),
        format!("<{}@candor>", Uuid::new_v4().simple()),
        mailing.send_at as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    change
        .later_at(mailing.send_at, &SendMail { message: id })
        .await?;
    Ok(id)
}
