//! `/a/{token}/details`: correcting what they sent, and sending newer files, until they have an answer; afterwards who
//! they are and how to reach them.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::error::{Error, Errors, Result},
    domain::{
        applications::{FileRole, answers::Answer},
        candidates::typed::{links, phones},
        files,
        own::{self, Amendment, ContactData, Sent},
        postings::advert::{Question, QuestionKind},
    },
    web::{
        careers::{
            applications::{
                check,
                form::{ApplyForm, answers_of, described_by, field_of, questions_title},
                keeping::{enclosed, takes_file},
            },
            frame::{Frame, private},
        },
        kit::{
            filters,
            limits::{self, Limits, Uploads},
            notice::Notice,
            page::redirect,
            routes::Routes,
            staging::{forget, keep, key_of, stage},
            upload::Received,
        },
    },
};
use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::from_fn_with_state,
    response::Response,
};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Corrections that arrive at once.
const PLACES: usize = 16;

pub fn routes() -> Routes {
    const PATH: &str = "/a/{token}/details";
    let uploads = Uploads::new(PLACES, Limits::FILES);
    Routes::default()
        .get(PATH, show)
        .post(PATH, send)
        .layer(from_fn_with_state(uploads, limits::upload))
}

#[derive(Template)]
#[template(path = "careers/own/details.html")]
struct DetailsPage {
    frame: Frame,
    own: Own,
    sent: Sent,
    questions: Vec<Question>,
    form: ApplyForm,
    errors: Errors,
    /// Set once they have their answer: the form is only there to be copied from.
    answered: bool,
    /// Whether the form has names and phones only, as it does after the answer.
    contact_only: bool,
}

/// A form that can be sent, but for its files.
struct Checked {
    contact: ContactData,
    answers: Vec<Answer>,
    pasted: Option<String>,
    files: Vec<(String, FileRole)>,
}

/// The form with what they sent in it.
async fn show(permit: Permit<OwnApplication>, own: Own) -> Result<Response> {
    let sent = look(&permit).await?;
    let received = Received {
        texts: typed(&sent),
        ..Received::default()
    };
    let form = ApplyForm::again(Uuid::new_v4(), received, Vec::new());
    let contact_only = sent.outcome.is_some();
    let mut page = DetailsPage::new(&permit, own, sent, form, Errors::default())?;
    page.contact_only = contact_only;
    page.draw(StatusCode::OK)
}

async fn look(permit: &Permit<OwnApplication>) -> Result<Sent> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    own::sent(&mut *permit.read().await?, permit.company().id, applicant).await
}

/// Takes the form. Files are durable before the transaction begins, and the answer comes after its commit.
async fn send(
    permit: Permit<OwnApplication>,
    own: Own,
    State(app): State<App>,
    request: Request,
) -> Result<Response> {
    let sent = look(&permit).await?;
    let questions = &sent.questions;
    let mut received =
        Received::read(request, &app.storage, |field| takes_file(questions, field)).await?;
    let key = key_of(&received)?;
    if received.one("part") == "contact" {
        return send_contact(&permit, own, sent, key, received).await;
    }
    let staged = {
        let mut db = permit.read().await?;
        files::staged(&mut db, permit.company().id, key).await?
    };
    let uploads = std::mem::take(&mut received.files);
    let has_file =
        |field: &str| uploads.contains_key(field) || staged.iter().any(|kept| kept.field == field);
    let checked = match checked(&received, &sent, has_file) {
        Ok(checked) => checked,
        Err(errors) => {
            let kept = stage(&permit, key, uploads, staged).await?;
            let status = received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let form = ApplyForm::again(key, received, kept);
            return DetailsPage::new(&permit, own, sent, form, errors)?.draw(status);
        }
    };
    let kept = keep(&app.storage, uploads, checked.pasted.as_deref()).await?;
    let amendment = Amendment {
        key,
        contact: checked.contact,
        answers: checked.answers,
        files: enclosed(checked.pasted.is_some(), checked.files, &kept, &staged)?,
    };
    let amended = permit
        .change(async |change| own::amend(change, amendment).await)
        .await;
    match amended {
        Ok(first) => {
            if !first {
                forget(&app.storage, kept).await;
            }
            let notice =
                Notice::new("We have your changes. Whoever read your application sees them.");
            Ok(redirect(&own.link(""), Some(&notice)))
        }
        // Both come from before the commit, so that no row names the files.
        Err(Error::Refused {
            code: own::ANSWERED,
            ..
        }) => {
            forget(&app.storage, kept).await;
            let form = ApplyForm::again(key, received, staged);
            let mut page = DetailsPage::new(&permit, own, sent, form, Errors::default())?;
            page.answered = true;
            page.draw(StatusCode::CONFLICT)
        }
        Err(Error::Invalid(errors)) => {
            forget(&app.storage, kept).await;
            // With a number of its own, what is typed here can be sent after all.
            let form = ApplyForm::again(Uuid::new_v4(), received, Vec::new());
            let page = DetailsPage::new(&permit, own, sent, form, errors)?;
            page.draw(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => Err(other),
    }
}

/// Takes the form that has names and phones only.
async fn send_contact(
    permit: &Permit<OwnApplication>,
    own: Own,
    sent: Sent,
    key: Uuid,
    received: Received,
) -> Result<Response> {
    let mut errors = Errors::default();
    let (given_name, family_name) = check::names(&received, &mut errors);
    let phones = phones(received.one("phone"), &mut errors);
    let corrected = match errors.is_empty() {
        true => {
            permit
                .change(async |change| {
                    own::correct_contact(change, key, given_name, family_name, phones).await
                })
                .await
        }
        false => Err(errors.into()),
    };
    match corrected {
        Ok(_) => {
            let notice = Notice::new("We have your changes.");
            Ok(redirect(&own.link(""), Some(&notice)))
        }
        Err(Error::Invalid(errors)) => {
            let form = ApplyForm::again(Uuid::new_v4(), received, Vec::new());
            let mut page = DetailsPage::new(permit, own, sent, form, errors)?;
            page.contact_only = true;
            page.draw(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => Err(other),
    }
}

impl DetailsPage {
    fn new(
        permit: &Permit<OwnApplication>,
        own: Own,
        sent: Sent,
        form: ApplyForm,
        errors: Errors,
    ) -> Result<Self> {
        Ok(Self {
            frame: own.around(&permit.company().slug)?.frame,
            own,
            questions: shown(&sent),
            sent,
            form,
            errors,
            answered: false,
            contact_only: false,
        })
    }

    fn draw(&self, status: StatusCode) -> Result<Response> {
        private(status, self)
    }

    fn described_by(&self, name: &str, hint: &bool) -> String {
        described_by(name, *hint, &self.errors)
    }

    fn has_error(&self, name: &str) -> bool {
        self.errors.has(name)
    }

    fn field_of(&self, question: &Question) -> String {
        field_of(question)
    }

    fn questions_title(&self) -> String {
        questions_title(&self.questions)
    }
}

/// Checks everything at once.
fn checked(
    received: &Received,
    sent: &Sent,
    has_file: impl Fn(&str) -> bool,
) -> Result<Checked, Errors> {
    let mut errors = Errors::default();
    let (given_name, family_name) = check::names(received, &mut errors);
    let phones = phones(received.one("phone"), &mut errors);
    let (headline, place) = check::whereabouts(received, &mut errors);
    let links = links(received.one("links"), &mut errors);
    let pasted = check::pasted(received, &mut errors);
    let mut asked = sent.questions.clone();
    asked.retain(|question| file_for(sent, question).is_none() || has_file(&field_of(question)));
    let (answers, mut files) = check::answers(received, &asked, &has_file, &mut errors);
    if has_file("resume") {
        files.push(("resume".to_owned(), FileRole::Resume));
    }
    // What is wrong with a field whatever it means, as a file that is too large.
    for (field, message) in received.errors.iter() {
        errors.add(field, message);
    }
    errors.into_result(|| Checked {
        contact: ContactData {
            given_name,
            family_name,
            phones,
            headline,
            place,
            links,
        },
        answers,
        pasted,
        files,
    })
}

/// The file that answers a question already.
fn file_for<'s>(sent: &'s Sent, question: &Question) -> Option<&'s Answer> {
    let mut answers = sent.answers.iter();
    let found = answers.find(|answer| answer.question.id == question.id);
    found.filter(|_| question.kind == QuestionKind::File)
}

/// The questions as the form shows them: one that a file answers already says so, and wants no other.
fn shown(sent: &Sent) -> Vec<Question> {
    let show = |question: &Question| {
        let mut question = question.clone();
        if let Some(answer) = file_for(sent, &question) {
            question.required = false;
            let had = format!("We have “{}”. It stays if you send no other.", answer.text);
            question.help = format!("{} {had}", question.help).trim().to_owned();
        }
        question
    };
    sent.questions.iter().map(show).collect()
}

/// What they sent, as they would type it.
fn typed(sent: &Sent) -> BTreeMap<String, Vec<String>> {
    let contact = &sent.contact;
    let fields = [
        ("given_name", contact.given_name.clone()),
        ("family_name", contact.family_name.clone()),
        ("phone", contact.phones.join("\n")),
        ("headline", contact.headline.clone()),
        ("place", contact.place.clone()),
        ("links", contact.links.join("\n")),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), vec![value]));
    let answers = sent.answers.iter();
    let answers = answers.map(|answer| (field_of(&answer.question), values(answer)));
    fields.into_iter().chain(answers).collect()
}

fn values(answer: &Answer) -> Vec<String> {
    match (answer.question.kind, &answer.value) {
        (QuestionKind::File, _) => Vec::new(),
        (_, Value::Bool(true)) => vec!["yes".to_owned()],
        (_, Value::Bool(false)) => vec!["no".to_owned()],
        (_, Value::Array(chosen)) => chosen.iter().map(ToString::to_string).collect(),
        (QuestionKind::SingleChoice, chosen) => vec![chosen.to_string()],
        (_, Value::String(text)) => vec![text.clone()],
        _ => vec![answer.text.clone()],
    }
}
