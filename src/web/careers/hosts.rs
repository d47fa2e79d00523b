//! Companies' own hosts: there the careers site is at `/`, and nothing else of the installation is to be found.
//!
//! A path of such a host is led to the path that the same page has on the installation's host, so that there is one set
//! of routes. What is not the company's, staff pages above all, leads to nothing there.

use super::{fetches::Fetches, site::Site};
use crate::{
    app::App,
    base::links::{self, Slug},
    web::kit::hosts::{CompanyHost, Hosts, OwnHost},
};
use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{Uri, uri::PathAndQuery},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Paths that are the same on every host: files of ours, and a candidate's own pages, which look at the company.
const EVERYWHERE: [&str; 3] = ["/static/", "/a/", "/robots.txt"];

/// The router with what its careers pages share, led by hosts; and which hosts there are.
pub fn housed(router: Router, app: App, hosts: Hosts) -> (Router, CompanyHost) {
    let site = Site::default();
    let router = router
        .layer(Extension(site.clone()))
        .layer(Extension(Fetches::new(app.db.clone())));
    // A router of its own around it, because a path must be led before a route is chosen.
    let state = (app, site.clone(), hosts);
    let led = Router::new()
        .fallback_service(router)
        .layer(middleware::from_fn_with_state(state, lead));
    (led, Arc::new(move |name| site.may_have_host(name)))
}

async fn lead(
    State((app, site, hosts)): State<(App, Site, Hosts)>,
    mut request: Request,
    next: Next,
) -> Response {
    let name = match hosts.foreign(&request) {
        Ok(Some(name)) => name,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    let shown = match site.shown(&app).await {
        Ok(shown) => shown,
        Err(error) => return error.into_response(),
    };
    let Some(company) = shown.at_host(&name) else {
        return Hosts::unknown().into_response();
    };
    let slug = company.slug().clone();
    if let Some(there) = led(&slug, request.uri()) {
        *request.uri_mut() = there;
    }
    let own = OwnHost {
        name,
        company: slug,
    };
    request.extensions_mut().insert(own.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(own);
    response
}

/// Where a path of a company's host leads, unless it leads there already.
fn led(company: &Slug, asked: &Uri) -> Option<Uri> {
    let path = asked.path();
    let below = links::careers(company);
    let rest = path.strip_prefix(&below);
    if EVERYWHERE.iter().any(|start| path.starts_with(start))
        || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    {
        return None;
    }
    let query = asked.query().map(|query| format!("?{query}"));
    let path = if path == "/" { "" } else { path };
    let there = format!("{below}{path}{}", query.unwrap_or_default());
    let mut parts = asked.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(there).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_has_its_host_to_itself() {
        let company = Slug::parse("heron").unwrap();
        let led =
            |path: &'static str| led(&company, &Uri::from_static(path)).map(|uri| uri.to_string());
        let to = |path: &str| Some(path.to_owned());
        assert_eq!(led("/"), to("/careers/heron"));
        assert_eq!(led("/?q=x"), to("/careers/heron?q=x"));
        assert_eq!(
            led("/jobs/7-miller/apply"),
            to("/careers/heron/jobs/7-miller/apply")
        );
        assert_eq!(led("/heron/jobs"), to("/careers/heron/heron/jobs"));
        assert_eq!(led("/careers/otter"), to("/careers/heron/careers/otter"));
        assert_eq!(led("/careers/heron2"), to("/careers/heron/careers/heron2"));
        assert_eq!(
            led("http://jobs.heron.example/privacy"),
            to("http://jobs.heron.example/careers/heron/privacy")
        );
        for path in [
            "/static/app.css",
            "/a/token",
            "/careers/heron",
            "/careers/heron/link",
        ] {
            assert_eq!(led(path), None, "{path}");
        }
    }
}
