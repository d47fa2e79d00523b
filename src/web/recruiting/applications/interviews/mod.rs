//! `/{company}/applications/{id}/interviews`: its interviews, and setting and changing one.

mod cancelling;
mod form;

use super::{Head, Status, Tab, Telling, dialled, web_link};
use crate::{
    access::{
        Permission, Permit,
        permissions::{ReadApplications, ScheduleInterviews},
    },
    base::{
        error::{Error, Errors, Result},
        ids::{ApplicationId, InterviewId, MemberId, Version},
        links::{self, Slug},
    },
    domain::{
        interviews::{self, Interview, NAME, PLACE, Plan, Way},
        jobs,
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::history::undo_of,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use form::InterviewForm;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    const OF: &str = "/{company}/applications/{id}/interviews";
    const ONE: &str = "/{company}/interviews/{id}";
    Routes::default()
        .get(OF, list)
        .get("/{company}/applications/{id}/interviews/new", ask)
        .post(OF, set)
        .get(ONE, ask_change)
        .post(ONE, change)
        .and(cancelling::routes())
}

#[derive(Template)]
#[template(path = "recruiting/applications/interviews.html")]
struct ListPage {
    page: Page,
    head: Head,
    interviews: Vec<Interview>,
}

impl ListPage {
    /// When it is, for the reader.
    fn when(&self, interview: &Interview) -> String {
        interviews::in_words(interview.starts_at, interview.minutes, &self.head.zone)
    }

    fn is_over(&self, interview: &Interview) -> bool {
        interview.ends_at() <= self.head.now
    }
}

async fn list(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, id, Tab::Interviews).await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let interviews = interviews::interviews_of(&mut db, company, actor, id).await?;
    drop(db);
    let view = ListPage {
        page,
        head,
        interviews,
    };
    view.page.whole(&Errors::default(), &view)
}

/// Somebody who can be asked to interview.
struct Choice {
    id: MemberId,
    name: String,
    /// Whether they are of the job's team.
    team: bool,
}

#[derive(Template)]
#[template(path = "recruiting/applications/interview.html")]
struct FormPage {
    page: Page,
    head: Head,
    /// The one that is changed.
    interview: Option<InterviewId>,
    form: InterviewForm,
    choices: Vec<Choice>,
    errors: Errors,
    refused: Option<String>,
}

impl FormPage {
    fn action(&self) -> String {
        match self.interview {
            Some(id) => links::interview(&self.page.company.slug, id),
            None => format!("{}/interviews", self.head.own),
        }
    }

    fn of_team(&self, team: bool) -> impl Iterator<Item = &Choice> {
        self.choices
            .iter()
            .filter(move |choice| choice.team == team)
    }

    /// Whether somebody is asked who is not of the team.
    fn asks_others(&self) -> bool {
        self.of_team(false).any(|choice| self.form.asks(&choice.id))
    }
}

/// What a form shows beside its page: what was typed, what is wrong with it, and why the last try was refused.
#[derive(Default)]
struct Typed {
    form: Option<InterviewForm>,
    errors: Errors,
    refused: Option<String>,
}

/// Draws the form: to set one, or to change one.
async fn draw(
    permit: &Permit<ScheduleInterviews>,
    page: Page,
    (application, interview): (ApplicationId, Option<Interview>),
    typed: Typed,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, permit, &page, application, Tab::Interviews).await?;
    if !head.profile.mails {
        return Err(interviews::may_not_schedule());
    }
    let team = jobs::team(&mut db, company.id, head.profile.job).await?;
    let colleagues = jobs::colleagues(&mut db, company.id).await?;
    drop(db);
    let choices = colleagues.into_iter().map(|colleague| Choice {
        team: team.iter().any(|mate| mate.member == colleague.id),
        id: colleague.id,
        name: colleague.name,
    });
    let form = typed.form.unwrap_or_else(|| match &interview {
        Some(interview) => InterviewForm::of(interview),
        None => InterviewForm::fresh(usual_name(&head), head.now, &company.time_zone),
    });
    let view = FormPage {
        choices: choices.collect(),
        page,
        head,
        interview: interview.map(|interview| interview.id),
        form,
        errors: typed.errors,
        refused: typed.refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn ask(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    draw(&permit, page, (id, None), Typed::default()).await
}

async fn set(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<InterviewForm>,
) -> Result<Response> {
    let once = form.once.parse().unwrap_or_else(|_| Uuid::new_v4());
    let done = match form.check() {
        Ok(plan) => {
            permit
                .change(async |change| interviews::schedule(change, id, once, &plan).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(_) => {
            let to = interviews_of(&page, id);
            let notice = Notice::new("The interview is set, and everybody is written to.");
            Ok(page.redirect(to, notice))
        }
        Err(error) => draw(&permit, page, (id, None), again(form, error)?).await,
    }
}

async fn ask_change(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, InterviewId)>,
) -> Result<Response> {
    let interview = look(&permit, id).await?;
    let application = interview.application;
    draw(
        &permit,
        page,
        (application, Some(interview)),
        Typed::default(),
    )
    .await
}

async fn change(
    permit: Permit<ScheduleInterviews>,
    page: Page,
    Path((_, id)): Path<(Slug, InterviewId)>,
    Form(mut form): Form<InterviewForm>,
) -> Result<Response> {
    let plan: Result<Plan, Errors> = form.check();
    let seen = form.seen();
    let done = match plan {
        Ok(plan) => {
            permit
                .change(async |change| interviews::change(change, id, seen, &plan).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(changed) => {
            let id = changed.application;
            let undo = changed
                .event
                .map(|event| undo_of(&page.company.slug, id, event));
            let notice = Notice::new("The interview is changed, and everybody is written to.")
                .with_undo_at(undo);
            Ok(page.redirect(interviews_of(&page, id), notice))
        }
        Err(error) => {
            let stale = matches!(
                &error,
                Error::Refused {
                    code: interviews::STALE,
                    ..
                }
            );
            let interview = look(&permit, id).await?;
            // Sent again, it stands against what somebody else made of it.
            if stale {
                form.version = interview.version.to_string();
            }
            let typed = again(form, error)?;
            draw(
                &permit,
                page,
                (interview.application, Some(interview)),
                typed,
            )
            .await
        }
    }
}

/// What an interview is called unless somebody calls it otherwise: as the stage, once there is more to it than reading.
fn usual_name(head: &Head) -> &str {
    match head.profile.step() {
        0 => "Interview",
        _ => head.profile.stage_name(),
    }
}

/// One interview that may be looked at, by whoever may set it.
async fn look<P: Permission>(permit: &Permit<P>, id: InterviewId) -> Result<Interview> {
    let mut db = permit.read().await?;
    interviews::interview(&mut db, permit.company().id, permit.actor(), id).await
}

/// The form once more after a refusal; whatever is none is not for a form to say.
fn again(form: InterviewForm, error: Error) -> Result<Typed> {
    let (errors, refused) = match error {
        Error::Invalid(errors) => (errors, None),
        Error::Refused { text, .. } => (Errors::default(), Some(text)),
        other => return Err(other),
    };
    Ok(Typed {
        form: Some(form),
        errors,
        refused,
    })
}

/// The version in a form. Without one nobody has seen anything, so that the act is stale.
fn version(text: &str) -> Version {
    text.parse().unwrap_or(Version(0))
}

fn interviews_of(page: &Page, id: ApplicationId) -> String {
    format!("{}/interviews", links::application(&page.company.slug, id))
}
