//! The rows behind a figure.

use super::{Head, kind::Kind, opened};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        links::{self, Slug},
    },
    domain::{
        applications::Status,
        reports::{self, Behind, Person, Seen},
    },
    web::kit::{filters, page::Page},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use jiff::tz::TimeZone;

#[derive(Template)]
#[template(path = "recruiting/reports/rows.html")]
struct RowsPage {
    page: Page,
    head: Head,
    kind: Kind,
    /// What was counted: "Interviews, hired".
    what: String,
    behind: Behind,
    /// The company's: the days are those by which rows are counted.
    zone: TimeZone,
}

impl RowsPage {
    fn ends(&self) -> (&'static str, &'static str) {
        self.kind.ends(self.head.query.filled)
    }

    fn more(&self, after: Option<&str>) -> String {
        self.head
            .query
            .rows_from(&self.page.company.slug, self.kind, after)
    }

    /// Where somebody is now.
    fn now(&self, seen: &Seen) -> String {
        match seen.status {
            Status::Active => seen.stage.clone(),
            decided => decided.label().to_owned(),
        }
    }

    fn took(&self, person: &Person) -> String {
        let took = |ended: Time| ended.since(person.began).as_hours() as f64 / 24.0;
        match (self.kind, person.ended) {
            (Kind::Promises, _) | (_, None) => "–".to_owned(),
            (_, Some(ended)) => super::panel::in_days(took(ended)),
        }
    }
}

pub async fn rows(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let kind = Kind::parse(&kind).ok_or(Error::NotFound)?;
    let (head, name, behind) = {
        let mut db = permit.read().await?;
        let head = opened(&mut db, &permit, query, Some(kind)).await?;
        let figure = head.query.figure(kind).ok_or(Error::NotFound)?;
        let name = reports::named(&mut db, &head.look, figure).await?;
        let behind = reports::behind(&mut db, &head.look, figure, head.query.after).await?;
        (head, name, behind)
    };
    let words = head.query.words();
    let what: Vec<&str> = name.as_deref().into_iter().chain(words).collect();
    let view = RowsPage {
        what: what.join(", "),
        zone: page.company.zone(),
        page,
        head,
        kind,
        behind,
    };
    view.page.whole(&Errors::default(), &view)
}
