//! The queue: who is next, for whom, and what waits behind them.

use super::presence::HERE;
use crate::{
    access::{Actor, Change, permissions::ReadApplications},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CompanyId, JobId, StageId},
    },
    domain::applications::{filter::Filter, job, snooze},
};
use sqlx::{Arguments, PgConnection, Postgres, QueryBuilder, postgres::PgArguments};

/// How many names of those who wait are shown.
const SHOWN: i64 = 10;

/// More than these are not counted.
pub const COUNTED: i64 = 1_000;

/// In which order people are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whose answer is due first; whoever was promised nothing stands where they would, had they applied when they were brought
    /// in.
    #[default]
    Promise,
    /// By chance, another for each reviewer, so that nobody is always seen by tired eyes.
    Random,
}

impl Order {
    pub fn key(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Random => "random",
        }
    }

    /// What orders the rows of `applications a`; `$3` is the reviewer.
    fn columns(self) -> &'static str {
        match self {
            Self::Promise => "a.promised_by, a.applied_at, a.id",
            Self::Random => "hashint8extended(a.id, $3), a.id",
        }
    }

    fn backwards(self) -> &'static str {
        match self {
            Self::Promise => "a.promised_by desc, a.applied_at desc, a.id desc",
            Self::Random => "hashint8extended(a.id, $3) desc, a.id desc",
        }
    }
}

/// Which of a job's people are reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueView {
    pub stage: Option<StageId>,
    pub filter: Filter,
    pub order: Order,
}

/// The queue from somebody on.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Whoever is looked at, and those who come after.
    pub waiting: Vec<Waiting>,
    /// Everybody in it, wherever one is; above [`COUNTED`] there are more.
    pub count: i64,
    pub previous: Option<ApplicationId>,
}

/// Somebody in the queue.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: ApplicationId,
    pub name: String,
    /// Who is at it just now.
    pub reader: Option<String>,
}

/// Behind whom a reviewer goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub id: ApplicationId,
    /// When their answer was due, if what was done to them has changed that: it was their place in the queue.
    pub due: Option<Time>,
}

/// Hands the actor whoever is next after `after`, or from the top; nobody when everybody is looked through, set aside, or
/// with another reviewer. Of two who ask at once each gets another.
pub async fn hand(
    change: &mut Change<ReadApplications>,
    id: JobId,
    view: &QueueView,
    after: Option<After>,
) -> Result<Option<ApplicationId>> {
    let (company, now, actor) = (change.company(), change.now(), change.actor().clone());
    job::check(change.db(), company, &actor, id).await?;
    // One at a time is handed out of a job.
    sqlx::query!(
        "select pg_advisory_xact_lock(hashint8extended($1, $2))",
        id as _,
        company as _
    )
    .fetch_one(change.db())
    .await?;
    let mut next = None;
    if after.is_some() {
        next = free(change.db(), company, &actor, id, view, after, now).await?;
    }
    if next.is_none() {
        next = free(change.db(), company, &actor, id, view, None, now).await?;
    }
    sqlx::query!(
        "delete from readers where company_id = $1 and member_id = $2",
        company as _,
        actor.member_id() as _,
    )
    .execute(change.db())
    .await?;
    if let Some(next) = next {
        sqlx::query!(
            "insert into readers (company_id, application_id, member_id, handed, until) values ($1, $2, $3, true, $4)",
            company as _,
            next as _,
            actor.member_id() as _,
            now.plus(HERE) as _,
        )
        .execute(change.db())
        .await?;
    }
    Ok(next)
}

/// The first in the queue, after somebody, whom nobody else is at.
async fn free(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
    view: &QueueView,
    after: Option<After>,
    now: Time,
) -> Result<Option<ApplicationId>> {
    let mut query = asked(company, actor, id, now);
    query.push("select a.id");
    among(&mut query, view, actor, now);
    query.push(
        " and not exists (select from readers r where r.company_id = $1 and r.application_id = a.id and r.member_id <> $3 and r.handed and r.until > $4)",
    );
    if let Some(after) = after {
        beyond(&mut query, view.order, after, ">");
    }
    query.push(format!(" order by {} limit 1", view.order.columns()));
    Ok(query.build_query_scalar().fetch_optional(db).await?)
}

/// Looks at the queue from somebody on, who need not be in it any more: whoever comes, who came before, and how many there
/// are, in one statement.
pub async fn queue(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
    view: &QueueView,
    at: ApplicationId,
    now: Time,
) -> Result<Queue> {
    let (onwards, backwards) = (view.order.columns(), view.order.backwards());
    let at = After { id: at, due: None };
    let mut query = asked(company, actor, id, now);
    query.push(
        r#"(select 'waiting' as part, a.id, a.name,
                   (select trim(u.given_name || ' ' || u.family_name)
                    from readers r
                    join memberships m on (m.company_id, m.id) = (r.company_id, r.member_id)
                    join users u on u.id = m.user_id
                    where r.company_id = $1 and r.application_id = a.id and r.member_id <> $3 and r.until > $4 limit 1) as reader,
                   0::bigint as count "#,
    );
    among(&mut query, view, actor, now);
    beyond(&mut query, view.order, at, ">=");
    query.push(format!(" order by {onwards} limit {SHOWN}) union all "));
    query.push("(select 'previous', a.id, '', null, 0 ");
    among(&mut query, view, actor, now);
    beyond(&mut query, view.order, at, "<");
    query.push(format!(" order by {backwards} limit 1) union all "));
    query.push("select 'count', 0, '', null, count(*) from (select ");
    among(&mut query, view, actor, now);
    query.push(format!(" limit {}) counted", COUNTED + 1));
    let rows: Vec<Row> = query.build_query_as().fetch_all(db).await?;
    let mut queue = Queue {
        waiting: Vec::new(),
        count: 0,
        previous: None,
    };
    for row in rows {
        match row.part.as_str() {
            "waiting" => queue.waiting.push(Waiting {
                id: row.id,
                name: row.name,
                reader: row.reader,
            }),
            "previous" => queue.previous = Some(row.id),
            _ => queue.count = row.count,
        }
    }
    Ok(queue)
}

#[derive(sqlx::FromRow)]
struct Row {
    part: String,
    id: ApplicationId,
    name: String,
    reader: Option<String>,
    count: i64,
}

/// Puts somebody off until tomorrow, for the actor alone.
pub async fn set_aside(change: &mut Change<ReadApplications>, id: ApplicationId) -> Result<()> {
    let tomorrow = snooze::tomorrow(change.now(), &change.company_ref().zone());
    snooze::snooze(change, id, Some(tomorrow)).await
}

/// Takes back whom the actor has put off until tomorrow in a job; whom they snoozed for longer sleeps on.
pub async fn take_up_again(change: &mut Change<ReadApplications>, id: JobId) -> Result<()> {
    let (company, actor) = (change.company(), change.actor().clone());
    job::check(change.db(), company, &actor, id).await?;
    let tomorrow = snooze::tomorrow(change.now(), &change.company_ref().zone());
    sqlx::query!(
        r#"delete from set_aside x using applications a
           where x.company_id = $1 and x.member_id = $2 and x.until <= $4
             and (a.company_id, a.id) = (x.company_id, x.application_id) and a.job_id = $3"#,
        company as _,
        actor.member_id() as _,
        id as _,
        tomorrow as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// A statement in which `$1` is the company, `$2` the job, `$3` the viewer and `$4` the time.
fn asked(company: CompanyId, actor: &Actor, id: JobId, now: Time) -> QueryBuilder<Postgres> {
    let mut arguments = PgArguments::default();
    for number in [company.0, id.0, actor.member_id().0] {
        // A number has nothing that could fail to encode.
        let _ = arguments.add(number);
    }
    let _ = arguments.add(now);
    QueryBuilder::with_arguments("", arguments)
}

/// The people of the queue, as `applications a`: whom the reviewer snoozes are not among them.
fn among(query: &mut QueryBuilder<Postgres>, view: &QueueView, actor: &Actor, now: Time) {
    query.push(
        " from applications a
          where a.company_id = $1 and a.job_id = $2 and a.status = 'active'
            and (not a.confidential or (select s.sees_private from job_access s where s.company_id = $1 and s.job_id = $2 and s.member_id = $3))
            and not exists (select from snoozes x where x.company_id = $1 and x.member_id = $3 and x.application_id = a.id
                            and (x.until is null or x.until > $4))",
    );
    if let Some(stage) = view.stage {
        query.push(" and a.stage_id = ").push_bind(stage);
    }
    view.filter.narrow(query, actor.member_id(), now);
}

/// Those on one side of somebody.
fn beyond(query: &mut QueryBuilder<Postgres>, order: Order, at: After, side: &'static str) {
    let columns = order.columns();
    query.push(format!(" and ({columns}) {side} (select "));
    match at.due.filter(|_| order == Order::Promise) {
        Some(due) => query.push_bind(due).push(", a.applied_at, a.id"),
        None => query.push(columns),
    };
    query
        .push(" from applications a where a.company_id = $1 and a.id = ")
        .push_bind(at.id)
        .push(")");
}
