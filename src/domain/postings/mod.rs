//! Postings: the published adverts of a job. One job has any number, in languages, places and tracks.
//!
//! People edit a working draft ([`advert::Advert`]); publishing resolves it into a revision ([`published::Published`]),
//! which is all that candidates ever see.

pub mod advert;
mod live;
pub mod markdown;
pub mod published;
mod words;

pub use live::{CHANNEL, live, published};
