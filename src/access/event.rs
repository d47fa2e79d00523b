//! What is written into the history: one event for each change, in the same transaction.

use crate::base::ids::{ApplicationId, CandidateId, JobId, PostingId};
use serde_json::Value;

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
}
