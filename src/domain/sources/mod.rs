//! Sources: where applications come from. A link of ours may carry a code (`?ref=…`); somebody's personal one refers people.
//!
//! What led somebody here is read from the links that they followed, and from nothing else: nothing is kept on their device,
//! and no other site is asked.

mod arrival;
mod codes;
mod share;
mod touch;

pub(in crate::domain) use arrival::arrived;
pub use codes::{
    Code, NewCode, SourceChoice, codes, make_code, make_own_code, own_code, retire_code, sources,
};
pub use share::{Shareable, shareable};
pub use touch::Touch;
