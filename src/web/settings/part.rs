//! The pages of a named part of a company, as an office or a region: their list, the form that adds and changes one, and a
//! way to delete it.

use super::form::{seen, shown, status_of};
use crate::{
    access::{
        Change, Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{CompanyId, DeletedId, Version},
        links::{self, Slug},
    },
    web::kit::{form::Form, notice::Notice, page::Page},
};
use axum::{extract::Path, response::Response};
use serde::de::DeserializeOwned;
use sqlx::PgConnection;

/// A kind of part, and its pages.
pub(super) trait Part: Clone + Send + Sync + 'static {
    type Id: Copy + PartialEq + Send + Sync;
    /// What is typed about it, as strings.
    type Typed: Typed<Part = Self>;
    /// What that means.
    type Details: Send;
    /// What its pages show beside, and is no company's own; mostly nothing.
    type Beside: Default + Send;

    /// The last segment of their address: "offices".
    const PLACE: &'static str;
    /// One of them, in a sentence: "office".
    const WORD: &'static str;

    fn id(&self) -> Self::Id;

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>>;
    async fn beside(_db: &mut PgConnection) -> Result<Self::Beside> {
        Ok(Self::Beside::default())
    }
    async fn add(change: &mut Change<ManageCompany>, new: Self::Details) -> Result<()>;
    async fn change(
        change: &mut Change<ManageCompany>,
        id: Self::Id,
        seen: Version,
        new: Self::Details,
    ) -> Result<()>;
    /// Deletes one, and says under what it can be restored. Parts that only retire have no route to it.
    async fn delete(
        _change: &mut Change<ManageCompany>,
        _id: Self::Id,
        _seen: Version,
    ) -> Result<Option<DeletedId>> {
        Err(Error::NotFound)
    }

    fn list_page(page: Page, all: Vec<Self>, beside: Self::Beside) -> Result<Response>;
    fn form_page(shown: Shown<Self>) -> Result<Response>;
}

/// A form as it was posted.
pub(super) trait Typed: DeserializeOwned + Default + Send + 'static {
    type Part: Part;

    fn of(part: &Self::Part) -> Self;
    /// What it means, or all that is wrong.
    fn check(&self) -> Result<<Self::Part as Part>::Details, Errors>;
    /// The version that it was made against.
    fn version(&mut self) -> &mut String;
}

/// What a form shows.
pub(super) struct Shown<P: Part> {
    pub page: Page,
    pub all: Vec<P>,
    pub beside: P::Beside,
    /// The one that is changed; none while it is made.
    pub part: Option<P>,
    pub form: P::Typed,
    pub errors: Errors,
    pub refused: Option<String>,
}

pub(super) async fn list<P: Part>(permit: Permit<ReadSettings>, page: Page) -> Result<Response> {
    let mut db = permit.read().await?;
    let all = P::all(&mut db, permit.company().id).await?;
    let beside = P::beside(&mut db).await?;
    drop(db);
    P::list_page(page, all, beside)
}

pub(super) async fn ask_new<P: Part>(
    permit: Permit<ManageCompany>,
    page: Page,
) -> Result<Response> {
    draw::<P>(&permit, page, None, None, None).await
}

pub(super) async fn add<P: Part>(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<P::Typed>,
) -> Result<Response> {
    let added = match form.check() {
        Ok(new) => {
            permit
                .change(async |change| P::add(change, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(()) => Ok(back::<P>(&page, format!("The {} is added", P::WORD))),
        Err(error) => draw::<P>(&permit, page, None, Some(form), Some(error)).await,
    }
}

pub(super) async fn ask_change<P: Part>(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, P::Id)>,
) -> Result<Response> {
    draw::<P>(&permit, page, Some(id), None, None).await
}

pub(super) async fn change<P: Part>(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, P::Id)>,
    Form(mut form): Form<P::Typed>,
) -> Result<Response> {
    let changed = match form.check() {
        Ok(new) => {
            let version = seen(form.version())?;
            permit
                .change(async |change| P::change(change, id, version, new).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match changed {
        Ok(()) => Ok(back::<P>(&page, "Saved".to_owned())),
        Err(error) => draw::<P>(&permit, page, Some(id), Some(form), Some(error)).await,
    }
}

pub(super) async fn delete<P: Part>(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, P::Id)>,
    Form(mut form): Form<P::Typed>,
) -> Result<Response> {
    let version = seen(form.version())?;
    let deleted = permit
        .change(async |change| P::delete(change, id, version).await)
        .await;
    match deleted {
        Ok(kept) => {
            let list = links::settings(&page.company.slug, P::PLACE);
            let notice = Notice::new(format!("The {} is deleted", P::WORD));
            Ok(page.redirect(list, notice.restoring(&page.company, kept)))
        }
        Err(error) => draw::<P>(&permit, page, Some(id), None, Some(error)).await,
    }
}

fn back<P: Part>(page: &Page, text: String) -> Response {
    let list = links::settings(&page.company.slug, P::PLACE);
    page.redirect(list, Notice::new(text))
}

async fn draw<P: Part>(
    permit: &Permit<ManageCompany>,
    page: Page,
    id: Option<P::Id>,
    typed: Option<P::Typed>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let mut db = permit.read().await?;
    let all = P::all(&mut db, permit.company().id).await?;
    let beside = P::beside(&mut db).await?;
    drop(db);
    let part = match id {
        Some(id) => {
            let found = all.iter().find(|part| part.id() == id);
            Some(found.ok_or(Error::NotFound)?.clone())
        }
        None => None,
    };
    let form = match (typed, part.as_ref().map(P::Typed::of)) {
        // What was typed stays; with the newer version, so that whoever saves again has been told.
        (Some(mut typed), Some(mut now)) if refused.is_some() => {
            std::mem::swap(typed.version(), now.version());
            typed
        }
        (Some(typed), _) => typed,
        (None, now) => now.unwrap_or_default(),
    };
    let why_not = refused.clone();
    let answer = P::form_page(Shown {
        page,
        all,
        beside,
        part,
        form,
        errors,
        refused,
    })?;
    Ok(status_of(answer, why_not.as_ref()))
}
