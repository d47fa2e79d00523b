//! `/{company}/candidates/{id}/merge?with=…`: what is kept where two records contradict each other.

use super::page_of;
use crate::{
    access::{Permit, permissions::MergeCandidates},
    base::{
        error::{Error, Errors, Result},
        ids::{CandidateId, Version},
        links::{self, Slug},
    },
    domain::{
        accounts::users::Email,
        duplicates::{self, Alike, Conflict, Field, Merging, Record},
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

pub fn routes() -> Routes {
    const MERGE: &str = "/{company}/candidates/{id}/merge";
    Routes::default().get(MERGE, ask).post(MERGE, merge)
}

/// Strings as they come. Of each field "survivor" or "lesser" is kept.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct MergeForm {
    with: String,
    version: String,
    with_version: String,
    name: String,
    headline: String,
    employer: String,
    title: String,
    place: String,
    country: String,
    address: String,
    phone: String,
}

impl MergeForm {
    fn kept(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Headline => &self.headline,
            Field::Employer => &self.employer,
            Field::Title => &self.title,
            Field::Place => &self.place,
            Field::Country => &self.country,
            Field::Address => &self.address,
            Field::Phone => &self.phone,
        }
    }

    /// What is taken from the lesser record, once each contradiction is decided.
    fn check(&self, conflicts: &[Conflict]) -> Result<Vec<Field>, Errors> {
        let mut errors = Errors::default();
        for it in conflicts {
            if !["survivor", "lesser"].contains(&self.kept(it.field)) {
                errors.add(it.field.key(), "Choose which one to keep");
            }
        }
        let chosen = conflicts.iter().map(|it| it.field);
        errors.into_result(|| {
            chosen
                .filter(|field| self.kept(*field) == "lesser")
                .collect()
        })
    }
}

#[derive(Template)]
#[template(path = "recruiting/duplicates/merge.html")]
struct MergePage {
    page: Page,
    survivor: Record,
    /// Who is merged into them; before they are known, who may be.
    lesser: Option<Record>,
    alike: Vec<Alike>,
    conflicts: Vec<Conflict>,
    typed: String,
    form: MergeForm,
    errors: Errors,
    refused: Option<String>,
}

impl MergePage {
    fn own_path(&self) -> String {
        format!(
            "{}/merge",
            links::candidate(&self.page.company.slug, self.survivor.id)
        )
    }

    fn page_of(&self, record: &Record) -> String {
        page_of(&self.page.company.slug, record)
    }

    fn sides<'a>(&'a self, lesser: &'a Record) -> [(&'a Record, &'a Record); 2] {
        [(&self.survivor, lesser), (lesser, &self.survivor)]
    }

    /// Whether a side is chosen; at first the survivor's.
    fn keeps(&self, conflict: &Conflict, side: &str) -> bool {
        match self.form.kept(conflict.field) {
            "" => side == "survivor",
            kept => kept == side,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MergeQuery {
    with: String,
    address: String,
}

async fn ask(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
    Query(query): Query<MergeQuery>,
) -> Result<Response> {
    let mut form = MergeForm {
        with: query.with,
        ..MergeForm::default()
    };
    let mut errors = Errors::default();
    if form.with.is_empty() && !query.address.is_empty() {
        let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
        let found = match Email::parse(query.address.trim()) {
            Some(email) => {
                let mut db = permit.read().await?;
                duplicates::by_address(&mut db, company, actor, &email, now).await?
            }
            None => None,
        };
        match found.filter(|found| *found != id) {
            Some(found) => form.with = found.to_string(),
            None => errors.add("address", "Nobody else whom you see has this address"),
        }
    }
    draw(&permit, page, id, form, query.address, errors, None).await
}

async fn draw(
    permit: &Permit<MergeCandidates>,
    page: Page,
    id: CandidateId,
    form: MergeForm,
    typed: String,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let with: Option<CandidateId> = match form.with.as_str() {
        "" => None,
        with => Some(with.parse().map_err(|_| Error::NotFound)?),
    };
    let mut db = permit.read().await?;
    let ids: Vec<CandidateId> = [Some(id), with].into_iter().flatten().collect();
    let mut records = duplicates::records(&mut db, company, actor, &ids, now).await?;
    let alike = duplicates::alike(&mut db, company, actor, id, now).await?;
    drop(db);
    let mut take = |id: CandidateId| {
        let at = records.iter().position(|it| it.id == id);
        at.map(|at| records.swap_remove(at)).ok_or(Error::NotFound)
    };
    let survivor = take(id)?;
    let lesser = with.map(&mut take).transpose()?;
    let conflicts = match &lesser {
        Some(lesser) => duplicates::conflicts(&survivor, lesser),
        None => Vec::new(),
    };
    let view = MergePage {
        page,
        survivor,
        lesser,
        alike,
        conflicts,
        typed,
        form,
        errors,
        refused,
    };
    let mut answer = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

async fn merge(
    permit: Permit<MergeCandidates>,
    page: Page,
    Path((slug, id)): Path<(Slug, CandidateId)>,
    Form(form): Form<MergeForm>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let with: CandidateId = form.with.parse().map_err(|_| Error::NotFound)?;
    let records = {
        let mut db = permit.read().await?;
        duplicates::records(&mut db, company, actor, &[id, with], now).await?
    };
    let of = |id| records.iter().find(|it| it.id == id);
    let from_lesser = match (of(id), of(with)) {
        (Some(survivor), Some(lesser)) => form.check(&duplicates::conflicts(survivor, lesser)),
        // One of them was merged meanwhile, or was never there: the change says which.
        _ => Ok(Vec::new()),
    };
    let from_lesser = match from_lesser {
        Ok(fields) => fields,
        Err(errors) => return draw(&permit, page, id, form, String::new(), errors, None).await,
    };
    // Without versions nobody has seen anything, so that it is stale.
    let seen = |version: &str| version.parse().unwrap_or(Version(0));
    let merging = Merging {
        survivor: (id, seen(&form.version)),
        lesser: (with, seen(&form.with_version)),
        from_lesser,
    };
    let merged = permit.change(async |change| duplicates::merge(change, &merging).await);
    match merged.await {
        Ok(merge) => {
            let undo = format!("{}/merges/{merge}", links::candidates(&slug));
            let notice = Notice::new("They are one person now.").with_undo(undo, 0);
            Ok(page.redirect(links::candidate(&slug, id), notice))
        }
        Err(Error::Refused { code, text }) => {
            let (none, said) = (Errors::default(), Some(text.clone()));
            match draw(&permit, page, id, form, String::new(), none, said).await {
                // Somebody was faster: there are no two to show any more.
                Err(Error::NotFound) => Err(Error::Refused { code, text }),
                drawn => drawn,
            }
        }
        Err(other) => Err(other),
    }
}
