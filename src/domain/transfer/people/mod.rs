//! People whom those who work here bring in: by hand, from résumés, and from tables. And out again: lists and packets.
//!
//! Whoever is added did not ask for it. They are promised nothing and hear nothing, unless whoever adds them says so.

mod add;
mod batch;
mod columns;
pub mod export;
mod forget;
mod line;
mod lines;
pub mod packet;
mod places;
mod reading;
mod resumes;
mod run;
mod same;
mod table;
mod take;

pub use add::{Addition, KNOWN, Known, add, known};
pub use batch::{Arrival, Beginning, Kind, Phase, arrival, arrivals, begin};
pub use columns::{Column, Field};
pub use forget::forget;
pub use lines::{LineRow, Outcome, Progress, lines, progress, samples};
pub use places::{Destination, JobPlaces, Places, places};
pub use reading::{RESUMES, ReadResume, put, read_resume};
pub use resumes::{Resume, Standing, Typed, add_one, leave_out, resumes, standings, want_ready};
pub use run::{RunArrival, run_arrival};
pub use table::{check_table, mapping, put_table, start_table};
