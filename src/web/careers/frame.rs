//! What stands around every page of a careers site, and how the pages are sent.

use super::{campaign::Campaign, company::CompanySite};
use crate::{
    base::{
        error::Result,
        links::{self, CAREERS},
    },
    web::kit::cached::CachedPage,
};
use anyhow::Context;
use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use tokio::sync::OnceCell;

pub const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// Anybody may keep it, and asks whether it is still so: a posting that closes is gone from lists at once.
pub const REVALIDATED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// A company's logo, and how many pixels it has: browsers keep its place free until it is there.
#[derive(Clone, Debug)]
pub struct Mark {
    pub path: String,
    pub width: i32,
    pub height: i32,
}

/// The head and the foot of a page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The company's name, or that of all sites.
    pub name: String,
    /// Where the list is.
    pub home: String,
    /// Whether this is the list.
    pub at_home: bool,
    /// Stands in place of the name.
    pub logo: Option<Mark>,
    pub theme: Option<String>,
    pub feed: Option<String>,
    pub rss: Option<String>,
    pub privacy: Option<String>,
    pub contact: Option<String>,
    /// Where somebody asks for the link to their application again.
    pub again: Option<String>,
    /// The one address of the page, absolute.
    pub canonical: Option<String>,
    /// In a sentence, for lists of search results.
    pub description: String,
    /// Whether search engines may list the page.
    pub indexed: bool,
}

impl Frame {
    /// Around what belongs to no company.
    pub fn of_all(origin: &str) -> Self {
        Self {
            name: "Careers".to_owned(),
            home: CAREERS.to_owned(),
            at_home: true,
            canonical: Some(format!("{origin}{CAREERS}")),
            indexed: true,
            ..Self::default()
        }
    }

    /// Around a company's pages.
    pub fn of(site: &CompanySite) -> Self {
        let (root, profile) = (site.root(), site.profile());
        let notice = !profile.privacy_notice.trim().is_empty();
        Self {
            name: site.name().to_owned(),
            home: links::careers(root),
            logo: profile.logo.as_ref().map(|logo| Mark {
                path: links::careers_logo(root, &logo.name()),
                width: logo.width,
                height: logo.height,
            }),
            theme: Some(links::careers_theme(root, profile.company.accent_hue)),
            feed: Some(links::careers_feed(root)),
            rss: Some(links::careers_rss(root)),
            privacy: notice.then(|| links::careers_privacy(root)),
            contact: profile.contact_email.clone(),
            again: Some(links::careers_link(root)),
            ..Self::default()
        }
    }

    /// For a visitor whose link said where they come from.
    pub fn carrying(mut self, campaign: &Campaign) -> Self {
        self.home = campaign.on(&self.home);
        self
    }

    /// A page that search engines may list, under this address.
    pub fn indexed_at(mut self, url: impl Into<String>) -> Self {
        self.canonical = Some(url.into());
        self.indexed = true;
        self
    }

    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }
}

/// Sends what is the same for everybody, made when it is first asked for.
pub async fn kept(
    place: &OnceCell<CachedPage>,
    kind: HeaderValue,
    asked: &HeaderMap,
    make: impl FnOnce() -> Result<String>,
) -> Result<Response> {
    let make = || async {
        let made = CachedPage::make(make()?, kind, REVALIDATED).await;
        Ok::<_, crate::base::error::Error>(made.context("a page could not be packed")?)
    };
    Ok(place.get_or_try_init(make).await?.respond(asked))
}

/// The same for a page.
pub async fn kept_page<T: Template>(
    place: &OnceCell<CachedPage>,
    asked: &HeaderMap,
    make: impl FnOnce() -> T,
) -> Result<Response> {
    kept(place, HTML, asked, || Ok(make().render()?)).await
}

/// Sends a text that is made for this request, but would be the same for another.
pub fn made(kind: HeaderValue, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, REVALIDATED),
    ];
    (headers, text).into_response()
}

/// Sends a page that is made for this request, but would be the same for another.
pub fn page(view: &impl Template) -> Result<Response> {
    Ok(made(HTML, view.render()?))
}

/// Sends a page that is for one visitor only.
pub fn private(status: StatusCode, view: &impl Template) -> Result<Response> {
    let caching = [(header::CACHE_CONTROL, NO_STORE)];
    Ok((status, caching, Html(view.render()?)).into_response())
}

/// "three"; digits from eleven on.
pub fn in_words(n: usize) -> String {
    const WORDS: [&str; 11] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    WORDS
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}
