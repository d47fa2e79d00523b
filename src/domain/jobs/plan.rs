//! The rules of a plan: its stages in order, and what may be done with them. No SQL.

use crate::base::error::{Error, Errors, Result};

/// The most stages that a plan has.
pub const MOST_STAGES: usize = 20;

/// What happens in a stage, in the order in which it commonly happens.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Hash, sqlx::Type, serde::Serialize, serde::Deserialize,
)]
#[sqlx(type_name = "stage_kind", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    ApplicationReview,
    Screen,
    Assessment,
    Interview,
    ReferenceCheck,
    Offer,
}

impl StageKind {
    pub const ALL: [StageKind; 6] = [
        Self::ApplicationReview,
        Self::Screen,
        Self::Assessment,
        Self::Interview,
        Self::ReferenceCheck,
        Self::Offer,
    ];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::ApplicationReview => "application_review",
            Self::Screen => "screen",
            Self::Assessment => "assessment",
            Self::Interview => "interview",
            Self::ReferenceCheck => "reference_check",
            Self::Offer => "offer",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::ApplicationReview => "Application review",
            Self::Screen => "Screen",
            Self::Assessment => "Assessment",
            Self::Interview => "Interview",
            Self::ReferenceCheck => "Reference check",
            Self::Offer => "Offer",
        }
    }

    /// The step that candidates see for it, unless a plan says otherwise.
    pub fn milestone(self) -> Milestone {
        match self {
            Self::ApplicationReview => Milestone::Received,
            Self::Screen | Self::Interview => Milestone::Interviews,
            Self::Assessment => Milestone::Assessment,
            Self::ReferenceCheck => Milestone::Decision,
            Self::Offer => Milestone::Offer,
        }
    }
}

/// The step that candidates see, in their order.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Hash,
    sqlx::Type,
    serde::Serialize,
    serde::Deserialize,
)]
#[sqlx(type_name = "milestone", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    Received,
    InReview,
    Assessment,
    Interviews,
    Decision,
    Offer,
}

impl Milestone {
    pub const ALL: [Milestone; 6] = [
        Self::Received,
        Self::InReview,
        Self::Assessment,
        Self::Interviews,
        Self::Decision,
        Self::Offer,
    ];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InReview => "in_review",
            Self::Assessment => "assessment",
            Self::Interviews => "interviews",
            Self::Decision => "decision",
            Self::Offer => "offer",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|milestone| milestone.key() == key)
    }

    /// The words that candidates read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::InReview => "In review",
            Self::Assessment => "Assessment",
            Self::Interviews => "Interviews",
            Self::Decision => "Decision",
            Self::Offer => "Offer",
        }
    }
}

/// A step of a plan, whether of a job or of a template.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    pub name: String,
    pub kind: StageKind,
    pub milestone: Milestone,
    /// Days in the stage after which an application counts as stale.
    pub stale_after_days: Option<i16>,
}

impl Step {
    /// From the fields `name`, `kind`, `milestone` (empty: the kind's own) and `stale_after_days` (empty: never) of a form.
    pub fn check(name: &str, kind: &str, milestone: &str, days: &str) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let (name, days) = (name.trim(), days.trim());
        if !(1..=100).contains(&name.chars().count()) {
            errors.add("name", "Name the stage, in up to 100 characters");
        }
        let kind = StageKind::parse(kind);
        if kind.is_none() {
            errors.add("kind", "Choose what happens in the stage");
        }
        let milestone = if milestone.is_empty() {
            kind.map(StageKind::milestone)
        } else {
            Milestone::parse(milestone)
        };
        if milestone.is_none() {
            errors.add("milestone", "Choose what candidates read");
        }
        let stale_after_days = days.parse().ok().filter(|days| (1..=365).contains(days));
        if stale_after_days.is_none() && !days.is_empty() {
            errors.add(
                "stale_after_days",
                "Enter a number of days from 1 to 365, or leave it empty",
            );
        }
        match (kind, milestone) {
            (Some(kind), Some(milestone)) if errors.is_empty() => Ok(Self {
                name: name.to_owned(),
                kind,
                milestone,
                stale_after_days,
            }),
            _ => Err(errors),
        }
    }
}

/// A plan takes one more stage, up to [`MOST_STAGES`].
pub(super) fn may_add(stages: usize) -> Result<()> {
    if stages < MOST_STAGES {
        Ok(())
    } else {
        Err(Error::refused(
            "full",
            format!("A plan has at most {MOST_STAGES} stages."),
        ))
    }
}

/// A stage may go while another stays: a job without stages has no place for an application.
pub(super) fn may_delete(stages: usize) -> Result<()> {
    if stages > 1 {
        Ok(())
    } else {
        Err(Error::refused(
            "last_stage",
            "This is the only stage of the plan. Add another one before you delete it.",
        ))
    }
}

/// Whether `order` names exactly the things that there are, each once: else somebody added or deleted one meanwhile.
pub(super) fn same_things<T: Copy + Ord>(there: &[T], order: &[T]) -> bool {
    let sorted = |things: &[T]| {
        let mut things = things.to_vec();
        things.sort_unstable();
        things
    };
    sorted(there) == sorted(order)
}

/// One step up or down, as the arrows beside a stage do; at the end of the list nothing moves.
pub fn shift<T: PartialEq>(order: &mut [T], thing: &T, up: bool) {
    let Some(at) = order.iter().position(|other| other == thing) else {
        return;
    };
    let to = if up {
        at.checked_sub(1)
    } else {
        Some(at + 1).filter(|to| *to < order.len())
    };
    if let Some(to) = to {
        order.swap(at, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_all_that_is_wrong_at_once() {
        let errors = Step::check(" ", "dance", "", "0").err().unwrap_or_default();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "kind", "milestone", "stale_after_days"]);
    }

    #[test]
    fn a_step_takes_its_kinds_milestone() {
        let step = Step::check(" Phone call ", "screen", "", "").ok();
        assert_eq!(
            step,
            Some(Step {
                name: "Phone call".to_owned(),
                kind: StageKind::Screen,
                milestone: Milestone::Interviews,
                stale_after_days: None
            })
        );
    }

    #[test]
    fn keys_lead_back() {
        assert!(
            StageKind::ALL.map(StageKind::key).map(StageKind::parse) == StageKind::ALL.map(Some)
        );
        assert!(
            Milestone::ALL.map(Milestone::key).map(Milestone::parse) == Milestone::ALL.map(Some)
        );
    }

    #[test]
    fn a_plan_keeps_one_stage_and_has_an_end() {
        assert!(may_delete(2).is_ok() && may_delete(1).is_err());
        assert!(may_add(MOST_STAGES - 1).is_ok() && may_add(MOST_STAGES).is_err());
    }

    #[test]
    fn an_order_names_the_same_things() {
        assert!(same_things(&[1, 2, 3], &[3, 1, 2]));
        for order in [&[1, 2][..], &[1, 2, 2], &[1, 2, 4], &[1, 2, 3, 3]] {
            assert!(!same_things(&[1, 2, 3], order), "{order:?}");
        }
    }

    #[test]
    fn arrows_move_one_step() {
        let moved = |thing, up| {
            let mut order = [1, 2, 3];
            shift(&mut order, &thing, up);
            order
        };
        assert_eq!(moved(2, true), [2, 1, 3]);
        assert_eq!(moved(2, false), [1, 3, 2]);
        assert_eq!(moved(1, true), [1, 2, 3]);
        assert_eq!(moved(3, false), [1, 2, 3]);
        assert_eq!(moved(9, false), [1, 2, 3]);
    }
}
