//! `/{company}/candidates/duplicates`: who may be one person; merging two records, and taking them apart again.

mod apart;
mod list;
mod merge;

use crate::{
    base::{
        ids::CandidateId,
        links::{self, Slug},
    },
    domain::duplicates::Record,
    web::kit::routes::Routes,
};

pub fn routes() -> Routes {
    list::routes().and(merge::routes()).and(apart::routes())
}

/// The page on which two records are merged.
fn merge_path(company: &Slug, survivor: CandidateId, lesser: CandidateId) -> String {
    format!(
        "{}/merge?with={lesser}",
        links::candidate(company, survivor)
    )
}

/// Where somebody is to be seen.
fn page_of(company: &Slug, record: &Record) -> String {
    match record.prospect {
        Some(id) if record.jobs.is_empty() => links::prospect(company, id),
        _ => links::candidate(company, record.id),
    }
}
