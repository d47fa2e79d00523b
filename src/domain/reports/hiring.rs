//! How long it took to hire those who were hired in the period, and to fill the openings that were filled in it.

use super::{Look, Spread};
use crate::base::{clock::Day, error::Result};
use jiff::civil::Date;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// What was done in a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// From when they applied to when they were hired.
    pub hired: Spread,
    /// From when an opening was opened to when it was filled.
    pub filled: Spread,
}

/// In all, and by month of the company's zone: the first day of each.
#[derive(Clone, Debug, Default)]
pub struct Hiring {
    pub all: Month,
    pub months: BTreeMap<Date, Month>,
}

/// Counts hires and filled openings.
pub async fn hiring(db: &mut PgConnection, look: &Look) -> Result<Hiring> {
    let mut hiring = Hiring::default();
    let hired = sqlx::query!(
        r#"select h.month as "month: Day", h.hours as "hours!", count(*) as "count!"
           from (
               select date_trunc('month', f.decided_at at time zone $5)::date as month,
                      greatest(0, floor(extract(epoch from f.decided_at - f.applied_at) / 3600))::integer as hours
               from application_facts f join unnest($4::bigint[]) w (job_id) on w.job_id = f.job_id
               where f.company_id = $1 and f.decided_at >= $2 and f.decided_at < $3 and f.status = 'hired' and f.id <> all($6)
           ) h
           group by grouping sets ((h.hours), (h.month, h.hours))
           order by h.hours"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        look.company.time_zone,
        &look.hidden.facts,
    )
    .fetch_all(&mut *db)
    .await?;
    for row in hired {
        hiring.of(row.month).hired.add(row.hours, row.count);
    }
    let filled = sqlx::query!(
        r#"select h.month as "month: Day", h.hours as "hours!", count(*) as "count!"
           from (
               select date_trunc('month', o.closed_at at time zone $5)::date as month,
                      greatest(0, floor(extract(epoch from o.closed_at - o.opened_at) / 3600))::integer as hours
               from openings o join unnest($4::bigint[]) w (job_id) on w.job_id = o.job_id
               where o.company_id = $1 and o.closed_at >= $2 and o.closed_at < $3 and o.status = 'filled' and o.opened_at is not null
           ) h
           group by grouping sets ((h.hours), (h.month, h.hours))
           order by h.hours"#,
        look.company.id as _,
        look.begins as _,
        look.over as _,
        &look.jobs as _,
        look.company.time_zone,
    )
    .fetch_all(db)
    .await?;
    for row in filled {
        hiring.of(row.month).filled.add(row.hours, row.count);
    }
    Ok(hiring)
}

impl Hiring {
    fn of(&mut self, month: Option<Day>) -> &mut Month {
        match month {
            Some(month) => self.months.entry(month.0).or_default(),
            None => &mut self.all,
        }
    }
}
