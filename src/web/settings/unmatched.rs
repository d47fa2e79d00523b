//! `/{company}/settings/unmatched`: mail that came and names no application, to be filed or deleted.

use super::form::{shown, status_of};
use crate::{
    access::{Permit, permissions::ManageCompany},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, UnmatchedId},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::replies::{self, UnmatchedEntry, UnmatchedMail},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/unmatched", list)
        .get("/{company}/settings/unmatched/{id}", show)
        .post("/{company}/settings/unmatched/{id}/filing", file)
        .post("/{company}/settings/unmatched/{id}/deletion", delete)
}

#[derive(Template)]
#[template(path = "settings/unmatched/list.html")]
struct ListPage {
    page: Page,
    entries: Paged<UnmatchedEntry>,
    /// Whether answers come in at all.
    awaited: bool,
    zone: TimeZone,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    after: String,
}

async fn list(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let after: Option<UnmatchedId> = decode_cursor(&query.after);
    let mut db = permit.read().await?;
    let entries = replies::unmatched(&mut db, permit.company().id, permit.actor(), after).await?;
    drop(db);
    let view = ListPage {
        awaited: app.mailer.replies().is_some(),
        zone: page.zone(),
        page,
        entries,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FilingForm {
    /// One of the likely applications.
    likely: String,
    /// The number of another, or the address of its page.
    application: String,
}

impl FilingForm {
    /// What was typed goes before what was chosen.
    fn check(&self) -> Result<ApplicationId> {
        let typed = match self.application.trim() {
            "" => self.likely.trim(),
            typed => typed,
        };
        let number = match typed.split_once("/applications/") {
            Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
            None => typed,
        };
        number.parse().map_err(|_| {
            Error::field(
                "application",
                "Choose an application, or enter the address of its page",
            )
        })
    }
}

#[derive(Template)]
#[template(path = "settings/unmatched/mail.html")]
struct MailPage {
    page: Page,
    mail: UnmatchedMail,
    form: FilingForm,
    errors: Errors,
    refused: Option<String>,
    zone: TimeZone,
}

impl MailPage {
    fn own_path(&self) -> String {
        let path = format!("unmatched/{}", self.mail.entry.id);
        links::settings(&self.page.company.slug, &path)
    }
}

async fn show(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, UnmatchedId)>,
) -> Result<Response> {
    draw(&permit, page, id, FilingForm::default(), None).await
}

async fn draw(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: UnmatchedId,
    form: FilingForm,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let mut db = permit.read().await?;
    let mail = replies::read_unmatched(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let view = MailPage {
        zone: page.zone(),
        page,
        mail,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}

async fn file(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, id)): Path<(Slug, UnmatchedId)>,
    Form(form): Form<FilingForm>,
) -> Result<Response> {
    let filed = match form.check() {
        Ok(application) => permit
            .change(async |change| {
                replies::file_unmatched(change, &app.storage, id, application).await
            })
            .await
            .map(|_| application),
        Err(error) => Err(error),
    };
    match filed {
        Ok(application) => {
            let mail = format!(
                "{}/mail",
                links::application(&page.company.slug, application)
            );
            Ok(page.redirect(mail, Notice::new("The mail is filed here")))
        }
        Err(error) => draw(&permit, page, id, form, Some(error)).await,
    }
}

async fn delete(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, UnmatchedId)>,
) -> Result<Response> {
    let kept = permit
        .change(async |change| replies::delete_unmatched(change, id).await)
        .await?;
    let all = links::settings(&page.company.slug, "unmatched");
    let notice = Notice::new("The mail is deleted").restoring(&page.company, Some(kept));
    Ok(page.redirect(all, notice))
}
