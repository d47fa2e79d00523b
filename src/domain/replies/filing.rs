//! Filing a mail under an application: as a message from the candidate, with its files.

use super::reading::{Attached, Mail, Nature};
use crate::{
    access::{Change, Event},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, FileId, JobId, MessageId},
    },
    domain::{
        correspondence::Refused,
        files::{self, KindError, ReceiveError, SentFile, Storage, clean_name, identify},
        mail::State,
    },
};
use anyhow::Context;
use serde_json::json;

/// All files of a mail together, in bytes, and how many: as many as a form may bring.
const FILES: u64 = 10 * 1024 * 1024;
const MANY: usize = 20;

/// The files of a mail: those that were taken, and of the others why not.
#[derive(Clone, Debug, Default)]
pub(super) struct Enclosures {
    taken: Vec<SentFile>,
    pub refused: Vec<Refused>,
}

/// Keeps the files of a mail, with the checks of an upload: rows that name them follow.
pub(super) async fn keep(storage: &Storage, attachments: &[Attached]) -> Result<Enclosures> {
    let mut enclosures = Enclosures::default();
    let mut left = FILES;
    for (n, attached) in attachments.iter().enumerate() {
        let kept = match n {
            MANY.. => Err("it came with too many others"),
            _ => keep_one(storage, attached, left).await?,
        };
        match kept {
            Ok(file) => {
                left = left.saturating_sub(file.stored.size);
                enclosures.taken.push(file);
            }
            Err(why) if n <= MANY => enclosures.refused.push(Refused {
                name: attached.name.clone(),
                why: why.to_owned(),
            }),
            Err(_) => {}
        }
    }
    Ok(enclosures)
}

async fn keep_one(
    storage: &Storage,
    attached: &Attached,
    left: u64,
) -> Result<std::result::Result<SentFile, &'static str>> {
    let mut incoming = storage.receive(left).await.context("a file's beginning")?;
    match incoming.write(&attached.bytes).await {
        Ok(()) => {}
        Err(ReceiveError::TooLarge) => {
            return Ok(Err("all files together may have up to 10 MB"));
        }
        Err(ReceiveError::Io(cause)) => return Err(anyhow::Error::from(cause).into()),
    }
    let declared = attached.declared.as_deref();
    match identify(&mut incoming, &attached.name, declared).await {
        Ok(kind) => Ok(Ok(SentFile {
            name: clean_name(&attached.name, kind),
            kind,
            stored: incoming.keep().await.context("a file's end")?,
        })),
        Err(KindError::Io(cause)) => Err(anyhow::Error::from(cause).into()),
        Err(KindError::Empty) => Ok(Err("it is empty")),
        Err(KindError::Macros) => Ok(Err("it has macros in it")),
        Err(KindError::Unsupported) => Ok(Err("this kind of file is not taken")),
        Err(KindError::NotAgreeing) => Ok(Err("it is not what its name says")),
    }
}

/// Files a mail; false when it had been filed before. [`Error::NotFound`] once the application is erased.
pub(super) async fn file<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    mail: &Mail,
    enclosures: &Enclosures,
) -> Result<bool> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select a.job_id as "job: JobId", c.id as "candidate: CandidateId",
                  exists (select from candidate_emails e where e.company_id = $1 and e.candidate_id = c.id and e.email = $3) as "known!"
           from applications a
           join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
           where a.company_id = $1 and a.id = $2 for update of c"#,
        company as _,
        application as _,
        mail.from,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let written = mail.nature == Nature::Written;
    let refused = serde_json::to_value(&enclosures.refused).context("names are JSON")?;
    let id = sqlx::query_scalar!(
        r#"insert into messages (company_id, direction, state, kind, candidate_id, application_id, sender, recipient, subject, body, quoted,
                                 from_another, refused, message_id, send_at, sent_at, created_at, updated_at)
           values ($1, 'in', $2, $3, $4, $5, $6, '', $7, $8, $9, $10, $11, $12, $13, $13, $13, $13)
           on conflict on constraint messages_message_id_key do nothing
           returning id as "id: MessageId""#,
        company as _,
        State::Received as _,
        if written { "reply" } else { "automatic" },
        row.candidate as _,
        application as _,
        mail.from,
        mail.subject,
        mail.said,
        mail.quoted,
        !row.known,
        refused,
        mail.id(),
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else {
        return Ok(false);
    };
    for sent in &enclosures.taken {
        let file: FileId = files::write(change, sent).await?;
        sqlx::query!(
            r#"insert into attachments (company_id, candidate_id, application_id, file_id, kind, message_id, created_at)
               values ($1, $2, $3, $4, 'other', $5, $6)"#,
            company as _,
            row.candidate as _,
            application as _,
            file as _,
            id as _,
            now as _,
        )
        .execute(change.db())
        .await?;
    }
    if written {
        mark(change, application, row.candidate).await?;
    }
    let kind = match written {
        true => "mail.received",
        false => "mail.received_automatic",
    };
    let event = Event::new(kind)
        .job(row.job)
        .candidate(row.candidate)
        .application(application)
        .detail(json!({ "message": id, "subject": mail.subject }));
    change.record(event).await?;
    Ok(true)
}

/// Whoever has read the application sees that there is an answer.
async fn mark<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    candidate: CandidateId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"with wrote as (update candidates set last_activity_at = $4 where company_id = $1 and id = $3)
           update applications set replied_at = $4, last_activity_at = $4, updated_at = $4 where company_id = $1 and id = $2"#,
        company as _,
        application as _,
        candidate as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
