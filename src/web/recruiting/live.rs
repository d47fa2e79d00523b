//! `/{company}/jobs/{id}/live`: says when a job's people have changed, so that boards and lists follow what colleagues do.
//! It says nothing else: the page asks again for what it shows.

use crate::{
    access::{Permit, permissions::ReadApplications},
    app::App,
    base::{
        error::Result,
        ids::JobId,
        links::Slug,
        signals::{Call, Calls},
    },
    domain::applications::job::{self, CHANNEL},
    web::kit::{routes::Routes, stopping::Stopping},
};
use axum::{
    Extension,
    extract::{Path, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use std::{convert::Infallible, time::Duration};
use tokio::time::{Instant, sleep, timeout_at};

/// Changes that come together are one change.
const TOGETHER: Duration = Duration::from_millis(300);

/// After this the browser asks again, and whoever may not look any more is refused.
const ROUND: Duration = Duration::from_secs(300);

/// A sign of life, shorter than what a proxy waits for.
const ALIVE: Duration = Duration::from_secs(20);

pub fn routes() -> Routes {
    Routes::default().get("/{company}/jobs/{id}/live", live)
}

async fn live(
    permit: Permit<ReadApplications>,
    State(app): State<App>,
    Extension(stopping): Extension<Stopping>,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    let company = permit.company().id;
    let mut db = permit.read().await?;
    job::check(&mut db, company, permit.actor(), id).await?;
    drop(db);
    let calls = app.db.listen(CHANNEL).await?;
    let watch = Watch {
        calls,
        of: job::changed(company, id),
        until: Instant::now() + ROUND,
        stopping,
    };
    let changes = stream::unfold(watch, async |mut watch| {
        watch.change().await.then(|| {
            let event = Event::default().event("changed").data("people");
            (Ok::<_, Infallible>(event), watch)
        })
    });
    Ok(Sse::new(changes)
        .keep_alive(KeepAlive::new().interval(ALIVE))
        .into_response())
}

/// One page that looks at one job.
struct Watch {
    calls: Calls,
    /// What is said when this job has changed.
    of: String,
    until: Instant,
    stopping: Stopping,
}

impl Watch {
    /// Waits for the next change; false when the round is over, or the program stops.
    async fn change(&mut self) -> bool {
        let heard = timeout_at(self.until, async {
            loop {
                match self.calls.next().await {
                    Call::Said(what) if *what != *self.of => {}
                    Call::Said(_) | Call::Missed => return,
                }
            }
        });
        tokio::select! {
            () = self.stopping.begun() => return false,
            heard = heard => if heard.is_err() { return false },
        }
        sleep(TOGETHER).await;
        self.calls.skip();
        true
    }
}
