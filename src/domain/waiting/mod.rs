//! What waits for somebody: home, and the lists that it leads to. A list and its count are one statement's condition, so that
//! they never differ.
//!
//! It is about the jobs in whose teams a member is; for somebody who is in no team, about all whose candidates they see.

mod funnels;
mod lists;

pub use funnels::{Fresh, Funnel, funnels};
pub use lists::{Counts, Item, Kind, Place, counts, list};
