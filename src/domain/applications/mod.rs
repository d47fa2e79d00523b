//! Applications: one candidate considered for one job.

pub mod attachments;
pub mod board;
mod filter;
mod followed;
pub mod hold;
pub mod job;
pub mod list;
pub mod others;
pub mod overview;
pub mod profile;
pub mod status;
pub mod waiting;

pub use filter::Filter;
pub use followed::{FollowedJob, followed};
pub use status::{Ageing, Status, Telling, ageing};
