//! `/{company}/applications/{id}/mail`: what was written to the candidate, and writing to them.

use super::{Head, Status, Tab, Telling, dialled, web_link};
use crate::{
    access::{
        Permission, Permit,
        permissions::{ReadApplications, WriteMail},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, MessageId},
        links::{self, Slug},
    },
    domain::{
        correspondence::{self, Said},
        mail::{self, Kind, State, Template as Wording},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/mail", show)
        .post("/{company}/applications/{id}/mail", write)
        .post("/{company}/messages/{id}/cancellation", hold_back)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MailForm {
    subject: String,
    body: String,
    /// The one-time key of a new mail.
    once: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MailQuery {
    /// The mail that was held back, to be written anew.
    again: String,
}

#[derive(Template)]
#[template(path = "recruiting/applications/mail.html")]
struct MailPage {
    page: Page,
    head: Head,
    /// What was said, oldest first.
    said: Vec<Said>,
    /// What is still to go.
    waiting: Vec<Said>,
    form: MailForm,
    /// Whether there is an address, and they want mail.
    reachable: bool,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
}

impl MailPage {
    /// Who wrote a mail.
    fn author<'a>(&'a self, said: &'a Said) -> &'a str {
        match (said.state, &said.member) {
            (State::Received, _) => &self.head.profile.name,
            (_, Some(member)) => member,
            (_, None) => &self.page.company.name,
        }
    }
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Query(query): Query<MailQuery>,
) -> Result<Response> {
    draw(&permit, page, id, Begun::From(query.again.parse().ok())).await
}

/// What the form shows.
enum Begun {
    /// The company's wording, or a mail that was held back.
    From(Option<MessageId>),
    /// What was typed, and why it was refused.
    Typed(MailForm, Errors, Option<String>),
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    id: ApplicationId,
    begun: Begun,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, permit, &page, id, Tab::Mail).await?;
    let (company, actor) = (permit.company(), permit.actor());
    let said = correspondence::correspondence(&mut db, company.id, actor, id, permit.now()).await?;
    let again = match &begun {
        Begun::From(again) => *again,
        Begun::Typed(..) => None,
    };
    let start =
        correspondence::start(&mut db, (company.id, &company.name), actor, id, again).await?;
    drop(db);
    let (form, errors, refused) = match begun {
        Begun::Typed(form, errors, refused) => (form, errors, refused),
        Begun::From(_) => {
            let form = MailForm {
                subject: start.template.subject,
                body: start.template.body,
                once: Uuid::new_v4().to_string(),
            };
            (form, Errors::default(), None)
        }
    };
    let (waiting, said) = said.into_iter().partition(Said::waits);
    let view = MailPage {
        page,
        head,
        said,
        waiting,
        form,
        reachable: start.reachable,
        errors,
        refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn write(
    permit: Permit<WriteMail>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<MailForm>,
) -> Result<Response> {
    let once = form.once.parse().unwrap_or_else(|_| Uuid::new_v4());
    let written = match Wording::check(Kind::Written, &form.subject, &form.body) {
        Ok(template) => {
            permit
                .change(async |change| correspondence::write(change, id, once, &template).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match written {
        Ok(message) => {
            let undo = format!("/{}/messages/{message}/cancellation", page.company.slug);
            let notice = Notice::new("The mail goes in two minutes.").with_undo(undo, 1);
            Ok(page.redirect(mail_of(&page, id), notice))
        }
        Err(Error::Invalid(errors)) => {
            draw(&permit, page, id, Begun::Typed(form, errors, None)).await
        }
        Err(Error::Refused { text, .. }) => {
            let begun = Begun::Typed(form, Errors::default(), Some(text));
            draw(&permit, page, id, begun).await
        }
        Err(other) => Err(other),
    }
}

/// Holds a mail back, and leads to the form with what it said.
async fn hold_back(
    permit: Permit<WriteMail>,
    page: Page,
    Path((_, id)): Path<(Slug, MessageId)>,
) -> Result<Response> {
    let application = permit
        .change(async |change| correspondence::hold_back(change, id).await)
        .await?;
    let to = format!("{}?again={id}", mail_of(&page, application));
    Ok(page.redirect(
        to,
        Notice::new("The mail is held back. Its text is in the form."),
    ))
}

fn mail_of(page: &Page, id: ApplicationId) -> String {
    format!("{}/mail", links::application(&page.company.slug, id))
}
