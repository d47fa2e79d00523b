//! `/a/{token}`: where somebody stands.

use super::{
    frame::Own,
    steps::{self, Place, Step},
};
use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        links,
    },
    domain::{
        applications::consent::Consent,
        companies,
        interviews::Way,
        mail,
        own::{self, Outcome, OwnFile, OwnInterview, Standing},
        privacy::{self, Keeping},
        self_identification,
    },
    web::{
        careers::frame::{Frame, private},
        kit::{
            filters,
            notice::Notice,
            routes::{Guard, Routes, Rule},
            seat::link_token,
            zones,
        },
    },
};
use askama::Template;
use axum::{
    extract::{FromRequestParts, Query},
    http::{StatusCode, header, request::Parts},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().get("/a/{token}", show)
}

#[derive(Template)]
#[template(path = "careers/own/standing.html")]
struct StandingPage {
    frame: Frame,
    own: Own,
    zone: TimeZone,
    /// The zone in which the reader wants to know when they are met.
    times: TimeZone,
    interviews: Vec<OwnInterview>,
    standing: Standing,
    steps: Vec<Step>,
    files: Vec<OwnFile>,
    /// The words of the consent to be thought of for other roles.
    pool: Consent,
    /// Where the link is sent again.
    again: String,
    keeping: Keeping,
    /// Whether they may say something about themselves.
    about_you: bool,
    /// Where the posting is, while candidates may read it.
    posting: Option<String>,
}

#[derive(Template)]
#[template(path = "careers/own/erased.html")]
struct ErasedPage {
    frame: Frame,
    on: Day,
}

/// Whoever comes with a link: to an application, or to where one was.
enum Holder {
    Candidate(Permit<OwnApplication>),
    Erased {
        company: Box<crate::access::CompanyRef>,
        at: Time,
    },
}

impl Guard for Holder {
    fn rule() -> Rule {
        Permit::<OwnApplication>::rule()
    }
}

impl FromRequestParts<App> for Holder {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match Permit::from_request_parts(parts, app).await {
            Err(Error::Gone(_)) => {}
            other => return other.map(Self::Candidate),
        }
        let token = link_token(parts.uri.path()).ok_or(Error::NotFound)?;
        let mut db = app.db.read().await?;
        let linked = mail::linked(&mut db, &token)
            .await?
            .ok_or(Error::NotFound)?;
        let at = linked.erased_at.ok_or(Error::NotFound)?;
        let company = Box::new(companies::by_id(&mut db, linked.company).await?);
        Ok(Self::Erased { company, at })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// A zone by its IANA name.
    zone: String,
}

impl Asked {
    fn zone(&self) -> Option<TimeZone> {
        let known = zones::all().contains(&self.zone);
        known.then(|| TimeZone::get(&self.zone).ok()).flatten()
    }
}

async fn show(holder: Holder, own: Own, Query(asked): Query<Asked>) -> Result<Response> {
    let permit = match holder {
        Holder::Candidate(permit) => permit,
        Holder::Erased { company, at } => {
            let frame = own.around(&company.slug)?.frame;
            let on = Day(at.day(&company.zone()));
            return private(StatusCode::GONE, &ErasedPage { frame, on });
        }
    };
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let (standing, interviews, files, keeping, sheet) = {
        let mut db = permit.read().await?;
        (
            own::standing(&mut db, company.id, applicant).await?,
            own::interviews(&mut db, company.id, applicant, own.now).await?,
            own::files(&mut db, company.id, applicant).await?,
            privacy::keeping(&mut db, company.id, applicant.candidate, own.now).await?,
            self_identification::sheet(&mut db, permit.key(), company.id, applicant).await?,
        )
    };
    let around = own.around(&company.slug)?;
    let had_notice = own.notice.is_some();
    let page = StandingPage {
        again: links::careers_link(&company.slug),
        pool: Consent::talent_pool(&company.name),
        frame: around.frame,
        times: asked.zone().unwrap_or_else(|| around.zone.clone()),
        zone: around.zone,
        interviews,
        steps: steps::steps(&standing),
        posting: own.posting(&company.slug, standing.posting),
        standing,
        files,
        about_you: sheet.is_some(),
        keeping,
        own,
    };
    let mut response = private(StatusCode::OK, &page)?;
    if had_notice {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, Notice::spent());
    }
    Ok(response)
}

impl StandingPage {
    fn ending(&self) -> Option<&'static str> {
        self.standing.outcome.map(steps::outcome)
    }

    fn late(&self) -> bool {
        self.standing.late(self.own.now)
    }

    /// Whether a withdrawal can still be taken back.
    fn undoable(&self) -> bool {
        self.standing.own_withdrawal
            && self.standing.posting_open
            && self
                .standing
                .told_at
                .is_some_and(|at| self.own.now.since(at) < own::UNDO)
    }
}
