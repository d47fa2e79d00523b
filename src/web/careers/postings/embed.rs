//! `/careers/{company}/embed`: the list for a frame on another website. It asks nothing and changes nothing, so that
//! whoever frames it gains no more than a link would give them; its links open the careers site outside the frame.

use super::{filter::Filter, list::ON_A_PAGE};
use crate::{
    base::error::Result,
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
use axum::{
    extract::RawQuery,
    http::{HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY},
    response::Response,
};
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::default().get("/careers/{company}/embed", embed)
}

/// Any website may frame it: there are no scripts, no forms and no cookies in it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors *",
);

#[derive(Template)]
#[template(path = "careers/postings/embed.html")]
struct EmbedPage<'a> {
    frame: Frame,
    campaign: &'a Campaign,
    site: &'a CompanySite,
    found: Vec<&'a Arc<SitePosting>>,
}

async fn embed(visit: Visit, RawQuery(query): RawQuery, asked: HeaderMap) -> Result<Response> {
    let filter = Filter::parse(query.as_deref());
    let site = visit.site.as_ref();
    let listed = site.listed.iter();
    let view = || EmbedPage {
        frame: Frame::of(site).carrying(&visit.campaign),
        campaign: &visit.campaign,
        found: listed
            .filter(|posting| filter.finds(posting))
            .take(ON_A_PAGE)
            .collect(),
        site,
    };
    let mut answer = match filter.is_empty() && visit.campaign.is_empty() {
        true => kept_page(&site.embed, &asked, view).await,
        false => page(&view()),
    }?;
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    Ok(answer)
}
