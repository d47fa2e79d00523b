//! Recruiters' pages: jobs, postings, applications.

mod home;
mod jobs;
mod postings;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes().and(jobs::routes()).and(postings::routes())
}
