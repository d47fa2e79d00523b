//! Who acts.

use crate::base::ids::{ApplicationId, CandidateId, LinkId, MemberId, UserId};

/// What a person is in a company. The order is that of the table in the documentation.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Hash,
    sqlx::Type,
    serde::Serialize,
    serde::Deserialize,
    clap::ValueEnum,
)]
#[sqlx(type_name = "role", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[clap(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Recruiter,
    Coordinator,
    HiringManager,
    Interviewer,
    Auditor,
}

impl Role {
    pub const ALL: [Role; 6] = [
        Self::Administrator,
        Self::Recruiter,
        Self::Coordinator,
        Self::HiringManager,
        Self::Interviewer,
        Self::Auditor,
    ];

    /// The value in forms and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Recruiter => "recruiter",
            Self::Coordinator => "coordinator",
            Self::HiringManager => "hiring_manager",
            Self::Interviewer => "interviewer",
            Self::Auditor => "auditor",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Recruiter => "Recruiter",
            Self::Coordinator => "Coordinator",
            Self::HiringManager => "Hiring manager",
            Self::Interviewer => "Interviewer",
            Self::Auditor => "Auditor",
        }
    }
}

/// What a member is in the team of one job; adds to the role in the company.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Hash, sqlx::Type, serde::Serialize, serde::Deserialize,
)]
#[sqlx(type_name = "team_role", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    HiringManager,
    Recruiter,
    Coordinator,
    Sourcer,
    Interviewer,
}

impl TeamRole {
    pub const ALL: [TeamRole; 5] = [
        Self::HiringManager,
        Self::Recruiter,
        Self::Coordinator,
        Self::Sourcer,
        Self::Interviewer,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::HiringManager => "hiring_manager",
            Self::Recruiter => "recruiter",
            Self::Coordinator => "coordinator",
            Self::Sourcer => "sourcer",
            Self::Interviewer => "interviewer",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::HiringManager => "Hiring manager",
            Self::Recruiter => "Recruiter",
            Self::Coordinator => "Coordinator",
            Self::Sourcer => "Sourcer",
            Self::Interviewer => "Interviewer",
        }
    }
}

/// A signed-in person in their place in one company.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: MemberId,
    pub user: UserId,
    pub role: Role,
    pub name: String,
}

/// Who acts in a company.
#[derive(Clone, Debug)]
pub enum Actor {
    Member(Member),
    /// Somebody on the careers site.
    Visitor,
    /// Whoever holds the link to an application.
    Candidate(Applicant),
    /// Background work, the command line, start-up.
    System(Through),
}

/// The candidate of an application, known by its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub application: ApplicationId,
    pub candidate: CandidateId,
    pub link: LinkId,
}

/// Through what the program itself acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    Task,
    CommandLine,
}

impl Actor {
    /// The member, for the queries of staff pages.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Visitor | Self::Candidate(_) | Self::System(_) => None,
        }
    }

    /// The candidate, for the statements of their own page.
    pub fn applicant(&self) -> Option<Applicant> {
        match self {
            Self::Candidate(applicant) => Some(*applicant),
            Self::Member(_) | Self::Visitor | Self::System(_) => None,
        }
    }

    /// The member's id for the joins on `job_access` and `application_access`. Nobody else is a member: the id 0 is never
    /// given, so that such a join finds nothing.
    pub fn member_id(&self) -> MemberId {
        self.member().map_or(MemberId(0), |member| member.id)
    }

    /// The kind as the history names it.
    pub(super) fn kind(&self) -> ActorKind {
        match self {
            Self::Member(_) => ActorKind::Member,
            Self::Visitor => ActorKind::Visitor,
            Self::Candidate(_) => ActorKind::Candidate,
            Self::System(_) => ActorKind::System,
        }
    }
}

/// Kinds of actors in the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type)]
#[sqlx(type_name = "actor_kind", rename_all = "snake_case")]
pub enum ActorKind {
    Member,
    Key,
    Candidate,
    Visitor,
    System,
}
