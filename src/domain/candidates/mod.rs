//! Candidates: people, once a company, known by their addresses.
//!
//! Whoever applies again with an address that we know is the same person. What they type then adds to what we know
//! (another phone, another link) and replaces nothing: anybody can type anybody's address.

mod apply;
mod pool;
mod record;
mod suggest;
mod typed;

pub use apply::{Applicant, web_link};
pub(in crate::domain) use apply::{Known, held_by_address, known};
pub(in crate::domain) use pool::{enter_pool, first_pool, leave_pool};
pub use record::Person;
pub(in crate::domain) use record::{complete, make};
pub use suggest::{Suggestions, suggest};
pub use typed::{PHONE_HELP, is_phone, links, phones};
