//! The accept loop. Ours, because a listener for the open internet must cut clients that keep silent,
//! survive running out of files, count connections, and stop without dropping what it has begun.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioTimer;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

use super::client::Proxies;
use super::crowd::{Counted, Crowd};
use super::socket::{Socket, Times};
use super::unread::Unread;

/// Bytes of a request's head; more is answered with 431.
const HEAD: usize = 32 << 10;

/// Bytes that a connection may hold of what it reads or writes. hyper's own 400 KiB, times a crowd that
/// sends files, would be all our memory.
const BUFFER: usize = 64 << 10;

/// How long a connection too many may take over its request.
const APOLOGY: Duration = Duration::from_secs(2);

/// Files kept back for the database, documents being written, and children that read them.
const RESERVE: u64 = 256;

/// Pause after the system had no file left for a connection.
const BREATHER: Duration = Duration::from_millis(200);

/// How the accept loop treats connections.
#[derive(Clone, Debug)]
pub struct Listening {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address, or one IPv6 network. Proxies are not counted.
    pub each: usize,
    /// Connections beyond these limits that are told so with a 503; still more are closed without a word.
    pub apologies: usize,
    /// Those proxies.
    pub proxies: Proxies,
    /// Time for a request's head, counted from the end of the request before.
    pub head: Duration,
    /// Time for a client to take some of its answer.
    pub patience: Duration,
    /// Time for a client to finish talking after its answer, such as the rest of a file that is too large.
    pub linger: Duration,
    /// Time for what runs to finish, once stopping has begun.
    pub drain: Duration,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            connections: 8_192,
            each: 256,
            apologies: 1_024,
            proxies: Proxies::default(),
            head: Duration::from_secs(30),
            patience: Duration::from_secs(30),
            linger: Duration::from_secs(10),
            // Whoever stops us waits 30 s; the rest of the program needs some of it.
            drain: Duration::from_secs(25),
        }
    }
}

impl Listening {
    /// As many connections as can be had when so many files may be open (see
    /// [`raise_limit`](super::open_files::raise_limit)). There stays enough for the rest of the program, so
    /// that a crowd at the door cannot keep it from its work.
    pub fn within(self, files: u64) -> Self {
        let free = files.saturating_sub(RESERVE).max(files / 4);
        let free = usize::try_from(free).unwrap_or(usize::MAX);
        Self {
            connections: self.connections.min(free - free / 8),
            apologies: self.apologies.min(free / 8),
            ..self
        }
    }

    fn times(&self) -> Times {
        Times {
            patience: self.patience,
            linger: self.linger,
        }
    }
}

/// Tells the layers that this request came over a connection too many, and is to be refused. A request
/// extension.
#[derive(Clone, Copy, Debug)]
pub struct TooMany;

/// Serves `router` until `stop` is cancelled; then finishes what runs and returns. What is not done by the
/// end of [`Listening::drain`] is cut off.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: Listening,
    stop: CancellationToken,
) {
    let open = TaskTracker::new();
    let door = Arc::new(Door::new(router, settings, stop));
    loop {
        let accepted = tokio::select! {
            biased;
            () = door.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Some(place) = door.place(peer) {
                    open.spawn(door.clone().hold(stream, peer, place));
                }
            }
            Err(error) => recover(&error).await,
        }
    }
    drop(listener);
    open.close();
    if timeout(door.settings.drain, open.wait()).await.is_err() {
        tracing::warn!(
            connections = open.len(),
            "cut off what did not finish in time"
        );
        door.cut.cancel();
        open.wait().await;
    }
}

/// A connection that was gone before we took it is no concern of ours. Anything else (no files left, most
/// likely) passes when others close; asking again at once would only burn the processor.
async fn recover(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    if matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    ) {
        return;
    }
    tracing::warn!(%error, "cannot accept a connection");
    sleep(BREATHER).await;
}

struct Door {
    router: Router,
    settings: Listening,
    stop: CancellationToken,
    cut: CancellationToken,
    seats: Arc<Semaphore>,
    apologies: Arc<Semaphore>,
    crowd: Crowd,
}

/// What a connection is let in as. Whatever it counts as, it counts for as long as this is held.
struct Place {
    too_many: bool,
    _seat: OwnedSemaphorePermit,
    _counted: Option<Counted>,
}

impl Door {
    fn new(router: Router, settings: Listening, stop: CancellationToken) -> Self {
        Self {
            router: router.with_state(()), // once, rather than for each request
            stop,
            cut: CancellationToken::new(),
            seats: Arc::new(Semaphore::new(settings.connections)),
            apologies: Arc::new(Semaphore::new(settings.apologies)),
            crowd: Crowd::new(settings.each),
            settings,
        }
    }

    /// A seat, or else an apology, or else nothing: the connection is closed without a word.
    fn place(&self, peer: SocketAddr) -> Option<Place> {
        let seat = self.seats.clone().try_acquire_owned().ok();
        let counted = match self.settings.proxies.include(peer.ip()) {
            true => Some(None), // stands for many
            false => self.crowd.join(peer.ip()).map(Some),
        };
        match (seat, counted) {
            (Some(_seat), Some(_counted)) => Some(Place {
                too_many: false,
                _seat,
                _counted,
            }),
            _ => {
                let _seat = self.apologies.clone().try_acquire_owned().ok()?;
                Some(Place {
                    too_many: true,
                    _seat,
                    _counted: None,
                })
            }
        }
    }

    async fn hold(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, place: Place) {
        let too_many = place.too_many;
        let _ = stream.set_nodelay(true); // answers are written whole; without it the last packet may wait
        let unread = Unread::default();
        let socket = Socket::new(stream, unread.clone(), self.settings.times());
        let service = service_fn(|request| answer(&self.router, request, peer, too_many, &unread));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(if too_many {
                APOLOGY
            } else {
                self.settings.head
            })
            .max_header_size(HEAD)
            .max_buf_size(BUFFER)
            .keep_alive(!too_many);
        let mut connection = pin!(http.serve_connection(socket, service));
        // How a connection ends is the client's business; errors here are its silence or its going away.
        tokio::select! {
            biased;
            () = self.stop.cancelled() => connection.as_mut().graceful_shutdown(),
            _ = connection.as_mut() => return,
        }
        tokio::select! {
            () = self.cut.cancelled() => {}
            _ = connection => {}
        }
    }
}

/// Hands a request to the router.
fn answer(
    router: &Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    too_many: bool,
    unread: &Unread,
) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
    let mut request = request.map(|body| unread.watch(body));
    request.extensions_mut().insert(ConnectInfo(peer));
    if too_many {
        request.extensions_mut().insert(TooMany);
    }
    router.clone().call(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn within(files: u64) -> (usize, usize) {
        let listening = Listening::default().within(files);
        (listening.connections, listening.apologies)
    }

    #[tokio::test]
    async fn only_a_lack_of_ours_needs_a_breather() {
        let start = Instant::now();
        recover(&io::ErrorKind::ConnectionAborted.into()).await;
        assert!(start.elapsed() < BREATHER);
        recover(&io::Error::from_raw_os_error(24)).await; // EMFILE
        assert!(start.elapsed() >= BREATHER);
    }

    #[test]
    fn connections_leave_files_for_the_rest() {
        assert_eq!(within(524_288), (8_192, 1_024));
        assert_eq!(within(4_096), (3_360, 480));
        assert_eq!(within(1_024), (672, 96));
        assert_eq!(within(256), (56, 8));
    }
}
