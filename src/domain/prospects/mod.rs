//! Prospects: people who may be thought of for roles that they have not applied for. Somebody introduced themselves on the
//! careers site, or an applicant agreed to it; both for a time, after which they are asked again, or go.
//!
//! Nobody sees an introduction before its address has been confirmed.

mod again;
mod consider;
mod introduce;
mod list;
mod own;
mod person;
mod pools;

pub use again::{AskedAgain, ask_again, due, with_prospects};
pub(in crate::domain) use consider::tell;
pub use consider::{OpenJob, consider, open_jobs};
pub use introduce::{Area, Introduction, areas, consent, forget_introductions, introduce, months};
pub use list::{Listed, list};
pub use own::{OwnIntroduction, confirm, leave, own, own_resume, stay};
pub use person::{Prospect, Role, prospect, resume};
pub use pools::{Pool, make_pool, move_to, pools, remove, set_months};
