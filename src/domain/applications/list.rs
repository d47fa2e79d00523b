//! The people of a job as a list: those of one status, in the order of the board.

use super::{
    filter::{Filter, asking},
    job::{Counts, JobHead, Place, Sight, Stage, seen},
    status::{Status, Telling},
};
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, JobId, StageId},
        paging::Paged,
    },
    domain::views::View,
};
use sqlx::{PgConnection, types::Json};

/// Rows of a page.
pub const PAGE: usize = 50;

/// An application as a row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: ApplicationId,
    pub name: String,
    pub headline: String,
    pub stage_id: StageId,
    pub stage_name: String,
    pub stale_after_days: Option<i16>,
    pub stage_entered_at: Time,
    /// Orders them; of those who were promised nothing it is nobody's day.
    pub promised_by: Time,
    /// By when they are owed an answer, if they were promised one.
    pub answer_by: Option<Time>,
    pub applied_at: Time,
    pub decided_at: Option<Time>,
    /// Why, of a rejected one.
    pub reason: Option<String>,
    pub telling: Option<Telling>,
    pub told_at: Option<Time>,
    /// Whether the candidate changed what they sent after the viewer read it.
    pub updated: bool,
    /// The candidate's tags.
    pub tags: Vec<String>,
    /// Whether they wrote, and the viewer has not read it.
    pub replied: bool,
}

#[derive(Clone, Debug)]
pub struct Listing {
    pub job: JobHead,
    /// The stages in order, for the strip that shows how far somebody is.
    pub stages: Vec<Stage>,
    pub counts: Counts,
    /// How many of the status fit the filter.
    pub fitting: i64,
    pub rows: Paged<Listed>,
    /// The views of the job that the viewer may use.
    pub views: Vec<View>,
}

/// Whom a list shows, and from where.
#[derive(Clone, Debug)]
pub struct ListView {
    pub status: Status,
    pub filter: Filter,
    /// The last row before the page.
    pub after: Option<Place>,
}

/// The list, in two statements: the job with its counts, and one page of rows.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    view: &ListView,
    now: Time,
) -> Result<Listing> {
    let head = sqlx::query!(
        r#"select j.name, s.sees_candidates, s.sees_private, s.decides as "decides!", s.edits as "edits!", s.mails as "mails!", s.writes_notes as "writes_notes!",
                  c.active as "active!", c.hired as "hired!", c.rejected as "rejected!", c.withdrawn as "withdrawn!",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', st.id, 'name', st.name, 'stale_after_days', st.stale_after_days)
                                             order by st.position, st.id), '[]')
                   from stages st where st.company_id = $1 and st.job_id = $2 and st.deleted_at is null) as "stages!: Json<Vec<Stage>>",
                  views_of($1, $3, 'board', $2) as "views!: Json<Vec<View>>"
           from jobs j
           join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           cross join lateral (
               select count(*) filter (where a.status = 'active') as active, count(*) filter (where a.status = 'hired') as hired,
                      count(*) filter (where a.status = 'rejected') as rejected, count(*) filter (where a.status = 'withdrawn') as withdrawn
               from applications a
               where a.company_id = $1 and a.job_id = $2 and (s.sees_private or not a.confidential)
                 and not exists (select from quarantined_applications q where (q.company_id, q.application_id) = (a.company_id, a.id))
           ) c
           where j.company_id = $1 and j.id = $2 and s.company_id = $1 and s.member_id = $3"#,
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    seen(head.sees_candidates)?;
    let sight = Sight::of(head.sees_private);
    let (found, mut fitting) = rows(db, company, actor, job, (view, sight), now).await?;
    if found.is_empty() && view.after.is_some() {
        // Nobody is left there, and so nobody to say how many there are.
        let first = ListView {
            after: None,
            ..view.clone()
        };
        (_, fitting) = rows(db, company, actor, job, (&first, sight), now).await?;
    }
    let counts = Counts {
        active: head.active,
        hired: head.hired,
        rejected: head.rejected,
        withdrawn: head.withdrawn,
    };
    Ok(Listing {
        job: JobHead {
            id: job,
            name: head.name,
            decides: head.decides,
            edits: head.edits,
            mails: head.mails,
            writes_notes: head.writes_notes,
        },
        stages: head.stages.0,
        views: head.views.0,
        counts,
        fitting: fitting.unwrap_or_else(|| counts.of(view.status)),
        rows: Paged::new(found, PAGE, |row: &Listed| -> Place {
            (row.promised_by, row.applied_at, row.id)
        }),
    })
}

/// A page of them. Of a filtered list all are found at once, in the index of its order where the filter asks for nothing else,
/// and counted; of the rest of theirs only the page is read.
async fn rows(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
    (view, sight): (&ListView, Sight),
    now: Time,
) -> Result<(Vec<Listed>, Option<i64>)> {
    let filtered = !view.filter.is_empty();
    let mut query = asking(
        match filtered {
            true => "with fits as materialized (",
            false => "with fits as (",
        },
        &[company.0, job.0, actor.member_id().0],
    );
    query.push(
        "select a.id, a.promised_by, a.applied_at from applications a
         where a.company_id = $1 and a.job_id = $2
           and not exists (select from quarantined_applications q where (q.company_id, q.application_id) = (a.company_id, a.id))",
    );
    query.push(" and a.status = ").push_bind(view.status);
    sight.narrow(&mut query);
    view.filter.narrow(&mut query, actor.member_id(), now);
    query.push(") select ").push(match filtered {
        true => "(select count(*) from fits)",
        false => "null::bigint",
    });
    query.push(
        r#" as fitting, a.id, a.name, a.headline, a.tags, a.stage_id, s.name as stage_name, s.stale_after_days, a.stage_entered_at,
                  a.promised_by, case when not a.unpromised then a.promised_by end as answer_by, a.applied_at, a.decided_at, r.name as reason, a.telling, a.told_at,
                  a.amended_at is not null and exists (select from reads d where d.company_id = $1 and d.application_id = a.id and d.member_id = $3 and d.read_at < a.amended_at) as updated,
                  a.replied_at is not null and not exists (select from reads d where d.company_id = $1 and d.application_id = a.id and d.member_id = $3 and d.read_at >= a.replied_at) as replied
           from (select f.id, f.promised_by, f.applied_at from fits f where true"#,
    );
    if let Some((promised_by, applied_at, id)) = view.after {
        query
            .push(" and (f.promised_by, f.applied_at, f.id) > (")
            .push_bind(promised_by)
            .push(", ")
            .push_bind(applied_at)
            .push(", ")
            .push_bind(id)
            .push(")");
    }
    query.push(" order by f.promised_by, f.applied_at, f.id limit ");
    query.push_bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    query.push(
        ") f
         join applications a on a.company_id = $1 and a.id = f.id
         join stages s on (s.company_id, s.job_id, s.id) = (a.company_id, a.job_id, a.stage_id)
         left join rejection_reasons r on (r.company_id, r.id) = (a.company_id, a.rejection_reason_id)
         order by f.promised_by, f.applied_at, f.id",
    );
    let found: Vec<Found> = query.build_query_as().fetch_all(db).await?;
    let fitting = filtered.then(|| found.first().and_then(|it| it.fitting).unwrap_or_default());
    Ok((found.into_iter().map(|it| it.listed).collect(), fitting))
}

#[derive(sqlx::FromRow)]
struct Found {
    /// How many there are of a filtered list.
    fitting: Option<i64>,
    #[sqlx(flatten)]
    listed: Listed,
}
