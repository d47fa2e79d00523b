//! Self-identification: what people say about themselves if they want to, for sums only.
//!
//! It stands apart. The table names no person, and nothing outside this room reads it (`tests/app/house/apart.rs`); its
//! answers are in no event, search, export or log. Candidates see, change and delete their own; everybody else sees sums in
//! which no small group stands out.

mod choices;
mod own;
mod report;
mod sets;

pub use choices::{Choice, ChoiceDetails, add_choice, change_choice, choices, delete_choice};
pub(in crate::domain) use own::{Said, owners, said};
pub use own::{Sheet, answer, forget, offered, sheet};
pub use report::{Cell, Report, Scope, jobs, report, years};
pub use sets::{Inquiry, NOT_SAID, Set, set, sets};
