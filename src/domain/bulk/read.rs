//! How far an act is, and what became of each.

use super::deed::Deed;
use crate::{
    access::{Actor, Role},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{BulkActId, CompanyId, JobId, MemberId},
        paging::Paged,
    },
};
use sqlx::{PgConnection, types::Json};

/// Rows of a page.
const PAGE: usize = 50;

/// An act, for those who may look at it: whoever did it, and administrators.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: BulkActId,
    pub member: MemberId,
    pub by: String,
    pub job: Option<JobId>,
    pub deed: Json<Deed>,
    pub created_at: Time,
    pub finished_at: Option<Time>,
    pub total: i32,
    pub done: i32,
    pub skipped: i32,
    pub undo_until: Time,
    pub undo_asked_at: Option<Time>,
    /// Who took it back.
    pub undo_by: Option<String>,
    pub undo_finished_at: Option<Time>,
    pub undone: i32,
    pub left_alone: i32,
}

impl Act {
    /// Whether the worker still has something to do.
    pub fn runs(&self) -> bool {
        self.finished_at.is_none()
            || (self.undo_asked_at.is_some() && self.undo_finished_at.is_none())
    }

    /// Whether it can be taken back.
    pub fn undoable(&self, now: Time) -> bool {
        self.undo_asked_at.is_none() && now < self.undo_until
    }

    /// Of a hundred, how much is done of what is being done.
    pub fn percent(&self) -> i64 {
        let (part, whole) = match self.undo_asked_at {
            Some(_) => (self.undone + self.left_alone, self.done),
            None => (self.done + self.skipped, self.total),
        };
        i64::from(part) * 100 / i64::from(whole.max(1))
    }
}

/// The act, if the viewer may look at it.
pub async fn act(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: BulkActId,
) -> Result<Act> {
    sqlx::query_as!(
        Act,
        r#"select b.id as "id: _", b.member_id as "member: _", trim(u.given_name || ' ' || u.family_name) as "by!", b.job_id as "job: _",
                  b.deed as "deed: _", b.created_at as "created_at: _", b.finished_at as "finished_at: _", b.total, b.done, b.skipped,
                  b.undo_until as "undo_until: _", b.undo_asked_at as "undo_asked_at: _",
                  (select trim(w.given_name || ' ' || w.family_name) from memberships n join users w on w.id = n.user_id
                   where n.company_id = $1 and n.id = b.undo_asked_by) as undo_by,
                  b.undo_finished_at as "undo_finished_at: _", b.undone, b.left_alone
           from bulk_acts b
           join memberships m on (m.company_id, m.id) = (b.company_id, b.member_id)
           join users u on u.id = m.user_id
           where b.company_id = $1 and b.id = $2 and (b.member_id = $3 or $4)"#,
        company as _,
        id as _,
        actor.member_id() as _,
        administers(actor),
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

fn administers(actor: &Actor) -> bool {
    actor
        .member()
        .is_some_and(|member| member.role == Role::Administrator)
}

/// An act in the list of them.
#[derive(Clone, Debug)]
pub struct Recent {
    pub id: BulkActId,
    pub by: String,
    pub deed: Json<Deed>,
    pub created_at: Time,
    pub total: i32,
    pub done: i32,
    pub skipped: i32,
    pub running: bool,
    pub taken_back: bool,
}

/// The viewer's own acts, and to administrators everybody's, newest first.
pub async fn recent(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    before: Option<BulkActId>,
) -> Result<Paged<Recent>> {
    let rows = sqlx::query_as!(
        Recent,
        r#"select b.id as "id: _", trim(u.given_name || ' ' || u.family_name) as "by!", b.deed as "deed: _", b.created_at as "created_at: _",
                  b.total, b.done, b.skipped, b.finished_at is null as "running!", b.undo_asked_at is not null as "taken_back!"
           from bulk_acts b
           join memberships m on (m.company_id, m.id) = (b.company_id, b.member_id)
           join users u on u.id = m.user_id
           where b.company_id = $1 and (b.member_id = $2 or $3) and b.id < $4
           order by b.id desc limit $5"#,
        company as _,
        actor.member_id() as _,
        administers(actor),
        before.map_or(i64::MAX, |id| id.0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Recent| row.id))
}

/// What became of one of those to whom something was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "bulk_target_state", rename_all = "snake_case")]
pub enum TargetState {
    Waiting,
    Done,
    Skipped,
    Undone,
    /// Changed since, and so not taken back.
    Left,
}

impl TargetState {
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Done,
        Self::Skipped,
        Self::Undone,
        Self::Left,
    ];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Undone => "undone",
            Self::Left => "left",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Done => "Done",
            Self::Skipped => "Skipped",
            Self::Undone => "Taken back",
            Self::Left => "Left as it is",
        }
    }
}

/// One of those to whom something was done. Whom the viewer does not see has no name here.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// Of an application, or of a place in the pool.
    pub id: i64,
    pub pooled: bool,
    pub name: Option<String>,
    pub state: TargetState,
    pub reason: String,
}

/// One page of an act's targets, of one state or all. The act is looked up first, for the viewer.
pub async fn targets(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    act: &Act,
    (state, after): (Option<TargetState>, Option<i64>),
    now: Time,
) -> Result<Paged<TargetRow>> {
    let rows = sqlx::query_as!(
        TargetRow,
        r#"select t.id as "id!", t.prospect_id is not null as "pooled!", s.name as "name?", t.state as "state: _",
                  case when s.name is null then '' else t.reason end as "reason!"
           from bulk_targets t
           left join lateral (
               select a.name from applications a
               join application_access access on (access.company_id, access.application_id, access.job_id) = (a.company_id, a.id, a.job_id)
               where a.company_id = $1 and a.id = t.application_id and access.company_id = $1 and access.member_id = $3
               union all
               select trim(c.given_name || ' ' || c.family_name) from prospects p
               join pool_access access on (access.company_id, access.candidate_id) = (p.company_id, p.candidate_id)
               join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
               where p.company_id = $1 and p.id = t.prospect_id and p.ends_at > $7 and access.company_id = $1 and access.member_id = $3
           ) s on true
           where t.company_id = $1 and t.act_id = $2 and ($4::bulk_target_state is null or t.state = $4) and t.id > $5
           order by t.id limit $6"#,
        company as _,
        act.id as _,
        actor.member_id() as _,
        state as _,
        after.unwrap_or(0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        now as _,
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &TargetRow| row.id))
}
