//! Mails to people without an application: those who want to hear of new openings, and those of the talent pool.

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outreach {
    /// Whether an address wants to hear of new openings.
    AlertConfirmation,
    /// New openings.
    Alert,
    /// Whether an address belongs to whoever introduced themselves.
    Introduction,
    /// Whether somebody still wants to be thought of.
    PoolAgain,
    /// A rule says that the data of somebody who never applied goes soon.
    Unapplied,
    /// Somebody of the pool is considered for a job.
    Considered,
}

impl Outreach {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::AlertConfirmation => "alert-confirmation",
            Self::Alert => "alert",
            Self::Introduction => "introduction",
            Self::PoolAgain => "pool-again",
            Self::Unapplied => "expiring-unapplied",
            Self::Considered => "considered",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::AlertConfirmation => "Job alert: confirm the address",
            Self::Alert => "Job alert",
            Self::Introduction => "Introduction: confirm the address",
            Self::PoolAgain => "Talent pool: ask again",
            Self::Unapplied => "Data will be erased: never applied",
            Self::Considered => "Considered for a job",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::AlertConfirmation => "To an address that asked to hear of new openings.",
            Self::Alert => "In the morning, when something new fits. At most once a day.",
            Self::Introduction => "To somebody who introduced themselves without a job in mind.",
            Self::PoolAgain => "Thirty days before consent to be kept for other roles ends.",
            Self::Unapplied => {
                "Thirty days before a rule of how long data stays erases somebody who never applied."
            }
            Self::Considered => "To somebody of the talent pool whom you consider for a job.",
        }
    }

    pub(super) fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::AlertConfirmation => &["company", "search", "own_link", "signature"],
            Self::Alert => &[
                "company",
                "search",
                "openings",
                "postings",
                "own_link",
                "signature",
            ],
            Self::Introduction => &["first_name", "company", "own_link", "signature"],
            Self::PoolAgain => &["first_name", "company", "until", "own_link", "signature"],
            Self::Unapplied => &["first_name", "company", "erased_on", "signature"],
            Self::Considered => &[
                "first_name",
                "posting",
                "company",
                "answer_by",
                "status_link",
                "signature",
            ],
        }
    }

    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::AlertConfirmation | Self::Introduction => &["own_link"],
            Self::Alert => &["postings"],
            Self::PoolAgain => &["own_link", "until"],
            Self::Unapplied => &["erased_on"],
            Self::Considered => &["status_link"],
        }
    }

    pub(super) fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::AlertConfirmation => (
                "New openings at {company}: shall we write to you?",
                "Hello,\n\n\
                 somebody, we hope it was you, asked us to tell this address about new openings at {company}: {search}. \
                 Say yes on this page, and you hear of them in the morning, at most once a day.\n\n\
                 {own_link}\n\n\
                 If this was not you, do nothing: nothing more comes, and after seven days we have forgotten your address.\n\n\
                 {signature}",
            ),
            Self::Alert => (
                "{openings} at {company}",
                "Hello,\n\n\
                 this is new at {company} since we last wrote to you. You asked for {search}.\n\n\
                 {postings}\n\n\
                 Look for something else, or hear no more, on this page: {own_link}\n\n\
                 {signature}",
            ),
            Self::Introduction => (
                "Your introduction to {company}: is this your address?",
                "Hello {first_name},\n\n\
                 thank you for introducing yourself. Before anybody here reads it, confirm on this page that it came from you.\n\n\
                 {own_link}\n\n\
                 The page stays yours: there you see what we hold, and take yourself out again. If this was not you, do nothing: \
                 after seven days everything is gone.\n\n\
                 {signature}",
            ),
            Self::PoolAgain => (
                "Shall {company} go on thinking of you?",
                "Hello {first_name},\n\n\
                 you agreed that {company} keeps your details for other roles, until {until}. If you like us to go on, say so on \
                 this page. If you do nothing, you leave our pool on that day, and if you never applied here, we erase what we hold \
                 about you.\n\n\
                 {own_link}\n\n\
                 {signature}",
            ),
            Self::Unapplied => (
                "We erase your data soon",
                "Hello {first_name},\n\n\
                 it is a while since we heard from each other, and we keep nothing for longer than we need it. On {erased_on} we \
                 erase what {company} holds about you.\n\n\
                 There is nothing that you need to do. If you would like a copy of it first, answer this mail, and we send it.\n\n\
                 {signature}",
            ),
            Self::Considered => (
                "{company} considers you for {posting}",
                "Hello {first_name},\n\n\
                 you said that we may think of you for other roles, and now we have: we consider you for {posting}. There is \
                 nothing that you need to do, and you have an answer by {answer_by}.\n\n\
                 {status_link}\n\n\
                 Your own page shows where things stand. If this role is not for you, say so there.\n\n\
                 {signature}",
            ),
        }
    }
}
