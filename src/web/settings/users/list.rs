//! The people of a company, a page at a time, and what each role may do.

use super::rights;
use crate::{
    access::{
        Permit, Role,
        permissions::{ManageUsers, ReadSettings},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        paging::Paged,
    },
    domain::accounts::members::{self, Entry, Former, Standing},
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/settings/users", list)
}

#[derive(Template)]
#[template(path = "settings/users/list.html")]
struct ListPage {
    page: Page,
    shown: Shown,
    members: i64,
    former: i64,
    /// Whether this page is not the first.
    later: bool,
    manages: bool,
    now: Time,
    zone: TimeZone,
}

/// Either of the two lists.
enum Shown {
    People(Paged<Entry>),
    Former(Paged<Former>),
}

impl Shown {
    fn next(&self) -> Option<&String> {
        match self {
            Self::People(page) => page.next.as_ref(),
            Self::Former(page) => page.next.as_ref(),
        }
    }

    fn is_former(&self) -> bool {
        matches!(self, Self::Former(_))
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    show: String,
    after: Option<String>,
}

async fn list(
    permit: Permit<ReadSettings>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (company, now, after) = (permit.company().id, permit.now(), asked.after.as_deref());
    let mut db = permit.read().await?;
    let (members, former) = members::count(&mut db, company).await?;
    let shown = match asked.show.as_str() {
        "former" => Shown::Former(members::former(&mut db, company, after).await?),
        _ => Shown::People(members::people(&mut db, company, after, now).await?),
    };
    drop(db);
    let view = ListPage {
        shown,
        members,
        former,
        later: after.is_some(),
        manages: page.may::<ManageUsers>(),
        now,
        zone: page.zone(),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}
