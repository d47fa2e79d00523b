//! Whether a client has said something that nobody has read: then its connection must be closed gently.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};

/// The answer to that question, shared by a connection's socket, which knows of bytes, and its requests,
/// which know where they end.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread(Arc<AtomicBool>);

impl Unread {
    pub(super) fn some(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// A request has been read to its end.
    pub(super) fn none(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    pub(super) fn is_some(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A request's body, which tells when it has been read to its end.
    pub(super) fn watch(&self, body: Incoming) -> Body {
        if body.is_end_stream() {
            self.none();
            return Body::empty();
        }
        Body::new(Watched {
            body,
            unread: self.clone(),
        })
    }
}

struct Watched {
    body: Incoming,
    unread: Unread,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        if frame.is_none() || this.body.is_end_stream() {
            this.unread.none();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
