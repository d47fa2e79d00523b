//! Counts the SQL statements that something takes: round trips are what pages cost.

use std::{
    fmt,
    sync::{Arc, Mutex, Once},
};
use tracing::{
    Event, Instrument, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer, Registry,
    filter::filter_fn,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

/// The name of the span that listens.
const LISTENS: &str = "counted statements";

/// Runs it, and tells what it gave and each statement that it sent, by its first words. What it spawns is not heard.
pub async fn during<T>(work: impl Future<Output = T>) -> (T, Vec<String>) {
    listen();
    let span = tracing::error_span!(target: "statements", LISTENS);
    let heard = Heard::default();
    tracing::dispatcher::get_default(|dispatch| {
        let (registry, id) = (dispatch.downcast_ref::<Registry>(), span.id());
        let span = registry
            .zip(id)
            .and_then(|(registry, id)| registry.span(&id));
        span.expect("a span").extensions_mut().insert(heard.clone());
    });
    let given = work.instrument(span).await;
    let mut statements = std::mem::take(&mut *heard.0.lock().expect("what was heard"));
    // What a new connection asks once about the types of columns is no page's cost.
    statements.retain(|statement| !statement.starts_with("SELECT pg_type"));
    (given, statements)
}

/// How many statements it sends.
pub async fn count<T>(work: impl Future<Output = T>) -> usize {
    during(work).await.1.len()
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

/// sqlx tells of each statement by an event of this target.
struct Ear;

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(heard) = span.extensions().get::<Heard>() {
                let mut summary = Summary::default();
                event.record(&mut summary);
                heard.0.lock().expect("what was heard").push(summary.0);
            }
        }
    }
}

#[derive(Default)]
struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            self.0 = value.to_owned();
        }
    }
}

/// Starts to listen, once in the test program.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ours = filter_fn(|metadata| ["sqlx::query", "statements"].contains(&metadata.target()));
        tracing::subscriber::set_global_default(
            tracing_subscriber::registry().with(Ear.with_filter(ours)),
        )
        .expect("nobody else listens");
    });
}
