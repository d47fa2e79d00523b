//! `/{company}/jobs/{id}/team`: who works on a job.

use crate::{
    access::{
        Permit, TeamRole,
        permissions::{EditJobs, ReadJobs},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{EventId, JobId, MemberId},
        links::{self, Slug},
    },
    domain::jobs::{self, Colleague, JobHead, JobStatus, Teammate},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::done_with_job,
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/team", show)
        .post("/{company}/jobs/{id}/team", add)
        .post("/{company}/jobs/{id}/team/removal", remove)
        .post("/{company}/jobs/{id}/team/responsible", make_responsible)
}

#[derive(Template)]
#[template(path = "recruiting/jobs/team.html")]
struct TeamPage {
    page: Page,
    job: JobHead,
    here: &'static str,
    team: Vec<Teammate>,
    colleagues: Vec<Colleague>,
    form: TeamForm,
    errors: Errors,
}

#[derive(Deserialize, Default)]
struct TeamForm {
    member: String,
    role: String,
}

impl TeamForm {
    fn check(&self) -> Result<(MemberId, TeamRole), Errors> {
        let mut errors = Errors::default();
        let member = self.member.parse().ok();
        if member.is_none() {
            errors.add("member", "Choose a colleague");
        }
        let role = TeamRole::parse(&self.role);
        if role.is_none() {
            errors.add("role", "Choose what they do here");
        }
        match (member, role) {
            (Some(member), Some(role)) => Ok((member, role)),
            _ => Err(errors),
        }
    }
}

/// What a place in the team lets somebody see.
fn sees(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Recruiter => "Sees everybody who applies, decides, and edits the job",
        TeamRole::HiringManager => "Sees everybody who applies, and decides",
        TeamRole::Coordinator | TeamRole::Sourcer => "Sees everybody who applies",
        TeamRole::Interviewer => "Sees the people they interview",
    }
}

impl TeamPage {
    /// Roles that should have somebody responsible, and have nobody.
    fn missing(&self) -> Option<&'static str> {
        let answers = |role| {
            self.team
                .iter()
                .any(|mate| mate.role == role && mate.responsible)
        };
        (!answers(TeamRole::Recruiter)).then_some(
            "No recruiter answers for this job. Make one of the recruiters responsible, or add one.",
        )
    }
}

async fn show(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw(&permit, page, id, TeamForm::default(), Errors::default()).await
}

async fn add(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<TeamForm>,
) -> Result<Response> {
    let added = match form.check() {
        Ok((member, role)) => {
            permit
                .change(async |change| jobs::add_teammate(change, id, member, role).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(event) => Ok(back(&page, id, "Added to the team", event)),
        Err(Error::Invalid(errors)) => draw(&permit, page, id, form, errors).await,
        Err(other) => Err(other),
    }
}

async fn remove(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<TeamForm>,
) -> Result<Response> {
    let (member, role) = form.check()?;
    let event = permit
        .change(async |change| jobs::remove_teammate(change, id, member, role).await)
        .await?;
    if let Some(event) = event {
        return Ok(back(&page, id, "Taken out of the team", event));
    }
    Ok(page.redirect(
        links::jobs(&page.company.slug),
        Notice::new("You left the team, and no longer see that job"),
    ))
}

async fn make_responsible(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<TeamForm>,
) -> Result<Response> {
    let (member, role) = form.check()?;
    let event = permit
        .change(async |change| jobs::make_responsible(change, id, member, role).await)
        .await?;
    Ok(back(&page, id, "They answer for this job now", event))
}

fn back(page: &Page, id: JobId, text: &str, event: EventId) -> Response {
    done_with_job(page, id, "team", text, Some(event))
}

async fn draw<P: crate::access::Permission>(
    permit: &Permit<P>,
    page: Page,
    id: JobId,
    form: TeamForm,
    errors: Errors,
) -> Result<Response> {
    let company = permit.company().id;
    let mut db = permit.read().await?;
    let job = jobs::head(&mut db, company, permit.actor(), id).await?;
    if !errors.is_empty() {
        job.editable()?;
    }
    let team = jobs::team(&mut db, company, id).await?;
    let colleagues = if job.edits {
        jobs::colleagues(&mut db, company).await?
    } else {
        Vec::new()
    };
    drop(db);
    let view = TeamPage {
        page,
        job,
        here: "team",
        team,
        colleagues,
        form,
        errors,
    };
    view.page.whole(&view.errors, &view)
}
