//! What comes in from elsewhere and goes out again.
//!
//! A file is read ([`reading`]), and what was found becomes a draft ([`import_posting`]). The file stays byte for byte; its
//! names stand for what the company calls things, and its texts are known again in other postings.

mod advert;
mod employer;
mod import;
mod originals;
pub mod people;
pub mod reading;
mod texts;

pub use employer::same_employer;
pub use import::{Edited, Imported, LARGEST, Outcome, import_posting};
pub use originals::{Original, original, review};
