//! Postings that others wrote: sent as files, compared with what was read, and given back byte for byte.

mod review;
mod upload;

use crate::web::kit::{
    limits::{self, Limits, Uploads},
    routes::Routes,
};
use axum::middleware::from_fn_with_state;

/// Uploads at once: each holds one file of up to 1 MiB in memory while it is read.
const PLACES: usize = 8;

pub fn routes() -> Routes {
    let uploads = Uploads::new(PLACES, Limits::FILES);
    upload::routes()
        .layer(from_fn_with_state(uploads, limits::upload))
        .and(review::routes())
}
