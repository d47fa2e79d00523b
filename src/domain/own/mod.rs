//! What candidates see of their own application, and what they do with it: everything here answers from
//! `told_applications`, the view that knows what they were told and nothing of what was only decided.

mod address;
mod adjustments;
mod again;
mod amend;
pub mod copy;
mod interviews;
mod kept;
mod outcome;
mod person;
mod pool;
mod portable;
mod sent;
mod sheet;
mod standing;
mod waiting;
mod withdraw;

pub use address::{AddressAsked, AddressReply, ask_for_address, asked_address, confirm_address};
pub use adjustments::{adjustments, ask_for_adjustments};
pub use again::{SendLinks, ask_for_links, send_links};
pub use amend::{ANSWERED, Amendment, already_sent, amend, correct_contact};
pub use interviews::{OwnInterview, interviews, own_interview};
pub use outcome::Outcome;
pub use pool::{join_pool, leave_pool};
pub use portable::json_resume;
pub use sent::{ContactData, Sent, sent};
pub use sheet::{OwnFile, files, open_file};
pub use standing::{Contact, OwnMessage, Standing, standing};
pub use waiting::{HeldSending, Waiting, WaitingFile};
pub use withdraw::{UNDO, Withdrawal, take_back, withdraw};
