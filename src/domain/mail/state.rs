//! Where a message stands.

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(type_name = "message_state", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits until a person lets it go.
    Held,
    /// Waits for its time, or for the mail server.
    Queued,
    Sent,
    /// Would have been sent, had the installation a mail server.
    Kept,
    /// The mail server refused it, or could not be reached for three days.
    Failed,
    /// Came back.
    Bounced,
    /// What it told was taken back first.
    Cancelled,
    /// Came from a candidate.
    Received,
}

impl State {
    /// Those of mail that goes out.
    pub const OUT: [State; 7] = [
        Self::Held,
        Self::Queued,
        Self::Sent,
        Self::Kept,
        Self::Failed,
        Self::Bounced,
        Self::Cancelled,
    ];

    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Cancelled => "cancelled",
            Self::Received => "received",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::OUT.into_iter().find(|state| state.key() == key)
    }

    /// Whether it can be tried again.
    pub fn stuck(self) -> bool {
        matches!(self, Self::Kept | Self::Failed | Self::Bounced)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Held => "Held",
            Self::Queued => "Queued",
            Self::Sent => "Sent",
            Self::Kept => "Kept here",
            Self::Failed => "Failed",
            Self::Bounced => "Came back",
            Self::Cancelled => "Cancelled",
            Self::Received => "Received",
        }
    }
}
