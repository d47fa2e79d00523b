//! `/{company}/deleted`: what was deleted in the last thirty days, and its way back.

use super::shown;
use crate::{
    access::{
        Permit,
        permissions::{EditJobs, ManageCompany, UseCompany},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{DeletedId, JobId, StageId, UnmatchedId},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::{
        companies,
        deleted::{self, Deleted, Kind, What},
        jobs, replies,
    },
    web::kit::{filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/deleted", show)
        .post("/{company}/deleted/{id}/restoration", restore)
}

#[derive(Template)]
#[template(path = "recruiting/deleted.html")]
struct DeletedPage {
    page: Page,
    things: Paged<Deleted>,
    /// Only what was part of this job.
    job: Option<JobId>,
    now: Time,
    zone: TimeZone,
}

impl DeletedPage {
    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.zone)
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DeletedQuery {
    job: String,
    after: String,
}

async fn show(
    permit: Permit<UseCompany>,
    page: Page,
    Query(query): Query<DeletedQuery>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let job = query.job.parse().ok();
    let after = decode_cursor(&query.after);
    let things = {
        let mut db = permit.read().await?;
        deleted::list(&mut db, company, actor, now, job, after).await?
    };
    let view = DeletedPage {
        zone: page.zone(),
        page,
        things,
        job,
        now,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn restore(
    permit: Permit<UseCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, DeletedId)>,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let what = deleted::look(&mut *permit.read().await?, company, actor, now, id).await?;
    let name = match what {
        What {
            kind: Kind::Stage,
            thing,
            job: Some(job),
        } => {
            permit
                .to::<EditJobs>()?
                .change(async |change| jobs::restore_stage(change, job, StageId(thing)).await)
                .await?
        }
        What {
            kind: Kind::Mail,
            thing,
            ..
        } => {
            permit
                .to::<ManageCompany>()?
                .change(async |change| replies::restore_unmatched(change, UnmatchedId(thing)).await)
                .await?;
            "the mail".to_owned()
        }
        _ => {
            permit
                .change(async |change| companies::restore(change, id).await)
                .await?
        }
    };
    let slug = &page.company.slug;
    let to = match (what.kind, what.job) {
        (Kind::Office, _) => links::settings(slug, "offices"),
        (Kind::Department, _) => links::settings(slug, "departments"),
        (Kind::Region, _) => links::settings(slug, "regions"),
        (Kind::PlanTemplate, _) => links::settings(slug, "plans"),
        (Kind::Limit, _) => links::settings(slug, "limits"),
        (Kind::RetentionRule, _) => links::settings(slug, "retention"),
        (Kind::View, _) => links::candidates(slug),
        (Kind::Logo, _) => links::settings(slug, "site"),
        (Kind::Inquiry, _) => links::settings(slug, "self-identification"),
        (Kind::Mail, _) => links::settings(slug, "unmatched"),
        (Kind::Stage, Some(job)) => links::job_page(slug, job, "plan"),
        (Kind::Stage, None) => links::jobs(slug),
    };
    Ok(page.redirect(to, Notice::new(format!("Restored: {name}."))))
}
