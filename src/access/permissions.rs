//! Every permission, with the roles that have it: the table of the documentation, in code.
//!
//! A permission with team roles lets every member in, and the row decides: `job_access` and `application_access` say what
//! a member may do with this job or application.

use super::actor::{Actor, Role};

/// What a route, or a function of the domain, asks for. Implemented by the types below only.
pub trait Permission: Send + Sync + 'static {
    /// Its name in logs, refusals and the test that knocks on every door.
    const NAME: &'static str;
    /// Roles that have it in the whole company.
    const ROLES: &'static [Role];
    /// Whether a place in a job's hiring team can give it for that job: then the row decides.
    const BY_ROW: bool;
    /// Whether visitors of the careers site have it.
    const VISITORS: bool = false;
    /// Whether candidates have it over their own application.
    const CANDIDATES: bool = false;

    /// Whether the actor passes the door. What lies behind is still looked up within their reach.
    fn admits(actor: &Actor) -> bool {
        match actor {
            Actor::Member(member) => Self::BY_ROW || Self::ROLES.contains(&member.role),
            Actor::Visitor => Self::VISITORS,
            Actor::Candidate(_) => Self::CANDIDATES,
            Actor::System(_) => true,
        }
    }

    /// Who can do it, for the refusal.
    fn who_can() -> String {
        let roles: Vec<_> = Self::ROLES
            .iter()
            .map(|role| format!("{}s", role.label().to_lowercase()))
            .collect();
        match roles.as_slice() {
            [] => "nobody".to_owned(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident: [$($role:ident),*] $($extra:ident)*;)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            impl Permission for $name {
                const NAME: &'static str = stringify!($name);
                const ROLES: &'static [Role] = &[$(Role::$role),*];
                const BY_ROW: bool = permissions!(@by_row $($extra)*);
                const VISITORS: bool = permissions!(@visitors $($extra)*);
                const CANDIDATES: bool = permissions!(@candidates $($extra)*);
            }
        )*
    };
    (@by_row by_row) => { true };
    (@by_row $($other:ident)*) => { false };
    (@visitors visitors) => { true };
    (@visitors $($other:ident)*) => { false };
    (@candidates candidates) => { true };
    (@candidates $($other:ident)*) => { false };
}

permissions! {
    /// Be in the company at all: home, one's own things.
    UseCompany: [Administrator, Recruiter, Coordinator, HiringManager, Interviewer, Auditor];
    /// Change what belongs to the company: its text, departments, offices, regions.
    ManageCompany: [Administrator];
    /// Read the company's settings.
    ReadSettings: [Administrator, Auditor];
    /// Give people a place in the company, and roles.
    ManageUsers: [Administrator];
    /// Look at the plans that jobs start from.
    ReadPlans: [Administrator, Recruiter, Auditor];
    /// Look at jobs and their postings, where one sees them.
    ReadJobs: [Administrator, Recruiter, Coordinator, HiringManager, Interviewer, Auditor] by_row;
    /// Make jobs.
    CreateJobs: [Administrator, Recruiter];
    /// Change a job, its team, plan, openings and postings.
    EditJobs: [Administrator, Recruiter] by_row;
    /// Make or change texts that postings share, and plan templates.
    EditTexts: [Administrator, Recruiter];
    /// Read postings that others wrote into drafts.
    ImportPostings: [Administrator, Recruiter];
    /// See candidates and applications, where one sees them.
    ReadApplications: [Administrator, Recruiter, Coordinator, HiringManager, Auditor] by_row;
    /// Move, reject, unreject, hire.
    DecideApplications: [Administrator, Recruiter] by_row;
    /// Write notes.
    WriteNotes: [Administrator, Recruiter, Coordinator] by_row;
    /// Write to candidates.
    WriteMail: [Administrator, Recruiter, Coordinator] by_row;
    /// See sendings that look like abuse, for jobs whose candidates one sees.
    ReadHeld: [Administrator, Recruiter, Auditor];
    /// Let them in, or discard them.
    JudgeHeld: [Administrator, Recruiter];
    /// See sums of what candidates said about themselves.
    ReadSelfIdentification: [Administrator, Auditor];
    /// Act on many applications at once. What may be done with each, its row says.
    ActInBulk: [Administrator, Recruiter, Coordinator] by_row;
    /// Read what candidates need to take part fairly, and take note of it.
    ReadAdjustments: [Coordinator] by_row;
    /// Set interviews, change and cancel them.
    ScheduleInterviews: [Administrator, Recruiter, Coordinator] by_row;
    /// Erase people, and hold those who must not be erased yet.
    EraseCandidates: [Administrator];
    /// Make and retire codes for links, and see what they brought.
    ManageSources: [Administrator, Recruiter];
    /// See the people who may be thought of for other roles.
    ReadProspects: [Administrator, Recruiter, Coordinator, Auditor];
    /// Consider them for a job, and take them out of a pool.
    ManageProspects: [Administrator, Recruiter];
    /// Bring people in: by hand, from résumés, from a table.
    AddPeople: [Administrator, Recruiter];
    /// Take lists and packets of people out.
    ExportPeople: [Administrator, Recruiter];
    /// Make two records of one person into one, and take them apart again.
    MergeCandidates: [Administrator, Recruiter];
    /// Look at the careers site.
    VisitCareers: [] visitors;
    /// Send an application.
    Apply: [] visitors;
    /// Ask for the link to one's own application again.
    AskForLink: [] visitors;
    /// Ask to hear of new openings; by the link in the mail, confirm, change and end that.
    AskForAlerts: [] visitors;
    /// Introduce oneself without a job in mind; by the link in the mail, confirm, see and end that.
    Introduce: [] visitors;
    /// See one's own application by its link, correct it, withdraw it, take one's data along.
    OwnApplication: [] candidates;
    /// What only the program itself does: tasks, the command line.
    RunTasks: [];
}
