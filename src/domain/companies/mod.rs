//! Companies and how they are divided: departments, offices, regions.

mod read;

pub use read::by_slug;
