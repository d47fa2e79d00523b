//! The log: one line for each request, and no line that a request could forge.
//!
//! A request's line has its id, method, route pattern, status, time and user. It never has the path or the
//! query, which hold names and tokens, nor cookies or bodies.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::TryInitError;

use crate::base::config::LogFormat;

use super::panics;
use super::request_id::RequestId;

/// What is logged unless `CANDOR_LOG` or `RUST_LOG` says otherwise. sqlx passes on what Postgres merely
/// notices, such as tables that exist already.
const USUAL: &str = "info,sqlx::postgres::notice=warn";

/// Starts the log, on standard error, and sends panics there too. Fails if there is one already.
pub fn init(format: LogFormat) -> Result<(), TryInitError> {
    use tracing_subscriber::util::SubscriberInitExt;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter())
        .with_writer(OneLine(io::stderr))
        .with_ansi(false);
    match format {
        LogFormat::Text => lines.finish().try_init()?,
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .finish()
            .try_init()?,
    }
    panics::log_them();
    Ok(())
}

fn filter() -> EnvFilter {
    let chosen = ["CANDOR_LOG", "RUST_LOG"]
        .iter()
        .find_map(|name| EnvFilter::try_from_env(name).ok());
    chosen.unwrap_or_else(|| EnvFilter::new(USUAL))
}

/// Who a request turned out to be from. A request extension, to be filled by whoever recognises them.
#[derive(Clone, Debug, Default)]
pub struct Who(Arc<OnceLock<i64>>);

impl Who {
    /// Notes the user's id.
    pub fn is(&self, user: i64) {
        let _ = self.0.set(user); // a request has one user; the first to say so is right
    }
}

/// A request's line, written when it is dropped: a client that goes away before its answer is made leaves a
/// line without a status.
pub(super) struct Line {
    id: RequestId,
    method: &'static str,
    route: Option<MatchedPath>,
    who: Who,
    start: Instant,
    status: Option<StatusCode>,
}

impl Line {
    pub(super) fn begin(id: RequestId, request: &mut Request) -> Self {
        let who = Who::default();
        request.extensions_mut().insert(who.clone());
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self {
            id,
            method: name(request.method()),
            route,
            who,
            start: Instant::now(),
            status: None,
        }
    }

    pub(super) fn end(mut self, status: StatusCode) {
        self.status = Some(status);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        tracing::info!(
            target: "candor::request",
            request = %self.id,
            method = self.method,
            route = self.route.as_ref().map(MatchedPath::as_str),
            status = self.status.map(|status| status.as_u16()),
            ms = self.start.elapsed().as_micros() as f64 / 1_000.0,
            user = self.who.0.get(),
            "answered",
        );
    }
}

/// A method may be any word; only the common ones are worth repeating.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Keeps what is logged at once on one line, and keeps it from steering a terminal: control characters, and
/// characters that break lines or turn the direction of writing, are spelled out.
struct OneLine<M>(M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for OneLine<M> {
    type Writer = OneLine<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        OneLine(self.0.make_writer())
    }
}

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = event.strip_suffix(b"\n").unwrap_or(event);
        let harmless = |byte: &u8| (b' '..=b'~').contains(byte);
        if text.iter().all(harmless) {
            self.0.write_all(event)?;
        } else {
            self.0
                .write_all(format!("{}\n", Spelled(&String::from_utf8_lossy(text))).as_bytes())?;
        }
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

struct Spelled<'t>(&'t str);

impl fmt::Display for Spelled<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.chars().try_for_each(|character| match character {
            '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                write!(out, "{}", character.escape_unicode())
            }
            _ if character.is_control() => write!(out, "{}", character.escape_default()),
            _ => out.write_char(character),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn written(log: impl FnOnce()) -> String {
        #[derive(Clone, Default)]
        struct Kept(Arc<Mutex<Vec<u8>>>);
        impl Write for Kept {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = tracing_subscriber::fmt()
            .with_writer(OneLine(move || writer.clone()))
            .with_ansi(false)
            .finish();
        tracing::subscriber::with_default(lines, log);
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn nobody_forges_a_line_or_steers_a_terminal() {
        let name = "José\r\n2026-01-01 INFO all is well\x1b[2J\u{9b}\u{202e}\u{2028}";
        let text = written(|| tracing::warn!(%name, debug = ?name, "refused {name}"));
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.ends_with('\n') && text.contains("José"));
        let trimmed = text.trim_end_matches('\n');
        assert!(
            !trimmed
                .chars()
                .any(|c| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c)),
            "{text}"
        );
    }

    #[test]
    fn events_stay_apart() {
        let text = written(|| {
            tracing::info!("one");
            tracing::info!("two");
        });
        assert_eq!(text.lines().count(), 2);
    }
}
