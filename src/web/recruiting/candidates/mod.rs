//! `/{company}/candidates`: everybody who applied, found by words and filters; and one person with all their applications.

mod confidential;
mod edit;
mod person;
mod query;
mod shown;

use super::views::name_of;
use crate::{
    access::{Permit, permissions::ReadApplications},
    app::App,
    base::{
        error::{Error, Errors, Result},
        links::{self, Slug},
    },
    domain::{
        search::{self, Asked, Facets, Hit, Named, Pooled, Search, Viewer, folded},
        views::{self, NewView, Of, View},
    },
    web::kit::{
        form::Form,
        notice::Notice,
        page::{Page, redirect},
        routes::Routes,
    },
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
pub use query::ListQuery;
use serde::Deserialize;
use shown::ListPage;

pub fn routes() -> Routes {
    const LIST: &str = "/{company}/candidates";
    Routes::default()
        .get(LIST, list)
        .post(LIST, save)
        .and(confidential::routes())
        .and(edit::routes())
        .and(person::routes())
}

/// A list is that short when names like the one looked for are proposed.
const FEW: usize = 3;

/// What a search found.
struct Found {
    people: crate::base::paging::Paged<Hit>,
    facets: Facets,
    similar: Vec<Named>,
    /// Of the talent pool, who have not applied for anything.
    pooled: Vec<Pooled>,
}

/// A search that is to be kept under a name.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Saving {
    name: String,
    query: String,
    shared: String,
}

impl Saving {
    fn check(&self) -> Result<NewView, Errors> {
        let mut errors = Errors::default();
        let name = name_of(&self.name, &mut errors);
        // From the top, and only what the list understands.
        let query = ListQuery::read(&self.query).kept();
        let text = query.text();
        if text.is_empty() || text.chars().count() > views::QUERY {
            errors.add("name", "Search for something first, then save it");
        }
        errors.into_result(|| NewView {
            name,
            query: text,
            words: folded(query.typed.trim()),
            shared: !self.shared.is_empty(),
        })
    }
}

async fn list(
    permit: Permit<ReadApplications>,
    page: Page,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let typed = query.unwrap_or_default();
    let query = ListQuery::read(&typed);
    let views = saved(&permit).await?;
    if let Some(first) = views.iter().find(|view| view.first && typed.is_empty()) {
        let first = ListQuery::read(&first.query);
        // One that says nothing would lead here again.
        if first != ListQuery::default() {
            return Ok(redirect(&first.path(&page.company.slug), None));
        }
    }
    let (saving, errors) = (Saving::default(), Errors::default());
    draw(&permit, page, &app, (query, views), saving, errors).await
}

/// The searches that the viewer may use.
async fn saved(permit: &Permit<ReadApplications>) -> Result<Vec<View>> {
    let (company, actor) = (permit.company().id, permit.actor());
    views::list(&mut *permit.read().await?, company, actor, Of::Candidates).await
}

async fn save(
    permit: Permit<ReadApplications>,
    page: Page,
    State(app): State<App>,
    Form(saving): Form<Saving>,
) -> Result<Response> {
    let query = ListQuery::read(&saving.query).starting(None);
    let kept = match saving.check() {
        Ok(view) => {
            let name = view.name.clone();
            let kept =
                permit.change(async |change| views::save(change, Of::Candidates, view).await);
            kept.await.map(|_| name)
        }
        Err(errors) => Err(errors.into()),
    };
    match kept {
        Ok(name) => {
            let notice = Notice::new(format!("“{name}” is saved."));
            Ok(page.redirect(query.path(&page.company.slug), notice))
        }
        Err(Error::Invalid(errors)) => {
            let views = saved(&permit).await?;
            draw(&permit, page, &app, (query, views), saving, errors).await
        }
        Err(other) => Err(other),
    }
}

/// The page on which saved searches are kept.
pub fn views(company: &Slug) -> String {
    format!("{}/views", links::candidates(company))
}

async fn draw(
    permit: &Permit<ReadApplications>,
    page: Page,
    app: &App,
    (mut query, views): (ListQuery, Vec<View>),
    saving: Saving,
    mut errors: Errors,
) -> Result<Response> {
    query.all |= views.iter().any(|view| view.first);
    let found = match query.asked() {
        Ok(asked) => find(permit, app, &query, &asked).await,
        Err(errors) => Err(errors.into()),
    };
    let found = match found {
        Ok(found) => Some(found),
        // What is wrong is said at the box, and what was typed stays.
        Err(Error::Invalid(wrong)) => {
            for (field, message) in wrong.iter() {
                errors.add(field, message);
            }
            None
        }
        Err(other) => return Err(other),
    };
    let view = ListPage {
        now: permit.now(),
        zone: page.zone(),
        page,
        query,
        found,
        views,
        saving,
        errors,
    };
    view.page.html(&view.errors, &view, view.as_found())
}

async fn find(
    permit: &Permit<ReadApplications>,
    app: &App,
    query: &ListQuery,
    asked: &Asked,
) -> Result<Found> {
    let now = permit.now();
    let viewer = Viewer::of(permit.company().id, permit.actor(), now);
    let mut db = permit.search().await?;
    let known = app.frequencies.known(&mut db, now).await?;
    let search = Search::begin(&mut db, viewer, asked, known).await?;
    let people = search.people(&mut db, query.after).await?;
    let facets = search.facets(&mut db).await?;
    let name = asked.words.as_ref().and_then(|words| words.name());
    let similar = match name.filter(|_| people.rows.len() < FEW && query.after.is_none()) {
        Some(name) => search::similar(&mut db, &viewer, &name).await?,
        None => Vec::new(),
    };
    let pooled = match query.after {
        None => search::pooled(&mut db, &viewer, permit.actor(), asked).await?,
        Some(_) => Vec::new(),
    };
    let known_already = |it: &Named| people.rows.iter().any(|hit| hit.candidate == it.candidate);
    Ok(Found {
        similar: similar
            .into_iter()
            .filter(|it| !known_already(it))
            .collect(),
        people,
        facets,
        pooled,
    })
}
