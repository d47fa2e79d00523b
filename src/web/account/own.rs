//! `/account`: one's name and look, password, sessions, companies.

use super::{
    frame::{Frame, draw, errors_of},
    user_agent, with_session,
};
use crate::{
    access::AccountPermit,
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::SessionId,
        links,
    },
    domain::accounts::{
        proof,
        sessions::{self, Listed},
        users::{self, Profile},
    },
    web::kit::{
        filters, form::Form, notice::Notice, page::redirect, routes::Routes, seat::SignedIn,
    },
};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/account", show)
        .post("/account/profile", save_profile)
        .post("/account/password", change_password)
        .post("/account/sessions/{id}/end", end_session)
        .post("/account/sessions/end", end_others)
}

#[derive(Template)]
#[template(path = "account/own.html")]
struct OwnPage {
    frame: Frame,
    errors: Errors,
    profile: ProfileForm,
    sessions: Vec<Listed>,
    zone: TimeZone,
}

#[derive(Deserialize, Default)]
struct ProfileForm {
    given_name: String,
    #[serde(default)]
    family_name: String,
    time_zone: String,
    theme: String,
    #[serde(default)]
    single_keys: Option<String>,
}

impl ProfileForm {
    fn check(&self) -> Result<Profile, Errors> {
        let mut errors = Errors::default();
        let (given_name, family_name) =
            users::check_name(&self.given_name, &self.family_name, &mut errors);
        let time_zone = self.time_zone.trim().to_owned();
        if TimeZone::get(&time_zone).is_err() {
            errors.add("time_zone", "Enter a time zone like Europe/Tallinn");
        }
        let theme = ["light", "dark"]
            .into_iter()
            .find(|theme| *theme == self.theme)
            .unwrap_or("system")
            .to_owned();
        errors.into_result(|| Profile {
            given_name,
            family_name,
            time_zone,
            theme,
            single_keys: self.single_keys.is_some(),
        })
    }
}

#[derive(Deserialize)]
struct PasswordForm {
    current: String,
    new: String,
}

async fn show(visitor: SignedIn) -> Result<Response> {
    page(&visitor, Errors::default(), None).await
}

async fn save_profile(visitor: SignedIn, Form(form): Form<ProfileForm>) -> Result<Response> {
    let profile = match form.check() {
        Ok(profile) => profile,
        Err(errors) => return page(&visitor, errors, Some(form)).await,
    };
    permit(&visitor)
        .change(async |change| users::save_profile(change, visitor.session.user, &profile).await)
        .await?;
    Ok(redirect(links::ACCOUNT, Some(&Notice::new("Saved"))))
}

async fn change_password(
    visitor: SignedIn,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    if let Err(error) = replace_password(&visitor, &form).await {
        return page(&visitor, errors_of(error)?, None).await;
    }
    // Every session has ended with the old password; this browser gets a new one.
    let user = visitor.session.user;
    let token = permit(&visitor)
        .change(async |change| {
            let now = change.now();
            sessions::begin(
                change.db(),
                user,
                now,
                &user_agent(&headers),
                &visitor.address.clone(),
            )
            .await
        })
        .await?;
    let done = redirect(
        links::ACCOUNT,
        Some(&Notice::new(
            "Your password is changed, and every other session has ended",
        )),
    );
    Ok(with_session(done, &token))
}

async fn replace_password(visitor: &SignedIn, form: &PasswordForm) -> Result<()> {
    let (permit, passwords, session) = (permit(visitor), &visitor.app.passwords, &visitor.session);
    let current = form.current.clone();
    if !proof::prove(&permit, passwords, session, current, &visitor.address).await? {
        return Err(Error::field("current", proof::WRONG));
    }
    if let Err(message) = passwords
        .check(&form.new, &[&session.name, &session.email])
        .await?
    {
        return Err(Error::field("new", message));
    }
    let hash = passwords.hash(form.new.clone()).await?;
    permit
        .change(async |change| users::set_password(change, session.user, &hash).await)
        .await
}

async fn end_session(visitor: SignedIn, Path(id): Path<SessionId>) -> Result<Response> {
    permit(&visitor)
        .change(async |change| {
            let now = change.now();
            sessions::end(change.db(), visitor.session.user, id, now).await?;
            change
                .record(
                    "session.ended",
                    Some(visitor.session.user),
                    serde_json::json!({}),
                )
                .await
        })
        .await?;
    Ok(redirect(
        links::ACCOUNT,
        Some(&Notice::new("That session has ended")),
    ))
}

async fn end_others(visitor: SignedIn) -> Result<Response> {
    permit(&visitor)
        .change(async |change| {
            let now = change.now();
            sessions::end_others(change.db(), visitor.session.user, visitor.session.id, now)
                .await?;
            change
                .record(
                    "session.others_ended",
                    Some(visitor.session.user),
                    serde_json::json!({}),
                )
                .await
        })
        .await?;
    Ok(redirect(
        links::ACCOUNT,
        Some(&Notice::new("Every other session has ended")),
    ))
}

fn permit(visitor: &SignedIn) -> AccountPermit {
    AccountPermit::new(&visitor.app.db, visitor.request)
}

async fn page(visitor: &SignedIn, errors: Errors, typed: Option<ProfileForm>) -> Result<Response> {
    let frame = Frame::of(visitor).await?;
    let now: Time = visitor.app.db.clock.now();
    let mut db = visitor.app.db.read().await?;
    let sessions = sessions::list(&mut db, visitor.session.user, now).await?;
    let profile = match typed {
        Some(form) => form,
        None => {
            let saved = users::profile(&mut db, visitor.session.user).await?;
            ProfileForm {
                given_name: saved.given_name,
                family_name: saved.family_name,
                time_zone: saved.time_zone,
                theme: saved.theme,
                single_keys: saved.single_keys.then(|| "on".to_owned()),
            }
        }
    };
    drop(db);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let zone = TimeZone::get(&visitor.session.time_zone).unwrap_or(TimeZone::UTC);
    let notice = frame.notice.is_some();
    draw(
        status,
        &OwnPage {
            frame,
            errors,
            profile,
            sessions,
            zone,
        },
        notice,
    )
}
