//! `/careers/{company}/alerts`: hearing of new openings. A mail asks first; its link leads to a page with one button, so that
//! whatever only follows links confirms nothing.

use super::{
    frame::{Frame, private},
    visit::Visit,
};
use crate::{
    access::{Permit, permissions::AskForAlerts},
    base::{
        error::{Error, Errors, Result},
        links::{self, Slug},
        secret::Token,
    },
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        alerts::{self, Alert, UNCONFIRMED_DAYS, Wanted},
    },
    web::kit::{client::Household, filters, form::Form, page::redirect, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;

pub fn routes() -> Routes {
    const PATH: &str = "/careers/{company}/alerts";
    const OWN: &str = "/careers/{company}/alerts/{token}";
    Routes::default()
        .get(PATH, show)
        .post(PATH, ask)
        .get("/careers/{company}/alerts/sent", sent)
        .get(OWN, own)
        .post(OWN, end)
        .post("/careers/{company}/alerts/{token}/confirmation", confirm)
        .post("/careers/{company}/alerts/{token}/search", search)
}

/// Whether a path is one under which mail programs end an alert by themselves (RFC 8058). It takes no cookies: its token
/// is its leave.
pub fn is_one_click(path: &str) -> bool {
    let mut segments = path.split('/').skip(1);
    let fixed = segments.next() == Some("careers")
        && segments.next().is_some()
        && segments.next() == Some("alerts");
    fixed && segments.next().is_some() && segments.next().is_none()
}

#[derive(Template)]
#[template(path = "careers/alerts/ask.html")]
struct AskPage {
    frame: Frame,
    action: String,
    form: AskForm,
    wanted: Wanted,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "careers/alerts/sent.html")]
struct SentPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "careers/alerts/own.html")]
struct OwnPage {
    frame: Frame,
    here: String,
    alert: Alert,
    /// What they typed to look for something else.
    query: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "careers/alerts/ended.html")]
struct EndedPage {
    frame: Frame,
    again: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AskForm {
    email: String,
    /// The list's query.
    search: String,
    /// What led here, packed.
    came: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SearchForm {
    q: String,
    /// What else is looked for, as it was.
    search: String,
    /// Drop everything but the words.
    all: String,
}

async fn show(
    _: Permit<AskForAlerts>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let form = AskForm {
        email: String::new(),
        search: Wanted::parse(query.as_deref().unwrap_or_default()).query(),
        came: visit.campaign.packed(),
    };
    draw(&visit, StatusCode::OK, form, Errors::default())
}

async fn ask(
    permit: Permit<AskForAlerts>,
    visit: Visit,
    Household(network): Household,
    Form(form): Form<AskForm>,
) -> Result<Response> {
    let mut errors = Errors::default();
    let Some(email) = Email::parse(&form.email) else {
        errors.add("email", EMAIL_HELP);
        return draw(&visit, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
    };
    let wanted = Wanted::parse(&form.search);
    let touch = super::campaign::Campaign::parse(Some(&form.came)).touch();
    let asked = permit
        .change(async |change| alerts::ask(change, &email, &wanted, touch, &network).await)
        .await;
    match asked {
        Ok(()) => {
            let sent = format!("{}/sent", links::careers_alerts(visit.site.root()));
            Ok(redirect(&sent, None))
        }
        Err(Error::TooMany { wait }) => {
            let said = format!(
                "Wait {} before you ask again: too many were asked for from your network",
                filters::duration(wait)
            );
            errors.add("email", said);
            let mut response = draw(&visit, StatusCode::TOO_MANY_REQUESTS, form, errors)?;
            let seconds = HeaderValue::from(wait.as_secs());
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

async fn sent(_: Permit<AskForAlerts>, visit: Visit) -> Result<Response> {
    let frame = Frame::of(&visit.site);
    private(StatusCode::OK, &SentPage { frame })
}

/// The page behind the link: one button before they have said yes, and their alert after.
async fn own(
    permit: Permit<AskForAlerts>,
    visit: Visit,
    Path((_, token)): Path<(Slug, String)>,
) -> Result<Response> {
    let token = Token::parse(&token).ok_or(Error::NotFound)?;
    draw_own(&permit, &visit, &token, None, Errors::default()).await
}

async fn confirm(
    permit: Permit<AskForAlerts>,
    Path((slug, token)): Path<(Slug, String)>,
) -> Result<Response> {
    let token = Token::parse(&token).ok_or(Error::NotFound)?;
    permit
        .change(async |change| alerts::confirm(change, &token).await)
        .await?;
    Ok(redirect(&page_of(&slug, &token), None))
}

async fn search(
    permit: Permit<AskForAlerts>,
    visit: Visit,
    Path((slug, token)): Path<(Slug, String)>,
    Form(form): Form<SearchForm>,
) -> Result<Response> {
    let token = Token::parse(&token).ok_or(Error::NotFound)?;
    let mut wanted = match form.all.as_str() {
        "" => Wanted::parse(&form.search),
        _ => Wanted::default(),
    };
    let q = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", &form.q)
        .finish();
    wanted.q = Wanted::parse(&q).q;
    let changed = permit
        .change(async |change| alerts::change_wanted(change, &token, &wanted).await)
        .await;
    match changed {
        Ok(()) => Ok(redirect(&page_of(&slug, &token), None)),
        Err(Error::Invalid(errors)) => {
            draw_own(&permit, &visit, &token, Some(form.q), errors).await
        }
        Err(other) => Err(other),
    }
}

/// Ends the alert, for a person and for a mail program alike: the answer is the page itself, because programs follow no
/// redirect (RFC 8058, 3.1), and ending what has ended is no mistake.
async fn end(
    permit: Permit<AskForAlerts>,
    visit: Visit,
    Path((slug, token)): Path<(Slug, String)>,
) -> Result<Response> {
    let token = Token::parse(&token).ok_or(Error::NotFound)?;
    permit
        .change(async |change| alerts::end(change, &token).await)
        .await?;
    let page = EndedPage {
        frame: Frame::of(&visit.site),
        again: links::careers_alerts(&slug),
    };
    private(StatusCode::OK, &page)
}

fn page_of(slug: &Slug, token: &Token) -> String {
    links::careers_alert(slug).replace("{token}", token.reveal())
}

fn draw(visit: &Visit, status: StatusCode, form: AskForm, errors: Errors) -> Result<Response> {
    let page = AskPage {
        frame: Frame::of(&visit.site).carrying(&visit.campaign),
        action: links::careers_alerts(visit.site.root()),
        wanted: Wanted::parse(&form.search),
        form,
        errors,
    };
    private(status, &page)
}

async fn draw_own(
    permit: &Permit<AskForAlerts>,
    visit: &Visit,
    token: &Token,
    typed: Option<String>,
    errors: Errors,
) -> Result<Response> {
    let (company, now) = (permit.company().id, permit.now());
    let alert = {
        let mut db = permit.read().await?;
        alerts::alert(&mut db, company, token, now).await?
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = OwnPage {
        frame: Frame::of(&visit.site),
        here: page_of(visit.site.slug(), token),
        query: typed.unwrap_or_else(|| alert.wanted.q.clone()),
        alert,
        errors,
    };
    private(status, &page)
}

#[cfg(test)]
mod tests {
    use super::is_one_click;

    #[test]
    fn only_the_one_path_is_left_alone() {
        assert!(is_one_click("/careers/heron/alerts/abc"));
        for other in [
            "/careers/heron/alerts",
            "/careers/heron/alerts/abc/confirmation",
            "/careers/heron/link/abc",
            "/heron/alerts/abc",
            "/x/careers/heron/alerts/abc",
        ] {
            assert!(!is_one_click(other), "{other}");
        }
    }
}
