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
        links::{self, Slug},
    },
    web::kit::{
        hosts::OwnHost,
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
    /// The host of the site's one address, as `https://jobs.example.com`.
    pub origin: String,
}

/// A visit to what all companies share.
pub struct VisitAll {
    pub shown: Arc<Shown>,
    pub campaign: Campaign,
    /// `https://jobs.example.com`, as configured.
    pub origin: String,
    /// The company whose own host was asked.
    pub own: Option<Arc<CompanySite>>,
}

impl VisitAll {
    /// A company's site on the host that was asked.
    pub fn site(&self, company: &Slug) -> Result<&Arc<CompanySite>> {
        match &self.own {
            Some(own) if own.slug() == company => Ok(own),
            Some(_) => Err(Error::NotFound),
            None => self.shown.company(company).ok_or(Error::NotFound),
        }
    }
}

impl FromRequestParts<App> for VisitAll {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let site = parts.extensions.get::<Site>().cloned();
        let site = site.ok_or_else(|| anyhow::anyhow!("a careers route without its site"))?;
        let shown = site.shown(app).await?;
        let public = app.config.public_origin();
        let (own, here) = match parts.extensions.get::<OwnHost>() {
            Some(host) => {
                let own = shown.at_host(&host.name).ok_or(Error::NotFound)?;
                let here = links::origin_at(&public, &host.name);
                (Some(own.clone()), here)
            }
            None => (None, public.clone()),
        };
        Ok(Self {
            shown,
            own,
            campaign: Campaign::of(parts.uri.query(), &parts.headers, &here),
            origin: public,
        })
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let slug = seat::careers_slug(parts.uri.path()).ok_or(Error::NotFound)?;
        let all = VisitAll::from_request_parts(parts, app).await?;
        let site = all.site(&slug)?.clone();
        Ok(Self {
            origin: site.origin(&all.origin),
            site,
            campaign: all.campaign,
            now: app.db.clock.now(),
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
