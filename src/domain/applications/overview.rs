//! What an application's first page tells: answers, notes, files and facts.

use super::adjustments::Adjustment;
use crate::{
    access::Actor,
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, AttachmentId, CompanyId, MemberId, NoteId, Version},
    },
    domain::sources::Touch,
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

#[derive(Clone, Debug)]
pub struct Overview {
    /// In the order of the form. Sensitive ones are not among them.
    pub answers: Json<Vec<Answer>>,
    pub notes: Json<Vec<Note>>,
    pub files: Json<Vec<Attached>>,
    pub consents: Json<Vec<Consent>>,
    /// Who recruits for the job and who hires: name, and the word for it.
    pub team: Json<Vec<Teammate>>,
    pub source: Option<String>,
    pub referrer: Option<String>,
    /// Who of the company referred them.
    pub referred_by: Option<String>,
    /// What first led them to the company, where that was something else than what led here.
    pub first_touch: Option<Json<FirstTouch>>,
    /// What led them here.
    pub last_touch: Option<Json<Touch>>,
    /// By when they are owed an answer, if they were promised one.
    pub answer_by: Option<Time>,
    /// The colleague who sees to it.
    pub owner: Option<String>,
    /// The candidate's tags.
    pub tags: Vec<String>,
    /// The posting as it stood when they applied.
    pub revision: Option<i32>,
    pub revision_title: Option<String>,
    pub revision_published_at: Option<Time>,
    /// What they need to take part fairly: for coordinators.
    pub adjustment: Option<Json<Adjustment>>,
    /// Why it was decided so: for those who decide here, and auditors.
    pub private_note: String,
    /// Whether anything is written down to be done, and whether they may be somebody else: whoever may see that is for the
    /// statements of these to say, which need not be asked otherwise.
    pub has_todos: bool,
    pub has_alike: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    /// The question as it stood.
    pub label: String,
    pub text: String,
}

/// Who may read a note besides its author.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type, serde::Serialize, Deserialize)]
#[sqlx(type_name = "note_visibility", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody who sees the application.
    Team,
    /// Those who recruit for its job.
    Recruiters,
    /// Nobody.
    Private,
}

impl Visibility {
    pub const ALL: [Self; 3] = [Self::Team, Self::Recruiters, Self::Private];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Recruiters => "recruiters",
            Self::Private => "private",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Team => "Hiring team",
            Self::Recruiters => "Recruiters only",
            Self::Private => "Only me",
        }
    }
}

/// A note that the viewer may read.
#[derive(Clone, Debug, Deserialize)]
pub struct Note {
    pub id: NoteId,
    pub author_id: MemberId,
    pub author: String,
    pub body: String,
    pub visibility: Visibility,
    pub created_at: Time,
    /// Above 1 once it was edited.
    pub version: Version,
    /// The note that began the conversation: itself, unless it is an answer.
    pub thread_id: NoteId,
    /// Whether that one was deleted.
    pub first_gone: bool,
}

impl Note {
    /// Whether it answers another.
    pub fn answers(&self) -> bool {
        self.thread_id != self.id
    }
}

/// A file of an application.
#[derive(Clone, Debug, Deserialize)]
pub struct Attached {
    pub id: AttachmentId,
    pub name: String,
    pub size: i64,
    pub resume: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Consent {
    /// To be thought of for other roles; else to this application.
    pub talent_pool: bool,
    pub given_at: Time,
    pub withdrawn_at: Option<Time>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Teammate {
    pub name: String,
    pub hires: bool,
}

/// What first led somebody to the company.
#[derive(Clone, Debug, Deserialize)]
pub struct FirstTouch {
    pub at: Time,
    pub touch: Touch,
}

/// The first page of an application, in one statement, if the viewer sees it.
pub async fn overview(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Overview> {
    sqlx::query_as!(
        Overview,
        r#"select (select coalesce(jsonb_agg(jsonb_build_object('label', w.question->>'label', 'text', w.text) order by w.position, w.id), '[]')
                   from answers w where w.company_id = $1 and w.application_id = a.id and not w.sensitive) as "answers!: _",
                  (select coalesce(jsonb_agg(n order by n.thread_id, n.id), '[]') from readable_notes n
                   where n.company_id = $1 and n.application_id = a.id and n.reader_id = $3 and n.deleted_at is null) as "notes!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', f.name, 'size', f.size, 'resume', t.kind = 'resume') order by t.id), '[]')
                   from attachment_access s
                   join attachments t on (t.company_id, t.id) = (s.company_id, s.attachment_id)
                   join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
                   where s.company_id = $1 and s.application_id = a.id and s.member_id = $3) as "files!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'talent_pool', c.purpose = 'talent_pool', 'given_at', c.given_at, 'withdrawn_at', c.withdrawn_at) order by c.id), '[]')
                   from consents c where c.company_id = $1 and c.candidate_id = a.candidate_id and c.application_id = a.id) as "consents!: _",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'name', trim(u.given_name || ' ' || u.family_name), 'hires', h.role = 'hiring_manager')
                              order by h.role desc, h.responsible desc, h.member_id), '[]')
                   from hiring_team h
                   join memberships m on (m.company_id, m.id) = (h.company_id, h.member_id)
                   join users u on u.id = m.user_id
                   where h.company_id = $1 and h.job_id = a.job_id and h.role in ('recruiter', 'hiring_manager')) as "team!: _",
                  (select jsonb_build_object('body', v.body, 'version', v.version, 'updated_at', v.updated_at, 'noted_at', v.noted_at,
                              'noted_by', (select trim(u.given_name || ' ' || u.family_name) from memberships w join users u on u.id = w.user_id
                                           where w.company_id = $1 and w.id = v.noted_by))
                   from readable_adjustments v where v.company_id = $1 and v.application_id = a.id and v.member_id = $3) as "adjustment: _",
                  o.name as "source?", a.referrer,
                  (select trim(u.given_name || ' ' || u.family_name) from memberships b join users u on u.id = b.user_id
                   where b.company_id = $1 and b.id = a.referred_by) as referred_by,
                  (select jsonb_build_object('at', t.at, 'touch', to_jsonb(t)) from touches t
                   where t.company_id = $1 and t.application_id = a.id and t.place = 'first' and t.at < a.applied_at) as "first_touch: _",
                  (select to_jsonb(t) from touches t
                   where t.company_id = $1 and t.application_id = a.id and t.place = 'last') as "last_touch: _", case when not a.unpromised then a.promised_by end as "answer_by: _", a.tags,
                  (select trim(u.given_name || ' ' || u.family_name) from memberships n join users u on u.id = n.user_id
                   where n.company_id = $1 and n.id = a.owner_id) as owner,
                  v.number as "revision?", v.title as "revision_title?", v.published_at as "revision_published_at?: _",
                  case when s.decides or m.role = 'auditor' then a.private_note else '' end as "private_note!",
                  exists (select from todos t where t.company_id = $1 and (t.application_id = a.id or t.candidate_id = a.candidate_id)) as "has_todos!",
                  exists (select from duplicates d
                          where d.company_id = $1 and d.state = 'proposed' and (d.one_id = a.candidate_id or d.other_id = a.candidate_id)) as "has_alike!"
           from applications a
           join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
           join memberships m on (m.company_id, m.id) = (s.company_id, s.member_id)
           left join sources o on (o.company_id, o.id) = (a.company_id, a.source_id)
           left join posting_revisions v on (v.company_id, v.posting_id, v.id) = (a.company_id, a.posting_id, a.revision_id)
           where a.company_id = $1 and a.id = $2 and s.company_id = $1 and s.application_id = $2 and s.member_id = $3"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
