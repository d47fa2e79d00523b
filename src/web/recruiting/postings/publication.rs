//! `/{company}/postings/{id}/publication`: what candidates will see differently, and the acts that make it so.

use super::compare::Comparison;
use crate::{
    access::{Permit, permissions::EditJobs},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{PostingId, Version},
        links::{self, Slug},
    },
    domain::postings::{self, Act, Editing, advert::Visibility, published::Published},
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::{civil::DateTime, tz::TimeZone};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/postings/{id}/publication", ask)
        .post("/{company}/postings/{id}/publication", publish)
        .post("/{company}/postings/{id}/schedule", schedule)
        .post("/{company}/postings/{id}/schedule/end", unschedule)
        .post("/{company}/postings/{id}/closing", close)
        .post("/{company}/postings/{id}/reopening", reopen)
}

#[derive(Template)]
#[template(path = "recruiting/postings/publication.html")]
struct PublicationPage {
    page: Page,
    editing: Editing,
    draft: Published,
    /// What differs from what candidates see, or saw last; nothing when they never saw anything.
    comparison: Option<Comparison>,
    /// What the draft lacks before it may go live.
    missing: Errors,
    errors: Errors,
    /// The time that was typed, if any.
    at: String,
    /// Why an act was refused.
    refused: Option<String>,
    zone: TimeZone,
}

/// The draft that was looked at.
#[derive(Deserialize)]
struct Seen {
    version: Version,
}

#[derive(Deserialize)]
struct ScheduleForm {
    version: Version,
    at: String,
}

impl ScheduleForm {
    /// The time that was typed, which is the company's.
    fn check(&self, zone: &TimeZone) -> Result<Time, Errors> {
        let at = self
            .at
            .parse::<DateTime>()
            .ok()
            .and_then(|at| zone.to_timestamp(at).ok());
        at.map(Time).ok_or_else(|| {
            let mut errors = Errors::default();
            errors.add("at", "Enter a day and a time, like 30 November 2026, 09:00");
            errors
        })
    }
}

/// How the page came to be drawn.
#[derive(Default)]
struct Drawn {
    errors: Errors,
    at: String,
    refused: Option<String>,
}

async fn ask(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    draw(permit, page, id, Drawn::default()).await
}

async fn publish(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
    Form(seen): Form<Seen>,
) -> Result<Response> {
    let done = permit
        .change(async |change| postings::publish(change, id, seen.version).await)
        .await;
    let notice = Notice::new("Published. Candidates see it now.");
    answer(permit, page, id, done, notice, String::new()).await
}

async fn schedule(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
    Form(form): Form<ScheduleForm>,
) -> Result<Response> {
    let zone = permit.company().zone();
    let at = match form.check(&zone) {
        Ok(at) => at,
        Err(errors) => {
            let drawn = Drawn {
                errors,
                at: form.at,
                refused: None,
            };
            return draw(permit, page, id, drawn).await;
        }
    };
    let done = permit
        .change(async |change| postings::schedule(change, id, form.version, at).await)
        .await;
    let when = at.0.to_zoned(zone).strftime("%-d %B %Y, %H:%M");
    let notice = Notice::new(format!("Scheduled. It goes live on {when}."));
    answer(permit, page, id, done, notice, form.at).await
}

async fn unschedule(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let done = permit
        .change(async |change| postings::unschedule(change, id).await)
        .await;
    let notice = Notice::new("Not scheduled any more. The draft stays as it is.");
    answer(permit, page, id, done, notice, String::new()).await
}

async fn close(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let done = permit
        .change(async |change| postings::close(change, id).await)
        .await;
    let undo = format!("{}/reopening", links::posting(&page.company.slug, id));
    let notice = Notice::new("Closed. Nobody can apply any more; who did keeps their page.")
        .with_undo(undo, 0);
    answer(permit, page, id, done, notice, String::new()).await
}

async fn reopen(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    let done = permit
        .change(async |change| postings::reopen(change, id).await)
        .await;
    let notice = Notice::new("Open again, with the text that was live last.");
    answer(permit, page, id, done, notice, String::new()).await
}

/// Back to the page with a notice; or the page at once, with what stands in the way.
async fn answer<T>(
    permit: Permit<EditJobs>,
    page: Page,
    id: PostingId,
    done: Result<T>,
    notice: Notice,
    at: String,
) -> Result<Response> {
    let drawn = match done {
        Ok(_) => {
            let to = format!("{}/publication", links::posting(&page.company.slug, id));
            return Ok(page.redirect(to, notice));
        }
        Err(Error::Refused { text, .. }) => Drawn {
            refused: Some(text),
            at,
            ..Drawn::default()
        },
        // A time is wrong on this page; everything else is missing in the editor, and the page names it anyway.
        Err(Error::Invalid(errors)) => Drawn {
            errors,
            at,
            refused: None,
        },
        Err(other) => return Err(other),
    };
    draw(permit, page, id, drawn).await
}

async fn draw(
    permit: Permit<EditJobs>,
    page: Page,
    id: PostingId,
    drawn: Drawn,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let editing = postings::editing(&mut db, company, actor, id)
        .await?
        .to_edit()?;
    let draft = editing.resolved(&mut db, company).await?;
    let live = postings::live_content(&mut db, company, actor, id).await?;
    drop(db);
    let zone = permit.company().zone();
    let view = PublicationPage {
        comparison: live.map(|live| Comparison::of(&live, &draft)),
        missing: postings::missing(&editing, &draft, permit.now(), &zone),
        editing,
        draft,
        errors: drawn.errors,
        at: drawn.at,
        refused: drawn.refused,
        zone,
        page,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

impl PublicationPage {
    fn url(&self) -> String {
        links::posting(&self.page.company.slug, self.editing.id)
    }

    fn zone_name(&self) -> &str {
        &self.page.company.time_zone
    }

    fn allows(&self, act: Act) -> bool {
        self.editing.standing.allows(act)
    }

    fn whole(&self) -> bool {
        self.missing.is_empty()
    }

    /// Whether publishing would change anything for candidates.
    fn news(&self) -> bool {
        !self.editing.standing.status.is_live()
            || self
                .comparison
                .as_ref()
                .is_none_or(|comparison| !comparison.is_empty())
    }

    /// Where candidates read it, unless it is only for the company's own people.
    fn public_url(&self) -> Option<String> {
        let shown =
            self.editing.standing.published && self.draft.visibility != Visibility::Internal;
        shown.then(|| {
            links::careers_job(&self.page.company.slug, self.editing.id, &self.draft.title)
        })
    }
}
