//! `/careers`: the companies that hire here. And what a company says of itself: its colour, its privacy notice.

use super::{
    campaign::Campaign,
    company::CompanySite,
    frame::{Frame, REVALIDATED, kept, kept_page, page},
    visit::{Visit, VisitAll},
};
use crate::{
    base::{
        error::{Error, Result},
        links,
    },
    domain::postings::markdown,
    web::kit::{filters, routes::Routes},
};
use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::default()
        .get("/careers", index)
        .get("/robots.txt", robots)
        .get("/sitemap.xml", sitemap)
        .get("/careers/{company}/theme.css", theme)
        .get("/careers/{company}/privacy", privacy)
}

pub const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=utf-8");
/// A colour's address changes with the colour.
const LONG: HeaderValue = HeaderValue::from_static("public, max-age=604800");

#[derive(Template)]
#[template(path = "careers/companies/index.html")]
struct IndexPage<'a> {
    frame: Frame,
    campaign: &'a Campaign,
    companies: Vec<&'a Arc<CompanySite>>,
    roles: i64,
}

/// Where there is only one company, its list is the index.
async fn index(visit: VisitAll, asked: HeaderMap) -> Result<Response> {
    let companies = visit.shown.companies();
    if let [only] = companies.as_slice() {
        let to = visit.campaign.on(links::careers(only.root()));
        let to = HeaderValue::try_from(to).map_err(|_| Error::NotFound)?;
        // For now: a second company may come.
        let headers = [(header::LOCATION, to), (header::CACHE_CONTROL, REVALIDATED)];
        return Ok((StatusCode::FOUND, headers).into_response());
    }
    let roles = companies
        .iter()
        .map(|site| site.listed.len())
        .sum::<usize>();
    let index = || IndexPage {
        frame: Frame::of_all(&visit.origin)
            .described("Open roles, by company.")
            .carrying(&visit.campaign),
        campaign: &visit.campaign,
        roles: roles as i64,
        companies,
    };
    match visit.campaign.is_empty() {
        true => kept_page(&visit.shown.index, &asked, index).await,
        false => page(&index()),
    }
}

/// Robots may read what candidates may, the boards for programs among it; forms and people's own pages are nothing to find.
async fn robots(visit: VisitAll) -> Response {
    let origin = match &visit.own {
        Some(own) => own.origin(&visit.origin),
        None => visit.origin,
    };
    let text = format!(
        "User-agent: *\nDisallow: /a/\nDisallow: /account\nDisallow: /sign-in\nDisallow: /set-up\nAllow: /\n\nSitemap: {origin}/sitemap.xml\n"
    );
    ([(header::CACHE_CONTROL, REVALIDATED)], text).into_response()
}

#[derive(Template)]
#[template(path = "careers/companies/sitemap.xml")]
struct SitemapIndex<'a> {
    origin: &'a str,
    companies: Vec<&'a Arc<CompanySite>>,
}

async fn sitemap(visit: VisitAll, asked: HeaderMap) -> Result<Response> {
    let make = || {
        let index = SitemapIndex {
            origin: &visit.origin,
            companies: on_this_host(&visit),
        };
        Ok(index.render()?)
    };
    kept(&visit.shown.sitemap, XML, &asked, make).await
}

/// A sitemap tells of its own host only (sitemaps.org, "Sitemap file location").
fn on_this_host(visit: &VisitAll) -> Vec<&Arc<CompanySite>> {
    let mut companies = visit.shown.companies();
    companies.retain(|site| site.profile().hosts.is_empty());
    companies
}

async fn theme(visit: Visit) -> Response {
    let hue = visit.site.profile().company.accent_hue;
    let css = HeaderValue::from_static("text/css; charset=utf-8");
    let headers = [(header::CONTENT_TYPE, css), (header::CACHE_CONTROL, LONG)];
    (headers, format!(":root {{ --accent-h: {hue}; }}\n")).into_response()
}

#[derive(Template)]
#[template(path = "careers/companies/privacy.html")]
struct PrivacyPage {
    frame: Frame,
    notice: String,
}

async fn privacy(visit: Visit) -> Result<Response> {
    let frame = Frame::of(&visit.site);
    if frame.privacy.is_none() {
        return Err(Error::NotFound);
    }
    page(&PrivacyPage {
        frame,
        notice: markdown::to_html(&visit.site.profile().privacy_notice),
    })
}
