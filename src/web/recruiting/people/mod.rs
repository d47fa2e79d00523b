//! People in and out: added by hand, from résumés and from tables; taken along as tables and packets.

mod adding;
mod dropping;
mod exporting;
mod importing;
mod packets;
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
        .and(importing::uploads())
        .layer(from_fn_with_state(uploads, limits::upload))
        .and(dropping::routes())
        .and(importing::routes())
        .and(exporting::routes())
        .and(packets::routes())
}
