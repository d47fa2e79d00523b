//! `/account/invitation/{token}` and `/account/reset/{token}`: one-time links, used up by the POST only.

use super::{frame::draw, user_agent, with_session};
use crate::{
    access::AccountPermit,
    base::{
        error::{Error, Errors, Result},
        links as addresses,
        secret::Token,
    },
    domain::accounts::{
        invitations::{self, Joining},
        links::{Purpose, look},
        reset,
        sign_in::Visitor,
        users,
    },
    web::kit::{form::Form, notice::Notice, page::redirect, routes::Routes, seat::Anybody},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/account/invitation/{token}", show_invitation)
        .post("/account/invitation/{token}", join)
        .get("/account/reset/{token}", show_reset)
        .post("/account/reset/{token}", choose)
}

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct InvitationPage {
    errors: Errors,
    invitation: invitations::Invitation,
    form: JoinForm,
}

#[derive(Deserialize, Default)]
struct JoinForm {
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    family_name: String,
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "account/reset.html")]
struct ResetPage {
    errors: Errors,
}

#[derive(Deserialize)]
struct ResetForm {
    password: String,
}

async fn show_invitation(visitor: Anybody, Path(token): Path<String>) -> Result<Response> {
    let invitation = invitation(&visitor, &parse(&token)?).await?;
    draw(
        StatusCode::OK,
        &InvitationPage {
            errors: Errors::default(),
            invitation,
            form: JoinForm::default(),
        },
        false,
    )
}

async fn join(
    visitor: Anybody,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form<JoinForm>,
) -> Result<Response> {
    let token = parse(&token)?;
    let invitation = invitation(&visitor, &token).await?;
    let joining = match joining(&visitor, &invitation, &form).await {
        Ok(joining) => joining,
        Err(Error::Invalid(errors)) => {
            return draw(
                StatusCode::UNPROCESSABLE_ENTITY,
                &InvitationPage {
                    errors,
                    invitation,
                    form,
                },
                false,
            );
        }
        Err(other) => return Err(other),
    };
    let from = Visitor {
        address: visitor.address.clone(),
        user_agent: user_agent(&headers),
    };
    let permit = AccountPermit::new(&visitor.app.db, visitor.request);
    let session = permit
        .change(async |change| invitations::join(change, &token, joining, &from).await)
        .await?;
    let welcome = Notice::new(format!("Welcome to {}", invitation.company_name));
    let done = redirect(&addresses::home(&invitation.slug), Some(&welcome));
    Ok(match session {
        Some(session) => with_session(done, &session),
        None => done,
    })
}

/// A new person names themselves and chooses a password; a known one has to be signed in as who they are.
async fn joining(
    visitor: &Anybody,
    invitation: &invitations::Invitation,
    form: &JoinForm,
) -> Result<Joining> {
    if let Some(user) = invitation.user {
        return match &visitor.session {
            Some(session) if session.user == user => Ok(Joining::Known(user)),
            _ => Err(Error::field(
                "sign-in",
                format!(
                    "Sign in as {} first, then open this link again",
                    invitation.email
                ),
            )),
        };
    }
    let mut errors = Errors::default();
    let (given_name, family_name) =
        users::check_name(&form.given_name, &form.family_name, &mut errors);
    let own = [
        given_name.as_str(),
        &family_name,
        &invitation.email,
        &invitation.company_name,
    ];
    if let Err(message) = visitor.app.passwords.check(&form.password, &own).await? {
        errors.add("password", message);
    }
    errors.into_result(|| ())?;
    let password_hash = visitor.app.passwords.hash(form.password.clone()).await?;
    Ok(Joining::New {
        given_name,
        family_name,
        password_hash,
    })
}

async fn invitation(visitor: &Anybody, token: &Token) -> Result<invitations::Invitation> {
    let mut db = visitor.app.db.read().await?;
    invitations::look(&mut db, token, visitor.app.db.clock.now()).await
}

async fn show_reset(visitor: Anybody, Path(token): Path<String>) -> Result<Response> {
    look(
        &mut *visitor.app.db.read().await?,
        Purpose::Reset,
        &parse(&token)?,
        visitor.app.db.clock.now(),
    )
    .await?;
    draw(
        StatusCode::OK,
        &ResetPage {
            errors: Errors::default(),
        },
        false,
    )
}

async fn choose(
    visitor: Anybody,
    Path(token): Path<String>,
    Form(form): Form<ResetForm>,
) -> Result<Response> {
    let token = parse(&token)?;
    let permit = AccountPermit::new(&visitor.app.db, visitor.request);
    let whom = look(
        &mut *permit.read().await?,
        Purpose::Reset,
        &token,
        permit.now(),
    )
    .await?;
    let user = whom.user.ok_or(Error::NotFound)?;
    let email = users::email(&mut *permit.read().await?, user).await?;
    if let Err(message) = visitor
        .app
        .passwords
        .check(&form.password, &[&email])
        .await?
    {
        let mut errors = Errors::default();
        errors.add("password", message);
        return draw(
            StatusCode::UNPROCESSABLE_ENTITY,
            &ResetPage { errors },
            false,
        );
    }
    let hash = visitor.app.passwords.hash(form.password).await?;
    permit
        .change(async |change| reset::choose(change, &token, &hash).await)
        .await?;
    Ok(redirect(addresses::SIGN_IN, None))
}

fn parse(token: &str) -> Result<Token> {
    Token::parse(token).ok_or(Error::NotFound)
}
