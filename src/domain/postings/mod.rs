//! Postings: the published adverts of a job. One job has any number, in languages, places and tracks.
//!
//! People edit a working draft ([`advert::Advert`]); publishing resolves it into a revision ([`published::Published`]),
//! which is all that candidates ever see.

pub mod advert;
mod begin;
mod changed;
mod checks;
mod draft;
pub mod fetches;
mod held;
pub mod library;
mod list;
mod live;
pub mod markdown;
mod publish;
pub mod published;
mod resolve;
mod revision;
mod revisions;
mod searched;
pub mod shown_if;
mod status;
mod tasks;
pub mod texts;
mod words;

pub use begin::begin;
pub(in crate::domain) use changed::in_draft as changed_in_draft;
pub use changed::in_public as changed_in_public;
pub use checks::leads_elsewhere;
pub use draft::{Editing, NEW_QUESTION, Saving, create, duplicate, editing, save, saved_since};
pub(in crate::domain) use draft::{insert, rewrite};
pub(in crate::domain) use held::held_job;
pub use list::{Counts, Filter, Listed, counts, list};
pub use live::{CHANNEL, live, published};
pub use publish::{close, missing, publish, reopen, schedule, unschedule};
pub(in crate::domain) use publish::{end_of, shelve};
pub use revisions::{RevisionRow, live_content, revision, revisions};
pub use searched::{fold, searched};
pub use status::{Act, Standing, Status};
pub use tasks::{ClosePosting, PublishPosting, close_past, publish_scheduled};
