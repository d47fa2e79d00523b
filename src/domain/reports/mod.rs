//! The six reports: how far people come, how long they wait in a stage, how long it takes to hire, where the hired come
//! from, why people are rejected, and how often promises are kept.
//!
//! They are counted when somebody looks, from rows that triggers keep: `application_facts`, `stays`, `promises`, `openings`.
//! These outlive those they are about, and name nobody then, so that a figure stays what it was when somebody is erased.
//! Everything is counted over the jobs whose candidates the viewer sees ([`look`]), and nothing of other jobs is in any sum.

mod behind;
mod figure;
mod funnel;
mod hiring;
mod look;
mod named;
mod period;
mod promises;
mod reasons;
mod sources;
mod spread;
mod stages;

pub use behind::{Behind, Person, Place, Seen, behind};
pub use figure::{Cohort, Figure};
pub use funnel::{Funnel, StageTally, Tally, funnel};
pub use hiring::{Hiring, Month, hiring};
pub use look::{Look, Scope, SeenJob, look};
pub use named::named;
pub use period::{Days, Period};
pub use promises::{JobPromises, Promises, promises};
pub use reasons::{ReasonTally, reasons};
pub use sources::{SourceTally, sources};
pub use spread::Spread;
pub use stages::{Stay, Where, stages};

/// Fewer than these say too little: no share and no median is made of them.
pub const ENOUGH: i64 = 5;

/// A share in whole per cent, never rounded up; none of fewer than [`ENOUGH`].
pub fn share(part: i64, whole: i64) -> Option<i64> {
    (whole >= ENOUGH).then(|| part * 100 / whole)
}
