//! What Postgres says to whoever listens (`NOTIFY`), over one connection for the whole program.

use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::sync::{OnceCell, broadcast, mpsc, oneshot};

/// How many calls wait for somebody who is slow. Who misses some is told so.
const WAITING: usize = 256;

/// Pause between tries when the database is away.
const AGAIN: Duration = Duration::from_millis(500);

/// The one who listens for everybody. Clones share it; it ends with the last of them.
#[derive(Clone, Debug)]
pub struct Signals(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: PgConnectOptions,
    patience: Duration,
    asks: OnceCell<mpsc::Sender<Ask>>,
}

/// Somebody wants to hear a channel.
#[derive(Debug)]
struct Ask {
    channel: String,
    answer: oneshot::Sender<sqlx::Result<Calls>>,
}

/// What is heard on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Somebody said this.
    Said(Arc<str>),
    /// Nobody knows what was said meanwhile: look at everything again.
    Missed,
}

/// The calls on one channel, from when it was asked for.
#[derive(Debug)]
pub struct Calls(broadcast::Receiver<Call>);

impl Calls {
    /// Waits for the next call. Nothing is lost when the waiting is given up.
    pub async fn next(&mut self) -> Call {
        match self.0.recv().await {
            Ok(call) => call,
            Err(broadcast::error::RecvError::Lagged(_)) => Call::Missed,
            // Whoever could call is gone.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }

    /// Forgets whatever has been said up to now.
    pub fn skip(&mut self) {
        self.0 = self.0.resubscribe();
    }
}

impl Signals {
    pub(super) fn new(options: PgConnectOptions, patience: Duration) -> Self {
        Self(Arc::new(Inner {
            options,
            patience,
            asks: OnceCell::new(),
        }))
    }

    /// Hears a channel. Once this has returned, whatever commits is heard.
    pub async fn listen(&self, channel: &str) -> sqlx::Result<Calls> {
        let begin = async || {
            let pool = PgPoolOptions::new()
                .max_connections(1)
                .max_lifetime(None)
                .idle_timeout(None)
                .acquire_timeout(self.0.patience)
                .connect_lazy_with(self.0.options.clone());
            let (asks, asked) = mpsc::channel(8);
            tokio::spawn(listen(pool, asked));
            asks
        };
        let asks = self.0.asks.get_or_init(begin).await;
        let (answer, answered) = oneshot::channel();
        let ask = Ask {
            channel: channel.to_owned(),
            answer,
        };
        asks.send(ask).await.map_err(|_| sqlx::Error::PoolClosed)?;
        answered.await.map_err(|_| sqlx::Error::PoolClosed)?
    }
}

/// Listens until nobody can ask any more.
async fn listen(pool: PgPool, mut asked: mpsc::Receiver<Ask>) {
    let mut channels = HashMap::<String, broadcast::Sender<Call>>::new();
    let mut listener = None::<PgListener>;
    loop {
        tokio::select! {
            ask = asked.recv() => match ask {
                Some(ask) => {
                    let calls = hear(&pool, &mut listener, &mut channels, &ask.channel).await;
                    let _ = ask.answer.send(calls); // whoever asked may have gone
                }
                None => return,
            },
            heard = next(&mut listener) => match heard {
                Ok(Some(said)) => {
                    if let Some(calls) = channels.get(said.channel()) {
                        let _ = calls.send(Call::Said(said.payload().into())); // nobody listens just now
                    }
                }
                // It is listening again.
                Ok(None) => missed(&channels),
                Err(cause) => {
                    tracing::warn!(%cause, "the database says nothing for a moment");
                    tokio::time::sleep(AGAIN).await;
                    missed(&channels);
                }
            },
        }
    }
}

async fn next(
    listener: &mut Option<PgListener>,
) -> sqlx::Result<Option<sqlx::postgres::PgNotification>> {
    match listener {
        Some(listener) => listener.try_recv().await,
        None => std::future::pending().await,
    }
}

async fn hear(
    pool: &PgPool,
    listener: &mut Option<PgListener>,
    channels: &mut HashMap<String, broadcast::Sender<Call>>,
    channel: &str,
) -> sqlx::Result<Calls> {
    if let Some(calls) = channels.get(channel) {
        return Ok(Calls(calls.subscribe()));
    }
    let listening = match listener {
        Some(listening) => listening,
        None => listener.insert(PgListener::connect_with(pool).await?),
    };
    listening.listen(channel).await?;
    let (calls, heard) = broadcast::channel(WAITING);
    channels.insert(channel.to_owned(), calls);
    Ok(Calls(heard))
}

fn missed(channels: &HashMap<String, broadcast::Sender<Call>>) {
    for calls in channels.values() {
        let _ = calls.send(Call::Missed); // nobody listens just now
    }
}
