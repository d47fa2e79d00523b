//! People whom those who work here bring in: by hand, and from résumés.
//!
//! Whoever is added did not ask for it. They are promised nothing and hear nothing, unless whoever adds them says so.

mod add;
mod batch;
mod forget;
mod places;
mod reading;
mod resumes;
mod run;

pub use add::{Addition, KNOWN, Known, add, known};
pub use batch::{Arrival, Beginning, Kind, Phase, arrival, arrivals, begin};
pub use forget::forget;
pub use places::{Destination, JobPlaces, Places, places};
pub use reading::{RESUMES, ReadResume, put, read_resume};
pub use resumes::{Resume, Standing, Typed, add_one, leave_out, resumes, standings, want_ready};
pub use run::{RunArrival, run_arrival};
