//! Which events a page shows.

/// Which events to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    #[default]
    Everything,
    Decisions,
    Mail,
    Notes,
    Looks,
    /// Of a person: who they are, and the pool.
    Record,
}

impl Show {
    /// Those of an application.
    pub const ALL: [Self; 5] = [
        Self::Everything,
        Self::Decisions,
        Self::Mail,
        Self::Notes,
        Self::Looks,
    ];

    /// Those of a person.
    pub const OF_PERSON: [Self; 6] = [
        Self::Everything,
        Self::Decisions,
        Self::Mail,
        Self::Notes,
        Self::Record,
        Self::Looks,
    ];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Decisions => "decisions",
            Self::Mail => "mail",
            Self::Notes => "notes",
            Self::Looks => "looks",
            Self::Record => "record",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::OF_PERSON.into_iter().find(|show| show.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Everything => "Everything",
            Self::Decisions => "Moves and decisions",
            Self::Mail => "Mail",
            Self::Notes => "Notes and to-dos",
            Self::Looks => "Who looked",
            Self::Record => "Record and pool",
        }
    }

    /// The kinds of events that it means; `None` for all.
    pub(super) fn kinds(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Everything => None,
            Self::Decisions => Some(&[
                "application.moved",
                "application.transferred",
                "application.rejected",
                "application.unrejected",
                "application.let_go",
                "application.promised",
                "application.told",
                "application.hired",
                "application.unhired",
                "application.withdrawn",
                "application.withdrawal_undone",
            ]),
            Self::Mail => Some(&[
                "message.written",
                "message.held_back",
                "message.sent",
                "message.kept",
                "message.failed",
                "message.bounced",
                "mail.received",
                "mail.received_automatic",
            ]),
            Self::Notes => Some(&[
                "note.written",
                "note.edited",
                "note.deleted",
                "note.restored",
                "todo.made",
                "todo.changed",
                "todo.done",
                "todo.reopened",
            ]),
            Self::Looks => Some(&["application.read", "file.downloaded", "packet.taken"]),
            Self::Record => Some(&super::read::OF_PERSON),
        }
    }
}
