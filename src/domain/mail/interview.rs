//! Mails about an interview: to the candidate, and to those who interview.

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AboutInterview {
    Set,
    Changed,
    Cancelled,
    /// To an interviewer: it is set, or changed.
    Invited,
    /// To an interviewer: it is cancelled, or goes on without them.
    Released,
}

impl AboutInterview {
    /// Whether somebody of the company gets it, and no candidate.
    pub fn is_for_members(self) -> bool {
        matches!(self, Self::Invited | Self::Released)
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Set => "interview-set",
            Self::Changed => "interview-changed",
            Self::Cancelled => "interview-cancelled",
            Self::Invited => "interviewer-invited",
            Self::Released => "interviewer-released",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Set => "Invitation to an interview",
            Self::Changed => "Interview changed",
            Self::Cancelled => "Interview cancelled",
            Self::Invited => "Interviewer invited",
            Self::Released => "Interviewer released",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Set => "When an interview is set, with an invitation for the calendar.",
            Self::Changed => "When the time, the place or the people of an interview change.",
            Self::Cancelled => "When an interview is cancelled.",
            Self::Invited => "To each interviewer, when an interview is set or changes.",
            Self::Released => "To each interviewer of whom an interview has no need any more.",
        }
    }

    pub(super) fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Set | Self::Changed => &[
                "first_name",
                "posting",
                "company",
                "interview",
                "when",
                "how",
                "who",
                "words",
                "status_link",
                "signature",
            ],
            Self::Cancelled => &[
                "first_name",
                "posting",
                "company",
                "interview",
                "when",
                "words",
                "status_link",
                "signature",
            ],
            Self::Invited => &[
                "first_name",
                "candidate",
                "posting",
                "company",
                "interview",
                "when",
                "how",
                "who",
                "application_link",
                "signature",
            ],
            Self::Released => &[
                "first_name",
                "candidate",
                "posting",
                "company",
                "interview",
                "when",
                "signature",
            ],
        }
    }

    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Set | Self::Changed | Self::Invited => &["when", "how"],
            Self::Cancelled | Self::Released => &["when"],
        }
    }

    pub(super) fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::Set => (
                "Your interview for {posting}",
                "Hello {first_name},\n\n\
                 we would like to meet you: {interview}, about your application for {posting}.\n\n\
                 When: {when}\nHow: {how}\nWith: {who}\n\n\
                 {words}\n\n\
                 {status_link}\n\n\
                 Your page shows it in your own time zone. If the time does not suit you, or if anything would make it easier for \
                 you, such as captions, more time or a call instead, answer this mail and we arrange it.\n\n\
                 {signature}",
            ),
            Self::Changed => (
                "Your interview for {posting} has changed",
                "Hello {first_name},\n\n\
                 something has changed about the {interview} for {posting}. This is how it stands now.\n\n\
                 When: {when}\nHow: {how}\nWith: {who}\n\n\
                 {words}\n\n\
                 {status_link}\n\n\
                 If this does not suit you, answer this mail and we arrange it.\n\n\
                 {signature}",
            ),
            Self::Cancelled => (
                "Your interview for {posting} is cancelled",
                "Hello {first_name},\n\n\
                 the {interview} for {posting} does not take place. It was set for {when}.\n\n\
                 {words}\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Invited => (
                "You interview {candidate} for {posting}",
                "Hello {first_name},\n\n\
                 you are asked to interview {candidate} for {posting}: {interview}.\n\n\
                 When: {when}\nHow: {how}\nWith: {who}\n\n\
                 Their application: {application_link}\n\n\
                 {signature}",
            ),
            Self::Released => (
                "You do not interview {candidate} for {posting}",
                "Hello {first_name},\n\n\
                 the {interview} with {candidate} for {posting} does not take place, or not with you. It was set for {when}. There \
                 is nothing that you need to do.\n\n\
                 {signature}",
            ),
        }
    }
}
