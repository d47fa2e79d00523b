//! Changes outside any company: set-up, sign-in, one's own account.

use super::{
    actor::ActorKind,
    event::{Event, Stamp},
};
use crate::base::{
    clock::Time,
    db::Db,
    error::Result,
    ids::{CompanyId, MemberId, UserId},
};
use serde_json::Value;
use sqlx::{PgConnection, Postgres, Transaction, pool::PoolConnection};
use uuid::Uuid;

/// The way to the database for what belongs to a person, not to a company.
#[derive(Clone, Debug)]
pub struct AccountPermit {
    db: Db,
    request: Option<Uuid>,
}

impl AccountPermit {
    pub fn new(db: &Db, request: Option<Uuid>) -> Self {
        Self {
            db: db.clone(),
            request,
        }
    }

    pub fn now(&self) -> Time {
        self.db.clock.now()
    }

    pub async fn read(&self) -> Result<PoolConnection<Postgres>> {
        self.db.read().await
    }

    /// One transaction: commits on `Ok`, rolls back on `Err`.
    pub async fn change<T>(
        &self,
        work: impl AsyncFnOnce(&mut AccountChange) -> Result<T>,
    ) -> Result<T> {
        let transaction = self.db.pages().begin().await?;
        let mut change = AccountChange {
            transaction,
            request: self.request,
            now: self.now(),
        };
        let done = work(&mut change).await?;
        change.transaction.commit().await?;
        Ok(done)
    }
}

/// A transaction on accounts, with its own append-only history.
pub struct AccountChange {
    transaction: Transaction<'static, Postgres>,
    request: Option<Uuid>,
    now: Time,
}

impl AccountChange {
    pub fn db(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    pub fn now(&self) -> Time {
        self.now
    }

    /// Writes what happened to an account. No passwords, no tokens, no addresses in the detail.
    pub async fn record(
        &mut self,
        kind: &'static str,
        user: Option<UserId>,
        detail: Value,
    ) -> Result<()> {
        write(
            &mut self.transaction,
            self.now,
            self.request,
            kind,
            user,
            detail,
        )
        .await
    }

    /// Tells a company's history what somebody did who has just become its member.
    pub async fn record_in(
        &mut self,
        company: CompanyId,
        member: MemberId,
        event: Event,
    ) -> Result<()> {
        let stamp = Stamp {
            company,
            at: self.now,
            actor: ActorKind::Member,
            member: Some(member),
            request: self.request,
        };
        event.write(&mut self.transaction, &stamp).await?;
        Ok(())
    }
}

/// Writes into the history of accounts.
pub(super) async fn write(
    db: &mut PgConnection,
    at: Time,
    request: Option<Uuid>,
    kind: &'static str,
    user: Option<UserId>,
    detail: Value,
) -> Result<()> {
    sqlx::query!(
        "insert into account_events (at, kind, user_id, request_id, detail) values ($1, $2, $3, $4, $5)",
        at as _,
        kind,
        user as _,
        request,
        detail,
    )
    .execute(db)
    .await?;
    Ok(())
}
