//! The site: audiences, and the layers around them.

pub mod account;
pub mod careers;
pub mod kit;
pub mod recruiting;

use self::kit::{problem, routes::Routes};
use crate::app::App;
use axum::{Router, middleware};

/// Every route of the site with its rule.
pub fn routes() -> Routes {
    account::routes()
        .and(careers::routes())
        .and(recruiting::routes())
}

/// The site, as it is served.
pub fn site(app: App) -> Router {
    routes()
        .into_router()
        .fallback(problem::not_found)
        .layer(middleware::from_fn(problem::draw))
        .with_state(app)
}
