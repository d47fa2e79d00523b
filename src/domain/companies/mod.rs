//! Companies and how they are divided: departments, offices, regions.

mod create;
mod defaults;
mod read;

pub use create::{NewCompany, create};
pub use read::by_slug;
