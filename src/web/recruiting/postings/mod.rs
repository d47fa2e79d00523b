//! A posting: its editor, its preview, its publication, its revisions; and the texts that postings share.

mod arranging;
mod choices;
mod compare;
mod conditions;
mod edit;
mod fields;
mod form;
mod list;
mod parts;
mod pay;
mod preview;
mod publication;
mod questions;
mod revisions;
mod texts;

use crate::web::kit::routes::Routes;

pub fn routes() -> Routes {
    list::routes()
        .and(edit::routes())
        .and(preview::routes())
        .and(publication::routes())
        .and(revisions::routes())
        .and(texts::routes())
}
