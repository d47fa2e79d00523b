//! The form, and sending it.

use crate::{
    access::{Permit, permissions::Introduce},
    app::App,
    base::{
        error::{Errors, Result},
        ids::DepartmentId,
        links,
    },
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        files,
        intake::{self, Signs},
        prospects::{self, Area, Introduction},
    },
    web::{
        careers::{
            applications::{
                check::names,
                form::{ApplyForm, TRAP, described_by},
            },
            campaign::Campaign,
            frame::{Frame, private},
            visit::Visit,
        },
        kit::{
            client::Neighbourhood,
            filters,
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
    response::Response,
};

/// The longest text of oneself, in characters.
const WORDS: usize = 5_000;
/// The one file of the form.
const RESUME: &str = "resume";

pub fn routes() -> Routes {
    const PATH: &str = "/careers/{company}/introduction";
    Routes::default()
        .get(PATH, ask)
        .post(PATH, send)
        .get("/careers/{company}/introduction/sent", sent)
}

#[derive(Template)]
#[template(path = "careers/introductions/form.html")]
struct FormPage {
    frame: Frame,
    action: String,
    areas: Vec<Area>,
    consent: String,
    form: ApplyForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "careers/introductions/sent.html")]
struct SentPage {
    frame: Frame,
}

impl FormPage {
    fn described_by(&self, name: &str, hint: &bool) -> String {
        described_by(name, *hint, &self.errors)
    }

    fn has_error(&self, name: &str) -> bool {
        self.errors.has(name)
    }
}

async fn ask(permit: Permit<Introduce>, visit: Visit) -> Result<Response> {
    let number = intake::number(permit.key(), visit.now);
    let form = ApplyForm::empty(number, visit.campaign.packed());
    draw(&permit, &visit, StatusCode::OK, form, Errors::default()).await
}

/// Takes the form. A file is durable before the transaction begins, and the answer comes after its commit.
async fn send(
    permit: Permit<Introduce>,
    visit: Visit,
    State(app): State<App>,
    Neighbourhood(network): Neighbourhood,
    request: Request,
) -> Result<Response> {
    let mut received = Received::read(request, &app.storage, |field| field == RESUME).await?;
    let (key, number) = (key_of(&received)?, received.one("key").to_owned());
    let company = permit.company().id;
    let (staged, consent) = {
        let mut db = permit.read().await?;
        let months = prospects::months(&mut db, company).await?;
        let consent = prospects::consent(&permit.company().name, months);
        (files::staged(&mut db, company, key).await?, consent)
    };
    let uploads = std::mem::take(&mut received.files);
    let mut introduction = match check(&received, key, consent) {
        Ok(introduction) => introduction,
        Err(errors) => {
            let kept = stage(&permit, key, uploads, staged).await?;
            let status = received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let form = ApplyForm::again(number, received, kept);
            return draw(&permit, &visit, status, form, errors).await;
        }
    };
    let kept = keep(&app.storage, uploads, None).await?;
    let now = kept.first().map(|(_, file)| file);
    let earlier = staged.iter().map(|staged| &staged.file);
    introduction.resume = now.into_iter().chain(earlier).next().cloned();
    let signs = Signs {
        drawn_at: intake::drawn_at(permit.key(), &number),
        trapped: !received.one(TRAP).is_empty(),
        network,
        per_network: app.config.applications_per_network,
    };
    let first = permit
        .change(async |change| prospects::introduce(change, introduction, &signs).await)
        .await?;
    if !first {
        forget(&app.storage, kept).await;
    }
    let sent = format!("{}/sent", links::careers_introduction(visit.site.root()));
    Ok(redirect(&sent, None))
}
async fn sent(_: Permit<Introduce>, visit: Visit) -> Result<Response> {
    let frame = Frame::of(&visit.site);
    private(StatusCode::OK, &SentPage { frame })
}

fn check(received: &Received, once: uuid::Uuid, consent: String) -> Result<Introduction, Errors> {
    let mut errors = Errors::default();
    let (given_name, family_name) = names(received, &mut errors);
    let email = Email::parse(received.one("email"));
    if email.is_none() {
        errors.add("email", EMAIL_HELP);
    }
    let words = received.one("words").trim().replace("\r\n", "\n");
    if words.is_empty() {
        errors.add("words", "Say in a few lines what you would like to do");
    } else if words.chars().count() > WORDS {
        errors.add("words", "Shorten this to 5,000 characters");
    }
    if received.one("consent").is_empty() {
        errors.add("consent", "Tick the box to let us keep this");
    }
    for (field, message) in received.errors.iter() {
        errors.add(field, message);
    }
    let areas = received.texts.get("areas").into_iter().flatten();
    let areas = areas
        .filter_map(|id| id.parse().ok().map(DepartmentId))
        .collect();
    match email.filter(|_| errors.is_empty()) {
        None => Err(errors),
        Some(email) => Ok(Introduction {
            once,
            given_name,
            family_name,
            email,
            words,
            areas,
            resume: None,
            consent,
            touch: Campaign::parse(Some(received.one("came"))).touch(),
        }),
    }
}

async fn draw(
    permit: &Permit<Introduce>,
    visit: &Visit,
    status: StatusCode,
    form: ApplyForm,
    errors: Errors,
) -> Result<Response> {
    let company = permit.company();
    let mut db = permit.read().await?;
    let areas = prospects::areas(&mut db, company.id).await?;
    let months = prospects::months(&mut db, company.id).await?;
    drop(db);
    let page = FormPage {
        frame: Frame::of(&visit.site).carrying(&visit.campaign),
        action: links::careers_introduction(&company.slug),
        areas,
        consent: prospects::consent(&company.name, months),
        form,
        errors,
    };
    private(status, &page)
}
