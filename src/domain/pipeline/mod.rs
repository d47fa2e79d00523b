//! Plans in use: jobs with the people in their stages.

mod emptying;
mod overview;

pub use emptying::{Deletion, Emptied, delete_stage, undecided};
pub use overview::{Filter, JobRow, Overview, People, Tabs, overview, tabs};
