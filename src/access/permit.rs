//! A permit: somebody, in one company, with one permission. It is the only way to the database.

use super::{
    actor::{Actor, Member},
    change::Change,
    permissions::{Permission, RunTasks},
};
use crate::base::{
    clock::Time,
    db::Db,
    error::{Error, Result},
    ids::CompanyId,
    key::InstallationKey,
    links::Slug,
};
use jiff::tz::TimeZone;
use sqlx::{Postgres, pool::PoolConnection};
use std::{marker::PhantomData, sync::Arc};
use uuid::Uuid;

/// What every page of a company shows of it, and its rules of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyRef {
    pub id: CompanyId,
    pub slug: Slug,
    pub name: String,
    pub time_zone: String,
    /// Degrees on the colour wheel, 0 to 359.
    pub accent_hue: i16,
}

impl CompanyRef {
    /// The company's zone: its days begin and end there.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// Leave to do `P` in one company.
#[derive(Debug)]
pub struct Permit<P> {
    db: Db,
    company: Arc<CompanyRef>,
    actor: Arc<Actor>,
    request: Option<Uuid>,
    /// Whether its changes are background work, whoever acts.
    background: bool,
    permission: PhantomData<fn() -> P>,
}

impl<P> Clone for Permit<P> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            company: self.company.clone(),
            actor: self.actor.clone(),
            request: self.request,
            background: self.background,
            permission: PhantomData,
        }
    }
}

impl<P: Permission> Permit<P> {
    /// Gives the permit, or refuses: [`Error::Forbidden`] says who can.
    pub fn issue(
        db: &Db,
        company: Arc<CompanyRef>,
        actor: Arc<Actor>,
        request: Option<Uuid>,
    ) -> Result<Self> {
        if !P::admits(&actor) {
            return Err(Error::Forbidden(
                format!("Only {} can do this.", P::who_can()).into(),
            ));
        }
        let background = matches!(*actor, Actor::System(_));
        Ok(Self {
            db: db.clone(),
            company,
            actor,
            request,
            background,
            permission: PhantomData,
        })
    }

    /// Leave for whoever has this one to do something else as well, or the refusal.
    pub fn to<Q: Permission>(&self) -> Result<Permit<Q>> {
        let permit = Permit::issue(
            &self.db,
            self.company.clone(),
            self.actor.clone(),
            self.request,
        )?;
        Ok(Permit {
            background: self.background,
            ..permit
        })
    }

    pub fn company(&self) -> &CompanyRef {
        &self.company
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub fn now(&self) -> Time {
        self.db.clock.now()
    }

    /// A connection to look with. Let go of it before drawing.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>> {
        self.db.read().await
    }

    /// A connection to search with: few are had, and none for long.
    pub async fn search(&self) -> Result<PoolConnection<Postgres>> {
        self.db.search().await
    }

    /// The installation's key, for links that are shown again.
    pub fn key(&self) -> &InstallationKey {
        &self.db.key
    }

    /// One transaction: commits on `Ok`, rolls back on `Err`. What the closure records and causes commits with it.
    pub async fn change<T>(
        &self,
        work: impl AsyncFnOnce(&mut Change<P>) -> Result<T>,
    ) -> Result<T> {
        let pool = match self.background {
            true => self.db.work(),
            false => self.db.pages(),
        };
        let transaction = pool.begin().await?;
        let mut change = Change::new(
            transaction,
            self.company.clone(),
            self.actor.clone(),
            self.request,
            self.db.clock.now(),
            self.db.key.clone(),
        );
        let done = work(&mut change).await?;
        change.commit().await?;
        Ok(done)
    }
}

impl Permit<RunTasks> {
    /// Leave to do what a member asked for and may do, in the background: the history names them.
    pub fn on_behalf_of<P: Permission>(&self, member: Member) -> Result<Permit<P>> {
        let actor = Arc::new(Actor::Member(member));
        let permit = Permit::issue(&self.db, self.company.clone(), actor, self.request)?;
        Ok(Permit {
            background: true,
            ..permit
        })
    }
}
