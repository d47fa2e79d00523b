//! Sums, for those who answer for fairness. Nobody can be found in them: groups under five are not told apart, and what is
//! shown is rounded to fives, so that comparing two tables (all jobs and all but one) tells nothing either.

use super::sets::{Set, set_as_asked};
use crate::{
    access::{Permit, permissions::ReadSelfIdentification},
    base::{
        clock::Day,
        error::Result,
        ids::{CompanyId, JobId},
    },
};
use jiff::civil::date;
use sqlx::PgConnection;

/// The smallest group that is shown.
const SMALLEST: i64 = 5;

/// What is counted: a year, and one job or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    pub year: i16,
    pub job: Option<JobId>,
}

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Fewer than five, or nobody.
    Few,
    /// So many, give or take two.
    About(i64),
}

impl Cell {
    pub fn of(count: i64) -> Self {
        match count {
            ..SMALLEST => Self::Few,
            _ => Self::About((count + 2) / 5 * 5),
        }
    }
}

/// The sums of one version of a set.
#[derive(Clone, Debug)]
pub struct Report {
    pub set: Set,
    /// How many answered anything.
    pub people: Cell,
    /// By question, by option.
    pub sums: Vec<(String, Vec<(String, Cell)>)>,
}

/// The sums of each set that anybody answered, each version by itself.
pub async fn report(permit: &Permit<ReadSelfIdentification>, scope: Scope) -> Result<Vec<Report>> {
    let (company, mut db) = (permit.company().id, permit.read().await?);
    let (first, last) = (Day(date(scope.year, 1, 1)), Day(date(scope.year, 12, 31)));
    let people = sqlx::query!(
        r#"select set_key, set_version, count(*) as "count!" from self_identifications
           where company_id = $1 and given_on between $2 and $3 and ($4::bigint is null or job_id = $4)
           group by set_key, set_version order by set_key desc, set_version desc"#,
        company as _,
        first as _,
        last as _,
        scope.job as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let counts = sqlx::query!(
        r#"select s.set_key, s.set_version, a.key as "question!", a.value as "option!", count(*) as "count!"
           from self_identifications s cross join lateral jsonb_each_text(s.answers) a
           where s.company_id = $1 and s.given_on between $2 and $3 and ($4::bigint is null or s.job_id = $4)
           group by s.set_key, s.set_version, a.key, a.value"#,
        company as _,
        first as _,
        last as _,
        scope.job as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut reports = Vec::new();
    for row in people {
        let Some(set) = set_as_asked(&mut db, &row.set_key, row.set_version).await? else {
            continue;
        };
        let count = |question: &str, option: &str| {
            let found = counts.iter().find(|count| {
                (count.set_key == set.key && count.set_version == set.version)
                    && (count.question == question && count.option == option)
            });
            Cell::of(found.map_or(0, |count| count.count))
        };
        let sums = set.inquiries().iter().map(|inquiry| {
            let cell = |(key, label): (&str, &str)| (label.to_owned(), count(&inquiry.key, key));
            (inquiry.label.clone(), inquiry.options().map(cell).collect())
        });
        reports.push(Report {
            people: Cell::of(row.count),
            sums: sums.collect(),
            set,
        });
    }
    Ok(reports)
}

/// The years in which anybody answered, the newest first.
pub async fn years(db: &mut PgConnection, company: CompanyId) -> Result<Vec<i16>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct extract(year from given_on)::smallint as "year!" from self_identifications
           where company_id = $1 order by 1 desc"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Jobs to choose from, by name.
pub async fn jobs(db: &mut PgConnection, company: CompanyId) -> Result<Vec<(JobId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: JobId", name from jobs where company_id = $1 order by lower(name), id limit 500"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn small_groups_are_one_and_large_ones_come_in_fives() {
        for count in 0..5 {
            assert_eq!(Cell::of(count), Cell::Few);
        }
        for (count, shown) in [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (998, 1000)] {
            assert_eq!(Cell::of(count), Cell::About(shown), "{count}");
        }
    }
}
