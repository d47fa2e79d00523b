//! Many people at once: what somebody brought, and where they go.

use super::places::{Destination, FIRST_POOL};
use crate::{
    access::{Actor, Change, Event, Role, permissions::AddPeople},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ArrivalId, CompanyId, JobId, MemberId, PoolId, SourceId, StageId},
    },
    domain::{candidates, jobs},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// What the people stand in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "arrival_kind", rename_all = "lowercase")]
pub enum Kind {
    Resumes,
    Table,
}

/// How far it is. Résumés are always open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "arrival_phase", rename_all = "lowercase")]
pub enum Phase {
    Open,
    Checking,
    Checked,
    Running,
    Done,
}

/// What somebody begins.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The form's one-time key.
    pub once: Uuid,
    pub kind: Kind,
    /// The file's, of a table.
    pub name: String,
    pub to: Destination,
    pub source: Option<SourceId>,
}

/// What was brought, for whoever brought it, and administrators.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub id: ArrivalId,
    pub member: MemberId,
    pub by: String,
    pub kind: Kind,
    pub phase: Phase,
    pub name: String,
    pub job: Option<JobId>,
    pub stage: Option<StageId>,
    pub pool: Option<PoolId>,
    pub source: Option<SourceId>,
    /// "Miller, Interviews", or the name of the pool.
    pub place: String,
    pub created_at: Time,
    pub finished_at: Option<Time>,
}

impl Arrival {
    /// Where its people go.
    pub fn to(&self) -> Destination {
        match (self.job, self.stage, self.pool) {
            (Some(job), Some(stage), _) => Destination::Stage(job, stage),
            (_, _, pool) => Destination::Pool(pool.unwrap_or(FIRST_POOL)),
        }
    }
}

/// Begins; the same one-time key again gives the same.
pub async fn begin(change: &mut Change<AddPeople>, new: &Beginning) -> Result<ArrivalId> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let (job, stage, pool) = match new.to {
        Destination::Stage(job, stage) => {
            decides(change, job, stage).await?;
            (Some(job), Some(stage), None)
        }
        Destination::Pool(FIRST_POOL) => (None, None, Some(candidates::first_pool(change).await?)),
        Destination::Pool(pool) => (None, None, Some(pool)),
    };
    let id = sqlx::query_scalar!(
        r#"insert into arrivals (company_id, member_id, kind, name, once, job_id, stage_id, pool_id, source_id, created_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, (select o.id from sources o where o.company_id = $1 and o.id = $9), $10
           on conflict on constraint arrivals_once_key do nothing
           returning id as "id: ArrivalId""#,
        company as _,
        member as _,
        new.kind as _,
        new.name,
        new.once,
        job as _,
        stage as _,
        pool as _,
        new.source as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await;
    let id = match id {
        Err(error) if Error::constraint(&error) == Some("arrivals_pool_fkey") => {
            return Err(Error::field("to", "This pool is gone. Choose another"));
        }
        id => id?,
    };
    if let Some(id) = id {
        let detail = json!({ "arrival": id, "kind": if new.kind == Kind::Table { "table" } else { "resumes" } });
        change
            .record(Event::new("people.brought").detail(detail))
            .await?;
        return Ok(id);
    }
    Ok(sqlx::query_scalar!(
        r#"select id as "id: ArrivalId" from arrivals where company_id = $1 and member_id = $2 and once = $3"#,
        company as _,
        member as _,
        new.once,
    )
    .fetch_one(change.db())
    .await?)
}

/// Refuses a job on which the actor does not decide, and a stage that is not its.
async fn decides(change: &mut Change<AddPeople>, job: JobId, stage: StageId) -> Result<()> {
    let (company, member) = (change.company(), change.actor().member_id());
    let decides = sqlx::query_scalar!(
        r#"select exists (select from job_access s join jobs j on (j.company_id, j.id) = (s.company_id, s.job_id)
                          where s.company_id = $1 and s.job_id = $2 and s.member_id = $3 and s.decides and j.status = 'open') as "decides!""#,
        company as _,
        job as _,
        member as _,
    )
    .fetch_one(change.db())
    .await?;
    let kept = jobs::keep(change.db(), company, job, stage).await;
    match kept {
        Ok(_) if decides => Ok(()),
        Ok(_) | Err(Error::NotFound) => Err(Error::field("to", "Choose a place from the list")),
        Err(other) => Err(other),
    }
}

/// One of them, if the viewer may look at it.
pub async fn arrival(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ArrivalId,
    kind: Kind,
) -> Result<Arrival> {
    list(db, company, actor, Some(id), kind)
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

/// The viewer's own, and to administrators everybody's, newest first.
pub async fn arrivals(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    kind: Kind,
) -> Result<Vec<Arrival>> {
    list(db, company, actor, None, kind).await
}

async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: Option<ArrivalId>,
    kind: Kind,
) -> Result<Vec<Arrival>> {
    let all = actor
        .member()
        .is_some_and(|member| member.role == Role::Administrator);
    Ok(sqlx::query_as!(
        Arrival,
        r#"select a.id as "id: _", a.member_id as "member: _", trim(u.given_name || ' ' || u.family_name) as "by!",
                  a.kind as "kind: _", a.phase as "phase: _", a.name, a.job_id as "job: _", a.stage_id as "stage: _",
                  a.pool_id as "pool: _", a.source_id as "source: _", coalesce(l.name, j.name || ', ' || s.name) as "place!",
                  a.created_at as "created_at: _", a.finished_at as "finished_at: _"
           from arrivals a
           join memberships m on (m.company_id, m.id) = (a.company_id, a.member_id)
           join users u on u.id = m.user_id
           left join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join stages s on (s.company_id, s.job_id, s.id) = (a.company_id, a.job_id, a.stage_id)
           left join pools l on (l.company_id, l.id) = (a.company_id, a.pool_id)
           where a.company_id = $1 and (a.member_id = $2 or $3) and a.kind = $5 and ($4::bigint is null or a.id = $4)
           order by a.id desc limit 50"#,
        company as _,
        actor.member_id() as _,
        all,
        id as _,
        kind as _,
    )
    .fetch_all(db)
    .await?)
}

/// Holds one of them, so that nobody else works on it meanwhile.
pub(super) async fn hold(
    change: &mut Change<AddPeople>,
    id: ArrivalId,
    kind: Kind,
) -> Result<Arrival> {
    let company = change.company();
    sqlx::query!(
        "select id from arrivals where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let actor = change.actor().clone();
    arrival(change.db(), company, &actor, id, kind).await
}
