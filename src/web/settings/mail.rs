//! `/{company}/settings/mail`: how a company's mails are worded.

use super::form::{seen, shown, status_of};
use crate::{
    access::{
        Permission, Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    app::App,
    base::{
        error::{Error, Errors, Result},
        links::{self, Slug},
    },
    domain::{
        correspondence::{self, Sample},
        mail::{self, Kind, Template as Wording},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

/// A mail brings styles of its own, and may do nothing else.
const MAIL_POLICY: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
);

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/mail", list)
        .get("/{company}/settings/mail/{kind}", show)
        .post("/{company}/settings/mail/{kind}", save)
        .get("/{company}/settings/mail/{kind}/page", page_of_saved)
        .post("/{company}/settings/mail/{kind}/page", page_of_typed)
        .post("/{company}/settings/mail/{kind}/reset", reset)
}

#[derive(Template)]
#[template(path = "settings/mail/list.html")]
struct ListPage {
    page: Page,
    wordings: Vec<(Kind, bool)>,
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let mut db = permit.read().await?;
    let wordings = mail::wordings(&mut db, permit.company().id, permit.actor()).await?;
    drop(db);
    let view = ListPage { page, wordings };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct WordingForm {
    subject: String,
    body: String,
    /// Of the company's own wording; empty while there is none.
    version: String,
    /// `preview` shows what was typed and saves nothing.
    act: String,
}

#[derive(Template)]
#[template(path = "settings/mail/edit.html")]
struct WordingPage {
    page: Page,
    kind: Kind,
    form: WordingForm,
    sample: Sample,
    /// Whether the company has a wording of its own.
    own: bool,
    /// Whether the reader may change it.
    manages: bool,
    errors: Errors,
    refused: Option<String>,
}

impl WordingPage {
    fn own_path(&self) -> String {
        address(&self.page, self.kind)
    }
}

async fn show(
    permit: Permit<ReadSettings>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
) -> Result<Response> {
    draw(&permit, &app, page, known(&kind)?, None, None).await
}

async fn save(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let kind = known(&kind)?;
    let saved = match Wording::check(kind, &form.subject, &form.body) {
        Ok(_) if form.act == "preview" => {
            return draw(&permit, &app, page, kind, Some(form), None).await;
        }
        Ok(wording) => {
            let version = match form.version.as_str() {
                "" => None,
                version => Some(seen(version)?),
            };
            permit
                .change(async |change| mail::save_wording(change, kind, &wording, version).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(()) => Ok(page.redirect(address(&page, kind), Notice::new("Saved"))),
        Err(error) => draw(&permit, &app, page, kind, Some(form), Some(error)).await,
    }
}

async fn reset(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let kind = known(&kind)?;
    let version = seen(&form.version)?;
    let gone = permit
        .change(async |change| mail::reset_wording(change, kind, version).await)
        .await;
    match gone {
        Ok(()) => Ok(page.redirect(
            address(&page, kind),
            Notice::new("This mail has its usual wording again"),
        )),
        Err(error) => draw(&permit, &app, page, kind, None, Some(error)).await,
    }
}

/// Draws what was typed, else what is. What was typed against an older version gets the newer one: whoever saves again has
/// been told.
async fn draw<P: Permission>(
    permit: &Permit<P>,
    app: &App,
    page: Page,
    kind: Kind,
    typed: Option<WordingForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let mut db = permit.read().await?;
    let now = mail::wording(&mut db, permit.company().id, permit.actor(), kind).await?;
    let version = now.own.map(|own| own.version.to_string());
    let form = match typed {
        Some(typed) if refused.is_none() => typed,
        Some(typed) => WordingForm {
            version: version.clone().unwrap_or_default(),
            ..typed
        },
        None => WordingForm {
            subject: now.template.subject.clone(),
            body: now.template.body.clone(),
            version: version.clone().unwrap_or_default(),
            act: String::new(),
        },
    };
    // What is wrong is not shown as a mail.
    let wording = Wording::check(kind, &form.subject, &form.body).unwrap_or(now.template);
    let shown = (kind, &wording);
    let origin = app.mailer.origin();
    let (company, actor) = (permit.company(), permit.actor());
    let sample =
        correspondence::sample(&mut db, company, actor, origin, shown, permit.now()).await?;
    drop(db);
    let view = WordingPage {
        manages: page.may::<ManageCompany>(),
        own: version.is_some(),
        page,
        kind,
        form,
        sample,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}

/// The page of the mail as it is worded now.
async fn page_of_saved(
    permit: Permit<ReadSettings>,
    State(app): State<App>,
    Path((_, kind)): Path<(Slug, String)>,
) -> Result<Response> {
    let kind = known(&kind)?;
    let mut db = permit.read().await?;
    let now = mail::wording(&mut db, permit.company().id, permit.actor(), kind).await?;
    drop(db);
    as_page(&permit, &app, kind, &now.template).await
}

/// The page of the mail as it was typed.
async fn page_of_typed(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let kind = known(&kind)?;
    let wording = Wording::check(kind, &form.subject, &form.body)?;
    as_page(&permit, &app, kind, &wording).await
}

async fn as_page<P: Permission>(
    permit: &Permit<P>,
    app: &App,
    kind: Kind,
    wording: &Wording,
) -> Result<Response> {
    let (company, actor, origin) = (permit.company(), permit.actor(), app.mailer.origin());
    let mut db = permit.read().await?;
    let shown = (kind, wording);
    let sample =
        correspondence::sample(&mut db, company, actor, origin, shown, permit.now()).await?;
    drop(db);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, MAIL_POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Html(mail::html(&sample.mail)?)).into_response())
}

fn known(kind: &str) -> Result<Kind> {
    Kind::parse(kind).ok_or(Error::NotFound)
}

fn address(page: &Page, kind: Kind) -> String {
    links::settings(&page.company.slug, &format!("mail/{}", kind.key()))
}
