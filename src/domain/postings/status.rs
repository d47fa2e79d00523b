//! What may become of a posting.

use crate::base::error::{Error, Result};

/// Where a posting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "posting_status", rename_all = "snake_case")]
pub enum Status {
    /// Only we see it.
    Draft,
    /// Goes live at a time.
    Scheduled,
    /// Takes applications.
    Live,
    /// Takes none; candidates may still read it if it was ever live.
    Closed,
}

/// What somebody wants to do with a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Make the draft what candidates see.
    Publish,
    /// Do so at a time.
    Schedule,
    /// Rather not.
    Unschedule,
    /// Take no more applications.
    Close,
    /// Take applications again, with the text that was live last.
    Reopen,
}

/// What the rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    /// It has been live: there is a revision that candidates may read.
    pub published: bool,
    /// It was closed, and nothing has opened it since.
    pub closed: bool,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Live, Self::Draft, Self::Scheduled, Self::Closed];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Closed => "closed",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    pub fn is_live(self) -> bool {
        self == Self::Live
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Scheduled => "Scheduled",
            Self::Live => "Live",
            Self::Closed => "Closed",
        }
    }
}

impl Standing {
    /// The status after an act, or why it cannot be.
    pub fn after(self, act: Act) -> Result<Status> {
        use Status::{Closed, Draft, Live, Scheduled};
        match (act, self.status) {
            (Act::Publish, Draft | Scheduled | Live | Closed) => Ok(Live),
            (Act::Schedule, Draft | Scheduled | Closed) => Ok(Scheduled),
            (Act::Schedule, Live) => Err(no(
                "This posting is live already. Publish the changes when they are ready.",
            )),
            (Act::Unschedule, Scheduled) if self.closed => Ok(Closed),
            (Act::Unschedule, Scheduled) => Ok(Draft),
            (Act::Unschedule, Draft | Live | Closed) => {
                Err(no("This posting is not scheduled any more."))
            }
            (Act::Close, Live) => Ok(Closed),
            (Act::Close, Closed) => Err(no("This posting is closed already.")),
            (Act::Close, Draft | Scheduled) => Err(no(
                "This posting is not live, so there is nothing to close.",
            )),
            (Act::Reopen, Closed) if self.published => Ok(Live),
            (Act::Reopen, Closed) => Err(no("This posting was never live. Publish it instead.")),
            (Act::Reopen, Draft | Scheduled | Live) => Err(no("This posting is not closed.")),
        }
    }

    /// Whether an act may be offered.
    pub fn allows(self, act: Act) -> bool {
        self.after(act).is_ok()
    }
}

fn no(text: &str) -> Error {
    Error::refused("posting_status", text)
}

#[cfg(test)]
mod tests {
    use super::{Act::*, Status::*, *};

    /// Every act in every standing that can be: the row says what comes of publish, schedule, unschedule, close, reopen.
    #[test]
    fn the_whole_table() {
        const NO: Option<Status> = None;
        let table = [
            (
                (Draft, false, false),
                [Some(Live), Some(Scheduled), NO, NO, NO],
            ),
            (
                (Scheduled, false, false),
                [Some(Live), Some(Scheduled), Some(Draft), NO, NO],
            ),
            (
                (Scheduled, false, true),
                [Some(Live), Some(Scheduled), Some(Closed), NO, NO],
            ),
            (
                (Scheduled, true, true),
                [Some(Live), Some(Scheduled), Some(Closed), NO, NO],
            ),
            ((Live, true, false), [Some(Live), NO, NO, Some(Closed), NO]),
            (
                (Closed, true, true),
                [Some(Live), Some(Scheduled), NO, NO, Some(Live)],
            ),
            // As an import leaves a posting that was long past.
            (
                (Closed, false, true),
                [Some(Live), Some(Scheduled), NO, NO, NO],
            ),
        ];
        for ((status, published, closed), outcomes) in table {
            let standing = Standing {
                status,
                published,
                closed,
            };
            for (act, outcome) in [Publish, Schedule, Unschedule, Close, Reopen]
                .into_iter()
                .zip(outcomes)
            {
                assert_eq!(
                    standing.after(act).ok(),
                    outcome,
                    "{act:?} when {standing:?}"
                );
            }
        }
    }
}
