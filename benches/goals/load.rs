//! Many clients at once, each on a connection of its own, that ask without pause.

use super::kit::server::{Ask, Server};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// What a client asks next, by its number.
pub type Asking = Arc<dyn Fn(usize) -> Ask + Send + Sync>;

/// Always the same.
pub fn always(ask: Ask) -> Asking {
    Arc::new(move |_| ask.clone())
}

/// How a crowd was served.
pub struct Served {
    pub answers: usize,
    /// In a second.
    pub rate: f64,
    pub p99_ms: f64,
}

/// So many clients ask for so long. Only this answer is one.
pub async fn load(
    server: &Server,
    clients: usize,
    asking: &Asking,
    status: u16,
    time: Duration,
) -> anyhow::Result<Served> {
    let mut crowd = JoinSet::new();
    let began = Instant::now();
    for number in 0..clients {
        let mut client = server.connect().await?;
        let asking = asking.clone();
        crowd.spawn(async move {
            let mut took = Vec::new();
            while began.elapsed() < time {
                let ask = asking(number);
                let asked = Instant::now();
                let answer = client.ask(&ask).await?;
                took.push(asked.elapsed());
                if answer.status() != status {
                    let said = String::from_utf8_lossy(answer.body()).into_owned();
                    anyhow::bail!("{} answers {}: {said}", ask.path, answer.status());
                }
            }
            Ok(took)
        });
    }
    let mut took = Vec::new();
    while let Some(one) = crowd.join_next().await {
        took.extend(one??);
    }
    let lasted = began.elapsed();
    took.sort_unstable();
    let p99 = took.get(took.len().saturating_sub(1) * 99 / 100);
    Ok(Served {
        answers: took.len(),
        rate: took.len() as f64 / lasted.as_secs_f64(),
        p99_ms: p99.map_or(f64::NAN, |it| it.as_secs_f64() * 1000.0),
    })
}
