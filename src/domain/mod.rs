//! What Candor is about, a folder per concept. A room uses only rooms before it, in this order:
//!
//! `reversal` → `deleted` → `companies` → `accounts` → `files` → `mail` → `jobs` → `postings` → `candidates` → `pipeline` →
//! `sources` → `alerts` → `views` → `applications` → `intake` → `self_identification` → `correspondence` → `replies` → `notes` →
//! `todos` → `tags` → `interviews` → `decisions` →
//! `bulk` → `promises` → `own` → `prospects` → `timeline` → `search` → `duplicates` → `reports` → `audit` → `transfer` →
//! `privacy` → `waiting`
//!
//! (The lines below are in the alphabet’s order, which says nothing.)

pub mod accounts;
pub mod alerts;
pub mod applications;
pub mod audit;
pub mod bulk;
pub mod candidates;
pub mod companies;
pub mod correspondence;
pub mod decisions;
pub mod deleted;
pub mod duplicates;
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
pub mod prospects;
pub mod replies;
pub mod reports;
pub mod reversal;
pub mod search;
pub mod self_identification;
pub mod sources;
pub mod tags;
pub mod timeline;
pub mod todos;
pub mod transfer;
pub mod views;
pub mod waiting;
