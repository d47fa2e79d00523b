//! What a hash of the chain covers.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an event says, as it was written. Its detail is in it by hash, so that erasing the detail breaks nothing.
#[derive(Debug)]
pub(super) struct Written {
    pub company_id: i64,
    pub id: i64,
    /// Microseconds since 1970.
    pub at: i64,
    pub actor: String,
    pub member_id: Option<i64>,
    pub kind: String,
    pub job_id: Option<i64>,
    pub posting_id: Option<i64>,
    pub candidate_id: Option<i64>,
    pub application_id: Option<i64>,
    pub request_id: Option<Uuid>,
    pub detail_hash: Vec<u8>,
}

impl Written {
    /// SHA-256 of the hash before it and of everything that it says. The first has nothing before it.
    pub fn hash(&self, before: &[u8]) -> Vec<u8> {
        let said = json!([
            self.company_id,
            self.id,
            self.at,
            self.actor,
            self.member_id,
            self.kind,
            self.job_id,
            self.posting_id,
            self.candidate_id,
            self.application_id,
            self.request_id,
            self.detail_hash,
        ]);
        Sha256::new()
            .chain_update(before)
            .chain_update(said.to_string())
            .finalize()
            .to_vec()
    }
}
