//! What is written into the history: one event for each change, in the same transaction.

use super::actor::ActorKind;
use crate::base::{
    clock::Time,
    error::Result,
    ids::{ApplicationId, CandidateId, CompanyId, EventId, JobId, MemberId, PostingId},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

/// A change as the history keeps it. The kind is `noun.past_participle` ("application.moved"); personal data belongs into
/// the detail only, which erasure deletes.
#[derive(Clone, Debug)]
pub struct Event {
    pub(super) kind: &'static str,
    pub(super) job: Option<JobId>,
    pub(super) posting: Option<PostingId>,
    pub(super) candidate: Option<CandidateId>,
    pub(super) application: Option<ApplicationId>,
    pub(super) detail: Value,
}

impl Event {
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            job: None,
            posting: None,
            candidate: None,
            application: None,
            detail: Value::Null,
        }
    }

    pub fn job(mut self, id: JobId) -> Self {
        self.job = Some(id);
        self
    }

    pub fn posting(mut self, id: PostingId) -> Self {
        self.posting = Some(id);
        self
    }

    pub fn candidate(mut self, id: CandidateId) -> Self {
        self.candidate = Some(id);
        self
    }

    pub fn application(mut self, id: ApplicationId) -> Self {
        self.application = Some(id);
        self
    }

    /// Before and after, names as they stood: whatever the timeline needs to tell it.
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// Says in the detail which event it takes back.
    pub(super) fn taking_back(mut self, event: EventId) -> Self {
        if !self.detail.is_object() {
            self.detail = json!({});
        }
        self.detail["takes_back"] = json!(event);
        self
    }

    /// Writes the event with its detail. Its hash covers the detail as Postgres gives it back, so that it can be checked.
    pub(super) async fn write(self, db: &mut PgConnection, stamp: &Stamp) -> Result<EventId> {
        let id: EventId = sqlx::query_scalar!(
            r#"with event as (
                   insert into events (company_id, at, actor, member_id, kind, job_id, posting_id, candidate_id, application_id, request_id, detail_hash)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sha256(convert_to($11::jsonb::text, 'UTF8')))
                   returning company_id, id
               ), detail as (
                   insert into event_details (company_id, event_id, detail) select company_id, id, $11 from event
               )
               select id as "id: _" from event"#,
            stamp.company as _,
            stamp.at as _,
            stamp.actor as _,
            stamp.member as _,
            self.kind,
            self.job as _,
            self.posting as _,
            self.candidate as _,
            self.application as _,
            stamp.request,
            self.detail,
        )
        .fetch_one(db)
        .await?;
        Ok(id)
    }
}

/// Who did what an event tells, when, and in which company.
pub(super) struct Stamp {
    pub company: CompanyId,
    pub at: Time,
    pub actor: ActorKind,
    pub member: Option<MemberId>,
    pub request: Option<Uuid>,
}
