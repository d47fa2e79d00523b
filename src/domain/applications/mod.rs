//! Applications: one candidate considered for one job.

mod followed;

pub use followed::{FollowedJob, followed};
