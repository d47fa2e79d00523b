//! Plans in use: jobs with the people in their stages.

mod counts;
mod emptying;
mod overview;

pub use counts::add_up;
pub use emptying::{Deletion, Emptied, delete_stage, undecided};
pub use overview::{Filter, JobRow, Overview, People, Tabs, overview, tabs};
