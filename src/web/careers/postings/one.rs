//! `/careers/{company}/jobs/{id}-{words}`: one posting.

use super::{markup, posting_id};
use crate::{
    base::{
        clock::Day,
        error::{Error, Result},
        links::{self, Root},
    },
    domain::{jobs::Milestone, postings::published::Published, promises::Kept},
    web::{
        careers::{
            campaign::Campaign,
            company::{SIMILAR, SitePosting},
            frame::{Frame, HTML, in_words, kept, made, page},
            visit::Visit,
        },
        kit::{filters, routes::Routes},
    },
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::default().get("/careers/{company}/jobs/{posting}", posting)
}

/// The sections of a posting, as the page shows them and the markup repeats them.
#[derive(Template)]
#[template(
    source = r#"{% import "careers/parts/posting_body.html" as posting %}{% call posting::text(content) %}{% endcall %}"#,
    ext = "html"
)]
pub struct Text<'a> {
    pub content: &'a Published,
}

#[derive(Template)]
#[template(path = "careers/postings/posting.html")]
struct PostingPage<'a> {
    frame: Frame,
    content: &'a Published,
    posted: Option<Day>,
    language: &'a str,
    text: String,
    /// schema.org, for search engines; none for a posting that is reached by link only.
    markup: Option<String>,
    apply: Apply,
    milestones: &'a [Milestone],
    promise: i64,
    /// How often promises were kept in the last year, where the company says it.
    kept: Option<Kept>,
    /// Where its links lead.
    root: &'a Root,
    campaign: &'a Campaign,
    similar: Vec<&'a Arc<SitePosting>>,
}

/// Where the button leads.
enum Apply {
    Here(String),
    /// To another site, as an imported posting says.
    There(String),
}

#[derive(Template)]
#[template(path = "careers/postings/closed.html")]
struct ClosedPage<'a> {
    frame: Frame,
    campaign: &'a Campaign,
    root: &'a Root,
    content: &'a Published,
    language: &'a str,
    text: String,
    closed_on: Option<Day>,
    /// Whether the open ones are like it; else they are the newest.
    alike: bool,
    open: Vec<&'a Arc<SitePosting>>,
}

async fn posting(
    visit: Visit,
    Path((_, segment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response> {
    let site = &visit.site;
    let shown = site.posting(posting_id(&segment)?).ok_or(Error::NotFound)?;
    let path = shown.path(site.root());
    if !path.ends_with(&format!("/{segment}")) {
        return moved(path, query);
    }
    let content = &shown.posting.content;
    let text = || Text { content }.render();
    if !shown.open(visit.now) {
        let similar = site.similar(shown);
        let closed = ClosedPage {
            frame: Frame::of(site)
                .carrying(&visit.campaign)
                .described(&content.summary),
            campaign: &visit.campaign,
            root: site.root(),
            language: &shown.posting.language,
            text: text()?,
            closed_on: shown
                .closed_at()
                .map(|at| Day(at.day(&site.profile().zone()))),
            alike: !similar.is_empty(),
            open: match similar.is_empty() {
                true => site.listed.iter().take(SIMILAR).collect(),
                false => similar,
            },
            content,
        };
        return page(&closed);
    }
    // Nothing is drawn for whoever gets what is kept.
    let drawn = || Ok(PostingPage::new(&visit, shown, text()?).render()?);
    match site.page(shown.posting.id) {
        Some(place) if visit.campaign.is_empty() => kept(place, HTML, &asked, drawn).await,
        _ => Ok(made(HTML, drawn()?)),
    }
}

impl<'a> PostingPage<'a> {
    fn new(visit: &'a Visit, shown: &'a SitePosting, text: String) -> Self {
        let (site, posting) = (&visit.site, &shown.posting);
        let url = format!("{}{}", visit.origin, shown.path(&site.lasting()));
        let frame = Frame::of(site)
            .carrying(&visit.campaign)
            .described(&posting.content.summary);
        let (frame, markup) = match posting.unlisted {
            true => (frame, None),
            false => {
                let markup = markup::script(site, shown, &visit.origin, &text);
                (frame.indexed_at(url), Some(markup))
            }
        };
        let apply = match posting.content.external_apply_url.clone() {
            Some(there) => Apply::There(there),
            None => {
                let form = links::careers_apply(site.root(), posting.id, &posting.content.title);
                Apply::Here(visit.campaign.on(&form))
            }
        };
        Self {
            frame,
            content: &posting.content,
            posted: Some(Day(posting.first_published_at.day(&site.profile().zone()))),
            language: &posting.language,
            text,
            markup,
            apply,
            milestones: &shown.milestones,
            promise: i64::from(posting.promise_after_applying),
            kept: site.promises_kept(),
            root: site.root(),
            campaign: &visit.campaign,
            similar: site.similar(shown),
        }
    }
}

impl PostingPage<'_> {
    /// What the form asks for beside the résumé.
    fn questions(&self) -> String {
        match self.content.questions.len() {
            0 => "how to reach you".to_owned(),
            1 => "one question".to_owned(),
            n => format!("{} questions", in_words(n)),
        }
    }
}

/// To the one address of a posting, for good, with whatever the link carried.
fn moved(path: String, query: Option<String>) -> Result<Response> {
    let to = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let to = HeaderValue::try_from(to).map_err(|_| Error::NotFound)?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response())
}
