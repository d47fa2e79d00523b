//! `/{company}/texts`: company texts that postings share.

use crate::{
    access::{Permit, permissions::EditTexts},
    base::{
        error::{Error, Errors, Result},
        ids::{TextBlockId, Version},
        links::Slug,
    },
    domain::postings::{
        advert::SectionKind,
        markdown,
        texts::{self, Text, TextInput, TextVersion, Use},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/texts", list)
        .get("/{company}/texts/new", ask_new)
        .post("/{company}/texts/new", add)
        .get("/{company}/texts/{id}", edit)
        .post("/{company}/texts/{id}", save)
}

#[derive(Template)]
#[template(path = "recruiting/postings/texts.html")]
struct TextsPage {
    page: Page,
    texts: Vec<Text>,
    zone: TimeZone,
}

#[derive(Template)]
#[template(path = "recruiting/postings/text.html")]
struct TextPage {
    page: Page,
    /// The saved text; nothing for a new one.
    text: Option<Text>,
    versions: Vec<TextVersion>,
    uses: Vec<Use>,
    form: TextForm,
    errors: Errors,
    /// Why a save was refused: somebody else was quicker.
    stale: Option<String>,
    zone: TimeZone,
}

#[derive(Clone, Default, Deserialize)]
struct TextForm {
    #[serde(default)]
    version: String,
    name: String,
    kind: String,
    heading: String,
    source: String,
}

impl TextForm {
    fn of(text: &Text) -> Self {
        Self {
            version: text.version.to_string(),
            name: text.name.clone(),
            kind: text.kind.key().to_owned(),
            heading: text.heading.clone(),
            source: text.source.clone(),
        }
    }

    fn check(&self) -> Result<TextInput, Errors> {
        let mut errors = Errors::default();
        let line = |text: &str| text.trim().to_owned();
        let input = TextInput {
            name: line(&self.name),
            kind: SectionKind::parse(&self.kind).unwrap_or(SectionKind::Custom),
            heading: line(&self.heading),
            source: self.source.replace("\r\n", "\n").trim_end().to_owned(),
        };
        if !(1..=200).contains(&input.name.chars().count()) {
            errors.add("name", "Give the text a name, up to 200 characters");
        }
        if input.heading.chars().count() > 200 {
            errors.add("heading", "Shorten the heading to 200 characters");
        }
        if input.source.trim().is_empty() {
            errors.add("source", "Write the text");
        }
        if input.source.chars().count() > 20_000 {
            errors.add("source", "Shorten the text to 20,000 characters");
        }
        errors.into_result(|| input)
    }
}

async fn list(permit: Permit<EditTexts>, page: Page) -> Result<Response> {
    let texts = texts::texts(&mut *permit.read().await?, permit.company().id).await?;
    let view = TextsPage {
        texts,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn ask_new(permit: Permit<EditTexts>, page: Page) -> Result<Response> {
    let form = TextForm {
        kind: SectionKind::About.key().to_owned(),
        ..TextForm::default()
    };
    draw(permit, page, None, Some(form), Errors::default(), None).await
}

async fn add(
    permit: Permit<EditTexts>,
    page: Page,
    Form(form): Form<TextForm>,
) -> Result<Response> {
    let input = match form.check() {
        Ok(input) => input,
        Err(errors) => return draw(permit, page, None, Some(form), errors, None).await,
    };
    let added = permit
        .change(async |change| texts::create_text(change, input).await)
        .await;
    match added {
        Ok(_) => Ok(page.redirect(
            format!("/{}/texts", page.company.slug),
            Notice::new("Added. Postings can use it now."),
        )),
        Err(Error::Invalid(errors)) => draw(permit, page, None, Some(form), errors, None).await,
        Err(other) => Err(other),
    }
}

async fn edit(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, TextBlockId)>,
) -> Result<Response> {
    draw(permit, page, Some(id), None, Errors::default(), None).await
}

async fn save(
    permit: Permit<EditTexts>,
    page: Page,
    Path((_, id)): Path<(Slug, TextBlockId)>,
    Form(form): Form<TextForm>,
) -> Result<Response> {
    let seen = form.version.parse().unwrap_or(Version(0));
    let input = match form.check() {
        Ok(input) => input,
        Err(errors) => return draw(permit, page, Some(id), Some(form), errors, None).await,
    };
    let saved = permit
        .change(async |change| texts::save_text(change, id, seen, input).await)
        .await;
    match saved {
        Ok(()) => Ok(page.redirect(
            format!("/{}/texts/{id}", page.company.slug),
            Notice::new(
                "Saved. Drafts follow it; live postings keep what they were published with.",
            ),
        )),
        Err(Error::Refused {
            code: "stale",
            text,
        }) => {
            draw(
                permit,
                page,
                Some(id),
                Some(form),
                Errors::default(),
                Some(text),
            )
            .await
        }
        Err(Error::Invalid(errors)) => draw(permit, page, Some(id), Some(form), errors, None).await,
        Err(other) => Err(other),
    }
}

async fn draw(
    permit: Permit<EditTexts>,
    page: Page,
    id: Option<TextBlockId>,
    form: Option<TextForm>,
    errors: Errors,
    stale: Option<String>,
) -> Result<Response> {
    let (text, versions, uses) = match id {
        Some(id) => {
            let mut db = permit.read().await?;
            let company = permit.company().id;
            (
                Some(texts::text(&mut db, company, id).await?),
                texts::versions(&mut db, company, id).await?,
                texts::uses(&mut db, company, permit.actor(), id).await?,
            )
        }
        None => (None, Vec::new(), Vec::new()),
    };
    let mut form = form
        .or_else(|| text.as_ref().map(TextForm::of))
        .unwrap_or_default();
    if let (Some(text), Some(_)) = (&text, &stale) {
        form.version = text.version.to_string();
    }
    let view = TextPage {
        text,
        versions,
        uses,
        form,
        errors,
        stale,
        zone: page.zone(),
        page,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.stale.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

impl TextPage {
    fn action(&self) -> String {
        match &self.text {
            Some(text) => format!("/{}/texts/{}", self.page.company.slug, text.id),
            None => format!("/{}/texts/new", self.page.company.slug),
        }
    }

    fn html(&self, version: &TextVersion) -> String {
        markdown::to_html(&version.source)
    }
}
