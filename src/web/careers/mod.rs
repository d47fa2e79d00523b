//! What candidates see: a company's postings, and the way to apply. No account, no cookie, no script needed.
//!
//! Pages that are the same for everybody come from memory ([`site`]); only applying asks the database.

mod alerts;
mod applications;
mod campaign;
mod companies;
mod company;
mod fetches;
mod frame;
mod hosts;
mod introductions;
mod logo;
mod own;
mod postings;
mod site;
mod visit;

pub use alerts::is_one_click;
pub use hosts::housed;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    companies::routes()
        .and(logo::routes())
        .and(postings::routes())
        .and(applications::routes())
        .and(own::routes())
        .and(alerts::routes())
        .and(introductions::routes())
}
