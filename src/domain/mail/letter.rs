//! Writing a mail: a row, and a task that sends it, in the transaction of whatever it tells.

use super::{
    kind::Kind,
    language::Language,
    reply::await_answers,
    send::SendMail,
    state::State,
    template::{Template, greeting},
    wording::worded,
};
use crate::{
    access::{Actor, Change},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, LinkId, MessageId},
    },
    domain::accounts::users::Email,
};
use uuid::Uuid;

/// A mail to a candidate.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    pub kind: Kind,
    pub candidate: CandidateId,
    pub application: Option<ApplicationId>,
    /// Where it goes: the candidate's first address, unless it answers one that was just typed.
    pub to: Option<&'a Email>,
    pub link: Option<LinkId>,
    /// The nonce of a one-time code.
    pub code: Option<[u8; 32]>,
    /// What stands for the words in braces, beside the candidate's name, the company and the signature.
    pub values: &'a [(&'a str, &'a str)],
    pub send_at: Time,
    /// Whether it waits until a person lets it go.
    pub held: bool,
}

/// A mail that was written.
#[derive(Clone, Copy, Debug)]
pub struct Posted {
    pub id: MessageId,
    /// Whether it was written just now, and not by the same click before.
    pub first: bool,
}

/// Writes a mail as it is worded in its reader's language, and has it sent in its time. None when the candidate has no address.
pub async fn write<P>(change: &mut Change<P>, letter: Letter<'_>) -> Result<Option<MessageId>> {
    let company = change.company();
    let worded = worded(change.db(), company, letter.kind, letter.application).await?;
    let posted = post(change, letter, (&worded.0, &worded.1), Uuid::new_v4()).await?;
    Ok(posted.map(|posted| posted.id))
}

/// Writes a mail in words of its own; the same one-time key again writes nothing. None when the candidate has no address, or,
/// where a person writes by hand, does not want mail: answers to what they did themselves they get anyhow.
pub async fn write_as<P>(
    change: &mut Change<P>,
    letter: Letter<'_>,
    template: &Template,
    once: Uuid,
) -> Result<Option<Posted>> {
    let company = change.company();
    let (_, language) = worded(change.db(), company, letter.kind, letter.application).await?;
    post(change, letter, (template, &language), once).await
}

async fn post<P>(
    change: &mut Change<P>,
    letter: Letter<'_>,
    (template, language): (&Template, &Language),
    once: Uuid,
) -> Result<Option<Posted>> {
    let (company, now) = (change.company(), change.now());
    let candidate = sqlx::query!(
        r#"select c.given_name, c.can_mail, (select e.email from candidate_emails e
                  where e.company_id = c.company_id and e.candidate_id = c.id order by e.position, e.id limit 1) as email
           from candidates c where c.company_id = $1 and c.id = $2"#,
        company as _,
        letter.candidate as _,
    )
    .fetch_one(change.db())
    .await?;
    let typed = letter.to.map(|email| email.as_str().to_owned());
    let Some(to) = typed.or(candidate.email) else {
        return Ok(None);
    };
    if letter.kind == Kind::Written && !candidate.can_mail {
        return Ok(None);
    }
    let company_name = change.company_ref().name.clone();
    let signature = signature(change.actor(), &company_name);
    let mut values = letter.values.to_vec();
    values.extend([
        ("first_name", greeting(&candidate.given_name)),
        ("company", company_name.as_str()),
        ("signature", signature.as_str()),
    ]);
    let Template { subject, body } = template.filled(&values);
    let state = if letter.held {
        State::Held
    } else {
        State::Queued
    };
    let message_id = format!("<{}@candor>", once.simple());
    let member = change.actor().member().map(|member| member.id);
    let id = sqlx::query_scalar!(
        r#"insert into messages (company_id, state, kind, candidate_id, application_id, member_id, recipient, subject, body,
                                 link_id, code_nonce, message_id, send_at, created_at, updated_at, locale)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15)
           on conflict on constraint messages_message_id_key do nothing
           returning id as "id: MessageId""#,
        company as _,
        state as _,
        letter.kind.key(),
        letter.candidate as _,
        letter.application as _,
        member as _,
        to,
        subject,
        body,
        letter.link as _,
        letter.code.as_ref().map(|nonce| &nonce[..]),
        message_id,
        letter.send_at as _,
        now as _,
        language.key(),
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else {
        let id = sqlx::query_scalar!(
            r#"select id as "id: MessageId" from messages where company_id = $1 and message_id = $2"#,
            company as _,
            message_id,
        )
        .fetch_one(change.db())
        .await?;
        return Ok(Some(Posted { id, first: false }));
    };
    if let Some(application) = letter.application {
        await_answers(change, application).await?;
    }
    if !letter.held {
        change
            .later_at(letter.send_at, &SendMail { message: id })
            .await?;
    }
    Ok(Some(Posted { id, first: true }))
}

/// Who signs: the person who writes or decides, for the company; else the company.
pub fn signature(actor: &Actor, company_name: &str) -> String {
    match actor.member() {
        Some(member) => format!("{}\n{company_name}", member.name),
        None => company_name.to_owned(),
    }
}

/// Lets go of what was held for an application: it is sent at this time.
pub async fn release<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    send_at: Time,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let held = sqlx::query_scalar!(
        r#"update messages set state = 'queued', send_at = $3, updated_at = $4
           where company_id = $1 and application_id = $2 and state = 'held' returning id as "id: MessageId""#,
        company as _,
        application as _,
        send_at as _,
        now as _,
    )
    .fetch_all(change.db())
    .await?;
    for message in held {
        change.later_at(send_at, &SendMail { message }).await?;
    }
    Ok(())
}

/// Cancels what was written about a decision and has not gone yet, because the decision is taken back.
pub async fn cancel<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    kinds: &[Kind],
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let kinds: Vec<String> = kinds.iter().map(|kind| kind.key().to_owned()).collect();
    sqlx::query!(
        r#"update messages set state = 'cancelled', updated_at = $4
           where company_id = $1 and application_id = $2 and state in ('held', 'queued') and kind = any($3)"#,
        company as _,
        application as _,
        &kinds,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
