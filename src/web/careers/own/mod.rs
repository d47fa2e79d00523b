//! `/a/{token}`: a candidate's own page, and what they do from it. Whoever holds the link is the candidate.

mod erasure;
mod files;
mod frame;
mod standing;
mod steps;
mod withdrawal;

use crate::web::kit::routes::Routes;

pub fn routes() -> Routes {
    standing::routes()
        .and(files::routes())
        .and(withdrawal::routes())
        .and(erasure::routes())
}
