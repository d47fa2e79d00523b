//! Writing a to-do about an application, a candidate or a job, beside those that are there; and changing one.

use super::page_of;
use crate::{
    access::{
        Permission, Permit,
        permissions::{ReadApplications, ReadJobs, WriteNotes},
    },
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        ids::{ApplicationId, CandidateId, JobId, TodoId, Version},
        links::Slug,
    },
    domain::{
        applications::owner::Colleague,
        todos::{self, About, Subject, Todo, TodoInput},
    },
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::shown::{self, Due},
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/todos", about_application)
        .post("/{company}/applications/{id}/todos", add_to_application)
        .get("/{company}/candidates/{id}/todos", about_candidate)
        .post("/{company}/candidates/{id}/todos", add_to_candidate)
        .get("/{company}/jobs/{id}/todos", about_job)
        .post("/{company}/jobs/{id}/todos", add_to_job)
        .get("/{company}/todos/{id}", ask)
        .post("/{company}/todos/{id}", edit)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct TodoForm {
    body: String,
    due: String,
    /// A member's id.
    whom: String,
    /// The one-time key of a new one.
    once: String,
    version: String,
}

#[derive(Template)]
#[template(path = "recruiting/todos/about.html", blocks = ["form"])]
struct AboutPage {
    page: Page,
    about: About,
    todos: Vec<Todo>,
    colleagues: Vec<Colleague>,
    form: TodoForm,
    errors: Errors,
    today: Day,
    /// The page of what they are about, and this one.
    own: String,
    here: String,
}

impl AboutPage {
    fn due(&self, todo: &Todo) -> Due {
        shown::due(todo.due_on, self.today)
    }
}

/// The address of the to-dos about something.
fn list_of(company: &Slug, subject: Subject) -> String {
    match subject {
        Subject::Application(_) | Subject::Candidate(_) => {
            format!("{}/todos", page_of(company, subject))
        }
        Subject::Job(_) => page_of(company, subject),
    }
}

async fn about_application(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    draw(
        &permit,
        page,
        Subject::Application(id),
        None,
        Errors::default(),
    )
    .await
}

async fn about_candidate(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
) -> Result<Response> {
    draw(
        &permit,
        page,
        Subject::Candidate(id),
        None,
        Errors::default(),
    )
    .await
}

async fn about_job(
    permit: Permit<ReadJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    draw(&permit, page, Subject::Job(id), None, Errors::default()).await
}

/// What there is to do about something, and the form with what was typed, or for oneself by the next day of work.
async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    subject: Subject,
    typed: Option<TodoForm>,
    errors: Errors,
) -> Result<Response> {
    let (company, actor, now) = (permit.company(), permit.actor(), permit.now());
    let mut db = permit.read().await?;
    let about = todos::about(&mut db, company.id, actor, subject).await?;
    let todos = todos::of(&mut db, company.id, actor, subject).await?;
    let colleagues = todos::colleagues(&mut db, company.id, actor, subject).await?;
    let next = todos::next_working_day(&mut db, company, now).await?;
    drop(db);
    let form = typed.unwrap_or_else(|| TodoForm {
        due: next.0.to_string(),
        whom: page.member.id.to_string(),
        once: Uuid::new_v4().to_string(),
        ..TodoForm::default()
    });
    let view = AboutPage {
        own: page_of(&company.slug, subject),
        here: list_of(&company.slug, subject),
        today: todos::today(company, now),
        page,
        about,
        todos,
        colleagues,
        form,
        errors,
    };
    view.page.html(&view.errors, &view, view.as_form())
}

async fn add_to_application(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(form): Form<TodoForm>,
) -> Result<Response> {
    add(permit, page, Subject::Application(id), form).await
}

async fn add_to_candidate(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, CandidateId)>,
    Form(form): Form<TodoForm>,
) -> Result<Response> {
    add(permit, page, Subject::Candidate(id), form).await
}

async fn add_to_job(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    Form(form): Form<TodoForm>,
) -> Result<Response> {
    add(permit, page, Subject::Job(id), form).await
}

async fn add(
    permit: Permit<WriteNotes>,
    page: Page,
    subject: Subject,
    form: TodoForm,
) -> Result<Response> {
    let once = form.once.parse().unwrap_or_else(|_| Uuid::new_v4());
    let added = match TodoInput::check(&form.body, &form.due, &form.whom) {
        Ok(input) => {
            permit
                .change(async |change| todos::add(change, subject, once, input).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(()) => {
            let back = page_of(&page.company.slug, subject);
            Ok(page.redirect(back, Notice::new("The to-do is written down.")))
        }
        Err(Error::Invalid(errors)) => {
            let once = Uuid::new_v4().to_string();
            let form = TodoForm { once, ..form };
            draw(&permit, page, subject, Some(form), errors).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "recruiting/todos/edit.html")]
struct EditPage {
    page: Page,
    todo: Todo,
    colleagues: Vec<Colleague>,
    form: TodoForm,
    errors: Errors,
    /// Why the last try was refused.
    refused: Option<String>,
    own: String,
}

async fn ask(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, TodoId)>,
) -> Result<Response> {
    draw_one(&permit, page, id, None, Errors::default(), None).await
}

/// The form with what was typed, or with the to-do as it is.
async fn draw_one(
    permit: &Permit<WriteNotes>,
    page: Page,
    id: TodoId,
    typed: Option<TodoForm>,
    errors: Errors,
    refused: Option<String>,
) -> Result<Response> {
    let (company, actor) = (permit.company(), permit.actor());
    let mut db = permit.read().await?;
    let todo = todos::todo(&mut db, company.id, actor, id).await?;
    let colleagues = todos::colleagues(&mut db, company.id, actor, todo.subject).await?;
    drop(db);
    let form = typed.unwrap_or_else(|| TodoForm {
        body: todo.body.clone(),
        due: todo.due_on.0.to_string(),
        whom: todo.member.to_string(),
        ..TodoForm::default()
    });
    let view = EditPage {
        own: page_of(&company.slug, todo.subject),
        page,
        todo,
        colleagues,
        form,
        errors,
        refused,
    };
    let mut response = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn edit(
    permit: Permit<WriteNotes>,
    page: Page,
    Path((_, id)): Path<(Slug, TodoId)>,
    Form(form): Form<TodoForm>,
) -> Result<Response> {
    let seen = form.version.parse().unwrap_or(Version(0));
    let done = match TodoInput::check(&form.body, &form.due, &form.whom) {
        Ok(input) => {
            permit
                .change(async |change| todos::edit(change, id, seen, input).await)
                .await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(subject) => {
            let own = page_of(&page.company.slug, subject);
            Ok(page.redirect(own, Notice::new("The to-do is changed.")))
        }
        Err(Error::Invalid(errors)) => draw_one(&permit, page, id, Some(form), errors, None).await,
        Err(Error::Refused { text, .. }) => {
            draw_one(&permit, page, id, Some(form), Errors::default(), Some(text)).await
        }
        Err(other) => Err(other),
    }
}
