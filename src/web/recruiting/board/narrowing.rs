//! Filters: those that are on, as chips, and `/{company}/jobs/{id}/filter`, a form with all of them.

use super::query::{ListQuery, named};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        error::{Errors, Result},
        ids::JobId,
        links::{self, Slug},
    },
    domain::{
        applications::{
            Answered, Filter, Owned, Status,
            choices::{self, Asked, Choices, Names},
        },
        tags,
    },
    web::kit::{filters, page::Page},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};

/// A filter that is on: what it says, and the address without it.
pub struct Chip {
    pub label: String,
    pub href: String,
}

/// The filters that are on. A name, staleness and lateness have chips of their own.
pub fn chips(filter: &Filter, names: &Names, without: impl Fn(&str) -> String) -> Vec<Chip> {
    let unknown = || "?".to_owned();
    let owner = filter.owner.map(|owner| match owner {
        Owned::Mine => "Mine".to_owned(),
        Owned::Nobodys => "Owner: nobody".to_owned(),
        Owned::By(_) => format!("Owner: {}", names.owner.clone().unwrap_or_else(unknown)),
    });
    let answer = filter.answer.map(|_| match &names.answer {
        Some((question, answer)) => format!("{question} {answer}"),
        None => "An answer that nobody can give".to_owned(),
    });
    let said = |what: &str, value: &str| {
        Some(value)
            .filter(|value| !value.is_empty())
            .map(|value| format!("{what}: {value}"))
    };
    let labels = [
        (
            "stage",
            filter
                .stage
                .map(|_| format!("Stage: {}", names.stage.clone().unwrap_or_else(unknown))),
        ),
        ("tag", said("Tag", &filter.tag)),
        (
            "source",
            filter
                .source
                .map(|_| format!("Source: {}", names.source.clone().unwrap_or_else(unknown))),
        ),
        ("owner", owner),
        ("answer", answer),
        (
            "days",
            filter.days.map(|days| match days {
                1 => "In stage for a day or more".to_owned(),
                days => format!("In stage for {days} days or more"),
            }),
        ),
        ("unread", filter.unread.then(|| "Not read by me".to_owned())),
        (
            "snoozed",
            filter.snoozed.then(|| "Snoozed by me".to_owned()),
        ),
        ("place", said("Place", &filter.place)),
        (
            "from",
            filter
                .applied_from
                .map(|day| format!("Applied from {}", day.0)),
        ),
        (
            "to",
            filter.applied_to.map(|day| format!("Applied to {}", day.0)),
        ),
    ];
    let on = labels.into_iter();
    on.filter_map(|(which, label)| {
        Some(Chip {
            label: label?,
            href: without(which),
        })
    })
    .collect()
}

/// What the form that finds a name keeps: everything but the name.
pub fn kept(filter: &Filter) -> Vec<(&'static str, String)> {
    let mut kept = named(filter);
    kept.retain(|(name, _)| *name != "q");
    kept
}

/// The address of the form with all filters, for a board or a list at an address.
pub fn form_at(base: &str, view: &str, at: &str, all: bool) -> String {
    let query = at.split_once('?').map_or("", |(_, query)| query);
    let all = match all && !query.starts_with("all") {
        true => "&all=1",
        false => "",
    };
    let form = format!("{base}/filter?view={view}&{query}");
    format!("{}{all}", form.trim_end_matches('&'))
}

#[derive(Template)]
#[template(path = "recruiting/board/filter.html", blocks = ["form"])]
struct FilterPage {
    page: Page,
    /// The page that it leads to.
    to: String,
    list: bool,
    /// Whether everybody must be asked for in words.
    all: bool,
    status: Status,
    filter: Filter,
    choices: Choices,
    tags: Vec<String>,
}

impl FilterPage {
    fn owner(&self) -> String {
        self.filter
            .owner
            .map(|it| it.to_string())
            .unwrap_or_default()
    }

    fn days(&self) -> String {
        self.filter
            .days
            .map(|it| it.to_string())
            .unwrap_or_default()
    }

    fn from(&self) -> String {
        let day = self.filter.applied_from;
        day.map(|it| it.0.to_string()).unwrap_or_default()
    }

    fn until(&self) -> String {
        let day = self.filter.applied_to;
        day.map(|it| it.0.to_string()).unwrap_or_default()
    }

    /// Each answer to a question: its value, its words, and whether it is chosen.
    fn answers<'a>(&self, asked: &'a Asked) -> Vec<(String, &'a str, bool)> {
        let answer = |(choice, label)| {
            let answered = Answered {
                question: asked.id,
                choice,
            };
            (
                answered.to_string(),
                label,
                self.filter.answer == Some(answered),
            )
        };
        asked.choices().into_iter().map(answer).collect()
    }
}

pub(super) async fn ask(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let query = query.unwrap_or_default();
    let list = url::form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| name == "view" && value == "list");
    let ListQuery {
        status,
        filter,
        all,
        ..
    } = ListQuery::read(&query);
    let (company, actor) = (permit.company(), permit.actor());
    let mut db = permit.read().await?;
    let choices = choices::choices(&mut db, company.id, actor, id).await?;
    let tags = tags::tags(&mut db, company.id, actor).await?;
    drop(db);
    let board = links::job(&company.slug, id);
    let view = FilterPage {
        to: match list {
            true => format!("{board}/list"),
            false => board,
        },
        page,
        list,
        all,
        status,
        filter,
        choices,
        tags,
    };
    view.page.html(&Errors::default(), &view, view.as_form())
}
