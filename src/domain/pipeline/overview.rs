//! The list of jobs, each with how many people are where.

use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, DepartmentId, JobId},
        paging::{Paged, decode_cursor},
    },
    domain::jobs::JobStatus,
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// How many jobs a page has.
const PAGE: usize = 50;

/// Counts of a tab go up to here; what is more is "1,000+".
const MOST_COUNTED: i64 = 1000;

/// What of the list is asked for.
#[derive(Clone, Debug)]
pub struct Filter {
    pub status: JobStatus,
    /// A part of the name, in any case.
    pub search: Option<String>,
    /// With the departments below it.
    pub department: Option<DepartmentId>,
    /// Only those in whose team the viewer is.
    pub mine: bool,
    /// Where the page begins.
    pub after: Option<String>,
}

/// A job in the list.
#[derive(Clone, Debug)]
pub struct JobRow {
    pub id: JobId,
    pub name: String,
    sort_name: String,
    pub confidential: bool,
    pub opened_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub departments: Vec<String>,
    /// Offices of the job; without any, what its live postings say.
    pub places: Vec<String>,
    pub team: Vec<String>,
    /// Whether the viewer may change the job.
    pub edits: bool,
    /// For those who see its candidates.
    pub people: Option<Json<People>>,
}

/// How many undecided applications are in each kind of stage, and how many were hired.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct People {
    pub application_review: i64,
    pub screen: i64,
    pub assessment: i64,
    pub interview: i64,
    pub reference_check: i64,
    pub offer: i64,
    pub hired: i64,
}

impl People {
    /// Those who wait for their first review.
    pub fn new_ones(&self) -> i64 {
        self.application_review
    }

    /// The counts in the order of the columns, from the first review to hired.
    pub fn columns(&self) -> [i64; 7] {
        [
            self.application_review,
            self.screen,
            self.assessment,
            self.interview,
            self.reference_check,
            self.offer,
            self.hired,
        ]
    }

    /// Everybody who is not decided yet.
    pub fn in_progress(&self) -> i64 {
        self.columns().into_iter().take(6).sum()
    }
}

/// A page of the list, by name.
pub type Overview = Paged<JobRow>;

/// The jobs that a viewer sees, by name, in one statement, with the counts that are kept.
pub async fn overview(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    filter: &Filter,
) -> Result<Overview> {
    let after: Option<(String, JobId)> = filter.after.as_deref().and_then(decode_cursor);
    let (after_name, after_id) = after.unzip();
    let search = filter.search.as_deref().map(contains);
    // The page is found first; only its jobs are counted.
    let rows = sqlx::query_as!(
        JobRow,
        r#"with recursive below as (
               select id from departments where company_id = $1 and id = $5
               union
               select d.id from departments d join below on d.parent_id = below.id where d.company_id = $1
           ), page as (
               select j.id, j.name, lower(j.name) as sort_name, j.confidential, j.opened_at, j.closed_at, s.edits, s.sees_candidates, s.sees_private
               from jobs j
               join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = j.id
               where j.company_id = $1 and j.status = $3
                 and ($4::text is null or lower(j.name) like $4)
                 and ($5::bigint is null or exists (
                     select from job_departments d
                     where d.company_id = $1 and d.job_id = j.id and d.department_id in (select id from below)
                 ))
                 and (not $6 or j.id in (select job_id from hiring_team where company_id = $1 and member_id = $2))
                 and ($7::text is null or (lower(j.name), j.id) > ($7, $8))
               order by lower(j.name), j.id
               limit $9
           )
           select p.id as "id!: _", p.name as "name!", p.sort_name as "sort_name!", p.confidential as "confidential!",
                  p.opened_at as "opened_at: _", p.closed_at as "closed_at: _", p.edits as "edits!",
                  array(
                      select d.name from job_departments jd join departments d on (d.company_id, d.id) = (jd.company_id, jd.department_id)
                      where jd.company_id = $1 and jd.job_id = p.id order by lower(d.name)
                  ) as "departments!: Vec<String>",
                  coalesce(
                      nullif(array(
                          select o.name from job_offices jo join offices o on (o.company_id, o.id) = (jo.company_id, jo.office_id)
                          where jo.company_id = $1 and jo.job_id = p.id order by lower(o.name)
                      ), '{}'),
                      array(
                          select distinct pp.name from postings a join posting_places pp on (pp.company_id, pp.posting_id) = (a.company_id, a.id)
                          where a.company_id = $1 and a.job_id = p.id and a.status = 'live' order by pp.name
                      )
                  ) as "places!: Vec<String>",
                  array(
                      select trim(u.given_name || ' ' || u.family_name)
                      from hiring_team t
                      join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id) and m.ended_at is null
                      join users u on u.id = m.user_id
                      where t.company_id = $1 and t.job_id = p.id and t.role <> 'interviewer'
                      group by u.id
                      order by bool_or(t.responsible) desc, min(t.role), lower(u.given_name)
                  ) as "team!: Vec<String>",
                  case when p.sees_candidates then (
                      select coalesce(jsonb_object_agg(k.column_of, k.people), '{}')
                      from (
                          select case c.status when 'hired' then 'hired' else st.kind::text end as column_of, sum(c.people) as people
                          from application_counts c
                          join stages st on st.company_id = $1 and st.id = c.stage_id
                          where c.company_id = $1 and c.job_id = p.id and c.status in ('active', 'hired')
                            and (not c.confidential or p.sees_private)
                          group by column_of
                      ) k
                  ) end as "people: Json<People>"
           from page p
           order by p.sort_name, p.id"#,
        company as _,
        actor.member_id() as _,
        filter.status as _,
        search,
        filter.department as _,
        filter.mine || !sees_more_than_teams(actor),
        after_name,
        after_id as _,
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row| {
        (row.sort_name.clone(), row.id)
    }))
}

/// What stands above the list.
#[derive(Clone, Debug)]
pub struct Tabs {
    pub open: i64,
    pub draft: i64,
    pub closed: i64,
    /// Departments to filter by, those below others with the names of those above.
    pub departments: Json<Vec<DepartmentOption>>,
}

impl Tabs {
    /// How many jobs a tab has, up to a thousand and one.
    pub fn count(&self, status: JobStatus) -> i64 {
        match status {
            JobStatus::Open => self.open,
            JobStatus::Draft => self.draft,
            JobStatus::Closed => self.closed,
        }
    }

    /// Whether the viewer sees no job at all.
    pub fn nothing(&self) -> bool {
        self.open + self.draft + self.closed == 0
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct DepartmentOption {
    pub id: DepartmentId,
    pub name: String,
}

/// How many jobs each tab has, and what they can be filtered by, in one statement.
pub async fn tabs(db: &mut PgConnection, company: CompanyId, actor: &Actor) -> Result<Tabs> {
    Ok(sqlx::query_as!(
        Tabs,
        r#"with recursive seen as not materialized (
               select j.status, s.job_id
               from jobs j join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = j.id
               where j.company_id = $1
                 and (not $3 or j.id in (select job_id from hiring_team where company_id = $1 and member_id = $2))
           ), tree as (
               select id, name from departments where company_id = $1 and parent_id is null
               union all
               select d.id, tree.name || ' / ' || d.name from departments d join tree on d.parent_id = tree.id where d.company_id = $1
           )
           select (select count(*) from (select from seen where status = 'open' limit $4) s) as "open!",
                  (select count(*) from (select from seen where status = 'draft' limit $4) s) as "draft!",
                  (select count(*) from (select from seen where status = 'closed' limit $4) s) as "closed!",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by lower(name)), '[]') from tree) as "departments!: _""#,
        company as _,
        actor.member_id() as _,
        !sees_more_than_teams(actor),
        MOST_COUNTED + 1,
    )
    .fetch_one(db)
    .await?)
}

/// Whether a role sees jobs beyond those in whose teams the member is. For the others the search starts at their teams;
/// what they see is still for `job_access` to say.
fn sees_more_than_teams(actor: &Actor) -> bool {
    use crate::access::Role::{
        Administrator, Auditor, Coordinator, HiringManager, Interviewer, Recruiter,
    };
    actor.member().is_some_and(|member| match member.role {
        Administrator | Recruiter | Coordinator | Auditor => true,
        HiringManager | Interviewer => false,
    })
}

/// A pattern for `like` that finds `text` anywhere.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_no_pattern() {
        assert_eq!(contains("50%_\\Go"), "%50\\%\\_\\\\go%");
    }
}
