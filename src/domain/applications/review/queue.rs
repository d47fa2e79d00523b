//! The queue: who is next, for whom, and what waits behind them.

use super::presence::HERE;
use crate::{
    access::{Actor, Change, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CompanyId, JobId, StageId},
    },
    domain::applications::{filter::Filter, job},
};
use jiff::{SignedDuration, tz::TimeZone};
use sqlx::{Arguments, PgConnection, Postgres, QueryBuilder, postgres::PgArguments};

/// How many names of those who wait are shown.
const SHOWN: i64 = 10;

/// More than these are not counted.
pub const COUNTED: i64 = 1_000;

/// The hour at which a day of work begins: what was set aside is back then.
const MORNING: i8 = 6;

/// In which order people are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whose answer is due first.
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

/// Hands the actor whoever is next after `after`, or from the top; nobody when everybody is looked through, set aside, or
/// with another reviewer. Of two who ask at once each gets another.
pub async fn hand(
    change: &mut Change<ReadApplications>,
    id: JobId,
    view: &QueueView,
    after: Option<ApplicationId>,
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

/// The first in the queue, after somebody, whom nobody else is at, and whom the actor has not set aside.
async fn free(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: JobId,
    view: &QueueView,
    after: Option<ApplicationId>,
    now: Time,
) -> Result<Option<ApplicationId>> {
    let mut query = asked(company, actor, id, now);
    query.push("select a.id");
    among(&mut query, view, actor, now);
    query.push(
        " and not exists (select from readers r where r.company_id = $1 and r.application_id = a.id and r.member_id <> $3 and r.handed and r.until > $4)
          and not exists (select from set_aside x where x.company_id = $1 and x.application_id = a.id and x.member_id = $3 and x.until > $4)",
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
    let (company, now) = (change.company(), change.now());
    let zone = TimeZone::get(&change.company_ref().time_zone).unwrap_or(TimeZone::UTC);
    let actor = change.actor().clone();
    let done = sqlx::query!(
        r#"insert into set_aside as x (company_id, application_id, member_id, until)
           select s.company_id, s.application_id, s.member_id, $4 from application_access s
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           on conflict on constraint set_aside_pkey do update set until = excluded.until"#,
        company as _,
        id as _,
        actor.member_id() as _,
        tomorrow(now, &zone) as _,
    )
    .execute(change.db())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query!(
        "delete from set_aside where company_id = $1 and member_id = $2 and until <= $3",
        company as _,
        actor.member_id() as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Takes back everything that the actor has set aside in a job.
pub async fn take_up_again(change: &mut Change<ReadApplications>, id: JobId) -> Result<()> {
    let (company, actor) = (change.company(), change.actor().clone());
    job::check(change.db(), company, &actor, id).await?;
    sqlx::query!(
        r#"delete from set_aside x using applications a
           where x.company_id = $1 and x.member_id = $2 and (a.company_id, a.id) = (x.company_id, x.application_id) and a.job_id = $3"#,
        company as _,
        actor.member_id() as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The beginning of the next day of work.
fn tomorrow(now: Time, zone: &TimeZone) -> Time {
    let morning = now
        .day(zone)
        .tomorrow()
        .map(|day| day.at(MORNING, 0, 0, 0))
        .and_then(|at| at.to_zoned(zone.clone()));
    morning.map_or(now.plus(SignedDuration::from_hours(24)), |at| {
        Time(at.timestamp())
    })
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

/// The people of the queue, as `applications a`.
fn among(query: &mut QueryBuilder<Postgres>, view: &QueueView, actor: &Actor, now: Time) {
    query.push(
        " from applications a join stages s on (s.company_id, s.id) = (a.company_id, a.stage_id)
          where a.company_id = $1 and a.job_id = $2 and a.status = 'active'",
    );
    if let Some(stage) = view.stage {
        query.push(" and a.stage_id = ").push_bind(stage);
    }
    view.filter.narrow(query, actor.member_id(), now);
}

/// Those on one side of somebody.
fn beyond(query: &mut QueryBuilder<Postgres>, order: Order, at: ApplicationId, side: &'static str) {
    let columns = order.columns();
    query
        .push(format!(" and ({columns}) {side} (select {columns} from applications a where a.company_id = $1 and a.id = "))
        .push_bind(at)
        .push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_is_back_in_the_morning() {
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        let at = |text: &str| Time(text.parse().unwrap());
        assert_eq!(
            tomorrow(at("2026-11-19T22:30:00Z"), &zone),
            at("2026-11-21T04:00:00Z")
        );
        assert_eq!(
            tomorrow(at("2026-11-19T12:00:00Z"), &zone),
            at("2026-11-20T04:00:00Z")
        );
    }
}
