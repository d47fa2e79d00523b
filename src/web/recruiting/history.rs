//! Taking back what an event tells, and a job's own history: `/{company}/jobs/{id}/history`.

use super::{came::Came, shown};
use crate::{
    access::{
        Permission, Permit,
        actor::ActorKind,
        permissions::{ReadApplications, ReadJobs, ReadProspects},
    },
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{ApplicationId, CandidateId, EventId, JobId, Version},
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::{
        applications::person,
        jobs::{self, JobHead, JobStatus},
        prospects,
        reversal::{self, Subject},
        timeline::{self, JobEntry},
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

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/history", show)
        .post("/{company}/jobs/{id}/history/{event}/undo", undo_of_job)
        .post(
            "/{company}/applications/{id}/activity/{event}/undo",
            undo_of_application,
        )
        .post(
            "/{company}/candidates/{id}/activity/{event}/undo",
            undo_of_candidate,
        )
}

/// Where an event of an application is taken back.
pub fn undo_of(company: &Slug, application: ApplicationId, event: EventId) -> String {
    let own = links::application(company, application);
    format!("{own}/activity/{event}/undo")
}

/// Where something done with somebody themselves is taken back.
pub fn undo_of_person(company: &Slug, candidate: CandidateId, event: EventId) -> String {
    let own = links::candidate(company, candidate);
    format!("{own}/activity/{event}/undo")
}

/// To a page of a job, with a notice that takes an event of it back, if there is one.
pub fn done_with_job(
    page: &Page,
    job: JobId,
    to: &str,
    text: &str,
    event: Option<EventId>,
) -> Response {
    let slug = &page.company.slug;
    let history = links::job_page(slug, job, "history");
    let undo = event.map(|event| format!("{history}/{event}/undo"));
    let notice = Notice::new(text).with_undo_at(undo);
    page.redirect(links::job_page(slug, job, to), notice)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/history.html")]
struct HistoryPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    entries: Paged<JobEntry>,
    /// What can be taken back now.
    reversible: Vec<EventId>,
    now: Time,
    zone: TimeZone,
}

impl HistoryPage {
    fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.zone)
    }

    fn who<'e>(&self, entry: &'e JobEntry) -> &'e str {
        match (entry.by, &entry.member) {
            (_, Some(member)) => member,
            (ActorKind::Member, None) => "Somebody who left",
            _ => "Candor",
        }
    }

    fn may_take_back(&self, entry: &JobEntry) -> bool {
        self.job.edits && self.reversible.contains(&entry.id)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct HistoryQuery {
    after: String,
}

async fn show(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response> {
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, actor, id).await?;
    let after = decode_cursor(&query.after);
    let entries = timeline::job(&mut db, company, actor, id, after).await?;
    let reversible = match job.edits {
        true => reversal::reversible(&mut db, company, actor, Subject::Job(id)).await?,
        false => Vec::new(),
    };
    drop(db);
    let view = HistoryPage {
        now: permit.now(),
        zone: page.zone(),
        page,
        job,
        here: "history",
        entries,
        reversible,
    };
    view.page.whole(&Errors::default(), &view)
}

/// The version that was seen, where the act asks for one.
#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    version: String,
}

async fn undo_of_job(
    permit: Permit<ReadJobs>,
    page: Page,
    came: Came,
    Path((_, id, event)): Path<(Slug, JobId, EventId)>,
) -> Result<Response> {
    let said = timeline::take_back(&permit, Subject::Job(id), event, Version(0)).await?;
    let history = links::job_page(&page.company.slug, id, "history");
    let back = came.or(&page.company, &history);
    Ok(page.redirect(back, Notice::new(said.0)))
}

async fn undo_of_candidate(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id, event)): Path<(Slug, CandidateId, EventId)>,
) -> Result<Response> {
    let said = timeline::take_back(&permit, Subject::Candidate(id), event, Version(0)).await?;
    let seen = seen_at(&permit, &page.company.slug, id).await?;
    let back = came.or(&page.company, &seen);
    Ok(page.redirect(back, Notice::new(said.0)))
}

/// Where somebody is to be seen: with their applications, or in the pool; whoever is in neither any more, among all others.
async fn seen_at(
    permit: &Permit<ReadApplications>,
    slug: &Slug,
    id: CandidateId,
) -> Result<String> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let mut db = permit.read().await?;
    match person::person(&mut db, company, actor, id).await {
        Ok(person) => return Ok(links::candidate(slug, person.id)),
        Err(Error::NotFound) => {}
        Err(other) => return Err(other),
    }
    if !ReadProspects::admits(actor) {
        return Ok(links::candidates(slug));
    }
    match prospects::of_candidate(&mut db, company, actor, id, now).await {
        Ok(prospect) => Ok(links::prospect(slug, prospect)),
        Err(Error::NotFound) => Ok(links::candidates(slug)),
        Err(other) => Err(other),
    }
}

async fn undo_of_application(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id, event)): Path<(Slug, ApplicationId, EventId)>,
    Form(form): Form<Seen>,
) -> Result<Response> {
    let seen = form.version.parse().unwrap_or(Version(0));
    let said = timeline::take_back(&permit, Subject::Application(id), event, seen).await?;
    let back = came.back(&page.company, "", id);
    Ok(page.redirect(back, Notice::new(said.0)))
}
