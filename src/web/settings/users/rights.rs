//! What each role may do, in words; a test keeps them true to the permissions.

use crate::access::Role;

/// A line of the table: a right, and how far each role has it, in the order of [`Role::ALL`].
pub(super) struct Right {
    pub name: &'static str,
    pub reach: [Reach; Role::ALL.len()],
}

/// How far a right reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    Yes,
    /// Every job but confidential ones of others.
    Open,
    /// By the hiring team of a job.
    Team,
    Look,
    No,
}

impl Reach {
    pub fn label(&self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::Open => "All but confidential",
            Self::Team => "By team",
            Self::Look => "Look",
            Self::No => "No",
        }
    }

    pub fn is_no(&self) -> bool {
        *self == Self::No
    }
}

use Reach::{Look, No, Open, Team, Yes};

pub(super) const RIGHTS: [Right; 8] = [
    Right {
        name: "Company, people and roles",
        reach: [Yes, No, No, No, No, Look],
    },
    Right {
        name: "Plans and shared texts",
        reach: [Yes, Yes, No, No, No, Look],
    },
    Right {
        name: "Make jobs, read in postings",
        reach: [Yes, Yes, No, No, No, No],
    },
    Right {
        name: "See jobs and postings",
        reach: [Yes, Open, Open, Team, Team, Yes],
    },
    Right {
        name: "Change jobs, publish postings",
        reach: [Yes, Open, Team, Team, Team, Team],
    },
    Right {
        name: "See candidates",
        reach: [Yes, Open, Open, Team, Team, Yes],
    },
    Right {
        name: "Move, reject and hire",
        reach: [Yes, Open, Team, Team, Team, Team],
    },
    Right {
        name: "Write notes",
        reach: [Yes, Open, Open, Team, Team, Team],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Permission, permissions as may};

    /// What a permission says of a role, as far as the words can differ.
    fn agrees<P: Permission>(right: &Right) {
        for (role, reach) in Role::ALL.iter().zip(right.reach) {
            let everywhere = P::ROLES.contains(role);
            let fits = match reach {
                Yes | Open => everywhere,
                Team => P::BY_ROW,
                Look | No => !everywhere && !P::BY_ROW,
            };
            assert!(fits, "{}: {role:?} {reach:?}, {}", right.name, P::NAME);
        }
    }

    #[test]
    fn the_words_are_true() {
        let [
            company,
            plans,
            make,
            jobs,
            change,
            candidates,
            decide,
            notes,
        ] = &RIGHTS;
        agrees::<may::ManageCompany>(company);
        agrees::<may::ManageUsers>(company);
        agrees::<may::EditTexts>(plans);
        agrees::<may::CreateJobs>(make);
        agrees::<may::ImportPostings>(make);
        agrees::<may::ReadJobs>(jobs);
        agrees::<may::EditJobs>(change);
        agrees::<may::ReadApplications>(candidates);
        agrees::<may::DecideApplications>(decide);
        agrees::<may::WriteNotes>(notes);
        let looks = |role: &Role| may::ReadSettings::ROLES.contains(role);
        assert!(
            Role::ALL
                .iter()
                .zip(company.reach)
                .all(|(role, reach)| looks(role) == (reach != No))
        );
    }
}
