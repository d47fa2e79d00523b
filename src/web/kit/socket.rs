//! A client's socket: gives up on one that does not take its answer, and closes gently on one that is still
//! talking.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::unread::Unread;

/// A client that is silent for so long after our last word has taken it.
const PAUSE: Duration = Duration::from_secs(2);

/// How long a client is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// While it takes no byte of its answer.
    pub patience: Duration,
    /// While it goes on talking after our last word.
    pub linger: Duration,
}

/// The socket as hyper wants it.
pub(super) struct Socket {
    stream: TokioIo<TcpStream>,
    unread: Unread,
    times: Times,
    stalled: Option<Pin<Box<Sleep>>>,
    farewell: Option<Farewell>,
}

struct Farewell {
    end: Instant,
    pause: Pin<Box<Sleep>>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, unread: Unread, times: Times) -> Self {
        Self {
            stream: TokioIo::new(stream),
            unread,
            times,
            stalled: None,
            farewell: None,
        }
    }

    /// Passes a result on; if writing makes no progress for too long, it becomes an error.
    fn timed<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let patience = self.times.patience;
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Discards what a client still sends after our last word.
    ///
    /// Closing a socket with bytes unread makes the kernel send a reset, which throws our answer away on the
    /// client's side: the person who sent too large a file would see a broken connection in place of the
    /// page that says so.
    fn poll_listen_out(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let farewell = self.farewell.get_or_insert_with(|| Farewell {
            end: Instant::now() + self.times.linger,
            pause: Box::pin(sleep(PAUSE)),
        });
        let mut scrap = [0; 8 << 10];
        loop {
            let mut scrap = ReadBuf::new(&mut scrap);
            match Pin::new(self.stream.inner_mut()).poll_read(cx, &mut scrap) {
                Poll::Ready(Ok(())) if !scrap.filled().is_empty() => {
                    let until = farewell.end.min(Instant::now() + PAUSE);
                    farewell.pause.as_mut().reset(until);
                    if Instant::now() >= farewell.end {
                        return Poll::Ready(());
                    }
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return farewell.pause.as_mut().poll(cx),
            }
        }
    }
}

impl Read for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let read = ready!(Pin::new(&mut this.stream).poll_read(cx, buffer));
        this.unread.some();
        Poll::Ready(read)
    }
}

impl Write for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.timed(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.timed(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.farewell.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        }
        if this.unread.is_some() {
            ready!(this.poll_listen_out(cx));
        }
        Poll::Ready(Ok(()))
    }
}
