//! `/{company}/share`: positions for everybody here to pass on, with their own link.

use crate::{
    access::{
        Permit,
        permissions::{ManageSources, UseCompany},
    },
    app::App,
    base::{
        error::{Errors, Result},
        links::{self, Root},
    },
    domain::{
        companies,
        sources::{self, Shareable},
    },
    web::kit::{filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::State, response::Response};

pub fn routes() -> Routes {
    const PATH: &str = "/{company}/share";
    Routes::default().get(PATH, show).post(PATH, make)
}

#[derive(Template)]
#[template(path = "recruiting/share/list.html")]
struct SharePage {
    page: Page,
    postings: Vec<Shareable>,
    /// The member's code, and how many applications came by it.
    own: Option<(String, i64)>,
    /// Where the careers site is: at the company's own host, if it has one.
    origin: String,
    root: Root,
}

impl SharePage {
    fn page_of(&self, posting: &Shareable) -> String {
        links::careers_job(&self.page.company.slug, posting.id, &posting.title)
    }

    /// The careers site, or a posting of it, with the member's code.
    fn link(&self, posting: Option<&Shareable>) -> String {
        let path = match posting {
            Some(it) => links::careers_job(&self.root, it.id, &it.title),
            None => links::careers(&self.root),
        };
        let code = self.own.as_ref().map_or("", |(code, _)| code);
        format!("{}{path}?ref={code}", self.origin)
    }
}

async fn show(permit: Permit<UseCompany>, State(app): State<App>, page: Page) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let own = sources::own_code(&mut db, company, actor).await?;
    let postings = sources::shareable(&mut db, company, actor).await?;
    let public = app.config.public_origin();
    let (origin, root) = companies::lives(&mut db, permit.company(), &public).await?;
    drop(db);
    let view = SharePage {
        page,
        postings,
        own,
        origin,
        root,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn make(permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    permit
        .change(async |change| sources::make_own_code(change).await)
        .await?;
    let list = links::share(&page.company.slug);
    Ok(page.redirect(list, Notice::new("Your links are ready")))
}
