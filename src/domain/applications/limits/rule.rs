//! When somebody may apply again: pure, in days of the company's zone.

use jiff::{ToSpan, civil::Date};

/// What a limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Allowance {
    pub most: Option<Most>,
    /// Days to wait after having been told of not being selected.
    pub wait_days: Option<i32>,
}

/// So many applications in so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Most {
    pub applications: i32,
    pub days: i32,
}

/// What somebody did, and was told, among the jobs of a limit.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// When they applied.
    pub applied: Vec<Date>,
    /// When they were told of not being selected. What was only decided is not among them.
    pub told: Vec<Date>,
}

/// The first day on which they may apply again; nothing when that is today already.
pub fn open_on(allowance: &Allowance, past: &Past, today: Date) -> Option<Date> {
    let counted = allowance.most.and_then(|most| {
        let mut applied = past.applied.clone();
        applied.sort_unstable_by(|a, b| b.cmp(a));
        let oldest = usize::try_from(most.applications).ok()?.checked_sub(1)?;
        Some(after(*applied.get(oldest)?, most.days))
    });
    let waited = allowance
        .wait_days
        .zip(past.told.iter().max())
        .map(|(days, told)| after(*told, days));
    counted.max(waited).filter(|on| *on > today)
}

fn after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(n: i32) -> Date {
        after(date(2026, 1, 1), n)
    }

    fn past(applied: &[i32], told: &[i32]) -> Past {
        Past {
            applied: applied.iter().map(|n| day(*n)).collect(),
            told: told.iter().map(|n| day(*n)).collect(),
        }
    }

    fn most(applications: i32, days: i32) -> Allowance {
        Allowance {
            most: Some(Most { applications, days }),
            wait_days: None,
        }
    }

    #[test]
    fn the_oldest_that_counts_makes_room() {
        let limit = most(2, 30);
        assert_eq!(open_on(&limit, &past(&[], &[]), day(0)), None);
        assert_eq!(open_on(&limit, &past(&[0], &[]), day(0)), None);
        assert_eq!(
            open_on(&limit, &past(&[10, 0], &[]), day(10)),
            Some(day(30))
        );
        assert_eq!(
            open_on(&limit, &past(&[0, 10], &[]), day(29)),
            Some(day(30))
        );
        assert_eq!(open_on(&limit, &past(&[0, 10], &[]), day(30)), None);
        assert_eq!(
            open_on(&limit, &past(&[0, 10, 20], &[]), day(30)),
            Some(day(40))
        );
    }

    #[test]
    fn a_wait_counts_from_the_day_of_being_told() {
        let limit = Allowance {
            most: None,
            wait_days: Some(90),
        };
        assert_eq!(open_on(&limit, &past(&[0, 1, 2], &[]), day(3)), None);
        assert_eq!(open_on(&limit, &past(&[0], &[5, 2]), day(6)), Some(day(95)));
        assert_eq!(open_on(&limit, &past(&[0], &[5]), day(95)), None);
        let both = Allowance {
            wait_days: Some(90),
            ..most(1, 10)
        };
        assert_eq!(open_on(&both, &past(&[0], &[5]), day(6)), Some(day(95)));
    }

    proptest! {
        #[test]
        fn on_the_day_that_is_said_it_is_open_and_not_before(
            applied in prop::collection::vec(0_i32..400, 0..8),
            told in prop::collection::vec(0_i32..400, 0..4),
            limit in (1_i32..4, 1_i32..200, prop::option::of(1_i32..200)),
            today in 0_i32..400,
        ) {
            let allowance = Allowance { wait_days: limit.2, ..most(limit.0, limit.1) };
            let past = past(&applied, &told);
            if let Some(on) = open_on(&allowance, &past, day(today)) {
                prop_assert!(on > day(today));
                prop_assert_eq!(open_on(&allowance, &past, on), None);
                prop_assert_eq!(open_on(&allowance, &past, on.yesterday().unwrap()), Some(on));
            } else {
                let within = applied.iter().filter(|n| **n + limit.1 > today).count();
                prop_assert!(within < limit.0 as usize);
            }
        }
    }
}
