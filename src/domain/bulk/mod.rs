//! Acts on many applications at once, and on people of the pool who were chosen among them.
//!
//! Whoever acts sees first what will happen. Starting it writes down to whom it is done, with the versions that were seen,
//! and a task; the task does it in short transactions, fifty at a time, by the same functions that do it to one. Each
//! target is marked in the transaction that changes it, so that a task that dies and runs again does nothing twice and
//! leaves nothing out. For ten minutes it can be taken back: all of it, but for what was changed since.

mod chunks;
mod deed;
mod people;
mod pooled;
mod preview;
mod read;
mod run;
mod start;
mod steps;
mod undo;
mod whom;

pub(in crate::domain) use chunks::{member, said};
pub use deed::{Deed, Kind, Telling};
pub use pooled::{PooledRow, how_many_of_pool};
pub use preview::{Preview, PreviewRow, preview};
pub use read::{Act, Recent, TargetRow, TargetState, act, recent, targets};
pub use run::{RunBulk, run_bulk};
pub use start::{Start, start};
pub(in crate::domain) use undo::in_time;
pub use undo::{UndoBulk, ask_to_undo, undo_bulk};
pub(in crate::domain) use whom::chosen;
pub use whom::{MOST, Named, Whom, all_confidential, how_many, named};

use jiff::SignedDuration;

/// How long an act can be taken back.
pub const UNDO: SignedDuration = super::decisions::TELL_AFTER;
/// Mails that it causes go so long after that, because taking back takes a moment.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);
