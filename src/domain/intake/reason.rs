//! Why a sending is held.

/// What tells a sending from those of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The field that nobody sees has something in it.
    Trap,
    /// No form of ours has its number.
    Unsigned,
    /// Nobody types that fast.
    Fast,
    /// Too many with the same address.
    Address,
    /// Too many from the same network.
    Network,
}

impl Reason {
    pub const ALL: [Self; 5] = [
        Self::Trap,
        Self::Unsigned,
        Self::Fast,
        Self::Address,
        Self::Network,
    ];

    /// The value in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::Unsigned => "unsigned",
            Self::Fast => "fast",
            Self::Address => "address",
            Self::Network => "network",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    /// For whoever judges it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Trap => "Something is in a field that people do not see.",
            Self::Unsigned => "It did not come from a form of ours.",
            Self::Fast => "It came within seconds of opening the form.",
            Self::Address => "More came with the same address on that day than people send.",
            Self::Network => "More came from the same network within that hour than people send.",
        }
    }
}
