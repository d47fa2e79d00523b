//! `/{company}`: what needs me.

use crate::{
    access::{Permit, permissions::UseCompany},
    base::error::{Errors, Result},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;

pub fn routes() -> Routes {
    Routes::default().get("/{company}", home)
}

#[derive(Template)]
#[template(path = "recruiting/home.html")]
struct HomePage {
    page: Page,
}

async fn home(_permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    let view = HomePage { page };
    view.page.whole(&Errors::default(), &view)
}
