//! What a job is in: draft, open, closed. And its seats: planned, open, filled, cancelled.

use crate::base::error::{Error, Result};

/// Where a job stands.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Hash, sqlx::Type, serde::Serialize, serde::Deserialize,
)]
#[sqlx(type_name = "job_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    Draft,
    Open,
    Closed,
}

impl JobStatus {
    /// In the order of the tabs of the list.
    pub const ALL: [JobStatus; 3] = [Self::Open, Self::Draft, Self::Closed];

    /// The value in addresses and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Open => "Open",
            Self::Closed => "Closed",
        }
    }

    /// Opening is for drafts, and again for closed jobs.
    pub(super) fn open(self) -> Result<Self> {
        match self {
            Self::Draft | Self::Closed => Ok(Self::Open),
            Self::Open => Err(Error::refused("open", "This job is open already.")),
        }
    }

    /// Only what is open closes; a draft that nobody wants stays a draft.
    pub(super) fn close(self) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Closed),
            Self::Draft => Err(Error::refused(
                "draft",
                "This job was never opened, so there is nothing to close.",
            )),
            Self::Closed => Err(Error::refused("closed", "This job is closed already.")),
        }
    }
}

/// Where a seat stands.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Hash, sqlx::Type, serde::Serialize, serde::Deserialize,
)]
#[sqlx(type_name = "opening_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OpeningStatus {
    Planned,
    Open,
    Filled,
    Cancelled,
}

impl OpeningStatus {
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Open => "Open",
            Self::Filled => "Filled",
            Self::Cancelled => "Cancelled",
        }
    }

    /// Whether somebody may still be hired into it.
    pub fn vacant(self) -> bool {
        match self {
            Self::Planned | Self::Open => true,
            Self::Filled | Self::Cancelled => false,
        }
    }

    /// Only a vacant seat changes: what is filled or cancelled is history.
    pub(super) fn change(self) -> Result<()> {
        if self.vacant() {
            Ok(())
        } else {
            Err(Error::refused(
                "settled",
                format!(
                    "This opening is {}, so it stays as it is.",
                    self.label().to_lowercase()
                ),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_opens_and_closes_and_opens_again() {
        use JobStatus::{Closed, Draft, Open};
        let table = [
            (Draft, Some(Open), None),
            (Open, None, Some(Closed)),
            (Closed, Some(Open), None),
        ];
        for (status, opened, closed) in table {
            assert_eq!(status.open().ok(), opened, "{status:?}");
            assert_eq!(status.close().ok(), closed, "{status:?}");
        }
    }

    #[test]
    fn only_a_vacant_seat_changes() {
        use OpeningStatus::{Cancelled, Filled, Open, Planned};
        assert_eq!(
            [Planned, Open, Filled, Cancelled].map(|status| status.change().is_ok()),
            [true, true, false, false]
        );
    }
}
