//! Who is asking: from the session's cookie and the company in the path to a permit.

use super::{
    client::ClientAddress,
    hosts::OwnHost,
    log::Who,
    notice::Notice,
    page,
    routes::{Guard, Rule},
};
use crate::{
    access::{Actor, Applicant, CompanyRef, Permission, Permit},
    app::App,
    base::{
        error::{Error, Result},
        links::Slug,
        secret::Token,
    },
    domain::{
        accounts::{
            seat::{self, Seat},
            sessions::{self, Session},
        },
        companies, mail,
    },
};
use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::CookieJar;
use std::{ops::Deref, sync::Arc};
use uuid::Uuid;

/// The seat of a request, looked up once.
#[derive(Clone)]
struct Found(Option<Arc<Seat>>);

/// The company and the actor of a request that passed its door.
#[derive(Clone)]
pub(super) struct Entered {
    pub company: Arc<CompanyRef>,
    pub actor: Arc<Actor>,
}

/// The token in the session cookie, if there is one of the right shape.
pub fn session_token(cookies: &CookieJar) -> Option<Token> {
    Token::parse(cookies.get(sessions::COOKIE)?.value())
}

/// The request's id, for the history.
pub fn request_id(parts: &Parts) -> Option<Uuid> {
    parts
        .headers
        .get("x-request-id")?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The seat of whoever asks, or nothing when they are signed out.
pub(super) async fn seat(parts: &mut Parts, app: &App) -> Result<Option<Arc<Seat>>> {
    if let Some(Found(seat)) = parts.extensions.get() {
        return Ok(seat.clone());
    }
    let seat = match session_token(&CookieJar::from_headers(&parts.headers)) {
        Some(token) => {
            let slug = staff_slug(parts.uri.path());
            let mut db = app.db.read().await?;
            let follows = slug.is_some() && page::has_side(parts);
            seat::seat(&mut db, &token, slug.as_ref(), follows, app.db.clock.now())
                .await?
                .map(Arc::new)
        }
        None => None,
    };
    if let (Some(seat), Some(who)) = (&seat, parts.extensions.get::<Who>()) {
        who.is(seat.session.user.0);
    }
    parts.extensions.insert(Found(seat.clone()));
    Ok(seat)
}

/// The company that a staff path names: its first segment.
fn staff_slug(path: &str) -> Option<Slug> {
    Slug::parse(path.trim_start_matches('/').split('/').next()?)
}

/// The company that a careers path names: `/careers/{company}`.
pub fn careers_slug(path: &str) -> Option<Slug> {
    Slug::parse(path.strip_prefix("/careers/")?.split('/').next()?)
}

/// The token of a candidate's path: `/a/{token}`.
pub fn link_token(path: &str) -> Option<Token> {
    Token::parse(path.strip_prefix("/a/")?.split('/').next()?)
}

/// Who holds a link that leads to an application; one that is erased is gone.
///
/// On a company's own host, other companies' links lead nowhere.
async fn entered_by_link(app: &App, token: &Token, host: Option<&OwnHost>) -> Result<Entered> {
    let mut db = app.db.read().await?;
    let linked = mail::linked(&mut db, token).await?.ok_or(Error::NotFound)?;
    let company = companies::by_id(&mut db, linked.company).await?;
    if host.is_some_and(|host| host.company != company.slug) {
        return Err(Error::NotFound);
    }
    let (application, candidate) = linked.application.ok_or(Error::Gone(
        "What was behind this link has been erased. We hold nothing about you here any more."
            .into(),
    ))?;
    let link = linked.link;
    Ok(Entered {
        company: Arc::new(company),
        actor: Arc::new(Actor::Candidate(Applicant {
            application,
            candidate,
            link,
        })),
    })
}

impl<P: Permission> FromRequestParts<App> for Permit<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let entered = if P::CANDIDATES {
            let token = link_token(parts.uri.path()).ok_or(Error::NotFound)?;
            entered_by_link(app, &token, parts.extensions.get()).await?
        } else if P::VISITORS {
            let slug = careers_slug(parts.uri.path()).ok_or(Error::NotFound)?;
            let company = companies::by_slug(&mut *app.db.read().await?, &slug)
                .await?
                .ok_or(Error::NotFound)?;
            Entered {
                company: Arc::new(company),
                actor: Arc::new(Actor::Visitor),
            }
        } else {
            let seat = seat(parts, app).await?.ok_or(Error::SignedOut)?;
            // A company that one does not belong to looks like one that does not exist.
            let (company, member) = seat.place.clone().ok_or(Error::NotFound)?;
            Entered {
                company: Arc::new(company),
                actor: Arc::new(Actor::Member(member)),
            }
        };
        parts.extensions.insert(entered.clone());
        Permit::issue(&app.db, entered.company, entered.actor, request_id(parts))
    }
}

/// Somebody who is signed in, whatever their companies: their own account, the choice of company.
#[derive(Clone)]
pub struct SignedIn {
    pub app: App,
    pub session: Session,
    pub request: Option<Uuid>,
    pub notice: Option<Notice>,
    /// The network address that they come from, as far as it is known.
    pub address: String,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let seat = seat(parts, app).await?.ok_or(Error::SignedOut)?;
        let shown = parts.method.is_safe();
        Ok(Self {
            app: app.clone(),
            session: seat.session.clone(),
            request: request_id(parts),
            notice: if shown {
                Notice::take(&CookieJar::from_headers(&parts.headers))
            } else {
                None
            },
            address: address(parts),
        })
    }
}

/// The network address that a request comes from, as far as it is known.
pub(super) fn address(parts: &Parts) -> String {
    parts
        .extensions
        .get::<ClientAddress>()
        .map(|client| client.ip.to_string())
        .unwrap_or_default()
}

impl Guard for SignedIn {
    fn rule() -> Rule {
        Rule::SignedIn
    }
}

/// Somebody who may make companies in this installation.
#[derive(Clone)]
pub struct Operator(SignedIn);

impl Deref for Operator {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let visitor = SignedIn::from_request_parts(parts, app).await?;
        if visitor.session.operator {
            Ok(Self(visitor))
        } else {
            Err(Error::Forbidden(
                "Only whoever runs this installation can make companies.".into(),
            ))
        }
    }
}

impl Guard for Operator {
    fn rule() -> Rule {
        Rule::Operator
    }
}

/// Anybody at all: sign-in, set-up, static files, health.
#[derive(Clone)]
pub struct Anybody {
    pub app: App,
    /// Their session, if they have one.
    pub session: Option<Session>,
    pub request: Option<Uuid>,
    /// The network address that they come from, as far as it is known.
    pub address: String,
}

impl FromRequestParts<App> for Anybody {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let session = seat(parts, app).await?.map(|seat| seat.session.clone());
        let address = address(parts);
        Ok(Self {
            app: app.clone(),
            session,
            request: request_id(parts),
            address,
        })
    }
}

impl Guard for Anybody {
    fn rule() -> Rule {
        Rule::Anybody
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_names_the_company() {
        assert_eq!(
            staff_slug("/acme/jobs/1").as_ref().map(Slug::as_str),
            Some("acme")
        );
        assert_eq!(staff_slug("/account/sessions"), None);
        assert_eq!(
            careers_slug("/careers/acme/jobs/1-x")
                .as_ref()
                .map(Slug::as_str),
            Some("acme")
        );
        assert_eq!(careers_slug("/careers"), None);
    }
}
