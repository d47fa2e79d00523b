//! Recruiters' pages: jobs, postings, applications.

mod home;
mod postings;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes().and(postings::routes())
}
