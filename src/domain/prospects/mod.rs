//! Prospects: people who may be thought of for roles that they have not applied for. Somebody introduced themselves on the
//! careers site, or an applicant agreed to it; both for a time, after which they are asked again, or go.
//!
//! Nobody sees an introduction before its address has been confirmed; but what looks as if no person sent it is held, and
//! judged by people before anybody is written to.

mod again;
mod consider;
mod held;
mod introduce;
mod list;
mod own;
mod person;
mod pools;
mod tags;
mod together;

pub(in crate::domain) use again::still_due;
pub use again::{AskedAgain, ask_again, due, with_prospects};
pub(in crate::domain) use consider::tell;
pub use consider::{OpenJob, consider, open_jobs};
pub use held::{HELD_SHOWN, HeldIntroduction, count_held, discard, held_introductions, let_in};
pub use introduce::{Area, Introduction, areas, consent, forget_introductions, introduce, months};
pub use list::{Among, Listed, list};
pub use own::{OwnIntroduction, confirm, leave, own, own_resume, stay};
pub use person::{Prospect, Role, of_candidate, prospect, resume};
pub use pools::{Done, Pool, make_pool, move_to, pools, remove, set_months};
pub(in crate::domain) use pools::{move_back, put_back};
pub(in crate::domain) use tags::{tag, untag};
pub(in crate::domain) use together::ACTED;
pub use together::{Outcome, TOGETHER, Together, together};
