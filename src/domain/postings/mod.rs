//! Postings: the published adverts of a job. One job has any number, in languages, places and tracks.

pub mod advert;
pub mod published;
