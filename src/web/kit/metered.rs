//! A request's body, held to its size and pace as it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use http_body_util::Limited;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::limits::{Allowance, Breach, Pace};

/// Reads the body within its [`Allowance`]. The limits are taken when reading starts, for by then the route
/// has had its say.
pub(super) struct Metered {
    body: Stage,
    allowance: Allowance,
    pacing: Option<Pacing>,
}

enum Stage {
    Waiting(Body),
    Reading(Limited<Body>),
}

struct Pacing {
    pace: Pace,
    since: Instant,
    bytes: u64,
    timer: Pin<Box<Sleep>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the body arrives too slowly")]
struct TooSlow;

impl Metered {
    pub(super) fn new(body: Body, allowance: Allowance) -> Self {
        Self {
            body: Stage::Waiting(body),
            allowance,
            pacing: None,
        }
    }

    fn reading(&mut self) -> &mut Limited<Body> {
        if let Stage::Waiting(body) = &mut self.body {
            let limits = self.allowance.limits();
            let body = std::mem::take(body);
            self.body = Stage::Reading(limited(body, limits.body));
            self.pacing = limits.pace.map(Pacing::new);
        }
        match &mut self.body {
            Stage::Reading(body) => body,
            Stage::Waiting(_) => unreachable!("reading has started above"),
        }
    }
}

/// Not one byte is read of a body that is too large by its own account. Only `Limited` can make the error
/// that extractors know as a 413, hence a byte over a limit of none.
fn limited(body: Body, limit: u64) -> Limited<Body> {
    match usize::try_from(limit) {
        _ if body.size_hint().lower() > limit => Limited::new(Body::from("!"), 0),
        Ok(limit) => Limited::new(body, limit),
        Err(_) => Limited::new(body, usize::MAX),
    }
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let frame = match Pin::new(this.reading()).poll_frame(cx) {
            Poll::Ready(frame) => frame,
            Poll::Pending => {
                let Some(pacing) = &mut this.pacing else {
                    return Poll::Pending;
                };
                ready!(pacing.poll_too_slow(cx));
                this.allowance.broke(Breach::TooSlow);
                return Poll::Ready(Some(Err(TooSlow.into())));
            }
        };
        match &frame {
            Some(Ok(frame)) => {
                if let (Some(pacing), Some(data)) = (&mut this.pacing, frame.data_ref()) {
                    pacing.bytes += data.len() as u64;
                }
            }
            Some(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
                this.allowance.broke(Breach::TooLarge);
            }
            Some(Err(_)) | None => {}
        }
        if frame.is_none() || this.is_end_stream() {
            this.allowance.arrived();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            Stage::Waiting(body) => body.is_end_stream(),
            Stage::Reading(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            Stage::Waiting(body) => body.size_hint(),
            Stage::Reading(body) => body.size_hint(),
        }
    }
}

impl Pacing {
    fn new(pace: Pace) -> Self {
        let since = Instant::now();
        Self {
            pace,
            since,
            bytes: 0,
            timer: Box::pin(sleep_until(since + pace.grace)),
        }
    }

    /// When what has arrived will be too little, if nothing more comes.
    fn due(&self) -> Instant {
        let enough_for =
            Duration::from_millis(self.bytes.saturating_mul(1_000) / self.pace.per_second.max(1));
        self.since + enough_for.max(self.pace.grace)
    }

    fn poll_too_slow(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let due = self.due();
        if self.timer.deadline() != due {
            self.timer.as_mut().reset(due);
        }
        self.timer.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_has_sent_more_is_waited_for_longer() {
        let mut pacing = Pacing::new(Pace {
            per_second: 1024,
            grace: Duration::from_secs(10),
        });
        let mut patience = |bytes| {
            pacing.bytes = bytes;
            (pacing.due() - pacing.since).as_secs()
        };
        assert_eq!(patience(0), 10);
        assert_eq!(patience(1024), 10);
        assert_eq!(patience(60 * 1024), 60);
    }
}
