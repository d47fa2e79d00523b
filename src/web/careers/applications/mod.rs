//! Applying: the form, what becomes of it, and the page that says that it is in.

mod applied;
mod apply;
mod check;
mod form;
mod upload;

use crate::web::kit::routes::Routes;

pub fn routes() -> Routes {
    apply::routes().and(applied::routes())
}
