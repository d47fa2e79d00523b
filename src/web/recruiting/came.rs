//! From which page somebody acts: it is where the answer leads back to.

use crate::{
    access::CompanyRef,
    app::App,
    base::{
        ids::{ApplicationId, JobId},
        links,
    },
    web::kit::came::came_from,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;

/// The page that a request comes from.
pub struct Came {
    from: Option<String>,
}

impl FromRequestParts<App> for Came {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self {
            from: came_from(&parts.headers),
        })
    }
}

impl Came {
    /// Where to lead back to: what the form remembers, else where the request came from, if that is a page of this
    /// company and not one on which to act; else the application itself.
    pub fn back(&self, company: &CompanyRef, form: &str, application: ApplicationId) -> String {
        let own = links::application(&company.slug, application);
        let acting = ["/move", "/rejection", "/hire", "/snooze"].map(|act| format!("{own}{act}"));
        let ours =
            |path: &&str| within(company, path) && !acting.iter().any(|act| path.starts_with(act));
        let from = self.from.as_deref().filter(ours);
        Some(form).filter(ours).or(from).unwrap_or(&own).to_owned()
    }

    /// The page of this company that the request came from, else another.
    pub fn or(&self, company: &CompanyRef, otherwise: &str) -> String {
        let from = self.from.as_deref().filter(|path| within(company, path));
        from.unwrap_or(otherwise).to_owned()
    }

    /// The query of the page that the request came from, if that is the one at this path.
    pub fn query_of(&self, path: &str) -> Option<&str> {
        let rest = self.from.as_deref()?.strip_prefix(path)?;
        rest.strip_prefix('?')
    }
}

/// Whether a path is a page of this company.
fn within(company: &CompanyRef, path: &str) -> bool {
    let inside = path
        .strip_prefix(&format!("/{}", company.slug))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    links::local(path) && inside
}

/// The job whose board a path is, and its query.
pub fn board_at<'a>(company: &CompanyRef, path: &'a str) -> Option<(JobId, &'a str)> {
    let rest = path.strip_prefix(&format!("/{}/jobs/", company.slug))?;
    let (id, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some((id.parse().ok()?, query))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ids::CompanyId, links::Slug};
    use axum::http::{HeaderMap, HeaderValue, header::REFERER};

    fn company() -> CompanyRef {
        CompanyRef {
            id: CompanyId(1),
            slug: Slug::parse("heron").unwrap(),
            name: "Heron Mills".to_owned(),
            time_zone: "UTC".to_owned(),
            accent_hue: 250,
        }
    }

    #[test]
    fn the_way_back_stays_with_the_company() {
        let back = |from: &'static str, form: &str| {
            let headers = HeaderMap::from_iter([(REFERER, HeaderValue::from_static(from))]);
            let from = came_from(&headers);
            Came { from }.back(&company(), form, ApplicationId(7))
        };
        let board = "http://localhost:8080/heron/jobs/3?q=no";
        assert_eq!(back(board, ""), "/heron/jobs/3?q=no");
        assert_eq!(back("https://heron.example/heron", ""), "/heron");
        assert_eq!(back(board, "/heron/jobs/3/list"), "/heron/jobs/3/list");
        for (from, form) in [
            ("http://localhost:8080/heron/applications/7/move", ""),
            ("http://localhost:8080/otter/jobs/3", "//evil.example"),
            ("http://localhost:8080/herons", "https://evil.example/heron"),
            ("", ""),
        ] {
            assert_eq!(back(from, form), "/heron/applications/7", "{from} {form}");
        }
    }

    #[test]
    fn a_board_is_known_by_its_path() {
        assert_eq!(
            board_at(&company(), "/heron/jobs/3?q=no"),
            Some((JobId(3), "q=no"))
        );
        assert_eq!(board_at(&company(), "/heron/jobs/3"), Some((JobId(3), "")));
        assert_eq!(board_at(&company(), "/heron/jobs/3/list"), None);
    }
}
