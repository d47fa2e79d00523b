//! What may become of an application: the one rule, for every status and every act.

use crate::domain::applications::Status;

/// What somebody decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    Move,
    Reject,
    Unreject,
    Hire,
    Unhire,
}

/// Why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum No {
    /// It is decided: take that back first.
    IsHired,
    IsRejected,
    /// The candidate has left; that is theirs to take back.
    HasWithdrawn,
    /// There is nothing to take back.
    NotRejected,
    NotHired,
}

impl Act {
    /// The status that follows, or why the act may not be done.
    pub fn on(self, status: Status) -> Result<Status, No> {
        use Status::{Active, Hired, Rejected, Withdrawn};
        match (status, self) {
            (Active, Self::Move) => Ok(Active),
            (Active, Self::Reject) => Ok(Rejected),
            (Active, Self::Hire) => Ok(Hired),
            (Rejected, Self::Unreject) | (Hired, Self::Unhire) => Ok(Active),
            (Active | Hired, Self::Unreject) => Err(No::NotRejected),
            (Active | Rejected, Self::Unhire) => Err(No::NotHired),
            (Hired, Self::Move | Self::Reject | Self::Hire) => Err(No::IsHired),
            (Rejected, Self::Move | Self::Reject | Self::Hire) => Err(No::IsRejected),
            (Withdrawn, Self::Move | Self::Reject | Self::Unreject | Self::Hire | Self::Unhire) => {
                Err(No::HasWithdrawn)
            }
        }
    }
}

impl No {
    /// The refusal's code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::IsHired => "is_hired",
            Self::IsRejected => "is_rejected",
            Self::HasWithdrawn => "has_withdrawn",
            Self::NotRejected => "not_rejected",
            Self::NotHired => "not_hired",
        }
    }

    /// The refusal for people.
    pub fn text(self, name: &str) -> String {
        match self {
            Self::IsHired => format!("{name} is hired. Take the hire back first."),
            Self::IsRejected => format!("{name} is rejected. Take the rejection back first."),
            Self::HasWithdrawn => {
                format!("{name} has withdrawn. Only they can come back, by applying again.")
            }
            Self::NotRejected => {
                format!("{name} is not rejected, so there is nothing to take back.")
            }
            Self::NotHired => format!("{name} is not hired, so there is nothing to take back."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::{Active, Hired, Rejected, Withdrawn};
    use proptest::{prelude::*, sample::select};

    const ACTS: [Act; 5] = [
        Act::Move,
        Act::Reject,
        Act::Unreject,
        Act::Hire,
        Act::Unhire,
    ];

    #[test]
    fn every_status_and_every_act() {
        let table = [
            (
                Active,
                [
                    Ok(Active),
                    Ok(Rejected),
                    Err(No::NotRejected),
                    Ok(Hired),
                    Err(No::NotHired),
                ],
            ),
            (
                Hired,
                [
                    Err(No::IsHired),
                    Err(No::IsHired),
                    Err(No::NotRejected),
                    Err(No::IsHired),
                    Ok(Active),
                ],
            ),
            (
                Rejected,
                [
                    Err(No::IsRejected),
                    Err(No::IsRejected),
                    Ok(Active),
                    Err(No::IsRejected),
                    Err(No::NotHired),
                ],
            ),
            (Withdrawn, [Err(No::HasWithdrawn); 5]),
        ];
        for (status, expected) in table {
            assert_eq!(ACTS.map(|act| act.on(status)), expected, "{status:?}");
        }
    }

    proptest! {
        /// However people decide and take back: a decision stands until the very act that undoes it, an undo leads back
        /// to an active application, and whoever withdrew stays away.
        #[test]
        fn a_decision_stands_until_it_is_taken_back(
            start in select(Status::ALL.to_vec()),
            acts in prop::collection::vec(select(ACTS.to_vec()), 0..40),
        ) {
            let mut status = start;
            let mut standing: Option<Act> = match start {
                Rejected => Some(Act::Reject),
                Hired => Some(Act::Hire),
                Active | Withdrawn => None,
            };
            for act in acts {
                let before = status;
                match act.on(status) {
                    Err(_) => prop_assert_eq!(status, before),
                    Ok(after) => {
                        match act {
                            Act::Move => prop_assert_eq!((before, after), (Active, Active)),
                            Act::Reject | Act::Hire => {
                                prop_assert_eq!(standing, None);
                                standing = Some(act);
                            }
                            Act::Unreject => prop_assert_eq!(standing.take(), Some(Act::Reject)),
                            Act::Unhire => prop_assert_eq!(standing.take(), Some(Act::Hire)),
                        }
                        status = after;
                    }
                }
                let expected = match standing {
                    Some(Act::Reject) => Rejected,
                    Some(_) => Hired,
                    None if start == Withdrawn => Withdrawn,
                    None => Active,
                };
                prop_assert_eq!(status, expected);
            }
        }
    }
}
