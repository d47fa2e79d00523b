//! Where an application stands. Stages are edited by people; these are not.

/// The status of an application.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Hash,
    PartialOrd,
    Ord,
    sqlx::Type,
    serde::Serialize,
    serde::Deserialize,
)]
#[sqlx(type_name = "application_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Active,
    Hired,
    Rejected,
    Withdrawn,
}

impl Status {
    pub const ALL: [Status; 4] = [Self::Active, Self::Hired, Self::Rejected, Self::Withdrawn];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Hired => "hired",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Hired => "Hired",
            Self::Rejected => "Rejected",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// When a rejected candidate is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(type_name = "telling", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// At once, but for the minutes in which it can be undone.
    Now,
    /// At a time that somebody chose.
    Later,
    /// When somebody lets it go.
    Held,
}

/// How somebody's wait in a stage looks to those who look at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ageing {
    Fresh,
    /// Two thirds of what the stage allows have passed.
    Ageing,
    Stale,
}

/// Judges the days in a stage by the days that it allows; a stage that sets none never ages.
pub fn ageing(days: i64, stale_after: Option<i16>) -> Ageing {
    match stale_after.map(i64::from) {
        Some(allowed) if days >= allowed => Ageing::Stale,
        Some(allowed) if days * 3 >= allowed * 2 => Ageing::Ageing,
        _ => Ageing::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ages_with_what_the_stage_allows() {
        use super::Ageing::{Ageing, Fresh, Stale};
        let table = [
            (0, Some(1), Fresh),
            (1, Some(1), Stale),
            (3, Some(5), Fresh),
            (4, Some(5), Ageing),
            (5, Some(5), Stale),
            (365, None, Fresh),
        ];
        for (days, allowed, expected) in table {
            assert_eq!(ageing(days, allowed), expected, "{days} of {allowed:?}");
        }
    }

    #[test]
    fn a_status_is_found_by_its_key() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.key()), Some(status));
        }
        assert_eq!(Status::parse("archived"), None);
    }
}
