//! `/careers/{company}`: what is open, with search and filters.

use super::filter::{Choice, Filter, names, used};
use crate::{
    base::{error::Result, links},
    domain::postings::{
        advert::{EmploymentType, Workplace},
        markdown,
    },
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
    departments: Vec<Choice>,
    places: Vec<Choice>,
    workplaces: Vec<Choice>,
    kinds: Vec<Choice>,
    groups: Vec<Group<'a>>,
    found: i64,
}

/// Postings of one department.
struct Group<'a> {
    /// Empty where postings have no department.
    name: &'a str,
    postings: Vec<&'a Arc<SitePosting>>,
}

/// The list as it is comes from memory whole; what somebody looks for is picked from memory, and a page that carries on
/// what a link said is drawn for it.
async fn list(visit: Visit, RawQuery(query): RawQuery, asked: HeaderMap) -> Result<Response> {
    let filter = Filter::parse(query.as_deref());
    let view = || ListPage::new(&visit, &filter);
    match filter.is_empty() && visit.campaign.is_empty() {
        true => kept_page(&visit.site.list, &asked, view).await,
        false => page(&view()),
    }
}

impl ListPage<'_> {
    /// Where somebody asks to hear of what the page shows.
    fn alerts(&self) -> String {
        let path = self.filter.on(links::careers_alerts(self.site.slug()));
        let joint = if path.contains('?') { '&' } else { '?' };
        match self.campaign.is_empty() {
            true => path,
            false => format!("{path}{joint}{}", self.campaign.packed()),
        }
    }
}

impl<'a> ListPage<'a> {
    fn new(visit: &'a Visit, filter: &'a Filter) -> Self {
        let site = visit.site.as_ref();
        let contents = || site.listed.iter().map(|posting| &posting.posting.content);
        let had: Vec<Workplace> = contents().map(|content| content.workplace).collect();
        let kinds: Vec<EmploymentType> = contents()
            .filter_map(|content| content.employment_type)
            .collect();
        let found: Vec<_> = site
            .listed
            .iter()
            .filter(|posting| filter.finds(posting))
            .collect();
        let path = links::careers(site.slug());
        let mut frame = Frame::of(site)
            .carrying(&visit.campaign)
            .described(format!("Open roles at {}.", site.name()));
        frame = match filter.is_empty() {
            true => frame.indexed_at(&visit.origin, &path),
            // One list in every combination of filters is one page to search engines.
            false => Frame {
                canonical: Some(format!("{}{path}", visit.origin)),
                ..frame
            },
        };
        frame.at_home = true;
        Self {
            frame,
            here: path,
            feed: filter.on(links::careers_feed(site.slug())),
            campaign: &visit.campaign,
            about: markdown::to_html(&site.profile().about),
            departments: names(
                contents().flat_map(|content| &content.departments),
                &filter.department,
            ),
            places: names(
                contents()
                    .flat_map(|content| &content.places)
                    .map(|place| &place.name),
                &filter.place,
            ),
            workplaces: used(
                Workplace::ALL,
                &had,
                Workplace::key,
                Workplace::label,
                &filter.workplace,
            ),
            kinds: used(
                EmploymentType::ALL,
                &kinds,
                EmploymentType::key,
                EmploymentType::label,
                &filter.kind,
            ),
            found: found.len() as i64,
            groups: grouped(found),
            filter,
            site,
        }
    }
}

/// By department, the largest first, and those without one last.
fn grouped<'a>(postings: Vec<&'a Arc<SitePosting>>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for posting in postings {
        let departments = &posting.posting.content.departments;
        let name = departments.first().map_or("", String::as_str);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.postings.push(posting),
            None => groups.push(Group {
                name,
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
    groups
}
