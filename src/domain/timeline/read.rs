//! Reading a timeline: one statement, whosever it is.

use super::{Entry, Happening, NoteText, Of, Show};
use crate::{
    access::{Actor, Permission, actor::ActorKind, permissions::ReadProspects},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, CompanyId, EventId, Version},
        paging::Paged,
    },
    domain::applications::{Status, overview::Visibility},
};
use sqlx::PgConnection;

/// Entries of a page.
const PAGE: usize = 50;

/// Whose timeline.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    Application(ApplicationId),
    /// Somebody, with these of their applications.
    Person(CandidateId, &'a [ApplicationId]),
}

/// What is told of somebody themselves. Whoever does not see the pool is not told of it.
pub(super) const OF_PERSON: [&str; 12] = [
    "candidate.added",
    "candidate.changed",
    "candidate.completed",
    "candidate.merged",
    "candidate.unmerged",
    "candidate.tagged",
    "candidate.untagged",
    "prospect.introduced",
    "prospect.moved",
    "prospect.removed",
    "prospect.put_back",
    "prospect.ended",
];

/// One page of a timeline. Whether the viewer sees each application is asked here as well: of one that they do not see,
/// nothing happened.
pub async fn timeline(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    whose: Whose<'_>,
    show: Show,
    after: Option<EventId>,
) -> Result<Paged<Entry>> {
    let (candidate, applications) = match whose {
        Whose::Application(id) => (None, vec![id]),
        Whose::Person(id, applications) => (Some(id), applications.to_vec()),
    };
    let kinds: Option<Vec<String>> = show
        .kinds()
        .map(|kinds| kinds.iter().map(ToString::to_string).collect());
    let pool = ReadProspects::admits(actor);
    let of_person: Vec<&str> = OF_PERSON
        .into_iter()
        .filter(|kind| pool || !kind.starts_with("prospect."))
        .collect();
    // Each application gives its newest, by its own index; of those the newest make the page.
    let rows = sqlx::query!(
        r#"with seen as materialized (
               select a.id, j.name as job, a.status, a.version, s.decides, s.writes_notes, s.mails
               from applications a
               join application_access s on s.company_id = $1 and s.member_id = $3 and s.application_id = a.id
               join jobs j on j.company_id = $1 and j.id = a.job_id
               where a.company_id = $1 and a.id = any ($2)
           ), recent as (
               select e.* from seen cross join lateral (
                   select e.id, e.at, e.actor, e.kind, e.member_id, e.application_id, d.detail, n.body, n.visibility, n.version > 1 as edited, n.deleted_at
                   from events e
                   left join event_details d on d.company_id = $1 and d.event_id = e.id
                   left join readable_notes n on n.company_id = $1 and n.reader_id = $3 and n.application_id = seen.id and n.id = case when e.kind like 'note.%' then (d.detail->>'note')::bigint end
                   where e.company_id = $1 and e.application_id = seen.id and e.id < $4 and ($5::text[] is null or e.kind = any ($5))
                     and (e.kind not like 'note.%' or n.id is not null)
                   order by e.id desc limit $6
               ) e
               union all
               (select e.id, e.at, e.actor, e.kind, e.member_id, null, d.detail, null, null, null, null
                from events e
                left join event_details d on d.company_id = $1 and d.event_id = e.id
                where e.company_id = $1 and e.application_id is null and e.id < $4 and ($5::text[] is null or e.kind = any ($5))
                  and e.candidate_id in (select id from candidates where company_id = $1 and (id = $7 or merged_into_id = $7))
                  and e.kind = any ($8) and exists (select from seen)
                order by e.id desc limit $6)
           )
           select e.id as "id!: EventId", e.at as "at!: Time", e.actor as "actor!: ActorKind", e.kind as "kind!", e.detail as "detail?",
                  trim(u.given_name || ' ' || u.family_name) as member,
                  e.body as "body?", e.visibility as "visibility?: Visibility", e.edited as "edited?", e.deleted_at as "deleted_at?: Time",
                  seen.id as "application?: ApplicationId", seen.job as "job?", seen.status as "status?: Status", seen.version as "version?: Version",
                  seen.decides as "decides?", seen.writes_notes as "writes_notes?", seen.mails as "mails?"
           from recent e
           left join seen on seen.id = e.application_id
           left join memberships m on m.company_id = $1 and m.id = e.member_id
           left join users u on u.id = m.user_id
           order by e.id desc
           limit $6"#,
        company as _,
        &applications as _,
        actor.member_id() as _,
        after.map_or(i64::MAX, |id| id.0),
        kinds.as_deref(),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        candidate as _,
        &of_person as _,
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
            let of = match (row.application, row.job, row.status, row.version) {
                (Some(id), Some(job), Some(status), Some(version)) => Some(Of {
                    id,
                    job,
                    status,
                    version,
                    decides: row.decides.unwrap_or(false),
                    writes_notes: row.writes_notes.unwrap_or(false),
                    mails: row.mails.unwrap_or(false),
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
                of,
            }
        })
        .collect();
    Ok(Paged::new(entries, PAGE, |entry: &Entry| entry.id))
}
