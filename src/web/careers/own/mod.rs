//! `/a/{token}`: a candidate's own page, and what they do from it. Whoever holds the link is the candidate.

mod about_you;
mod address;
mod adjustments;
mod again;
mod copy;
mod details;
mod erasure;
mod files;
mod frame;
mod interviews;
mod pool;
mod standing;
mod steps;
mod withdrawal;

use crate::web::kit::routes::Routes;

pub fn routes() -> Routes {
    standing::routes()
        .and(about_you::routes())
        .and(address::routes())
        .and(adjustments::routes())
        .and(again::routes())
        .and(copy::routes())
        .and(details::routes())
        .and(pool::routes())
        .and(files::routes())
        .and(interviews::routes())
        .and(withdrawal::routes())
        .and(erasure::routes())
}
