//! The one error. What it means is said here; how it looks is for whoever draws it.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

/// What every fallible thing that a person can cause gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404: not there, or not for this person to see; nobody can tell which.
    #[error("not found")]
    NotFound,
    /// 410: it was there, and whoever asks may know that it is gone.
    #[error("gone: {0}")]
    Gone(Cow<'static, str>),
    /// 401: a signed-out page leads to sign-in.
    #[error("signed out")]
    SignedOut,
    /// 403: the person sees the thing, but not the act. The text says who can.
    #[error("forbidden: {0}")]
    Forbidden(Cow<'static, str>),
    /// 409: a rule says no. The code is for programs, the text for people.
    #[error("refused: {code}: {text}")]
    Refused { code: &'static str, text: String },
    /// 422: what was typed, with a message at each field.
    #[error("invalid: {0:?}")]
    Invalid(Errors),
    /// 400: not even a request.
    #[error("bad request: {0}")]
    Malformed(Cow<'static, str>),
    /// 413.
    #[error("too large: {0}")]
    TooLarge(Cow<'static, str>),
    /// 415: a file of a kind that we do not take.
    #[error("unsupported: {0}")]
    Unsupported(Cow<'static, str>),
    /// 429, with the time to wait.
    #[error("too many requests")]
    TooMany { wait: Duration },
    /// 503, with the time to wait: busy, or the database is away.
    #[error("busy: {cause}")]
    Busy { wait: Duration, cause: String },
    /// 500: our fault. The cause is logged once and shown to nobody.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl Error {
    /// A rule's no.
    pub fn refused(code: &'static str, text: impl Into<String>) -> Self {
        Self::Refused {
            code,
            text: text.into(),
        }
    }

    /// One field that is wrong.
    pub fn field(name: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Errors::default();
        errors.add(name, message);
        Self::Invalid(errors)
    }

    /// The constraint that the database named, if that is what failed.
    pub fn constraint(error: &sqlx::Error) -> Option<&str> {
        error.as_database_error().and_then(|e| e.constraint())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let away = match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => true,
            // Classes 08 (connection), 53 (resources), 57P (shutting down) and 25006 (read-only server).
            sqlx::Error::Database(e) => e.code().is_some_and(|c| {
                c.starts_with("08") || c.starts_with("53") || c.starts_with("57P") || c == "25006"
            }),
            _ => false,
        };
        if away {
            return Self::Busy {
                wait: Duration::from_secs(5),
                cause: error.to_string(),
            };
        }
        Self::Unexpected(error.into())
    }
}

/// Messages at fields, in the order of the fields' names in the form as they were added.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Errors {
    order: Vec<String>,
    messages: BTreeMap<String, String>,
}

impl Errors {
    /// Adds a message; the first one of a field stays.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let field = field.into();
        if !self.messages.contains_key(&field) {
            self.order.push(field.clone());
            self.messages.insert(field, message.into());
        }
    }

    /// The message of a field.
    pub fn get(&self, field: impl AsRef<str>) -> Option<&str> {
        self.messages.get(field.as_ref()).map(String::as_str)
    }

    pub fn has(&self, field: impl AsRef<str>) -> bool {
        self.messages.contains_key(field.as_ref())
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Fields and messages, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.order
            .iter()
            .filter_map(|field| Some((field.as_str(), self.messages.get(field)?.as_str())))
    }

    /// The value, or all the errors at once.
    pub fn into_result<T>(self, value: impl FnOnce() -> T) -> std::result::Result<T, Self> {
        if self.is_empty() {
            Ok(value())
        } else {
            Err(self)
        }
    }
}

impl From<Errors> for Error {
    fn from(errors: Errors) -> Self {
        Self::Invalid(errors)
    }
}
