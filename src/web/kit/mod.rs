//! What every page stands on. Knows no feature.

pub mod assets;
pub mod cached;
pub mod client;
mod compress;
mod crowd;
mod encoding;
pub mod filters;
pub mod form;
pub mod headers;
mod hosts;
pub mod limits;
pub mod listen;
mod metered;
pub mod notice;
pub mod open_files;
mod origin;
pub mod page;
mod panics;
pub mod problem;
pub mod request_id;
pub mod routes;
pub mod seat;
mod socket;
mod stylesheet;
mod unread;
pub mod wording;
