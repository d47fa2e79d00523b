//! Applications: one candidate considered for one job.

pub mod answers;
pub mod consent;
mod followed;
mod submission;
mod submit;

pub use followed::{FollowedJob, followed};
pub use submission::{AttachmentKind, Enclosed, FileRole, Submission};
pub use submit::{CLOSED, Receipt, Sent, already_sent, receipt, reference_of, submit};
