//! The list for machines: an Atom feed (RFC 4287), and a sitemap.

use super::one::Text;
use crate::{
    base::{clock::Time, error::Result},
    web::{
        careers::{
            companies::XML,
            company::{CompanySite, SitePosting},
            frame::kept,
            visit::Visit,
        },
        kit::{filters, routes::Routes},
    },
};
use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue},
    response::Response,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/careers/{company}/feed.atom", feed)
        .get("/careers/{company}/sitemap.xml", sitemap)
}

const ATOM: HeaderValue = HeaderValue::from_static("application/atom+xml; charset=utf-8");

#[derive(Template)]
#[template(path = "careers/postings/feed.xml")]
struct Feed<'a> {
    origin: &'a str,
    site: &'a CompanySite,
    updated: Time,
}

#[derive(Template)]
#[template(path = "careers/postings/sitemap.xml")]
struct Sitemap<'a> {
    origin: &'a str,
    site: &'a CompanySite,
}

async fn feed(visit: Visit, asked: HeaderMap) -> Result<Response> {
    let site = visit.site.as_ref();
    let make = || {
        let newest = site
            .listed
            .iter()
            .map(|shown| shown.posting.updated_at)
            .max();
        let feed = Feed {
            origin: &visit.origin,
            // An empty feed has to say some time; it says the same one until something opens.
            updated: newest.unwrap_or(Time(jiff::Timestamp::UNIX_EPOCH)),
            site,
        };
        Ok(fit_for_xml(feed.render()?))
    };
    kept(&site.feed, ATOM, &asked, make).await
}

async fn sitemap(visit: Visit, asked: HeaderMap) -> Result<Response> {
    let site = visit.site.as_ref();
    let make = || {
        Ok(Sitemap {
            origin: &visit.origin,
            site,
        }
        .render()?)
    };
    kept(&site.sitemap, XML, &asked, make).await
}

/// Without the characters that no XML 1.0 document may have (section 2.2), escaped or not.
fn fit_for_xml(text: String) -> String {
    let allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    let allowed = |c: char| allowed(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    match text.chars().all(allowed) {
        true => text,
        false => text.chars().filter(|c| allowed(*c)).collect(),
    }
}

impl Feed<'_> {
    /// The whole text of an entry, as the page has it.
    fn content(&self, shown: &SitePosting) -> askama::Result<String> {
        let content = &shown.posting.content;
        Text { content }.render()
    }
}
