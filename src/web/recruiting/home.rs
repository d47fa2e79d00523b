//! (probe)
use crate::{
    access::{Event, Permit, permissions::CreateJobs, permissions::UseCompany},
    base::error::{Errors, Result},
    web::kit::{filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}", home)
        .post("/{company}/x", change)
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
}

async fn home(_permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    let view = Home { page };
    view.page.whole(&Errors::default(), &view)
}

async fn change(permit: Permit<CreateJobs>, page: Page) -> Result<Response> {
    let id = permit
        .change(async |change| {
            let n = page.path.clone();
            change
                .record(Event::new("x").detail(serde_json::json!(n)))
                .await
        })
        .await?;
    Ok(page.redirect("/", Notice::new(id.to_string())))
}
