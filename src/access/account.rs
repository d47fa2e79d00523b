//! Changes outside any company: set-up, sign-in, one's own account.

use crate::base::{clock::Time, db::Db, error::Result, ids::UserId};
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
        sqlx::query!(
            "insert into account_events (at, kind, user_id, request_id, detail) values ($1, $2, $3, $4, $5)",
            self.now as _,
            kind,
            user as _,
            self.request,
            detail,
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }
}
