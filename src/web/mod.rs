//! The site: audiences, and the layers around them.

pub mod account;
#[cfg(feature = "bench")]
mod bench;
pub mod careers;
pub mod kit;
pub mod recruiting;
pub mod settings;

use self::kit::{
    around::{EdgeSettings, around},
    assets,
    health::{self, Check},
    hosts::Hosts,
    problem,
    routes::Routes,
    stopping::Stopping,
};
use crate::{app::App, domain::accounts::sessions};
use anyhow::Context;
use axum::{Extension, Router, middleware};
use tokio_util::sync::CancellationToken;

/// Every route of the site with its rule. Beside them stand only static files and the two probes of a supervisor.
pub fn routes() -> Routes {
    let routes = account::routes()
        .and(careers::routes())
        .and(recruiting::routes())
        .and(settings::routes());
    #[cfg(feature = "bench")]
    let routes = routes.and(bench::routes());
    routes
}

/// The site, as it is served. `stop` says that no new work shall be sent.
pub fn site(app: App, stop: CancellationToken) -> anyhow::Result<Router> {
    let public_url = app.config.public_origin().parse()?;
    let settings = EdgeSettings {
        cookieless: careers::is_one_click,
        proxies: app.config.trusted_proxies.parse()?,
        ..EdgeSettings::new(public_url, sessions::COOKIE)
    };
    let checked = app.clone();
    let router = routes()
        .into_router()
        .fallback(problem::not_found)
        .with_state(app.clone())
        .layer(Extension(Stopping(stop.clone())))
        .merge(assets::routes())
        .merge(health::routes(move || readiness(checked.clone()), stop));
    let (router, company_host) = careers::housed(router, app, Hosts::new(&settings.public_url));
    let settings = EdgeSettings {
        company_host: Some(company_host),
        ..settings
    };
    around(router, settings, |router| {
        router.layer(middleware::from_fn(problem::draw))
    })
    .context("the public URL is no origin of a website")
}

/// Whether work can be done: the database answers, and files can be kept.
async fn readiness(app: App) -> Vec<Check> {
    let database = async { app.db.ping().await.is_ok() };
    let storage = async { app.storage.check().await.is_ok() };
    let (database, storage) = tokio::join!(database, storage);
    vec![
        Check {
            name: "database",
            well: database,
        },
        Check {
            name: "storage",
            well: storage,
        },
    ]
}
