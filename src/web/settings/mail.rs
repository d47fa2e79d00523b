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
        mail::{self, Kind, Language, Template as Wording},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
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
        .post("/{company}/settings/mail/{kind}/test", test)
}

#[derive(Template)]
#[template(path = "settings/mail/list.html")]
struct ListPage {
    page: Page,
    wordings: Vec<(Kind, Vec<Language>)>,
    /// Those that there are, the company's first.
    languages: Vec<Language>,
}

async fn list(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let wordings = mail::wordings(&mut db, company, actor).await?;
    let languages = mail::languages(&mut db, company, actor).await?;
    drop(db);
    let view = ListPage {
        page,
        wordings,
        languages,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct WordingForm {
    /// As `de`; the company's where there is none.
    language: String,
    subject: String,
    body: String,
    /// Of the company's own wording; empty while there is none.
    version: String,
    /// `preview` shows what was typed and saves nothing.
    act: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WordingQuery {
    language: String,
}

#[derive(Template)]
#[template(path = "settings/mail/edit.html")]
struct WordingPage {
    page: Page,
    kind: Kind,
    language: Language,
    languages: Vec<Language>,
    form: WordingForm,
    sample: Sample,
    /// Whether the company has a wording of its own in this language.
    own: bool,
    /// Whether the reader may change it.
    manages: bool,
    errors: Errors,
    refused: Option<String>,
}

impl WordingPage {
    fn own_path(&self) -> String {
        links::settings(
            &self.page.company.slug,
            &format!("mail/{}", self.kind.key()),
        )
    }
}

async fn show(
    permit: Permit<ReadSettings>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Query(query): Query<WordingQuery>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &query.language).await?;
    draw(&permit, &app, page, which, None, None).await
}

async fn save(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &form.language).await?;
    let (kind, language) = (which.0, &which.1);
    let saved = match Wording::check(kind, &form.subject, &form.body) {
        Ok(_) if form.act == "preview" => {
            return draw(&permit, &app, page, which, Some(form), None).await;
        }
        Ok(wording) => {
            let version = match form.version.as_str() {
                "" => None,
                version => Some(seen(version)?),
            };
            permit
                .change(async |change| {
                    mail::save_wording(change, (kind, language), &wording, version).await
                })
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(()) => Ok(page.redirect(address(&page, &which), Notice::new("Saved"))),
        Err(error) => draw(&permit, &app, page, which, Some(form), Some(error)).await,
    }
}

async fn reset(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &form.language).await?;
    let version = seen(&form.version)?;
    let gone = permit
        .change(async |change| mail::reset_wording(change, (which.0, &which.1), version).await)
        .await;
    match gone {
        Ok(()) => Ok(page.redirect(
            address(&page, &which),
            Notice::new("This mail has its usual wording again"),
        )),
        Err(error) => draw(&permit, &app, page, which, None, Some(error)).await,
    }
}

/// Sends what was typed to whoever typed it, as a candidate would get it.
async fn test(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &form.language).await?;
    let wording = match Wording::check(which.0, &form.subject, &form.body) {
        Ok(wording) => wording,
        Err(errors) => {
            return draw(&permit, &app, page, which, Some(form), Some(errors.into())).await;
        }
    };
    let Sample { mail, .. } = sampled(&permit, &app, &which, &wording).await?;
    let shown = Wording {
        subject: mail.subject,
        body: mail.body,
    };
    let to = permit
        .change(async |change| mail::send_test(change, &which.1, &shown).await)
        .await?;
    let notice = Notice::new(format!("A test is on its way to {to}"));
    Ok(page.redirect(address(&page, &which), notice))
}

/// Draws what was typed, else what is. What was typed against an older version gets the newer one: whoever saves again has
/// been told.
async fn draw<P: Permission>(
    permit: &Permit<P>,
    app: &App,
    page: Page,
    which: (Kind, Language),
    typed: Option<WordingForm>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let (kind, language) = (which.0, &which.1);
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let now = mail::wording(&mut db, company, actor, kind, language).await?;
    let languages = mail::languages(&mut db, company, actor).await?;
    drop(db);
    let version = now.own.map(|own| own.version.to_string());
    let form = match typed {
        Some(typed) if refused.is_none() => typed,
        Some(typed) => WordingForm {
            version: version.clone().unwrap_or_default(),
            ..typed
        },
        None => WordingForm {
            language: language.key().to_owned(),
            subject: now.template.subject.clone(),
            body: now.template.body.clone(),
            version: version.clone().unwrap_or_default(),
            act: String::new(),
        },
    };
    // What is wrong is not shown as a mail.
    let wording = Wording::check(kind, &form.subject, &form.body).unwrap_or(now.template);
    let sample = sampled(permit, app, &which, &wording).await?;
    let view = WordingPage {
        manages: page.may::<ManageCompany>(),
        own: version.is_some(),
        page,
        kind,
        language: which.1,
        languages,
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
    Query(query): Query<WordingQuery>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &query.language).await?;
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let now = mail::wording(&mut db, company, actor, which.0, &which.1).await?;
    drop(db);
    as_page(&permit, &app, &which, &now.template).await
}

/// The page of the mail as it was typed.
async fn page_of_typed(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    Path((_, kind)): Path<(Slug, String)>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let which = chosen(&permit, &kind, &form.language).await?;
    let wording = Wording::check(which.0, &form.subject, &form.body)?;
    as_page(&permit, &app, &which, &wording).await
}

async fn as_page<P: Permission>(
    permit: &Permit<P>,
    app: &App,
    which: &(Kind, Language),
    wording: &Wording,
) -> Result<Response> {
    let sample = sampled(permit, app, which, wording).await?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, MAIL_POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Html(mail::html(&sample.mail)?)).into_response())
}

async fn sampled<P: Permission>(
    permit: &Permit<P>,
    app: &App,
    (kind, language): &(Kind, Language),
    wording: &Wording,
) -> Result<Sample> {
    let (company, actor, origin) = (permit.company(), permit.actor(), app.mailer.origin());
    let mut db = permit.read().await?;
    let shown = (*kind, language, wording);
    correspondence::sample(&mut db, company, actor, origin, shown, permit.now()).await
}

/// A mail in one of the company's languages: the company's own where none is named.
async fn chosen<P: Permission>(
    permit: &Permit<P>,
    kind: &str,
    language: &str,
) -> Result<(Kind, Language)> {
    let kind = Kind::parse(kind).ok_or(Error::NotFound)?;
    let mut db = permit.read().await?;
    let languages = mail::languages(&mut db, permit.company().id, permit.actor()).await?;
    let mut languages = languages.into_iter();
    let language = match language {
        "" => languages.next(),
        key => languages.find(|it| it.key() == key),
    };
    Ok((kind, language.ok_or(Error::NotFound)?))
}

fn address(page: &Page, (kind, language): &(Kind, Language)) -> String {
    let path = format!("mail/{}?language={}", kind.key(), language.key());
    links::settings(&page.company.slug, &path)
}
