//! A posting: its editor, its preview, its publication, its revisions; and the texts that postings share.

mod choices;
mod compare;
mod edit;
mod fields;
mod form;
mod parts;

use crate::web::kit::routes::Routes;

pub fn routes() -> Routes {
    edit::routes()
}
