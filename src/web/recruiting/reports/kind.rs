//! The six reports, by name, with how each is counted.

/// A report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Funnel,
    Stages,
    Hiring,
    Sources,
    Reasons,
    Promises,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Funnel,
        Self::Stages,
        Self::Hiring,
        Self::Sources,
        Self::Reasons,
        Self::Promises,
    ];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Funnel => "funnel",
            Self::Stages => "stages",
            Self::Hiring => "hiring",
            Self::Sources => "sources",
            Self::Reasons => "reasons",
            Self::Promises => "promises",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The words that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::Funnel => "Funnel",
            Self::Stages => "Time in stage",
            Self::Hiring => "Time to hire",
            Self::Sources => "Sources",
            Self::Reasons => "Rejections",
            Self::Promises => "Promises kept",
        }
    }

    /// How it is counted, in words.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Funnel => {
                "Everybody who applied in the period counts, in the job where their application is now. Whoever came to a step, or to a later one, \
                 counts at that step, also if they were moved back since; whoever was hired came through all. A move that was taken back does not count. \
                 A share is of those at the step before."
            }
            Self::Stages => {
                "A stay begins when somebody comes into a stage, and ends when they are moved, decided on or withdraw. It counts in the period in which \
                 it ends, in whole hours, weekends included. Whoever comes back begins another stay. A move that was taken back ended none, and neither \
                 did a decision that was taken back. Half of the stays were as short as the median or shorter, nine of ten as the other figure."
            }
            Self::Hiring => {
                "Time to hire runs from when somebody applied to when they were hired; it counts in the period of the hire. Time to fill runs from when an \
                 opening was opened to when it was filled, and counts in the period in which it was filled. A hire that was taken back does not count. \
                 Days are whole hours divided by 24, weekends included."
            }
            Self::Sources => {
                "Everybody who applied in the period counts at the source that their application names. Interviewed are those who came to interviews or \
                 further, and hired those who are hired today. Unknown is the source of those whose application names \
                 none, and of those who were erased before sources were kept for reports."
            }
            Self::Reasons => {
                "A rejection counts in the period in which it was decided, whether the candidate knows of it yet or not, for as long as it stands. \
                 Whoever withdrew was not rejected. Unknown is the reason of those who were erased before reasons were kept for reports."
            }
            Self::Promises => {
                "A promise counts in the period in which its day falls, once the day has passed. It is kept if by then the candidate was told the outcome, \
                 was moved onwards, or was written to with a new day and a reason, which is a promise of its own. Whoever withdrew before the day is left \
                 out. What was decided and not told is no answer."
            }
        }
    }

    /// From what to what the times of its rows run.
    pub fn ends(self, filled: bool) -> (&'static str, &'static str) {
        match self {
            Self::Funnel | Self::Sources => ("Applied", "Decided"),
            Self::Stages => ("Came", "Left"),
            Self::Hiring if filled => ("Opened", "Filled"),
            Self::Hiring => ("Applied", "Hired"),
            Self::Reasons => ("Applied", "Rejected"),
            Self::Promises => ("Promised for", "Answered"),
        }
    }
}
