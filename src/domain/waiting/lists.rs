//! What waits, kind by kind: how much, and one page after another, what waited longest first.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, JobId, Version},
        paging::Paged,
    },
    domain::applications::asking,
};
use serde::Deserialize;
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// Rows of a page.
const PAGE: usize = 50;

/// Of what there is a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Active, and past the day that they were promised an answer by.
    #[default]
    Late,
    /// They wrote, the viewer has not read it, and nobody has written back.
    Replies,
    /// A note names the viewer, who has not looked since.
    Mentions,
    /// Rejected, and not told until somebody lets it go.
    Untold,
    /// What people need to take part fairly, and no coordinator has taken note of.
    Adjustments,
    /// Whom the viewer does not want to see for a while.
    Snoozed,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Late,
        Self::Replies,
        Self::Mentions,
        Self::Untold,
        Self::Adjustments,
        Self::Snoozed,
    ];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Replies => "replies",
            Self::Mentions => "mentions",
            Self::Untold => "untold",
            Self::Adjustments => "adjustments",
            Self::Snoozed => "snoozed",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Tables and conditions, with `applications a` among them; `$1` is the company, `$2` the member and `$3` the time.
    fn source(self) -> &'static str {
        match self {
            Self::Late => {
                "applications a join mine on mine.job_id = a.job_id and (mine.sees_private or not a.confidential)
                 where a.company_id = $1 and a.status = 'active' and not a.unpromised and a.promised_by < $3
                   and not exists (select from asleep where asleep.application_id = a.id)"
            }
            Self::Replies => {
                "applications a join mine on mine.job_id = a.job_id and mine.mails and (mine.sees_private or not a.confidential)
                 where a.company_id = $1 and a.replied_at is not null
                   and not exists (select from asleep where asleep.application_id = a.id)
                   and not exists (select from reads d where d.company_id = $1 and d.application_id = a.id and d.member_id = $2
                                   and d.read_at >= a.replied_at)
                   and not exists (select from messages o where o.company_id = $1 and o.application_id = a.id and o.direction = 'out'
                                   and o.member_id is not null and o.candidate_id is not null and o.created_at > a.replied_at)
                   and (a.status = 'active' or not exists (select from quarantined_applications q
                                                           where (q.company_id, q.application_id) = (a.company_id, a.id)))"
            }
            Self::Mentions => {
                // Fences: the few that are new to the viewer first, and of each whether they read it.
                "(select m.note_id, m.at from mentions m
                  join notes n on (n.company_id, n.id) = ($1, m.note_id) and n.deleted_at is null
                  where m.company_id = $1 and m.member_id = $2
                    and not exists (select from reads d where d.company_id = $1 and d.application_id = n.application_id and d.member_id = $2
                                    and d.read_at >= m.at)
                  offset 0) m
                 cross join lateral (select r.application_id, r.body, r.author from readable_notes r
                                     where r.company_id = $1 and r.reader_id = $2 and r.id = m.note_id offset 0) r
                 join applications a on (a.company_id, a.id) = ($1, r.application_id)
                 where true"
            }
            Self::Untold => {
                "applications a join mine on mine.job_id = a.job_id and mine.decides and (mine.sees_private or not a.confidential)
                 where a.company_id = $1 and a.status = 'rejected' and a.told_at is null and a.telling = 'held'"
            }
            Self::Adjustments => {
                "readable_adjustments v join applications a on (a.company_id, a.id) = (v.company_id, v.application_id)
                 where v.company_id = $1 and v.member_id = $2 and v.noted_at is null and a.status = 'active'"
            }
            Self::Snoozed => {
                "asleep join applications a on a.company_id = $1 and a.id = asleep.application_id
                 where exists (select from application_access s
                               where s.company_id = $1 and s.application_id = a.id and s.member_id = $2)"
            }
        }
    }

    /// Since when a row waits, what tells rows of the same time apart, what is quoted of it, and who said so.
    fn columns(self) -> (&'static str, &'static str, &'static str, &'static str) {
        const NOTHING: &str = "null::text";
        const NOBODY: &str = "null::text";
        match self {
            Self::Late => ("a.promised_by", "a.id", NOTHING, NOBODY),
            Self::Replies => (
                "a.replied_at",
                "a.id",
                "(select left(i.body, 200) from messages i where i.company_id = $1 and i.application_id = a.id and i.direction = 'in'
                  order by i.id desc limit 1)",
                NOBODY,
            ),
            Self::Mentions => ("m.at", "m.note_id", "left(r.body, 200)", "r.author"),
            Self::Untold => ("a.decided_at", "a.id", NOTHING, NOBODY),
            Self::Adjustments => ("v.updated_at", "a.id", NOTHING, NOBODY),
            Self::Snoozed => ("asleep.since", "a.id", NOTHING, NOBODY),
        }
    }
}

/// A statement that begins with the member's jobs and with whom they have put off.
fn begun(company: CompanyId, actor: &Actor, now: Time) -> QueryBuilder<Postgres> {
    let mut query = asking(
        "with teams as (
             select distinct job_id from hiring_team where company_id = $1 and member_id = $2
         ), mine as materialized (
             select s.job_id, s.decides, s.mails, s.edits, s.sees_private
             from job_access s
             where s.company_id = $1 and s.member_id = $2 and s.sees_candidates
               and (s.job_id in (select job_id from teams) or not exists (select from teams))
         ), asleep as materialized (
             select application_id, since, until from snoozes
             where company_id = $1 and member_id = $2 and (until is null or until > ",
        &[company.0, actor.member_id().0],
    );
    query.push_bind(now).push(")) ");
    query
}

/// How much of each kind waits; and where that is for the member to see to, how many people have asked to be erased and wait for
/// a hold to end, and how much came over a limit.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Counts {
    pub late: i64,
    pub replies: i64,
    pub mentions: i64,
    pub untold: i64,
    pub adjustments: i64,
    pub snoozed: i64,
    pub erasures: i64,
    #[sqlx(json)]
    pub limited: Vec<OverLimit>,
}

/// How many sendings wait for a job, each over one of its limits: what `limits::held` lists.
#[derive(Clone, Debug, Deserialize)]
pub struct OverLimit {
    pub job: JobId,
    pub name: String,
    pub count: i64,
}

/// All counts, in one statement.
pub async fn counts(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
) -> Result<Counts> {
    let mut query = begun(company, actor, now);
    query.push("select ");
    for kind in Kind::ALL {
        query.push(format!(
            "(select count(*) from {}) as {}, ",
            kind.source(),
            kind.key()
        ));
    }
    query.push(
        "(select count(*) from erasure_requests r
          where r.company_id = $1 and r.confirmed_at is not null
            and exists (select from memberships m where m.company_id = $1 and m.id = $2 and m.role = 'administrator')) as erasures,
         (select coalesce(jsonb_agg(jsonb_build_object('job', w.job_id, 'name', w.name, 'count', w.count) order by lower(w.name), w.job_id), '[]')
          from (select l.job_id, j.name, count(*) as count
                from limited_submissions l
                join mine on mine.job_id = l.job_id and mine.edits
                join jobs j on (j.company_id, j.id) = (l.company_id, l.job_id)
                join candidates c on (c.company_id, c.id) = (l.company_id, l.candidate_id)
                where l.company_id = $1 and (mine.sees_private or not c.private)
                  and not exists (select from applications a
                                  where (a.company_id, a.candidate_id, a.job_id) = (l.company_id, l.candidate_id, l.job_id)
                                    and a.applied_at > l.created_at)
                group by l.job_id, j.name) w) as limited",
    );
    Ok(query.build_query_as().fetch_one(db).await?)
}

/// Where a page begins: since when the row before it waits, and its number.
pub type Place = (Time, i64);

/// One thing that waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item {
    /// Since when, or since when it is late.
    pub at: Time,
    /// A number of its own: of the note, where one names the viewer, else of the application.
    pub number: i64,
    pub application: ApplicationId,
    pub version: Version,
    pub name: String,
    pub job: String,
    pub stage: String,
    /// What was written.
    pub quote: Option<String>,
    /// Who wrote it, if it was a colleague.
    pub author: Option<String>,
}

/// A page of what waits, the longest first.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    kind: Kind,
    now: Time,
    after: Option<Place>,
) -> Result<Paged<Item>> {
    let (at, number, quote, author) = kind.columns();
    let mut query = begun(company, actor, now);
    query.push(format!(
        "select w.*, j.name as job, st.name as stage
         from (select {at} as at, {number} as number, a.id as application, a.version, a.name, a.job_id, a.stage_id, {quote} as quote, {author} as author
               from {}",
        kind.source()
    ));
    if let Some((since, last)) = after {
        query
            .push(format!(" and ({at}, {number}) > ("))
            .push_bind(since)
            .push(", ")
            .push_bind(last)
            .push(")");
    }
    query
        .push(format!(" order by {at}, {number} limit "))
        .push_bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .push(
            ") w
             join jobs j on (j.company_id, j.id) = ($1, w.job_id)
             join stages st on (st.company_id, st.id) = ($1, w.stage_id)
             order by w.at, w.number",
        );
    let rows = query.build_query_as().fetch_all(db).await?;
    Ok(Paged::new(rows, PAGE, |row: &Item| (row.at, row.number)))
}
