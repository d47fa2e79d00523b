//! Résumés as they come: each is stored, and read by a task.

use super::batch::{self, Kind};
use crate::{
    access::{
        Change, Permit, Task,
        permissions::{AddPeople, RunTasks},
    },
    base::{
        error::{Error, Result},
        ids::{ArrivalId, FileId},
    },
    domain::{
        candidates::suggest,
        files::{self, ExtractText, Extractor, SentFile, Storage, extract_text},
    },
};
use serde::{Deserialize, Serialize};

/// Résumés of one batch.
pub const RESUMES: i64 = 500;

/// Reads one résumé, and who wrote it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadResume {
    pub arrival: ArrivalId,
    pub nr: i32,
    pub file: FileId,
}

impl Task for ReadResume {
    const KIND: &'static str = "read_resume";
}

/// Puts files into a batch: those that were stored, and the names of those that were not, with why.
pub async fn put(
    change: &mut Change<AddPeople>,
    id: ArrivalId,
    sent: &[(String, Result<SentFile, String>)],
) -> Result<()> {
    batch::hold(change, id, Kind::Resumes).await?;
    let company = change.company();
    let had = sqlx::query_scalar!(
        r#"select coalesce(max(nr), 0) as "had!" from arrival_rows where company_id = $1 and arrival_id = $2"#,
        company as _,
        id as _,
    )
    .fetch_one(change.db())
    .await?;
    if i64::from(had) + i64::try_from(sent.len()).unwrap_or(i64::MAX) > RESUMES {
        let text = format!("One list takes up to {RESUMES} résumés. Begin another for the rest.");
        return Err(Error::refused("too_many", text));
    }
    for (nr, (name, file)) in (had + 1..).zip(sent) {
        let (stored, reason) = match file {
            Ok(file) => (Some(files::write_unread(change, file).await?), ""),
            Err(why) => (None, why.as_str()),
        };
        let name: String = match file {
            Ok(file) => file.name.clone(),
            Err(_) => name.chars().filter(|c| !c.is_control()).take(150).collect(),
        };
        sqlx::query!(
            r#"insert into arrival_rows (company_id, arrival_id, nr, state, outcome, reason, name, file_id)
               values ($1, $2, $3, case when $6::bigint is null then 'done' else 'reading' end::arrival_state,
                       case when $6::bigint is null then 'skipped'::arrival_outcome end, $5, $4, $6)"#,
            company as _,
            id as _,
            nr,
            name,
            reason,
            stored as _,
        )
        .execute(change.db())
        .await?;
        if let Some(file) = stored {
            let arrival = id;
            change.later(&ReadResume { arrival, nr, file }).await?;
        }
    }
    Ok(())
}

/// Does the task.
pub async fn read_resume(
    permit: &Permit<RunTasks>,
    storage: &Storage,
    extractor: &Extractor,
    task: ReadResume,
) -> Result<()> {
    let company = permit.company().id;
    extract_text(permit, storage, extractor, ExtractText { file: task.file }).await?;
    let text = sqlx::query_scalar!(
        "select text from file_texts where company_id = $1 and file_id = $2",
        company as _,
        task.file as _,
    )
    .fetch_optional(&mut *permit.read().await?)
    .await?;
    let read = suggest(text.as_deref().unwrap_or_default());
    permit
        .change(async |change| {
            sqlx::query!(
                r#"update arrival_rows set state = 'open', given_name = $4, family_name = $5, email = $6, phone = $7
                   where company_id = $1 and arrival_id = $2 and nr = $3 and state = 'reading'"#,
                company as _,
                task.arrival as _,
                task.nr,
                read.given_name.clone().unwrap_or_default(),
                read.family_name.clone().unwrap_or_default(),
                read.email.clone().unwrap_or_default(),
                read.phone.clone().unwrap_or_default(),
            )
            .execute(change.db())
            .await?;
            Ok(())
        })
        .await
}
