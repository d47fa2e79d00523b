//! Companies and how they are divided: departments, offices, regions.

mod calendar;
mod create;
mod defaults;
mod profile;
mod read;

pub use calendar::{Calendar, calendar, last_moment};
pub use create::{NewCompany, create};
pub use profile::{Profile, profiles};
pub use read::{by_id, by_slug};
