//! People in and out: added by hand, and from résumés.

mod adding;
mod dropping;
mod sent;

use crate::web::kit::{
    limits::{self, Limits, Uploads},
    routes::Routes,
};
use axum::middleware::from_fn_with_state;

/// Uploads at once.
const PLACES: usize = 16;

pub fn routes() -> Routes {
    let uploads = Uploads::new(PLACES, Limits::FILES);
    adding::routes()
        .and(dropping::uploads())
        .layer(from_fn_with_state(uploads, limits::upload))
        .and(dropping::routes())
}
