//! Duplicates: who may be one person, with the evidence for it; making two records into one, and taking them apart again.
//!
//! A candidate is known by address, and no two have the same: whoever sends something with an address that we know is that
//! candidate from the beginning. Everything else is a proposal, and a person decides. Nothing is merged by itself: no
//! row of ours proves that two different addresses are read by one person.
//!
//! The lesser record stays as it was, with `merged_into_id`; what pointed to it points to the one that stays, as the
//! [`REGISTER`] says. So taking them apart is the same walk the other way, with what a row of `merges` has kept.

mod apart;
mod find;
mod merge;
mod merges;
mod proposals;
mod records;
mod register;
mod since;

pub use apart::{Going, take_apart};
pub use find::find;
pub use merge::{Field, Merging, merge};
pub use merges::{Made, Standing, into, made_of, standing};
pub use proposals::{
    Alike, Likeness, Place, Proposal, alike, by_address, dismiss, proposals, restore,
};
pub use records::{Conflict, Fact, Record, conflicts, records};
pub use register::{Fate, REGISTER};
pub use since::{Since, since};
