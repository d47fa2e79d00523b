//! A job's board: its stages in order, each with its count and its first cards.

use super::{
    filter::{Filter, asking},
    job::{Counts, JobHead, Place, Sight, Stage, seen},
};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, JobId, StageId, Version},
        paging::Paged,
    },
    domain::views::View,
};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Cards of a column before "Show more".
pub const COLUMN: usize = 50;

/// What a card shows: of each the application's own row, and whether the viewer should look again.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Card {
    pub id: ApplicationId,
    pub stage_id: StageId,
    pub version: Version,
    pub name: String,
    pub headline: String,
    pub stage_entered_at: Time,
    /// Orders them; of those who were promised nothing it is nobody's day.
    pub promised_by: Time,
    /// By when they are owed an answer, if they were promised one.
    pub answer_by: Option<Time>,
    pub applied_at: Time,
    /// Whether the candidate changed what they sent after the viewer read it.
    pub updated: bool,
    /// The candidate's tags.
    pub tags: Vec<String>,
    /// Whether they wrote, and the viewer has not read it.
    pub replied: bool,
}

/// A stage and whoever is in it.
#[derive(Clone, Debug)]
pub struct Column {
    pub stage: Stage,
    /// Everybody in it whom the filter lets through.
    pub count: i64,
    /// When the one in the middle entered: half of them wait longer.
    pub middle_entered_at: Option<Time>,
    /// Whether it begins after somebody instead of at its top.
    pub continued: bool,
    pub cards: Paged<Card>,
}

#[derive(Clone, Debug)]
pub struct Board {
    pub job: JobHead,
    pub columns: Vec<Column>,
    /// Of the whole job, whatever the filter.
    pub decided: Counts,
    /// The views of the job that the viewer may use.
    pub views: Vec<View>,
}

/// Which part of a board to look at.
#[derive(Clone, Debug, Default)]
pub struct BoardView {
    pub filter: Filter,
    /// The last card before each column that does not begin at its top.
    pub after: BTreeMap<StageId, Place>,
    /// One column only.
    pub only: Option<StageId>,
}

/// The board, in two statements: the stages with their counts, and everybody's first cards.
pub async fn board(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    view: &BoardView,
    now: Time,
) -> Result<Board> {
    let heads = heads(db, company, actor, job, view, now).await?;
    let first = heads.first().ok_or(Error::NotFound)?;
    seen(first.sees_candidates)?;
    let sight = Sight::of(first.sees_private);
    let head = JobHead {
        id: job,
        name: first.job_name.clone(),
        decides: first.decides,
        edits: first.edits,
        mails: first.mails,
        writes_notes: first.writes_notes,
    };
    let views = first.views.clone();
    let decided = first.decided;
    let mut cards: BTreeMap<StageId, Vec<Card>> = BTreeMap::new();
    for card in self::cards(db, company, actor, job, (view, sight), now).await? {
        cards.entry(card.stage_id).or_default().push(card);
    }
    let columns = heads
        .into_iter()
        .filter_map(|head| {
            let stage = Stage {
                id: head.stage_id?,
                name: head.stage_name?,
                stale_after_days: head.stale_after_days,
            };
            let cards = cards.remove(&stage.id).unwrap_or_default();
            Some(Column {
                continued: view.after.contains_key(&stage.id),
                count: head.count,
                middle_entered_at: head.middle_entered_at,
                cards: Paged::new(cards, COLUMN, |card: &Card| -> Place {
                    (card.promised_by, card.applied_at, card.id)
                }),
                stage,
            })
        })
        .collect();
    Ok(Board {
        job: head,
        columns,
        decided,
        views,
    })
}

/// A stage with its count, and the job beside it; a job without stages is one row without a stage.
#[derive(sqlx::FromRow)]
struct Head {
    job_name: String,
    sees_candidates: Option<bool>,
    sees_private: Option<bool>,
    decides: bool,
    edits: bool,
    mails: bool,
    writes_notes: bool,
    #[sqlx(flatten)]
    decided: Counts,
    #[sqlx(json)]
    views: Vec<View>,
    stage_id: Option<StageId>,
    stage_name: Option<String>,
    stale_after_days: Option<i16>,
    count: i64,
    middle_entered_at: Option<Time>,
}

async fn heads(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    view: &BoardView,
    now: Time,
) -> Result<Vec<Head>> {
    let mut query = asking(
        r#"select j.name as job_name, access.sees_candidates, access.sees_private, access.decides, access.edits, access.mails, access.writes_notes, 0::bigint as active,
                  decided.hired, decided.rejected, decided.withdrawn, (select views_of($1, $3, 'board', $2)) as views,
                  s.id as stage_id, s.name as stage_name, s.stale_after_days, coalesce(people.count, 0) as count, people.middle_entered_at
           from jobs j
           join job_access access on (access.company_id, access.job_id) = (j.company_id, j.id)
           cross join lateral (
               select count(*) filter (where d.status = 'hired') as hired, count(*) filter (where d.status = 'rejected') as rejected,
                      count(*) filter (where d.status = 'withdrawn') as withdrawn
               from applications d
               where d.company_id = $1 and d.job_id = $2 and d.status <> 'active' and (access.sees_private or not d.confidential)
                 and not exists (select from quarantined_applications q where (q.company_id, q.application_id) = (d.company_id, d.id))
           ) decided
           left join stages s on s.company_id = $1 and s.job_id = $2 and s.deleted_at is null
           left join lateral (
               select count(*), percentile_disc(0.5) within group (order by a.stage_entered_at) as middle_entered_at
               from applications a
               where a.company_id = $1 and a.job_id = $2 and a.stage_id = s.id and a.status = 'active'
                 and (access.sees_private or not a.confidential)"#,
        &[company.0, job.0, actor.member_id().0],
    );
    view.filter.narrow(&mut query, actor.member_id(), now);
    query.push(
        ") people on access.sees_candidates
         where j.company_id = $1 and j.id = $2 and access.company_id = $1 and access.member_id = $3",
    );
    if let Some(stage) = view.only {
        query.push(" and s.id = ").push_bind(stage);
    }
    query.push(" order by s.position, s.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// The first cards of each column, one more than it shows. Each column is a walk along its index.
async fn cards(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    (view, sight): (&BoardView, Sight),
    now: Time,
) -> Result<Vec<Card>> {
    let mut query = asking(
        r#"select card.*
           from stages s
           left join unnest("#,
        &[company.0, job.0, actor.member_id().0],
    );
    query
        .push_bind(view.after.keys().copied().collect::<Vec<_>>())
        .push("::bigint[], ")
        .push_bind(view.after.values().map(|place| place.0).collect::<Vec<_>>())
        .push("::timestamptz[], ")
        .push_bind(view.after.values().map(|place| place.1).collect::<Vec<_>>())
        .push("::timestamptz[], ")
        .push_bind(view.after.values().map(|place| place.2).collect::<Vec<_>>())
        .push(
            r#"::bigint[]) as after (stage_id, promised_by, applied_at, id) on after.stage_id = s.id
               cross join lateral (
                   select a.id, a.stage_id, a.version, a.name, a.headline, a.tags, a.stage_entered_at, a.promised_by,
                          case when not a.unpromised then a.promised_by end as answer_by, a.applied_at,
                          a.amended_at is not null and exists (select from reads r where r.company_id = $1 and r.application_id = a.id and r.member_id = $3 and r.read_at < a.amended_at) as updated,
                          a.replied_at is not null and not exists (select from reads r where r.company_id = $1 and r.application_id = a.id and r.member_id = $3 and r.read_at >= a.replied_at) as replied
                   from applications a
                   where a.company_id = $1 and a.job_id = $2 and a.stage_id = s.id and a.status = 'active'
                     and (a.promised_by, a.applied_at, a.id)
                       > (coalesce(after.promised_by, '-infinity'), coalesce(after.applied_at, '-infinity'), coalesce(after.id, 0))"#,
        );
    sight.narrow(&mut query);
    view.filter.narrow(&mut query, actor.member_id(), now);
    query.push(" order by a.promised_by, a.applied_at, a.id limit ");
    query.push_bind(i64::try_from(COLUMN + 1).unwrap_or(i64::MAX));
    query.push(") card where s.company_id = $1 and s.job_id = $2 and s.deleted_at is null");
    if let Some(stage) = view.only {
        query.push(" and s.id = ").push_bind(stage);
    }
    query.push(" order by s.id, card.promised_by, card.applied_at, card.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}
