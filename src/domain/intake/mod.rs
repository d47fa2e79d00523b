//! What stands between the form and an application: sendings that look like abuse are held in a list that people see, whole,
//! and never dropped. Whoever sent one gets the same answer as anybody.

mod discard;
mod held;
mod let_in;
mod limits;
mod number;
mod reason;
mod take;

pub use discard::{KEPT_DAYS, discard, discard_old, with_old};
pub use held::{Held, count, file, held};
pub(in crate::domain) use held::{download, held_of};
pub use let_in::let_in;
pub(in crate::domain) use limits::Sendings;
pub use number::{drawn_at, number};
pub use reason::Reason;
pub(in crate::domain) use take::doubts;
pub use take::{Signs, take};
