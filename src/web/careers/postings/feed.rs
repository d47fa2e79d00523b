//! The list for people's feed readers: in Atom (RFC 4287) and RSS 2.0, whole or filtered like the page. And as a sitemap.

use super::{filter::Filter, one::Text};
use crate::{
    base::{clock::Time, error::Result, links},
    web::{
        careers::{
            companies::XML,
            company::{CompanySite, SitePosting},
            fetches::{Fetcher, Format},
            frame::{kept, made},
            visit::Visit,
        },
        kit::{filters, routes::Routes},
    },
};
use askama::Template;
use axum::{
    extract::RawQuery,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::default()
        .get("/careers/{company}/feed.atom", atom)
        .get("/careers/{company}/feed.rss", rss)
        .get("/careers/{company}/sitemap.xml", sitemap)
}

const ATOM: HeaderValue = HeaderValue::from_static("application/atom+xml; charset=utf-8");

const RSS: HeaderValue = HeaderValue::from_static("application/rss+xml; charset=utf-8");

/// What a feed holds, in whichever language it is written.
struct Feed<'a> {
    origin: &'a str,
    site: &'a CompanySite,
    filter: &'a Filter,
    found: Vec<&'a Arc<SitePosting>>,
    updated: Time,
    /// The path of the feed itself, with its filter.
    here: String,
}

#[derive(Template)]
#[template(path = "careers/postings/feed.xml")]
struct Atom<'a> {
    feed: Feed<'a>,
}

#[derive(Template)]
#[template(path = "careers/postings/rss.xml")]
struct Rss<'a> {
    feed: Feed<'a>,
}

#[derive(Template)]
#[template(path = "careers/postings/sitemap.xml")]
struct Sitemap<'a> {
    origin: &'a str,
    site: &'a CompanySite,
}

async fn atom(
    visit: Visit,
    fetcher: Fetcher,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response> {
    let (site, filter) = (visit.site.as_ref(), Filter::parse(query.as_deref()));
    let make = || {
        let feed = Feed::new(&visit, &filter, links::careers_feed(&site.lasting()));
        Ok(fit_for_xml(Atom { feed }.render()?))
    };
    let answer = match filter.is_empty() {
        true => kept(&site.feed, ATOM, &asked, make).await?,
        false => made(ATOM, make()?),
    };
    Ok(fetcher.took(site, Format::Atom, answer))
}

async fn rss(
    visit: Visit,
    fetcher: Fetcher,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response> {
    let (site, filter) = (visit.site.as_ref(), Filter::parse(query.as_deref()));
    let make = || {
        let feed = Feed::new(&visit, &filter, links::careers_rss(&site.lasting()));
        Ok(fit_for_xml(Rss { feed }.render()?))
    };
    let answer = match filter.is_empty() {
        true => kept(&site.rss, RSS, &asked, make).await?,
        false => made(RSS, make()?),
    };
    Ok(fetcher.took(site, Format::Rss, answer))
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
pub(super) fn fit_for_xml(text: String) -> String {
    let allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    let allowed = |c: char| allowed(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    match text.chars().all(allowed) {
        true => text,
        false => text.chars().filter(|c| allowed(*c)).collect(),
    }
}

impl<'a> Feed<'a> {
    fn new(visit: &'a Visit, filter: &'a Filter, path: String) -> Self {
        let site = visit.site.as_ref();
        let found = site.listed.iter().filter(|shown| filter.finds(shown));
        let found: Vec<_> = found.collect();
        let newest = found.iter().map(|shown| shown.posting.updated_at).max();
        Self {
            origin: &visit.origin,
            // An empty feed has to say some time; it says the same one until something opens.
            updated: newest.unwrap_or(Time(jiff::Timestamp::UNIX_EPOCH)),
            here: filter.on(path),
            found,
            filter,
            site,
        }
    }

    fn title(&self) -> String {
        let name = self.site.name();
        match self.filter.is_empty() {
            true => format!("Open roles at {name}"),
            false => format!("Open roles at {name}: {}", self.filter.words()),
        }
    }

    /// The same list as a page.
    fn page(&self) -> String {
        self.filter.on(links::careers(&self.site.lasting()))
    }

    /// The whole text of an entry, as the page has it.
    fn content(&self, shown: &SitePosting) -> askama::Result<String> {
        let content = &shown.posting.content;
        Text { content }.render()
    }

    /// A time as RSS writes it: `Sun, 22 Nov 2026 05:11:00 GMT` (RFC 822, with four digits of the year).
    #[expect(clippy::unused_self, reason = "a template calls what it shows")]
    fn rfc822(&self, time: &Time) -> String {
        rfc822(*time)
    }
}

pub(super) fn rfc822(time: Time) -> String {
    time.0.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
