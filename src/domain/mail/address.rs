//! Mails about a candidate's own address.

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AboutAddress {
    /// To the new address: the code that proves it. Whoever reads it need be nobody whom we know, so it names nobody.
    Code,
    /// To the one that they had.
    Changed,
}

impl AboutAddress {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Code => "address-code",
            Self::Changed => "address-changed",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Code => "Code for a new address",
            Self::Changed => "Address changed",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Code => "To the address that a candidate wants to be reached at from now on.",
            Self::Changed => "To the address that a candidate had until then.",
        }
    }

    pub(super) fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["company", "code", "signature"],
            Self::Changed => &["first_name", "company", "signature"],
        }
    }

    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["code"],
            Self::Changed => &[],
        }
    }

    pub(super) fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::Code => (
                "Your code to confirm this address",
                "Hello,\n\n\
                 somebody wants {company} to write to them at this address from now on. If that is you, type this code on your page \
                 within an hour:\n\n\
                 {code}\n\n\
                 If it is not, do nothing, and nothing more comes.\n\n\
                 {signature}",
            ),
            Self::Changed => (
                "We write to you at another address from now on",
                "Hello {first_name},\n\n\
                 you have told {company} another address, and confirmed it. From now on we write to you there, and no longer here.\n\n\
                 If this was not you, tell us by a reply to this mail.\n\n\
                 {signature}",
            ),
        }
    }
}
