//! `/careers/{company}`: what is open, with search and filters.

use super::filter::{Choice, Facet, Filter};
use crate::{
    base::{error::Result, links},
    domain::postings::markdown,
    web::{
        careers::{
            campaign::Campaign,
            company::{CompanySite, SitePosting},
            frame::{Frame, kept_page, page},
            visit::Visit,
        },
        kit::{filters, routes::Routes},
    },
};
use askama::Template;
use axum::{extract::RawQuery, http::HeaderMap, response::Response};
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::default().get("/careers/{company}", list)
}

#[derive(Template)]
#[template(path = "careers/postings/list.html")]
struct ListPage<'a> {
    frame: Frame,
    /// The path of the list itself.
    here: String,
    /// The feed of what the page shows.
    feed: String,
    campaign: &'a Campaign,
    site: &'a CompanySite,
    about: String,
    filter: &'a Filter,
    departments: Vec<Choice<'a>>,
    places: Vec<Choice<'a>>,
    workplaces: Vec<Choice<'a>>,
    kinds: Vec<Choice<'a>>,
    groups: Vec<Group<'a>>,
    found: i64,
    pages: Pages,
}

/// How many postings a page lists: as many as weigh little on a phone.
pub const ON_A_PAGE: usize = 50;

/// Postings of one department.
struct Group<'a> {
    /// Empty where postings have no department.
    name: &'a str,
    /// How many there are, on this page or another.
    all: usize,
    postings: Vec<&'a Arc<SitePosting>>,
}

/// The pages of a long list.
struct Pages {
    /// From 1.
    at: usize,
    last: usize,
    before: Option<String>,
    after: Option<String>,
}

/// The list as it is comes from memory whole; what somebody looks for is picked from memory, and a page that carries on
/// what a link said is drawn for it.
async fn list(visit: Visit, RawQuery(query): RawQuery, asked: HeaderMap) -> Result<Response> {
    let filter = Filter::parse(query.as_deref());
    let at = page_of(query.as_deref());
    let view = || ListPage::new(&visit, &filter, at);
    match filter.is_empty() && visit.campaign.is_empty() && at == 1 {
        true => kept_page(&visit.site.list, &asked, view).await,
        false => page(&view()),
    }
}

/// The page that an address asks for, from 1; the first where it says nothing that we understand.
fn page_of(query: Option<&str>) -> usize {
    let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let page = pairs.find(|(name, _)| name == "page");
    let page = page.and_then(|(_, value)| value.parse().ok());
    page.unwrap_or(1).max(1)
}

impl Pages {
    fn new(at: usize, found: usize, link: impl Fn(usize) -> String) -> Self {
        let last = found.div_ceil(ON_A_PAGE).max(1);
        let at = at.min(last);
        Self {
            before: (at > 1).then(|| link(at - 1)),
            after: (at < last).then(|| link(at + 1)),
            at,
            last,
        }
    }

    fn skipped(&self) -> usize {
        (self.at - 1) * ON_A_PAGE
    }
}

/// A path with one more pair in its query; the first page is the list itself.
fn on_page(path: String, page: usize) -> String {
    match (page, path.contains('?')) {
        (1, _) => path,
        (_, true) => format!("{path}&page={page}"),
        (_, false) => format!("{path}?page={page}"),
    }
}

impl ListPage<'_> {
    /// Where somebody asks to hear of what the page shows.
    fn alerts(&self) -> String {
        let path = self.filter.on(links::careers_alerts(self.site.root()));
        self.campaign.with(path)
    }
}

impl<'a> ListPage<'a> {
    fn new(visit: &'a Visit, filter: &'a Filter, at: usize) -> Self {
        let site = visit.site.as_ref();
        let found: Vec<_> = site
            .listed
            .iter()
            .filter(|posting| filter.finds(posting))
            .collect();
        let path = links::careers(site.root());
        let lasting = format!("{}{}", visit.origin, links::careers(&site.lasting()));
        let pages = Pages::new(at, found.len(), |page| {
            on_page(visit.campaign.with(filter.on(path.clone())), page)
        });
        let mut frame = Frame::of(site)
            .carrying(&visit.campaign)
            .described(format!("Open roles at {}.", site.name()));
        frame = match filter.is_empty() {
            true => frame.indexed_at(on_page(lasting, pages.at)),
            // One list in every combination of filters is one page to search engines.
            false => Frame {
                canonical: Some(lasting),
                ..frame
            },
        };
        frame.at_home = true;
        Self {
            frame,
            here: path,
            feed: filter.on(links::careers_feed(site.root())),
            campaign: &visit.campaign,
            about: markdown::to_html(&site.profile().about),
            departments: filter.choices(Facet::Department, &site.listed),
            places: filter.choices(Facet::Place, &site.listed),
            workplaces: filter.choices(Facet::Workplace, &site.listed),
            kinds: filter.choices(Facet::Kind, &site.listed),
            found: found.len() as i64,
            groups: grouped(found, pages.skipped()),
            pages,
            filter,
            site,
        }
    }
}

/// One page's worth of postings by department, the largest first, and those without one last.
fn grouped<'a>(postings: Vec<&'a Arc<SitePosting>>, skipped: usize) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for posting in postings {
        let departments = &posting.posting.content.departments;
        let name = departments.first().map_or("", String::as_str);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.postings.push(posting),
            None => groups.push(Group {
                name,
                all: 0,
                postings: vec![posting],
            }),
        }
    }
    groups.sort_by_key(|group| {
        (
            group.name.is_empty(),
            usize::MAX - group.postings.len(),
            group.name,
        )
    });
    let (mut skipped, mut room) = (skipped, ON_A_PAGE);
    for group in &mut groups {
        group.all = group.postings.len();
        let before = skipped.min(group.all);
        group.postings.drain(..before);
        group.postings.truncate(room);
        skipped -= before;
        room -= group.postings.len();
    }
    groups.retain(|group| !group.postings.is_empty());
    groups
}
