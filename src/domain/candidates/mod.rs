//! Candidates: people, once a company, known by their addresses.
//!
//! Whoever applies again with an address that we know is the same person. What they type then adds to what we know
//! (another phone, another link) and replaces nothing: anybody can type anybody's address.

mod apply;
mod pool;
mod suggest;

pub use apply::{Applicant, web_link};
pub(in crate::domain) use apply::{Known, held_by_address, known};
pub(in crate::domain) use pool::{enter_pool, first_pool, leave_pool, put_into_pool};
pub use suggest::{Suggestions, suggest};
