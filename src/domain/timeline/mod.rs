//! The timeline of an application: its events, newest first, with the notes that the viewer may read.

mod happening;
mod job;
mod show;
mod taking_back;

pub use happening::{Happening, InterviewStep, MailStep, TodoStep};
pub use job::{JobEntry, job};
pub use show::Show;
pub use taking_back::{TakenBack, take_back};

use super::applications::overview::Visibility;
use crate::{
    access::{Actor, actor::ActorKind},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, EventId},
        paging::Paged,
    },
};
use sqlx::PgConnection;

/// Entries of a page.
const PAGE: usize = 50;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: EventId,
    pub at: Time,
    pub by: ActorKind,
    /// The member who did it, if it was one.
    pub member: Option<String>,
    pub what: Happening,
    /// Whether it took something back.
    pub back: bool,
}

/// A note as its event shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText {
    pub body: String,
    pub visibility: Visibility,
    pub edited: bool,
}

/// One page of an application's timeline. Whether the viewer sees the application is asked here as well: of one that they
/// do not see, nothing happened.
pub async fn timeline(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    application: ApplicationId,
    show: Show,
    after: Option<EventId>,
) -> Result<Paged<Entry>> {
    let kinds: Option<Vec<String>> = show
        .kinds()
        .map(|kinds| kinds.iter().map(ToString::to_string).collect());
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.at as "at: Time", e.actor as "actor: ActorKind", e.kind, d.detail as "detail?",
                  trim(u.given_name || ' ' || u.family_name) as member,
                  n.body as "body?", n.visibility as "visibility?: Visibility", n.version > 1 as "edited?", n.deleted_at as "deleted_at?: Time"
           from events e
           join application_access s on (s.company_id, s.application_id) = (e.company_id, e.application_id)
           left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           left join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           left join users u on u.id = m.user_id
           left join readable_notes n on n.company_id = $1 and n.reader_id = $3 and n.application_id = $2 and n.id = case when e.kind like 'note.%' then (d.detail->>'note')::bigint end
           where e.company_id = $1 and e.application_id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3
             and e.id < $4 and ($5::text[] is null or e.kind = any ($5)) and (e.kind not like 'note.%' or n.id is not null)
           order by e.id desc
           limit $6"#,
        company as _,
        application as _,
        actor.member_id() as _,
        after.map_or(i64::MAX, |id| id.0),
        kinds.as_deref(),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let entries = rows
        .into_iter()
        .map(|row| {
            let note = match (row.body, row.visibility, row.deleted_at) {
                (Some(body), Some(visibility), None) => Some(NoteText {
                    body,
                    visibility,
                    edited: row.edited.unwrap_or(false),
                }),
                _ => None,
            };
            let detail = row.detail.unwrap_or_default();
            Entry {
                id: row.id,
                at: row.at,
                by: row.actor,
                member: row.member,
                back: detail.get("takes_back").is_some(),
                what: Happening::read(&row.kind, &detail, note),
            }
        })
        .collect();
    Ok(Paged::new(entries, PAGE, |entry: &Entry| entry.id))
}
