//! Saved views: `/{company}/jobs/{id}/views` those of a job, `/{company}/candidates/views` those of the search over everybody.

use super::{
    board::{
        self,
        tabs::{address, text},
    },
    candidates,
};
use crate::{
    access::{
        Permission, Permit,
        permissions::{ManageCompany, ReadApplications},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{JobId, SavedViewId},
        links::{self, Slug},
    },
    domain::{
        search::folded,
        views::{self, NAME, NewView, Of, QUERY, View},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use serde::Deserialize;

pub fn routes() -> Routes {
    const OF_JOB: &str = "/{company}/jobs/{id}/views";
    Routes::default()
        .get(OF_JOB, of_job)
        .post(OF_JOB, save)
        .get("/{company}/candidates/views", of_candidates)
        .post("/{company}/views/{id}", rename)
        .post("/{company}/views/{id}/beginning", begin)
        .post("/{company}/views/{id}/removal", remove)
}

/// A view as its form has it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ViewForm {
    name: String,
    query: String,
    shared: String,
}

/// A name on one line, or what is wrong with it.
pub fn name_of(typed: &str, errors: &mut Errors) -> String {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => errors.add("name", "Give it a name"),
        n if n > NAME => errors.add("name", "Shorten the name to 100 characters"),
        _ => {}
    }
    name
}

impl ViewForm {
    fn check(&self) -> Result<NewView, Errors> {
        let mut errors = Errors::default();
        let name = name_of(&self.name, &mut errors);
        // From the top, and only what a board understands.
        let kept = board::ListQuery::read(&self.query);
        let query = text(&kept);
        if query.is_empty() || query.chars().count() > QUERY {
            errors.add("name", "Narrow the board down first, then save it");
        }
        errors.into_result(|| NewView {
            name,
            query,
            words: folded(&kept.filter.name),
            shared: self.shared(),
        })
    }

    fn shared(&self) -> bool {
        !self.shared.is_empty()
    }
}

#[derive(Template)]
#[template(path = "recruiting/views/list.html")]
struct ViewsPage {
    page: Page,
    of: Of,
    views: Vec<View>,
    /// What is to be saved, or the name that a view shall have.
    form: ViewForm,
    /// The view that the form is about; else it is about a new one.
    about: Option<SavedViewId>,
    errors: Errors,
}

impl ViewsPage {
    /// The page that the views are of.
    fn back(&self) -> String {
        let slug = &self.page.company.slug;
        match self.of {
            Of::Candidates => links::candidates(slug),
            Of::Job(job) => links::job(slug, job),
        }
    }

    fn of(&self, view: &View) -> String {
        match self.of {
            Of::Candidates => format!("{}?{}", self.back(), view.query),
            Of::Job(_) => address(&board::ListQuery::read(&view.query), &self.back(), false),
        }
    }

    /// The review of whom a view shows, where it shows those about whom nothing is decided.
    fn review(&self, view: &View) -> Option<String> {
        let kept = board::ListQuery::read(&view.query);
        let active = kept.status == crate::domain::applications::Status::Active;
        (active && self.of != Of::Candidates).then(|| kept.review(&self.back()))
    }

    /// What stands in the field of a view's name.
    fn name<'a>(&'a self, view: &'a View) -> &'a str {
        match self.about == Some(view.id) {
            true => &self.form.name,
            false => &view.name,
        }
    }
}

async fn of_job(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let form = ViewForm {
        query: text(&board::ListQuery::read(&query.unwrap_or_default())),
        ..ViewForm::default()
    };
    draw(&permit, page, Of::Job(id), form, None, Errors::default()).await
}

async fn of_candidates(permit: Permit<ReadApplications>, page: Page) -> Result<Response> {
    let form = ViewForm::default();
    draw(&permit, page, Of::Candidates, form, None, Errors::default()).await
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    of: Of,
    form: ViewForm,
    about: Option<SavedViewId>,
    errors: Errors,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    if let Of::Job(job) = of {
        crate::domain::applications::job::check(&mut db, company, actor, job).await?;
    }
    let views = views::list(&mut db, company, actor, of).await?;
    drop(db);
    let view = ViewsPage {
        page,
        of,
        views,
        form,
        about,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

async fn save(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<ViewForm>,
) -> Result<Response> {
    let saved = match form.check() {
        Ok(view) => {
            let (name, kept) = (view.name.clone(), board::ListQuery::read(&view.query));
            let saved = permit
                .change(async |change| views::save(change, Of::Job(id), view).await)
                .await;
            saved.map(|_| (name, kept))
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok((name, kept)) => {
            let to = address(&kept, &links::job(&page.company.slug, id), false);
            Ok(page.redirect(to, Notice::new(format!("“{name}” is saved."))))
        }
        Err(Error::Invalid(errors)) => draw(&permit, page, Of::Job(id), form, None, errors).await,
        Err(other) => Err(other),
    }
}

/// The page on which views are kept.
fn own(page: &Page, of: Of) -> String {
    match of {
        Of::Candidates => candidates::views(&page.company.slug),
        Of::Job(job) => format!("{}/views", links::job(&page.company.slug, job)),
    }
}

async fn rename(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, SavedViewId)>,
    Form(form): Form<ViewForm>,
) -> Result<Response> {
    let mut errors = Errors::default();
    let name = name_of(&form.name, &mut errors);
    let renamed = match errors.is_empty() {
        true => {
            permit
                .change(async |change| views::rename(change, id, &name, form.shared()).await)
                .await
        }
        false => Err(errors.into()),
    };
    match renamed {
        Ok(of) => Ok(page.redirect(own(&page, of), Notice::new("Saved."))),
        Err(Error::Invalid(errors)) => {
            let mut db = permit.read().await?;
            let (company, actor) = (permit.company().id, permit.actor());
            let of = views::of(&mut db, company, actor, id).await?;
            drop(db);
            draw(&permit, page, of, form, Some(id), errors).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BeginForm {
    begin: String,
}

/// Begins with a view, or with everybody again.
async fn begin(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, SavedViewId)>,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    let begin = form.begin == "1";
    let of = permit
        .change(async |change| views::begin_with(change, id, begin).await)
        .await?;
    let notice = match begin {
        true => "You begin with this view now, you alone.",
        false => "You begin with everybody again.",
    };
    Ok(page.redirect(own(&page, of), Notice::new(notice)))
}

async fn remove(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, SavedViewId)>,
) -> Result<Response> {
    let (of, kept) = permit
        .change(async |change| views::remove(change, id).await)
        .await?;
    let notice = Notice::new("The view is removed.").restoring(&page.company, Some(kept));
    Ok(page.redirect(own(&page, of), notice))
}
