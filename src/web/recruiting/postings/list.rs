//! `/{company}/postings` and `/{company}/jobs/{id}/postings`: postings, and the ways to begin one.

use crate::{
    access::{
        Permission, Permit,
        permissions::{EditJobs, EditTexts, ImportPostings, ReadJobs},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{JobId, PostingId},
        links::{self, Slug},
        paging::Paged,
    },
    domain::{
        jobs::{self, JobHead},
        postings::{self, Counts, Filter, Listed, Status},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/postings", all)
        .get("/{company}/jobs/{id}/postings", of_job)
        .post("/{company}/jobs/{id}/postings/new", begin)
        .post("/{company}/postings/{id}/copy", copy)
}

#[derive(Template)]
#[template(path = "recruiting/postings/list.html")]
struct ListPage {
    page: Page,
    /// The job whose postings these are; all of the company's without one.
    job: Option<JobHead>,
    status: Option<Status>,
    counts: Counts,
    postings: Paged<Listed>,
    /// The key of the form that begins a posting.
    once: Uuid,
    zone: TimeZone,
}

#[derive(Default, Deserialize)]
struct Shown {
    #[serde(default)]
    status: String,
    after: Option<String>,
}

/// A form that makes something: sent twice, it makes one.
#[derive(Deserialize)]
struct Once {
    once: Uuid,
}

async fn all(permit: Permit<ReadJobs>, page: Page, Query(shown): Query<Shown>) -> Result<Response> {
    draw(permit, page, None, shown).await
}

async fn of_job(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, job)): Path<(Slug, JobId)>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    draw(permit, page, Some(job), shown).await
}

async fn draw(
    permit: Permit<ReadJobs>,
    page: Page,
    job: Option<JobId>,
    shown: Shown,
) -> Result<Response> {
    let status = match shown.status.as_str() {
        "" => None,
        key => Some(Status::parse(key).ok_or(Error::NotFound)?),
    };
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let head = match job {
        Some(job) => Some(jobs::head(&mut db, company, actor, job).await?),
        None => None,
    };
    let filter = Filter { status, job };
    let postings = postings::list(&mut db, company, actor, filter, shown.after.as_deref()).await?;
    let counts = postings::counts(&mut db, company, actor, job).await?;
    drop(db);
    let view = ListPage {
        job: head,
        status,
        counts,
        postings,
        once: Uuid::new_v4(),
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn begin(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, job)): Path<(Slug, JobId)>,
    Form(form): Form<Once>,
) -> Result<Response> {
    let id = permit
        .change(async |change| postings::begin(change, job, form.once).await)
        .await?;
    Ok(page.redirect(
        links::posting(&page.company.slug, id),
        Notice::new("A draft to begin with. Nobody sees it but your company."),
    ))
}

async fn copy(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
    Form(form): Form<Once>,
) -> Result<Response> {
    let id = permit
        .change(async |change| postings::duplicate(change, id, form.once).await)
        .await?;
    Ok(page.redirect(
        links::posting(&page.company.slug, id),
        Notice::new("Copied into a new draft."),
    ))
}

impl ListPage {
    /// The address of this list: the company's, or a job's.
    fn url(&self) -> String {
        let company = &self.page.company.slug;
        match &self.job {
            Some(job) => format!("{}/postings", links::job(company, job.id)),
            None => format!("/{company}/postings"),
        }
    }

    fn is(&self, status: &Status) -> bool {
        self.status == Some(*status)
    }

    fn count(&self, status: &Status) -> i64 {
        self.counts.of(*status)
    }

    fn next(&self) -> Option<String> {
        let after = self.postings.next.as_deref()?;
        let status = self.status.map(Status::key).unwrap_or_default();
        Some(format!("{}?status={status}&after={after}", self.url()))
    }

    /// A key for copying a posting, of its own for each row of each page that was shown.
    fn key_of(&self, posting: &Listed) -> Uuid {
        Uuid::from_u128(self.once.as_u128() ^ posting.id.0.unsigned_abs() as u128)
    }

    fn imports(&self) -> bool {
        ImportPostings::ROLES.contains(&self.page.member.role)
    }

    fn edits_texts(&self) -> bool {
        EditTexts::ROLES.contains(&self.page.member.role)
    }
}
