//! `/careers/{company}/introduction`: somebody introduces themselves without a job in mind, and sees what is held of them.

mod form;
mod own;

use crate::web::kit::{
    limits::{self, Limits, Uploads},
    routes::Routes,
};
use axum::middleware::from_fn_with_state;

/// Introductions that arrive at once.
const PLACES: usize = 16;

pub fn routes() -> Routes {
    let uploads = Uploads::new(PLACES, Limits::FILES);
    form::routes()
        .layer(from_fn_with_state(uploads, limits::upload))
        .and(own::routes())
}
