//! How often promises of an answer are kept.
//!
//! The definition, the same everywhere. A promise is a day by which somebody has an answer. It counts in the period in which
//! that day falls, once the day has passed. It was kept when, by then, they were told the outcome, were moved onwards, or were
//! written to with a new day and a reason, which is a promise of its own. Whoever withdrew before the day was owed nothing, and
//! is left out. An outcome that was decided and not told is no answer.

mod publish;

pub use publish::count_for_publishing;

use crate::base::clock::Time;

/// Fewer than these say too little, and are not published.
pub const ENOUGH: i64 = 20;
/// The days that a published figure looks back.
pub const YEAR: i64 = 365;

/// How a promise ended: `promise_end` of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Answered,
    Moved,
    Extended,
    Withdrawn,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Kept,
    Broken,
    /// Nobody was owed anything on the day, or it is still to come.
    Uncounted,
}

/// The definition in code; the statements of this room and of `reports` say the same.
pub fn fate(due_at: Time, end: Option<(Time, End)>, now: Time) -> Fate {
    match end {
        _ if due_at >= now => Fate::Uncounted,
        Some((at, End::Withdrawn)) if at <= due_at => Fate::Uncounted,
        Some((at, End::Answered | End::Moved | End::Extended)) if at <= due_at => Fate::Kept,
        _ => Fate::Broken,
    }
}

/// How many promises were kept, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub kept: i64,
    pub counted: i64,
}

impl Kept {
    /// In whole per cent, never rounded up: 100 means all of them. None where nothing counted.
    pub fn percent(&self) -> Option<i64> {
        (self.counted > 0).then(|| self.kept * 100 / self.counted)
    }

    pub(in crate::domain) fn add(&mut self, other: Self) {
        self.kept += other.kept;
        self.counted += other.counted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i8) -> Time {
        Time(format!("2026-11-{day:02}T12:00:00Z").parse().unwrap())
    }

    #[test]
    fn a_promise_is_kept_by_its_day_and_not_after() {
        let now = at(20);
        for (due, end, expected) in [
            (10, Some((10, End::Answered)), Fate::Kept),
            (10, Some((9, End::Moved)), Fate::Kept),
            (10, Some((9, End::Extended)), Fate::Kept),
            (10, Some((11, End::Answered)), Fate::Broken),
            (10, None, Fate::Broken),
            (10, Some((9, End::Withdrawn)), Fate::Uncounted),
            (10, Some((11, End::Withdrawn)), Fate::Broken),
            (25, Some((11, End::Answered)), Fate::Uncounted),
            (25, None, Fate::Uncounted),
        ] {
            let end = end.map(|(day, end)| (at(day), end));
            assert_eq!(fate(at(due), end, now), expected, "{due} {end:?}");
        }
    }

    #[test]
    fn a_hundred_per_cent_is_all_of_them() {
        let kept = |kept, counted| Kept { kept, counted }.percent();
        assert_eq!(kept(199, 200), Some(99));
        assert_eq!(kept(200, 200), Some(100));
        assert_eq!(kept(0, 0), None);
    }
}
