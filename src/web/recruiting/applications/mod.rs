//! `/{company}/applications/{id}`: one application, in tabs under one head.

mod interviews;
mod mail;
mod sheet;

use super::{
    feed::Feed,
    shown::{self, Due},
};
use crate::{
    access::{
        Permission, Permit,
        permissions::{EraseCandidates, ReadApplications, ReadSettings},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        ids::{ApplicationId, CandidateId, EventId},
        links::{self, Slug},
        paging::decode_cursor,
    },
    domain::{
        applications::{
            Status, Telling,
            attachments::{self, Resume, Text},
            hold,
            others::{self, Other},
            overview::{self, Overview, Visibility},
            profile::{self, Profile},
        },
        duplicates::{self, Alike},
        privacy::{self, Keeping},
        reversal,
        timeline::{self, Show, Whose},
        todos::{self, Subject, Todo},
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;
pub use sheet::{Block, blocks};
use sqlx::PgConnection;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}", show_overview)
        .get("/{company}/applications/{id}/resume", show_resume)
        .get("/{company}/applications/{id}/activity", show_activity)
        .get("/{company}/applications/{id}/others", show_others)
        .post("/{company}/applications/{id}/reading", mark_read)
        .and(mail::routes())
        .and(interviews::routes())
}

/// What the head of every tab shows.
pub struct Head {
    pub profile: Profile,
    now: Time,
    zone: TimeZone,
    /// The application's address.
    pub own: String,
    tab: Tab,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Resume,
    Mail,
    Interviews,
    Activity,
    Others,
}

impl OverviewPage {
    /// What is still to be done.
    fn open(&self) -> impl Iterator<Item = &Todo> {
        self.todos.iter().filter(|todo| todo.done_at.is_none())
    }

    /// When a to-do is due, and whether that has passed.
    fn due(&self, todo: &Todo) -> Due {
        shown::due(todo.due_on, todos::today(&self.page.company, self.head.now))
    }
}

impl Head {
    pub async fn look<P: Permission>(
        db: &mut PgConnection,
        permit: &Permit<P>,
        page: &Page,
        id: ApplicationId,
        tab: Tab,
    ) -> Result<Self> {
        let company = permit.company();
        Ok(Self {
            profile: profile::profile(db, company.id, permit.actor(), id).await?,
            now: permit.now(),
            zone: page.zone(),
            own: links::application(&company.slug, id),
            tab,
        })
    }

    pub fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    pub fn moment(&self, time: &Time) -> String {
        shown::moment(*time, self.now, &self.zone)
    }

    pub fn age(&self, since: &Time) -> String {
        filters::age(self.now, *since)
    }

    pub fn late(&self, answer_by: &Option<Time>) -> Option<String> {
        shown::late(self.now, *answer_by)
    }

    /// "4 of 12"; of those who come late in a long stage "One of 8,345".
    pub fn numbered(&self) -> String {
        let of = filters::grouped(self.profile.of);
        match self.profile.number {
            Some(number) => format!("{} of {of}", filters::grouped(number)),
            None => format!("One of {of}"),
        }
    }

    /// What is said of somebody whom the viewer has put off.
    pub fn snoozed(&self) -> Option<String> {
        let snooze = self.profile.snooze.as_ref()?;
        snooze.holds(self.now).then(|| match &snooze.until {
            Some(until) => format!("Snoozed until {}", self.day(until)),
            None => "Snoozed until they write".to_owned(),
        })
    }

    /// When a rejected candidate is told, as long as they are not.
    pub fn to_be_told(&self) -> String {
        match (self.profile.telling, &self.profile.tell_at) {
            (Some(Telling::Held), _) => "They are told when somebody lets it go.".to_owned(),
            (Some(Telling::Later), Some(at)) => format!("They are told on {}.", self.moment(at)),
            _ => "They are told in a few minutes.".to_owned(),
        }
    }
}

/// A link that a candidate gave: shown only if it leads to a web page.
pub(super) fn web_link(url: &str) -> Option<&str> {
    let scheme = url::Url::parse(url).ok()?.scheme().to_owned();
    ["http", "https"].contains(&scheme.as_str()).then_some(url)
}

/// A phone number as a `tel:` address takes it.
pub(super) fn dialled(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

#[derive(Template)]
#[template(path = "recruiting/applications/overview.html")]
struct OverviewPage {
    page: Page,
    head: Head,
    overview: Overview,
    keeping: Keeping,
    todos: Vec<Todo>,
    alike: Vec<Alike>,
    once: Uuid,
}

impl OverviewPage {
    fn candidate(&self) -> CandidateId {
        self.head.profile.candidate
    }
}

async fn show_overview(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, id, Tab::Overview).await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let (candidate, now) = (head.profile.candidate, head.now);
    let overview = overview::overview(&mut db, company, actor, id).await?;
    let keeping = privacy::keeping(&mut db, company, candidate, now).await?;
    let todos = match overview.has_todos {
        true => todos::of(&mut db, company, actor, Subject::Application(id)).await?,
        false => Vec::new(),
    };
    let alike = match overview.has_alike {
        true => duplicates::alike(&mut db, company, actor, candidate, now).await?,
        false => Vec::new(),
    };
    drop(db);
    let view = OverviewPage {
        page,
        head,
        overview,
        keeping,
        todos,
        alike,
        once: Uuid::new_v4(),
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Template)]
#[template(path = "recruiting/applications/resume.html", blocks = ["sheet"])]
struct ResumePage {
    page: Page,
    head: Head,
    resume: Resume,
    /// The pages of a PDF instead of its text.
    original: bool,
    once: Uuid,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ResumeQuery {
    view: String,
}

async fn show_resume(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Query(query): Query<ResumeQuery>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, id, Tab::Resume).await?;
    let resume = attachments::resume(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let pdf = resume.file.as_ref().is_some_and(|file| file.pdf);
    let view = ResumePage {
        page,
        head,
        resume,
        original: pdf && query.view == "pages",
        once: Uuid::new_v4(),
    };
    view.page.html(&Errors::default(), &view, view.as_sheet())
}

#[derive(Template)]
#[template(path = "recruiting/applications/activity.html")]
struct ActivityPage {
    page: Page,
    head: Head,
    feed: Feed,
    show: Show,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ActivityQuery {
    show: String,
    after: String,
}

async fn show_activity(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Query(query): Query<ActivityQuery>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, id, Tab::Activity).await?;
    let show = Show::parse(&query.show).unwrap_or_default();
    let after: Option<EventId> = decode_cursor(&query.after);
    let company = permit.company().id;
    let (whose, subject) = (Whose::Application(id), reversal::Subject::Application(id));
    let entries = timeline::timeline(&mut db, company, permit.actor(), whose, show, after).await?;
    let reversible = reversal::reversible(&mut db, company, permit.actor(), subject).await?;
    drop(db);
    let feed = Feed {
        entries,
        reversible,
        company: page.company.slug.clone(),
        candidate: head.profile.candidate,
        name: head.profile.name.clone(),
        across: false,
        writes: false,
        sorts_pool: false,
        now: head.now,
        zone: page.zone(),
    };
    let view = ActivityPage {
        page,
        head,
        feed,
        show,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Template)]
#[template(path = "recruiting/applications/others.html")]
struct OthersPage {
    page: Page,
    head: Head,
    others: Vec<Other>,
}

async fn show_others(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, id, Tab::Others).await?;
    let (company, candidate) = (permit.company().id, head.profile.candidate);
    let others = others::others(&mut db, company, permit.actor(), candidate, id).await?;
    drop(db);
    let view = OthersPage { page, head, others };
    view.page.whole(&Errors::default(), &view)
}

/// The page says that it has been looked at for two seconds.
async fn mark_read(
    permit: Permit<ReadApplications>,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<StatusCode> {
    permit
        .change(async |change| hold::mark_read(change, id).await)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
