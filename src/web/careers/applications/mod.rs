//! Applying: the form, what becomes of it, and the page that says that it is in.

mod applied;
mod apply;
pub(super) mod check;
pub(super) mod form;
pub(super) mod keeping;
mod resume;

use crate::web::kit::{
    limits::{self, Limits, Uploads},
    routes::Routes,
};
use axum::middleware::from_fn_with_state;

/// Applications that arrive at once. Each takes some hundred kilobytes of memory while it does; whoever comes when all
/// places are taken is told to send again, and may do so with the same form.
const PLACES: usize = 64;

pub fn routes() -> Routes {
    let uploads = Uploads::new(PLACES, Limits::FILES);
    apply::routes()
        .and(resume::routes())
        .layer(from_fn_with_state(uploads, limits::upload))
        .and(applied::routes())
}
