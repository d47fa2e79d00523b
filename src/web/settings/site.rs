//! `/{company}/settings/site`: where the careers site is, its logo, its feeds, and who fetches them.

use super::form::{shown, status_of};
use crate::{
    access::{Permit, permissions::ManageCompany},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::DeletedId,
        links::{self, Root},
    },
    domain::{
        companies::{self, Hosts, LARGEST_LOGO, Logo, Profile},
        postings::fetches::{self, DAYS, Line},
    },
    web::kit::{self, filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Multipart, State, multipart::MultipartError},
    http::StatusCode,
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/site", show)
        .post("/{company}/settings/site/hosts", change_hosts)
        .post("/{company}/settings/site/logo", set_logo)
        .post("/{company}/settings/site/logo/removal", remove_logo)
}

/// Lines of the log that the page shows.
const LINES: i64 = 100;

#[derive(Template)]
#[template(path = "settings/site/edit.html")]
struct SitePage {
    page: Page,
    zone: TimeZone,
    profile: Profile,
    hosts: String,
    /// The host of the site's one address, and where the site begins there.
    origin: String,
    root: Root,
    public: String,
    lines: Vec<Line>,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct HostsForm {
    hosts: String,
}

async fn show(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
) -> Result<Response> {
    draw(&permit, &app, page, None, None).await
}

/// Only whoever runs the installation knows which names lead to it.
async fn change_hosts(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    Form(form): Form<HostsForm>,
) -> Result<Response> {
    if !page.session.operator {
        return Err(Error::Forbidden(
            "Only whoever runs this installation can give a company hosts.".into(),
        ));
    }
    let saved = match allowed(&form.hosts, &app) {
        Ok(hosts) => {
            permit
                .change(async |change| companies::change_hosts(change, &hosts).await)
                .await
        }
        Err(message) => Err(Error::field("hosts", message)),
    };
    match saved {
        Ok(()) => {
            let site = links::settings(&page.company.slug, "site");
            Ok(page.redirect(site, Notice::new("Hosts saved")))
        }
        Err(error) => draw(&permit, &app, page, Some(form.hosts), Some(error)).await,
    }
}

/// Names that are not the installation's own.
fn allowed(typed: &str, app: &App) -> Result<Hosts, String> {
    let hosts = Hosts::parse(typed)?;
    let public = url::Url::parse(&app.config.public_origin()).ok();
    let public = public.as_ref().map(kit::hosts::Hosts::new);
    let ours = |name: &String| public.as_ref().is_some_and(|public| public.is_ours(name));
    match hosts.names().iter().find(|name| ours(name)) {
        Some(name) => Err(format!(
            "{name} is where this installation is, with all its companies"
        )),
        None => Ok(hosts),
    }
}

async fn set_logo(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
    form: Multipart,
) -> Result<Response> {
    let saved = match picture(form).await? {
        Ok(logo) => {
            permit
                .change(async |change| companies::set_logo(change, &logo).await)
                .await
        }
        Err(message) => Err(Error::field("logo", message)),
    };
    match saved {
        Ok(before) => Ok(logo_done(&page, "Logo saved", before)),
        Err(error) => draw(&permit, &app, page, None, Some(error)).await,
    }
}

async fn remove_logo(
    permit: Permit<ManageCompany>,
    State(app): State<App>,
    page: Page,
) -> Result<Response> {
    let removed = permit
        .change(async |change| companies::remove_logo(change).await)
        .await;
    match removed {
        Ok(kept) => Ok(logo_done(&page, "Logo removed", Some(kept))),
        Err(error) => draw(&permit, &app, page, None, Some(error)).await,
    }
}

/// Back to the page, with a way to have the logo again that was there before.
fn logo_done(page: &Page, text: &str, before: Option<DeletedId>) -> Response {
    let notice = Notice::new(text).restoring(&page.company, before);
    page.redirect(links::settings(&page.company.slug, "site"), notice)
}

/// The picture of a form, read no further than a logo may be long.
async fn picture(mut form: Multipart) -> Result<Result<Logo, &'static str>> {
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("logo") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            if bytes.len() <= LARGEST_LOGO {
                bytes.extend_from_slice(&chunk);
            }
        }
        return Ok(match bytes.is_empty() {
            true => Err("Choose a picture"),
            false => Logo::read(bytes),
        });
    }
    Ok(Err("Choose a picture"))
}

fn broken(error: MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge("The picture has more than 16 KB.".into()),
        _ => Error::Malformed("The form did not arrive whole. Go back and send it again.".into()),
    }
}

async fn draw(
    permit: &Permit<ManageCompany>,
    app: &App,
    page: Page,
    typed: Option<String>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let company = permit.company().id;
    let (profile, lines) = {
        let mut db = permit.read().await?;
        let profile = companies::profiles(&mut db, Some(company)).await?.pop();
        let lines = fetches::newest(&mut db, company, LINES).await?;
        (profile.ok_or(Error::NotFound)?, lines)
    };
    let public = app.config.public_origin();
    let (origin, root) = match profile.hosts.first() {
        Some(host) => (links::origin_at(&public, host), Root::Own),
        None => (public.clone(), Root::Shared(page.company.slug.clone())),
    };
    let view = SitePage {
        zone: profile.zone(),
        hosts: typed.unwrap_or_else(|| profile.hosts.join("\n")),
        profile,
        origin,
        root,
        public,
        lines,
        errors,
        refused,
        page,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}

impl SitePage {
    fn address(&self, path: String) -> String {
        format!("{}{path}", self.origin)
    }

    fn list(&self) -> String {
        self.address(links::careers(&self.root))
    }

    /// Every feed with its name.
    fn feeds(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Atom", self.address(links::careers_feed(&self.root))),
            ("RSS", self.address(links::careers_rss(&self.root))),
            (
                "XML for job sites",
                self.address(links::careers_jobs_feed(&self.root)),
            ),
            (
                "XML of all companies here",
                format!("{}{}", self.public, links::ALL_JOBS_FEED),
            ),
            ("Sitemap", self.address(links::careers_sitemap(&self.root))),
        ]
    }

    fn logo_path(&self) -> Option<String> {
        let logo = self.profile.logo.as_ref()?;
        // On this host: the own one may not lead here yet.
        Some(links::careers_logo(&self.page.company.slug, &logo.name()))
    }
}
