//! A change: one transaction that knows who, when and for whom, and writes the history as it goes.

use super::{
    account,
    actor::Actor,
    event::{Event, Stamp},
    permit::CompanyRef,
    work::Task,
};
use crate::base::{
    clock::Time,
    error::{Error, Result},
    ids::{ApplicationId, CandidateId, CompanyId, EventId, UserId},
    key::InstallationKey,
};
use anyhow::Context;
use serde_json::Value;
use sqlx::{PgConnection, Postgres, Transaction};
use std::{marker::PhantomData, sync::Arc};
use uuid::Uuid;

/// A transaction of somebody with the permission `P`.
pub struct Change<P> {
    transaction: Transaction<'static, Postgres>,
    company: Arc<CompanyRef>,
    actor: Arc<Actor>,
    request: Option<Uuid>,
    now: Time,
    key: InstallationKey,
    /// The event that the next one takes back.
    taken_back: Option<EventId>,
    permission: PhantomData<fn() -> P>,
}

impl<P> Change<P> {
    /// The connection, inside the transaction.
    pub fn db(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    pub fn company(&self) -> CompanyId {
        self.company.id
    }

    pub fn company_ref(&self) -> &CompanyRef {
        &self.company
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The time of the whole change.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The installation's key, for links whose hash is written.
    pub fn key(&self) -> &InstallationKey {
        &self.key
    }

    /// Writes an event into the one history.
    pub async fn record(&mut self, mut event: Event) -> Result<EventId> {
        if let Some(id) = self.taken_back.take() {
            event = event.taking_back(id);
        }
        let stamp = self.stamp();
        event.write(&mut self.transaction, &stamp).await
    }

    /// What is recorded next takes back this event, and says so.
    pub fn take_back(&mut self, event: EventId) {
        self.taken_back = Some(event);
    }

    /// Begins something that a rule may refuse without the rest of the change being lost. [`Change::attempted`] ends it.
    pub async fn attempt(&mut self) -> Result<()> {
        sqlx::raw_sql("savepoint attempt")
            .execute(self.db())
            .await?;
        Ok(())
    }

    /// Ends what [`Change::attempt`] began: refused, it leaves no trace. What is no rule's no ends the change.
    pub async fn attempted<T>(&mut self, outcome: Result<T>) -> Result<Result<T>> {
        let end = match &outcome {
            Ok(_) => "release savepoint attempt",
            Err(
                Error::NotFound | Error::Forbidden(_) | Error::Refused { .. } | Error::Invalid(_),
            ) => {
                self.taken_back = None;
                "rollback to savepoint attempt; release savepoint attempt"
            }
            Err(_) => return outcome.map(Ok),
        };
        sqlx::raw_sql(end).execute(self.db()).await?;
        Ok(outcome)
    }

    /// Tells the history of accounts too, where a company's change concerns somebody's account.
    pub async fn record_account(
        &mut self,
        kind: &'static str,
        user: Option<UserId>,
        detail: Value,
    ) -> Result<()> {
        let (at, request) = (self.now, self.request);
        account::write(&mut self.transaction, at, request, kind, user, detail).await
    }

    /// Writes one event for each application that a single act changed in the same way.
    pub async fn record_for_each(
        &mut self,
        event: Event,
        applications: &[(ApplicationId, CandidateId)],
    ) -> Result<()> {
        let member = self.actor.member().map(|member| member.id);
        let (applications, candidates): (Vec<_>, Vec<_>) = applications.iter().copied().unzip();
        sqlx::query!(
            r#"with event as (
                   insert into events (company_id, at, actor, member_id, kind, job_id, posting_id, candidate_id, application_id, request_id, detail_hash)
                   select $1, $2, $3, $4, $5, $6, $7, a.candidate_id, a.application_id, $8,
                          sha256(convert_to($11::jsonb::text, 'UTF8'))
                   from unnest($9::bigint[], $10::bigint[]) as a (application_id, candidate_id)
                   returning company_id, id
               )
               insert into event_details (company_id, event_id, detail) select company_id, id, $11 from event"#,
            self.company.id as _,
            self.now as _,
            self.actor.kind() as _,
            member as _,
            event.kind,
            event.job as _,
            event.posting as _,
            self.request,
            &applications as _,
            &candidates as _,
            event.detail,
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Leaves a task for the worker, due at once.
    pub async fn later(&mut self, task: &impl Task) -> Result<()> {
        self.later_at(self.now, task).await
    }

    /// Leaves a task for the worker, due at a time.
    pub async fn later_at<T: Task>(&mut self, at: Time, task: &T) -> Result<()> {
        let payload = serde_json::to_value(task).context("a task is JSON")?;
        sqlx::query!(
            r#"with task as (
                   insert into work (company_id, kind, payload, dedupe_key, run_at, created_at) values ($1, $2, $3, $4, $5, $6)
                   on conflict do nothing
                   returning kind
               )
               select pg_notify('work', kind) from task"#,
            self.company.id as _,
            T::KIND,
            payload,
            task.dedupe_key(),
            at as _,
            self.now as _,
        )
        .fetch_optional(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Says that a task of this kind and content has done something for good: a worker that dies after this did not die of
    /// it, and the task is not parked for it.
    pub async fn went_on<T: Task>(&mut self, task: &T) -> Result<()> {
        let payload = serde_json::to_value(task).context("a task is JSON")?;
        sqlx::query!(
            "update work set crashes = 0 where company_id = $1 and kind = $2 and payload = $3 and finished_at is null and parked_at is null",
            self.company.id as _,
            T::KIND,
            payload,
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Tells every instance, once this commits, that something shown from memory has changed.
    pub async fn notify(&mut self, channel: &'static str, payload: &str) -> Result<()> {
        sqlx::query!("select pg_notify($1, $2)", channel, payload)
            .fetch_one(&mut *self.transaction)
            .await?;
        Ok(())
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            company: self.company.id,
            at: self.now,
            actor: self.actor.kind(),
            member: self.actor.member().map(|member| member.id),
            request: self.request,
        }
    }

    pub(super) fn new(
        transaction: Transaction<'static, Postgres>,
        company: Arc<CompanyRef>,
        actor: Arc<Actor>,
        request: Option<Uuid>,
        now: Time,
        key: InstallationKey,
    ) -> Self {
        Self {
            transaction,
            company,
            actor,
            request,
            now,
            key,
            taken_back: None,
            permission: PhantomData,
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }
}
