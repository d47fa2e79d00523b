//! What candidates see of their own application, and what they do with it: everything here answers from
//! `told_applications`, the view that knows what they were told and nothing of what was only decided.

mod again;
mod amend;
pub mod copy;
mod outcome;
mod pool;
mod portable;
mod sent;
mod sheet;
mod standing;
mod waiting;
mod withdraw;

pub use again::{SendLinks, ask_for_links, send_links};
pub use amend::{ANSWERED, Amendment, already_sent, amend};
pub use outcome::Outcome;
pub use pool::{join_pool, leave_pool};
pub use portable::json_resume;
pub use sent::{ContactData, Sent, sent};
pub use sheet::{OwnFile, files, open_file};
pub use standing::{Contact, OwnMessage, Standing, standing};
pub use waiting::{WaitingFile, WaitingSending};
pub use withdraw::{UNDO, Withdrawal, take_back, withdraw};
