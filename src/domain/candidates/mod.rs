//! Candidates: people, once a company, known by their addresses.
//!
//! Whoever applies again with an address that we know is the same person. What they type then adds to what we know
//! (another phone, another link) and replaces nothing: anybody can type anybody's address.

mod apply;
#[cfg(feature = "bench")]
mod bare;
mod confidence;
mod person;
mod phone;
mod pool;
mod record;
mod suggest;
pub mod typed;

pub use apply::{Applicant, web_link};
pub(in crate::domain) use apply::{Known, held_by_address, known};
#[cfg(feature = "bench")]
pub use bare::bare;
pub use confidence::{Confidence, confidence, set_confidential};
pub(in crate::domain) use confidence::{NOT_THERE, begin_confidential, met};
pub use person::Person;
pub(in crate::domain) use person::{complete, make};
pub use phone::e164;
pub(in crate::domain) use pool::{PoolMove, enter_pool, first_pool, leave_pool, put_into_pool};
pub use record::{Record, correct, emails, links, may_not_correct, phones, record};
pub(in crate::domain) use record::{change_back, copy_to_applications, put_links, put_phones};
pub use suggest::{Suggestions, suggest};
