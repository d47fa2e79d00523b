//! Starting and stopping.

pub mod installation;

pub use installation::{Installation, Looked, Reached};

use crate::{
    access::AccountPermit,
    base::config::Config,
    domain::accounts::set_up,
    web::{
        self,
        kit::{
            listen::{self, Listening},
            open_files,
        },
    },
    worker::Worker,
};
use anyhow::Context;
use std::time::Duration;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// How long requests and tasks that run may take to finish once the program is asked to stop.
const DRAIN: Duration = Duration::from_secs(27);

/// Serves until SIGTERM or SIGINT, then finishes what runs.
pub async fn serve(mut config: Config) -> anyhow::Result<()> {
    let files = open_files::raise_limit();
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; choose another with --listen",
            config.listen
        )
    })?;
    // Port 0 asks the system for a free one.
    config.listen = listener.local_addr()?;
    if !config.keeps_cookies() {
        tracing::warn!(
            "browsers keep no session cookie at {}: nobody can sign in there; `candor check` says what to do",
            config.public_origin()
        );
    }
    let installation = Installation::open(config).await?;
    let app = installation.app().clone();
    let stop = CancellationToken::new();
    // From here on, being asked to stop means to finish what runs.
    let asked = asked_to_stop()?;
    let site = web::site(app.clone(), stop.clone())?;
    let listening = Listening {
        proxies: app.config.trusted_proxies.parse()?,
        ..Listening::default()
    };
    let worker = tokio::spawn(Worker::new(app).run(stop.clone()));
    let serving = tokio::spawn(listen::serve(
        listener,
        site,
        listening.within(files),
        stop.clone(),
    ));
    announce(&installation).await?;
    asked.await;
    tracing::info!("stopping");
    stop.cancel();
    let _ = tokio::time::timeout(DRAIN, async { tokio::join!(serving, worker) }).await;
    installation.close().await;
    Ok(())
}

/// Says where Candor is, and how to begin when nobody has.
async fn announce(installation: &Installation) -> anyhow::Result<()> {
    let origin = installation.app().config.public_origin();
    println!("Candor is at {origin}");
    let permit = AccountPermit::new(&installation.app().db, None);
    if let Some(token) = set_up::link(&permit).await? {
        println!(
            "Nobody is here yet. Make the first administrator and company at this one-time address:"
        );
        println!("  {origin}/set-up/{}", token.reveal());
    }
    Ok(())
}

/// Listens for a request to stop from now on.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
