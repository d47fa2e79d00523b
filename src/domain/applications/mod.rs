//! Applications: one candidate considered for one job.

pub mod adjustments;
mod answer;
pub mod answers;
pub mod attachments;
pub mod board;
pub mod choices;
pub mod consent;
mod enclose;
mod filter;
pub mod hold;
pub mod job;
pub mod limits;
pub mod list;
mod opening;
pub mod others;
pub mod overview;
pub mod owner;
pub mod person;
pub mod profile;
pub mod review;
pub mod snooze;
pub mod status;
mod submission;
mod submit;

pub(in crate::domain) use enclose::{attach, enclose, write_answers};
pub use filter::{Answered, Choice, Filter, Owned};
pub(in crate::domain) use filter::{asking, escaped};
pub(in crate::domain) use opening::{open_door, past_door};
pub use status::{Ageing, Status, Telling, ageing};
pub use submission::{AttachmentKind, Enclosed, FileRole, Submission};
pub use submit::{CLOSED, Receipt, Sent, already_sent, receipt, reference_of, submit};
pub(in crate::domain) use submit::{Claim, Claimed, admit, claim};
