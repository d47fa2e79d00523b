//! What candidates see: a company's postings, and the way to apply. No account, no cookie, no script needed.
//!
//! Pages that are the same for everybody come from memory ([`site`]); only applying asks the database.

mod applications;
mod campaign;
mod companies;
mod company;
mod frame;
mod own;
mod postings;
mod site;
mod visit;

use super::kit::routes::Routes;
use axum::Extension;
use site::Site;

pub fn routes() -> Routes {
    companies::routes()
        .and(postings::routes())
        .and(applications::routes())
        .and(own::routes())
        .layer(Extension(Site::default()))
}
