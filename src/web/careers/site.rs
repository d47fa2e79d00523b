//! The careers sites in memory: read when they are first asked for, and again whenever Postgres says that something has
//! changed. A page costs no statement; a change shows on every instance within a second.

use super::company::{CompanyData, CompanySite};
use crate::{
    app::App,
    base::{
        clock::Time,
        db::Db,
        error::Result,
        ids::CompanyId,
        links::{Root, Slug},
        signals::{Call, Calls},
    },
    domain::{applications::limits, companies, jobs, postings},
    web::kit::cached::CachedPage,
};
use sqlx::PgConnection;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
    time::Duration,
};
use tokio::sync::{Mutex, OnceCell};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Pause between tries when the database is away. What is shown stays as it was until then.
const AGAIN: Duration = Duration::from_millis(500);

/// All careers sites of this instance. Clones share them.
#[derive(Clone, Default)]
pub struct Site(Arc<Inner>);

#[derive(Default)]
struct Inner {
    shown: RwLock<Option<Arc<Shown>>>,
    /// Held by whoever reads from the database, so that an older reading never replaces a newer one.
    reading: Mutex<()>,
    /// Ends the listening when nobody needs the site any more.
    listening: OnceCell<DropGuard>,
}

/// What is shown until something changes, or until `fresh_until`.
#[derive(Default)]
pub struct Shown {
    companies: HashMap<Slug, Arc<CompanySite>>,
    /// The sites of companies with hosts of their own, by each of these hosts.
    hosts: HashMap<String, Arc<CompanySite>>,
    /// When the next posting closes by itself.
    fresh_until: Option<Time>,
    pub index: OnceCell<CachedPage>,
    pub jobs: OnceCell<CachedPage>,
    pub sitemap: OnceCell<CachedPage>,
}

impl Shown {
    fn of(companies: impl IntoIterator<Item = Arc<CompanyData>>, now: Time) -> Self {
        let (mut shared, mut hosts) = (HashMap::new(), HashMap::new());
        for data in companies {
            let slug = data.profile.company.slug.clone();
            if !data.profile.hosts.is_empty() {
                let own = Arc::new(CompanySite::of(data.clone(), Root::Own, now));
                let names = data.profile.hosts.iter().cloned();
                hosts.extend(names.map(|name| (name, own.clone())));
            }
            let site = CompanySite::of(data, Root::Shared(slug.clone()), now);
            shared.insert(slug, Arc::new(site));
        }
        Self {
            fresh_until: shared.values().filter_map(|site| site.fresh_until).min(),
            companies: shared,
            hosts,
            ..Self::default()
        }
    }

    pub fn company(&self, slug: &Slug) -> Option<&Arc<CompanySite>> {
        self.companies.get(slug)
    }

    /// The company that has a host to itself.
    pub fn at_host(&self, name: &str) -> Option<&Arc<CompanySite>> {
        self.hosts.get(name)
    }

    /// By name.
    pub fn companies(&self) -> Vec<&Arc<CompanySite>> {
        let mut companies: Vec<_> = self.companies.values().collect();
        companies.sort_by_cached_key(|site| (site.name().to_lowercase(), site.slug().to_string()));
        companies
    }

    fn data(&self) -> impl Iterator<Item = &Arc<CompanyData>> {
        self.companies.values().map(|site| &site.data)
    }

    fn is_fresh(&self, now: Time) -> bool {
        self.fresh_until.is_none_or(|until| now < until)
    }
}

impl Site {
    /// Whether a company may have this host. Until the companies have been read, any may be.
    pub fn may_have_host(&self, name: &str) -> bool {
        let shown = self.0.current();
        shown.is_none_or(|shown| shown.at_host(name).is_some())
    }

    /// What is shown now. Reads everything when it is first asked for; until that has worked once, a database that is away
    /// makes this fail.
    pub async fn shown(&self, app: &App) -> Result<Arc<Shown>> {
        let now = app.db.clock.now();
        match self.0.current() {
            Some(shown) if shown.is_fresh(now) => Ok(shown),
            Some(shown) => Ok(self.0.show(Shown::of(shown.data().cloned(), now))),
            None => self.begin(&app.db).await,
        }
    }

    /// Listens first and reads then, so that no change falls between.
    async fn begin(&self, db: &Db) -> Result<Arc<Shown>> {
        let listening = || async {
            let calls = db.listen(postings::CHANNEL).await?;
            let stop = CancellationToken::new();
            tokio::spawn(hear(
                Arc::downgrade(&self.0),
                db.clone(),
                calls,
                stop.clone(),
            ));
            Ok::<_, sqlx::Error>(stop.drop_guard())
        };
        self.0.listening.get_or_try_init(listening).await?;
        match self.0.current() {
            Some(shown) => Ok(shown),
            None => self.0.read(db, None).await,
        }
    }
}

impl Inner {
    fn current(&self) -> Option<Arc<Shown>> {
        let shown = self.shown.read();
        shown.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, shown: Shown) -> Arc<Shown> {
        let shown = Arc::new(shown);
        let mut place = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(shown.clone());
        shown
    }

    /// Reads one company again, or all.
    async fn read(&self, db: &Db, only: Option<CompanyId>) -> Result<Arc<Shown>> {
        let _alone = self.reading.lock().await;
        let earlier = self.current();
        // Without anything to add it to, one company would pass for all.
        let only = only.filter(|_| earlier.is_some());
        let read = read(&mut *db.read().await?, only).await?;
        let kept = earlier.iter().flat_map(|shown| shown.data());
        let kept = kept.filter(|data| only.is_some_and(|id| data.id() != id));
        Ok(self.show(Shown::of(kept.cloned().chain(read), db.clock.now())))
    }
}

async fn read(db: &mut PgConnection, only: Option<CompanyId>) -> Result<Vec<Arc<CompanyData>>> {
    let mut read = Vec::new();
    for profile in companies::profiles(db, only).await? {
        let postings = postings::live(db, profile.company.id).await?;
        let plans = jobs::milestones(db, profile.company.id).await?;
        let limits = limits::said(db, profile.company.id).await?;
        let data = CompanyData::new(profile, postings, &plans).limited(limits);
        read.push(Arc::new(data));
    }
    Ok(read)
}

/// Reads again what Postgres says has changed, for as long as the site is there. After an interruption everything is
/// read again, because nobody knows what was said meanwhile.
async fn hear(site: Weak<Inner>, db: Db, mut calls: Calls, stop: CancellationToken) {
    loop {
        let call = tokio::select! {
            () = stop.cancelled() => return,
            call = calls.next() => call,
        };
        let only = match call {
            Call::Said(company) => company.parse().ok(),
            Call::Missed => None,
        };
        while let Some(site) = site.upgrade() {
            if site.read(&db, only).await.is_ok() {
                break;
            }
            drop(site);
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}
