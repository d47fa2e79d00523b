//! Who visits a careers site, as far as it matters: which company, and when. No statement, no cookie.

use super::{
    campaign::Campaign,
    company::CompanySite,
    site::{Shown, Site},
};
use crate::{
    access::{Permission, permissions::VisitCareers},
    app::App,
    base::{
        clock::Time,
        error::{Error, Result},
    },
    web::kit::{
        routes::{Guard, Rule},
        seat,
    },
};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::sync::Arc;

/// A visit to the careers site of the company that the path names.
pub struct Visit {
    pub site: Arc<CompanySite>,
    pub campaign: Campaign,
    pub now: Time,
    /// `https://jobs.example.com`, as configured.
    pub origin: String,
}

/// A visit to what all companies share.
pub struct VisitAll {
    pub shown: Arc<Shown>,
    pub campaign: Campaign,
    pub origin: String,
}

impl FromRequestParts<App> for VisitAll {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let site = parts.extensions.get::<Site>().cloned();
        let site = site.ok_or_else(|| anyhow::anyhow!("a careers route without its site"))?;
        let origin = app.config.public_origin();
        Ok(Self {
            shown: site.shown(app).await?,
            campaign: Campaign::of(parts.uri.query(), &parts.headers, &origin),
            origin,
        })
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let slug = seat::careers_slug(parts.uri.path()).ok_or(Error::NotFound)?;
        let VisitAll {
            shown,
            campaign,
            origin,
        } = VisitAll::from_request_parts(parts, app).await?;
        Ok(Self {
            site: shown.company(&slug).ok_or(Error::NotFound)?.clone(),
            campaign,
            now: app.db.clock.now(),
            origin,
        })
    }
}

impl Guard for Visit {
    fn rule() -> Rule {
        Rule::Visitors {
            permission: VisitCareers::NAME,
        }
    }
}

impl Guard for VisitAll {
    fn rule() -> Rule {
        Rule::Anybody
    }
}
