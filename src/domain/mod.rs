//! What Candor is about, a folder per concept. A room uses only rooms before it, in this order:
//!
//! `companies` → `accounts` → `files` → `mail` → `jobs` → `postings` → `candidates` → `pipeline` →
//! `applications` → `intake` → `self_identification` → `correspondence` → `notes` → `interviews` → `decisions` → `promises` → `own` → `timeline` → `search` → `reports` → `audit` → `transfer` →
//! `privacy`
//!
//! (Some are still to be built. The lines below are in the alphabet's order, which says nothing.)

pub mod accounts;
pub mod applications;
pub mod audit;
pub mod candidates;
pub mod companies;
pub mod correspondence;
pub mod decisions;
pub mod files;
pub mod intake;
pub mod interviews;
pub mod jobs;
pub mod mail;
pub mod notes;
pub mod own;
pub mod pipeline;
pub mod postings;
pub mod privacy;
pub mod promises;
pub mod self_identification;
pub mod timeline;
pub mod transfer;
