//! Background work: tasks are claimed from the table `work`, run, retried with back-off, and parked when they never end.
//!
//! Running a task twice does no harm; a worker that dies loses its lease, and the task runs again within a minute. Mail has a
//! lane of its own: a mail server that is slow, or hangs, delays nothing else.

mod schedule;
mod tasks;

use crate::{
    access::Task,
    app::App,
    base::{clock::Time, ids::CompanyId},
    domain::mail::SendMail,
};
use jiff::SignedDuration;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A task that runs longer than its lease is taken for dead.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// So it is stopped before.
const LIMIT: Duration = Duration::from_secs(50);
/// After so many tries that failed, and so many that never ended, a person has to look.
const TRIES: i32 = 12;
const CRASHES: i32 = 3;
/// How long to wait when there is nothing, and nobody calls.
const NAP: Duration = Duration::from_secs(5);

/// A task that this worker holds.
#[derive(Clone)]
pub struct Claimed {
    pub id: i64,
    pub company: Option<CompanyId>,
    pub kind: String,
    pub payload: serde_json::Value,
    attempts: i32,
}

/// Which tasks are taken one after another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Mail,
    /// Everything but mail, and what runs by a schedule.
    Others,
    Everything,
}

/// Does what is due: mail in one lane, everything else in another.
#[derive(Clone)]
pub struct Worker {
    app: App,
}

impl Worker {
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Works until asked to stop; the tasks that run are finished.
    pub async fn run(self, stop: CancellationToken) {
        tokio::join!(
            self.work(Lane::Others, &stop),
            self.work(Lane::Mail, &stop),
            self.fetch(&stop)
        );
    }

    /// Fetches answers from the mailbox, if there is one.
    async fn fetch(&self, stop: &CancellationToken) {
        while self.app.mailbox.is_some() && !stop.is_cancelled() {
            let fetched = tokio::select! {
                () = stop.cancelled() => return,
                fetched = schedule::fetch_mail(&self.app, self.app.db.clock.now()) => fetched,
            };
            if let Err(cause) = fetched {
                tracing::warn!(cause = format!("{cause:#}"), "answers could not be fetched");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    async fn work(&self, lane: Lane, stop: &CancellationToken) {
        let mut calls = None;
        while !stop.is_cancelled() {
            match self.one(lane).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(cause) => tracing::warn!(
                    cause = format!("{cause:#}"),
                    "background work waits for the database"
                ),
            }
            if calls.is_none() {
                calls = self.app.db.listen("work").await.ok();
                // What was said before we listened is looked for once more.
                if calls.is_some() {
                    continue;
                }
            }
            let called = async {
                match calls.as_mut() {
                    Some(calls) => calls.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                _ = called => {}
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    /// Does everything that is due now, schedules included, and says how many tasks that were. For tests and for stopping.
    pub async fn run_due(&self) -> anyhow::Result<usize> {
        let mut done = 0;
        if let Err(cause) = schedule::fetch_mail(&self.app, self.app.db.clock.now()).await {
            tracing::warn!(cause = format!("{cause:#}"), "answers could not be fetched");
        }
        while self.one(Lane::Everything).await? {
            done += 1;
        }
        Ok(done)
    }

    /// Runs one task of a lane, if one is due.
    async fn one(&self, lane: Lane) -> anyhow::Result<bool> {
        let now = self.app.db.clock.now();
        if lane != Lane::Mail {
            schedule::tick(&self.app, now).await?;
        }
        let Some(task) = self.claim(lane, now).await? else {
            return Ok(false);
        };
        let (id, kind) = (task.id, task.kind.clone());
        // A panic ends this try, not the worker.
        let running = tokio::spawn(tokio::time::timeout(
            LIMIT,
            tasks::run(self.app.clone(), task.clone()),
        ));
        let outcome = match running.await {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(Ok(Err(cause))) => Err(format!("{cause:#}")),
            Ok(Err(_)) => Err("took too long".to_owned()),
            Err(_) => Err("stopped unexpectedly".to_owned()),
        };
        if let Err(cause) = &outcome {
            tracing::warn!(
                task = id,
                kind,
                cause,
                "a task failed; it will be tried again"
            );
        }
        self.finish(&task, outcome, self.app.db.clock.now()).await?;
        Ok(true)
    }

    async fn claim(&self, lane: Lane, now: Time) -> sqlx::Result<Option<Claimed>> {
        let mail = match lane {
            Lane::Mail => Some(true),
            Lane::Others => Some(false),
            Lane::Everything => None,
        };
        // A lease that is still there was left by a worker that died.
        sqlx::query!(
            r#"update work set parked_at = $1, leased_until = null, last_error = 'its worker died ' || crashes || ' times'
               where finished_at is null and parked_at is null and leased_until < $1 and crashes >= $2"#,
            now as _,
            CRASHES,
        )
        .execute(self.app.db.work())
        .await?;
        sqlx::query_as!(
            Claimed,
            r#"update work set leased_until = $2, crashes = crashes + 1
               where id = (select id from work
                           where finished_at is null and parked_at is null and run_at <= $1
                             and (leased_until is null or leased_until < $1)
                             and ($3::boolean is null or (kind = $4) = $3)
                           order by run_at, id limit 1 for update skip locked)
               returning id, company_id as "company: _", kind, payload, attempts"#,
            now as _,
            now.plus(LEASE) as _,
            mail,
            SendMail::KIND,
        )
        .fetch_optional(self.app.db.work())
        .await
    }

    async fn finish(
        &self,
        task: &Claimed,
        outcome: Result<(), String>,
        now: Time,
    ) -> sqlx::Result<()> {
        match outcome {
            Ok(()) => {
                // What it was about is needed no more, and may tell of a person.
                sqlx::query!("update work set finished_at = $2, leased_until = null, crashes = 0, payload = '{}' where id = $1", task.id, now as _)
                    .execute(self.app.db.work())
                    .await?;
            }
            Err(cause) => {
                let parked = (task.attempts + 1 >= TRIES).then_some(now);
                sqlx::query!(
                    r#"update work set leased_until = null, crashes = 0, attempts = attempts + 1, last_error = $2, run_at = $3, parked_at = $4
                       where id = $1"#,
                    task.id,
                    cause,
                    now.plus(back_off(task.attempts)) as _,
                    parked as _,
                )
                .execute(self.app.db.work())
                .await?;
            }
        }
        Ok(())
    }
}

/// A minute after the first failure, then twice as long each time, up to six hours.
fn back_off(attempts: i32) -> SignedDuration {
    SignedDuration::from_mins((1_i64 << attempts.clamp(0, 9)).min(360))
}

#[cfg(test)]
mod tests {
    use super::back_off;

    #[test]
    fn twelve_tries_take_about_a_day() {
        let minutes: i64 = (0..12).map(|n| back_off(n).as_mins()).sum();
        assert!((20 * 60..36 * 60).contains(&minutes), "{minutes}");
    }
}
