//! To-dos as lists: one's own by when they are due, and those about one thing.

use super::{Subject, Todo};
use crate::{
    access::Actor,
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId, JobId, MemberId, TodoId, Version},
        paging::Paged,
    },
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

/// To-dos of a page.
const PAGE: usize = 50;
/// Those about one thing that are shown: more than anybody writes down.
const MOST: i64 = 100;

/// Which of one's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    Overdue,
    #[default]
    Today,
    Later,
    Done,
}

impl Show {
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Today, Self::Later, Self::Done];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Later => "later",
            Self::Done => "done",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Today => "Today",
            Self::Later => "Later",
            Self::Done => "Done",
        }
    }
}

/// How many of one's own are open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub overdue: i64,
    pub today: i64,
    pub later: i64,
}

impl Counts {
    /// How many a list has; those that are done are not counted.
    pub fn of(&self, show: Show) -> Option<i64> {
        match show {
            Show::Overdue => Some(self.overdue),
            Show::Today => Some(self.today),
            Show::Later => Some(self.later),
            Show::Done => None,
        }
    }
}

/// Where a page begins: what its order goes by, of the to-do before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    Due(Day, TodoId),
    Done(Time, TodoId),
}

/// A row of `readable_todos`.
struct Row {
    id: TodoId,
    version: Version,
    body: String,
    due_on: Day,
    done_at: Option<Time>,
    member: MemberId,
    name: String,
    application: Option<ApplicationId>,
    candidate: Option<CandidateId>,
    job: Option<JobId>,
    about: String,
    job_name: Option<String>,
    writes: bool,
}

impl TryFrom<Row> for Todo {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            subject: Subject::of(row.application, row.candidate, row.job)?,
            id: row.id,
            version: row.version,
            body: row.body,
            due_on: row.due_on,
            done_at: row.done_at,
            member: row.member,
            name: row.name,
            about: row.about,
            job_name: row.job_name,
            writes: row.writes,
        })
    }
}

pub(super) async fn one(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: TodoId,
) -> Result<Todo> {
    let row = sqlx::query_as!(
        Row,
        r#"select t.id as "id!: _", t.version as "version!: _", t.body as "body!", t.due_on as "due_on!: _", t.done_at as "done_at: _",
                  t.member_id as "member!: _", trim(u.given_name || ' ' || u.family_name) as "name!", t.application_id as "application: _",
                  t.candidate_id as "candidate: _", t.job_id as "job: _", t.about as "about!", t.job_name, t.writes_notes as "writes!"
           from readable_todos t
           join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id)
           join users u on u.id = m.user_id
           where t.company_id = $1 and t.reader_id = $2 and t.id = $3"#,
        company as _,
        actor.member_id() as _,
        id as _,
    )
    .fetch_optional(db)
    .await?;
    row.ok_or(Error::NotFound)?.try_into()
}

/// What is to be done about something that the viewer sees, and after it what was done. About an application, what is to be
/// done about its candidate as well.
pub async fn of(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    subject: Subject,
) -> Result<Vec<Todo>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select t.id as "id!: _", t.version as "version!: _", t.body as "body!", t.due_on as "due_on!: _", t.done_at as "done_at: _",
                  t.member_id as "member!: _", trim(u.given_name || ' ' || u.family_name) as "name!", t.application_id as "application: _",
                  t.candidate_id as "candidate: _", t.job_id as "job: _", t.about as "about!", t.job_name, t.writes_notes as "writes!"
           from readable_todos t
           join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id)
           join users u on u.id = m.user_id
           where t.company_id = $1 and t.reader_id = $2
             and (t.application_id = $3 or t.job_id = $5
                  or t.candidate_id = coalesce($4, (select a.candidate_id from applications a where a.company_id = $1 and a.id = $3)))
           order by t.done_at desc nulls first, t.due_on, t.id limit $6"#,
        company as _,
        actor.member_id() as _,
        subject.application() as _,
        subject.candidate() as _,
        subject.job() as _,
        MOST,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Todo::try_from).collect()
}

/// A page of the viewer's own: open ones by the day, done ones by when they were done, the last first.
pub async fn mine(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    show: Show,
    today: Day,
    after: Option<Place>,
) -> Result<Paged<Todo>> {
    let rows = match show {
        Show::Done => done(db, company, actor, after).await?,
        Show::Overdue | Show::Today | Show::Later => {
            open(db, company, actor, show, today, after).await?
        }
    };
    let todos: Result<Vec<Todo>> = rows.into_iter().map(Todo::try_from).collect();
    Ok(Paged::new(todos?, PAGE, |todo| match todo.done_at {
        Some(at) => Place::Done(at, todo.id),
        None => Place::Due(todo.due_on, todo.id),
    }))
}

async fn open(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    show: Show,
    today: Day,
    after: Option<Place>,
) -> Result<Vec<Row>> {
    let (day, id) = match after {
        Some(Place::Due(day, id)) => (Some(day), Some(id)),
        _ => (None, None),
    };
    Ok(sqlx::query_as!(
        Row,
        r#"select t.id as "id!: _", t.version as "version!: _", t.body as "body!", t.due_on as "due_on!: _", t.done_at as "done_at: _",
                  t.member_id as "member!: _", trim(u.given_name || ' ' || u.family_name) as "name!", t.application_id as "application: _",
                  t.candidate_id as "candidate: _", t.job_id as "job: _", t.about as "about!", t.job_name, t.writes_notes as "writes!"
           from readable_todos t
           join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id)
           join users u on u.id = m.user_id
           where t.company_id = $1 and t.reader_id = $2 and t.member_id = $2 and t.done_at is null
             and case $3 when 'overdue' then t.due_on < $4 when 'today' then t.due_on = $4 else t.due_on > $4 end
             and ($5::date is null or (t.due_on, t.id) > ($5, $6))
           order by t.due_on, t.id limit $7"#,
        company as _,
        actor.member_id() as _,
        show.key(),
        today as _,
        day as _,
        id as _,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?)
}

async fn done(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    after: Option<Place>,
) -> Result<Vec<Row>> {
    let (at, id) = match after {
        Some(Place::Done(at, id)) => (Some(at), Some(id)),
        _ => (None, None),
    };
    Ok(sqlx::query_as!(
        Row,
        r#"select t.id as "id!: _", t.version as "version!: _", t.body as "body!", t.due_on as "due_on!: _", t.done_at as "done_at: _",
                  t.member_id as "member!: _", trim(u.given_name || ' ' || u.family_name) as "name!", t.application_id as "application: _",
                  t.candidate_id as "candidate: _", t.job_id as "job: _", t.about as "about!", t.job_name, t.writes_notes as "writes!"
           from readable_todos t
           join memberships m on (m.company_id, m.id) = (t.company_id, t.member_id)
           join users u on u.id = m.user_id
           where t.company_id = $1 and t.reader_id = $2 and t.member_id = $2 and t.done_at is not null
             and ($3::timestamptz is null or (t.done_at, t.id) < ($3, $4))
           order by t.done_at desc, t.id desc limit $5"#,
        company as _,
        actor.member_id() as _,
        at as _,
        id as _,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?)
}

/// How many of the viewer's own are open.
pub async fn counts(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    today: Day,
) -> Result<Counts> {
    Ok(sqlx::query_as!(
        Counts,
        r#"select count(*) filter (where due_on < $3) as "overdue!", count(*) filter (where due_on = $3) as "today!",
                  count(*) filter (where due_on > $3) as "later!"
           from readable_todos
           where company_id = $1 and reader_id = $2 and member_id = $2 and done_at is null"#,
        company as _,
        actor.member_id() as _,
        today as _,
    )
    .fetch_one(db)
    .await?)
}
