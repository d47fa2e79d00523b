//! Recruiters' pages: jobs, postings, applications.

mod home;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
}
