//! What is done, and to whom it cannot be.

use crate::{
    base::{
        clock::Time,
        ids::{JobId, MemberId, PoolId, RejectionReasonId, StageId},
    },
    domain::decisions::When,
};
use serde::{Deserialize, Serialize};
use sqlx::{Postgres, QueryBuilder};

/// Which act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Move,
    Reject,
    Mail,
    Tag,
    Untag,
    Assign,
    Transfer,
    Pool,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Move,
        Self::Reject,
        Self::Mail,
        Self::Tag,
        Self::Untag,
        Self::Assign,
        Self::Transfer,
        Self::Pool,
    ];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Reject => "reject",
            Self::Mail => "mail",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Assign => "assign",
            Self::Transfer => "transfer",
            Self::Pool => "pool",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether it means the same of people of the pool, who have no application.
    pub fn reaches_pool(self) -> bool {
        matches!(self, Self::Tag | Self::Untag | Self::Pool)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Reject => "Reject",
            Self::Mail => "Write to",
            Self::Tag => "Tag",
            Self::Untag => "Take a tag off",
            Self::Assign => "Assign",
            Self::Transfer => "Transfer",
            Self::Pool => "Add to a pool",
        }
    }
}

/// An act with everything that was typed for it, and names as they stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deed {
    Move {
        stage: StageId,
        name: String,
    },
    Reject {
        reason: RejectionReasonId,
        name: String,
        /// For those who decide.
        note: String,
        /// For the candidates.
        words: String,
        telling: Telling,
    },
    Mail {
        subject: String,
        body: String,
    },
    Tag {
        tag: String,
    },
    Untag {
        tag: String,
    },
    /// To nobody, where there is no owner.
    Assign {
        owner: Option<MemberId>,
        name: String,
    },
    Transfer {
        job: JobId,
        name: String,
    },
    /// Of those who agreed to be kept in mind, and only of them.
    Pool {
        pool: PoolId,
        name: String,
    },
}

/// When those who are rejected are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "when", content = "at", rename_all = "snake_case")]
pub enum Telling {
    /// Once it can no longer be taken back.
    Now,
    Later(Time),
    Held,
}

impl From<When> for Telling {
    fn from(when: When) -> Self {
        match when {
            When::Now => Self::Now,
            When::Later(at) => Self::Later(at),
            When::Held => Self::Held,
        }
    }
}

impl From<Telling> for When {
    fn from(telling: Telling) -> Self {
        match telling {
            Telling::Now => Self::Now,
            Telling::Later(at) => Self::Later(at),
            Telling::Held => Self::Held,
        }
    }
}

impl Deed {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Move { .. } => Kind::Move,
            Self::Reject { .. } => Kind::Reject,
            Self::Mail { .. } => Kind::Mail,
            Self::Tag { .. } => Kind::Tag,
            Self::Untag { .. } => Kind::Untag,
            Self::Assign { .. } => Kind::Assign,
            Self::Transfer { .. } => Kind::Transfer,
            Self::Pool { .. } => Kind::Pool,
        }
    }

    /// Whether it writes to people, once it can no longer be taken back.
    pub fn holds_mail(&self) -> bool {
        match self {
            Self::Mail { .. } => true,
            Self::Reject { telling, .. } => *telling == Telling::Now,
            Self::Move { .. }
            | Self::Tag { .. }
            | Self::Untag { .. }
            | Self::Assign { .. }
            | Self::Transfer { .. }
            | Self::Pool { .. } => false,
        }
    }

    /// What is done to so many: "Move 30 people to Interviews".
    pub fn title(&self, people: &str) -> String {
        match self {
            Self::Move { name, .. } => format!("Move {people} to {name}"),
            Self::Reject { name, .. } => format!("Reject {people}: {name}"),
            Self::Mail { subject, .. } => format!("Write to {people}: {subject}"),
            Self::Tag { tag } => format!("Tag {people}: {tag}"),
            Self::Untag { tag } => format!("Take the tag {tag} off {people}"),
            Self::Assign { owner: None, .. } => format!("Leave {people} without an owner"),
            Self::Assign { name, .. } => format!("Give {people} to {name}"),
            Self::Transfer { name, .. } => format!("Transfer {people} to {name}"),
            Self::Pool { name, .. } => format!("Add {people} to the pool {name}"),
        }
    }

    /// Whether it writes to those whom it is done to.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Reject { .. } | Self::Mail { .. })
    }

    /// Whether it may not be done to what somebody changed meanwhile. Tags and pools are the candidate's, and in nobody's way.
    pub(super) fn minds_changes(&self) -> bool {
        !matches!(
            self,
            Self::Tag { .. } | Self::Untag { .. } | Self::Pool { .. }
        )
    }

    /// Adds, to a statement over `applications a` with its `access` and the company as `$1`, an expression that says why it
    /// cannot be done to one, or is empty. The functions that do it have the last word; this is what they will say.
    pub(super) fn push_why(
        &self,
        query: &mut QueryBuilder<Postgres>,
        seen: Option<Time>,
        now: Time,
    ) {
        query.push("case");
        match self {
            Self::Mail { .. } => {
                query.push(" when not access.mails then 'Only administrators, recruiters and coordinators write to them.'");
            }
            Self::Tag { .. } | Self::Untag { .. } | Self::Assign { .. } => {
                query.push(" when not access.writes_notes then 'Only administrators, recruiters, coordinators and the job’s team do this.'");
            }
            Self::Pool { .. } => {
                query.push(" when not exists (select from memberships m where m.company_id = $1 and m.id = $2 and m.role in ('administrator', 'recruiter')) then 'Only administrators and recruiters put people into pools.'");
            }
            Self::Move { .. } | Self::Reject { .. } | Self::Transfer { .. } => {
                query.push(
                    " when not access.decides then 'Only administrators, recruiters and the job’s hiring managers decide on it.'
                      when a.status = 'hired' then 'Is hired. Take the hire back first.'
                      when a.status = 'rejected' then 'Is rejected. Take the rejection back first.'
                      when a.status = 'withdrawn' then 'Has withdrawn.'",
                );
            }
        }
        if let Some(seen) = seen.filter(|_| self.minds_changes()) {
            query
                .push(" when a.updated_at > ")
                .push_bind(seen)
                .push(" then 'Was changed after you looked.'");
        }
        self.push_why_not_this(query, now);
        query.push(" else '' end");
    }

    /// What stands in the way of this very deed.
    fn push_why_not_this(&self, query: &mut QueryBuilder<Postgres>, now: Time) {
        match self {
            Self::Move { stage, .. } => {
                query
                    .push(" when a.stage_id = ")
                    .push_bind(*stage)
                    .push(" then 'Is in that stage already.' when not exists (select from stages t where t.company_id = $1 and t.job_id = a.job_id and t.deleted_at is null and t.id = ")
                    .push_bind(*stage)
                    .push(") then 'Is considered for another job, or the stage is gone.'");
            }
            Self::Reject { .. } => {}
            Self::Mail { .. } => {
                query.push(" when not (c.can_mail and exists (select from candidate_emails e where e.company_id = $1 and e.candidate_id = a.candidate_id)) then 'Has no address that we may write to.'");
            }
            Self::Tag { tag } => push_why_no_tag(query, tag, "a.tags"),
            Self::Untag { tag } => push_why_tag_stays(query, tag, "a.tags"),
            Self::Assign { owner, .. } => {
                query
                    .push(" when a.owner_id is not distinct from ")
                    .push_bind(*owner)
                    .push(" then 'Is so already.'");
                if let Some(owner) = owner {
                    query
                        .push(" when not exists (select from job_access o where o.company_id = $1 and o.job_id = a.job_id and o.sees_candidates and (o.sees_private or not a.confidential) and o.writes_notes and o.member_id = ")
                        .push_bind(*owner)
                        .push(") then 'They do not work with the candidates of this job.'");
                }
            }
            Self::Transfer { job, .. } => {
                query
                    .push(" when a.job_id = ")
                    .push_bind(*job)
                    .push(" then 'Is considered for that job already.' when exists (select from applications o where o.company_id = $1 and o.candidate_id = a.candidate_id and o.status = 'active' and o.job_id = ")
                    .push_bind(*job)
                    .push(") then 'Has an active application for that job.' when a.confidential and not exists (select from job_access o where o.company_id = $1 and o.member_id = $2 and o.sees_private and o.job_id = ")
                    .push_bind(*job)
                    .push(") then 'They are confidential, and you are not in the team of that job.'");
            }
            Self::Pool { pool, .. } => {
                query
                    .push(" when not exists (select from prospects p where p.company_id = $1 and p.candidate_id = a.candidate_id and p.ends_at > ")
                    .push_bind(now)
                    .push(") then 'Has not agreed to be kept in mind, or no longer.' when exists (select from prospects p where p.company_id = $1 and p.candidate_id = a.candidate_id and p.pool_id = ")
                    .push_bind(*pool)
                    .push(") then 'Is in that pool already.'");
            }
        }
    }
}

/// Adds why a tag cannot be put on somebody who has these.
pub(super) fn push_why_no_tag(query: &mut QueryBuilder<Postgres>, tag: &str, tags: &str) {
    query
        .push(" when lower(")
        .push_bind(tag.to_owned())
        .push(format_args!(") in (select lower(t) from unnest({tags}) t) then 'Has the tag already.' when cardinality({tags}) >= 30 then 'Has as many tags as one can have.'"));
}

/// Adds why a tag cannot be taken off somebody who has these.
pub(super) fn push_why_tag_stays(query: &mut QueryBuilder<Postgres>, tag: &str, tags: &str) {
    query
        .push(" when lower(")
        .push_bind(tag.to_owned())
        .push(format_args!(
            ") not in (select lower(t) from unnest({tags}) t) then 'Does not have the tag.'"
        ));
}
