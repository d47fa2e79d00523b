//! The rows behind a figure, newest first.

use super::{Cohort, Figure, Look};
use crate::{
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, JobId},
        paging::Paged,
    },
    domain::applications::Status,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// Rows of a page.
pub const PAGE: usize = 50;

/// Where a page begins: the time by which a row is counted, and its number.
pub type Place = (Time, i64);

/// Somebody behind a figure.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is; none for those whom the viewer may not see any more, who count all the same.
    pub seen: Option<Seen>,
    /// The job for which it is counted.
    pub job: JobId,
    /// From when to when, as the figure means it.
    pub began: Time,
    pub ended: Option<Time>,
    place: Place,
}

/// An application, as far as a row shows it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: ApplicationId,
    pub name: String,
    pub status: Status,
    pub stage: String,
}

/// All that is behind a figure.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The figure itself.
    pub counted: i64,
    /// How many of them are erased: they count, and are in no list.
    pub erased: i64,
    pub people: Paged<Person>,
}

#[derive(sqlx::FromRow)]
struct Row {
    counted: i64,
    erased: i64,
    at: Option<Time>,
    id: Option<i64>,
    job_id: Option<JobId>,
    began: Option<Time>,
    ended: Option<Time>,
    application: Option<ApplicationId>,
    name: Option<String>,
    status: Option<Status>,
    stage: Option<String>,
}

impl Row {
    fn person(self) -> Option<Person> {
        let seen = match (self.application, self.name, self.status, self.stage) {
            (Some(id), Some(name), Some(status), Some(stage)) => Some(Seen {
                id,
                name,
                status,
                stage,
            }),
            _ => None,
        };
        Some(Person {
            seen,
            job: self.job_id?,
            began: self.began?,
            ended: self.ended,
            place: (self.at?, self.id?),
        })
    }
}

/// A page of what was counted. The rows are counted by themselves, so that a page ends where it is full.
pub async fn behind(
    db: &mut PgConnection,
    look: &Look,
    figure: Figure,
    after: Option<Place>,
) -> Result<Behind> {
    let mut query = QueryBuilder::new("with behind as not materialized (");
    counted(&mut query, look, figure);
    query.push("), page as (select * from behind where application_id is not null");
    if let Some((at, id)) = after {
        query.push(" and (at, id) < (").push_bind(at);
        query.push(", ").push_bind(id).push(")");
    }
    query.push(" order by at desc, id desc limit ");
    query.push_bind(PAGE as i64 + 1);
    query.push(
        ") select c.counted, c.erased, p.at, p.id, p.job_id, p.began, p.ended, a.id as application, a.name, a.status, s.name as stage
         from (select count(*) as counted, count(*) - count(application_id) as erased from behind) c
         left join page p on true
         left join lateral (
             select a.id, a.name, a.status, a.company_id, a.stage_id
             from applications a
             join application_access w on (w.company_id, w.application_id) = (a.company_id, a.id)
             where a.company_id = ",
    );
    query.push_bind(look.company.id);
    query.push(" and a.id = p.application_id and w.company_id = ");
    query.push_bind(look.company.id);
    query.push(" and w.application_id = p.application_id and w.member_id = ");
    query.push_bind(look.viewer);
    query.push(
        ") a on true
         left join stages s on (s.company_id, s.id) = (a.company_id, a.stage_id)
         order by p.at desc, p.id desc",
    );
    let rows: Vec<Row> = query.build_query_as().fetch_all(db).await?;
    let sums = rows.first().map(|row| (row.counted, row.erased));
    let (counted, erased) = sums.unwrap_or_default();
    let people = rows.into_iter().filter_map(Row::person).collect();
    Ok(Behind {
        counted,
        erased,
        people: Paged::new(people, PAGE, |person: &Person| person.place),
    })
}

/// Writes what selects the rows of a figure. The conditions are those of its report.
fn counted(query: &mut QueryBuilder<Postgres>, look: &Look, figure: Figure) {
    match figure {
        Figure::Applied(cohort) => {
            query.push("select f.application_id, f.job_id, f.applied_at as at, f.id, f.applied_at as began, f.decided_at as ended from application_facts f");
            within(query, look, "f", "applied_at");
            seen_facts(query, look, "f.id");
            of_cohort(query, cohort);
        }
        Figure::Hired | Figure::Rejected(_) => {
            query.push("select f.application_id, f.job_id, f.decided_at as at, f.id, f.applied_at as began, f.decided_at as ended from application_facts f");
            within(query, look, "f", "decided_at");
            seen_facts(query, look, "f.id");
            let status = match figure {
                Figure::Hired => Status::Hired,
                _ => Status::Rejected,
            };
            query.push(" and f.status = ").push_bind(status);
            if let Figure::Rejected(Some(reason)) = figure {
                query.push(" and f.rejection_reason_id is not distinct from ");
                query.push_bind(reason);
            }
        }
        Figure::Step(_) | Figure::Stage(_) => {
            query.push(
                "select f.application_id, t.job_id, t.left_at as at, t.id, t.entered_at as began, t.left_at as ended
                 from stays t join application_facts f on (f.company_id, f.id) = (t.company_id, t.fact_id)",
            );
            within(query, look, "t", "left_at");
            seen_facts(query, look, "t.fact_id");
            match figure {
                Figure::Step(step) => query.push(" and t.milestone = ").push_bind(step),
                Figure::Stage(stage) => query.push(" and t.stage_id = ").push_bind(stage),
                _ => query,
            };
        }
        Figure::Filled => {
            query.push("select o.application_id, o.job_id, o.closed_at as at, o.id, o.opened_at as began, o.closed_at as ended from openings o");
            within(query, look, "o", "closed_at");
            query.push(" and o.status = 'filled' and o.opened_at is not null");
        }
        Figure::Promised { step, kept } => {
            query.push("select p.application_id, p.job_id, p.due_at as at, p.id, p.due_at as began, p.ended_at as ended from promises p");
            within(query, look, "p", "due_at");
            query.push(" and coalesce(p.application_id, 0) <> all(");
            query.push_bind(look.hidden.applications.clone()).push(")");
            query.push(" and p.due_at < ").push_bind(look.now);
            query
                .push(" and not coalesce(p.ended = 'withdrawn' and p.ended_at <= p.due_at, false)");
            if let Some(step) = step {
                query.push(" and p.milestone = ").push_bind(step);
            }
            if let Some(kept) = kept {
                query.push(
                    " and coalesce(p.ended <> 'withdrawn' and p.ended_at <= p.due_at, false) = ",
                );
                query.push_bind(kept);
            }
        }
    }
}

/// What belongs to the company, the period and the jobs that are looked at.
fn within(
    query: &mut QueryBuilder<Postgres>,
    look: &Look,
    table: &'static str,
    time: &'static str,
) {
    query.push(" where ").push(table).push(".company_id = ");
    query.push_bind(look.company.id);
    query.push(" and ").push(table).push(".").push(time);
    query.push(" >= ").push_bind(look.begins);
    query.push(" and ").push(table).push(".").push(time);
    query.push(" < ").push_bind(look.over);
    query
        .push(" and ")
        .push(table)
        .push(".job_id in (select unnest(");
    query.push_bind(look.jobs.clone()).push("))");
}

/// Leaves out whom the viewer does not see.
fn seen_facts(query: &mut QueryBuilder<Postgres>, look: &Look, fact: &'static str) {
    query.push(" and ").push(fact).push(" <> all(");
    query.push_bind(look.hidden.facts.clone()).push(")");
}

fn of_cohort(query: &mut QueryBuilder<Postgres>, cohort: Cohort) {
    if let Some(step) = cohort.step {
        query.push(" and (f.reached >= ").push_bind(step);
        query.push(" or f.status = 'hired')");
    }
    if let Some(stage) = cohort.stage {
        query.push(
            " and (f.status = 'hired' or exists (
                 select from stays t
                 join stages s on (s.company_id, s.id) = (t.company_id, t.stage_id)
                 join stages asked on asked.company_id = f.company_id and s.position >= asked.position
                 where (t.company_id, t.fact_id, t.job_id) = (f.company_id, f.id, f.job_id) and asked.id = ",
        );
        query.push_bind(stage).push("))");
    }
    if let Some(status) = cohort.status {
        query.push(" and f.status = ").push_bind(status);
    }
    if let Some(source) = cohort.source {
        query.push(" and f.source_id is not distinct from ");
        query.push_bind(source);
    }
}
