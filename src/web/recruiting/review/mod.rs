//! `/{company}/jobs/{id}/review`: a job's people one after another, each on one screen, by keys alone if one likes.
//!
//! Without `at` the address hands out whoever is next and leads to them, so that it says where one is. A decision leads
//! to the next one.

mod address;

pub use address::{back_to, is_review, onward};

use super::{
    applications::{Block, Head, Tab, blocks},
    came::Came,
};
use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        error::{Errors, Result},
        ids::{ApplicationId, JobId},
        links::{self, Slug},
    },
    domain::applications::{
        Status,
        attachments::Text,
        overview::Visibility,
        review::{self, After, COUNTED, Order, Queue, Sheet},
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use address::ReviewQuery;
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/jobs/{id}/review", show)
        .post("/{company}/jobs/{id}/review", take_up_again)
        .post("/{company}/applications/{id}/aside", set_aside)
        .post("/{company}/applications/{id}/presence", be_here)
}

#[derive(Template)]
#[template(path = "recruiting/review/one.html")]
struct OnePage {
    page: Page,
    head: Head,
    sheet: Sheet,
    queue: Queue,
    query: ReviewQuery,
    at: ApplicationId,
    /// The path of the review.
    base: String,
    once: Uuid,
}

impl OnePage {
    /// "31 in this queue".
    fn count(&self) -> String {
        match self.queue.count {
            n if n > COUNTED => format!("More than {} in this queue", filters::grouped(COUNTED)),
            n => format!("{} in this queue", filters::grouped(n)),
        }
    }

    fn of(&self, id: &ApplicationId) -> String {
        self.query.of(&self.base, *id)
    }

    fn next(&self) -> String {
        let after = After {
            id: self.at,
            due: None,
        };
        self.query.beyond(&self.base, after)
    }

    /// The board that the queue is of.
    fn board(&self) -> String {
        let job = links::job(&self.page.company.slug, self.head.profile.job);
        self.query.board(&job)
    }

    fn here(&self) -> String {
        self.of(&self.at)
    }

    /// Whoever is at this one as well.
    fn reader(&self) -> Option<&str> {
        let first = self.queue.waiting.first().filter(|one| one.id == self.at)?;
        first.reader.as_deref()
    }
}

/// When nobody is left.
#[derive(Template)]
#[template(path = "recruiting/review/done.html")]
struct DonePage {
    page: Page,
    job: JobId,
    query: ReviewQuery,
    base: String,
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, JobId)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let query = ReviewQuery::read(query.as_deref().unwrap_or_default());
    let company = permit.company();
    let base = links::review(&company.slug, id);
    let Some(at) = query.at else {
        let (view, after) = (&query.view, query.after);
        let next = permit
            .change(async |change| review::hand(change, id, view, after).await)
            .await?;
        return match next {
            Some(next) => Ok(crate::web::kit::page::redirect(
                &query.of(&base, next),
                None,
            )),
            None => {
                let view = DonePage {
                    page,
                    job: id,
                    query,
                    base,
                };
                view.page.whole(&Errors::default(), &view)
            }
        };
    };
    let (actor, now) = (permit.actor(), permit.now());
    let mut db = permit.read().await?;
    let head = Head::look(&mut db, &permit, &page, at, Tab::Overview).await?;
    let sheet = review::sheet(&mut db, company.id, actor, at).await?;
    let queue = review::queue(&mut db, company.id, actor, id, &query.view, at, now).await?;
    drop(db);
    let view = OnePage {
        page,
        head,
        sheet,
        queue,
        query,
        at,
        base,
        once: Uuid::new_v4(),
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BackForm {
    back: String,
}

/// Puts somebody off until tomorrow, and goes on.
async fn set_aside(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, ApplicationId)>,
    Form(typed): Form<BackForm>,
) -> Result<Response> {
    permit
        .change(async |change| review::set_aside(change, id).await)
        .await?;
    let back = came.back(&page.company, &typed.back, id);
    let end = format!("{}/snooze/end", links::application(&page.company.slug, id));
    let notice = Notice::new("Put off until tomorrow morning, for you alone.").with_undo(end, 0);
    let after = After { id, due: None };
    Ok(page.redirect(onward(&page.company, &back, after), notice))
}

/// Takes up again whoever was put off, from the top.
async fn take_up_again(
    permit: Permit<ReadApplications>,
    page: Page,
    came: Came,
    Path((_, id)): Path<(Slug, JobId)>,
) -> Result<Response> {
    permit
        .change(async |change| review::take_up_again(change, id).await)
        .await?;
    let base = links::review(&page.company.slug, id);
    let query = came.query_of(&base).map(ReviewQuery::read);
    let notice = Notice::new("Whoever you put off is back in the queue.");
    Ok(page.redirect(query.unwrap_or_default().top(&base), notice))
}

/// The page says that somebody looks at it, and is told who does so as well.
async fn be_here(
    permit: Permit<ReadApplications>,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let others = permit
        .change(async |change| review::here(change, id).await)
        .await?;
    Ok(reading(&others).into_response())
}

/// "Ana Marsh is reading this too."
fn reading(others: &[String]) -> String {
    match others {
        [] => String::new(),
        [one] => format!("{one} is reading this too."),
        [most @ .., last] => format!("{} and {last} are reading this too.", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn who_reads_is_named() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(reading(&names(&[])), "");
        assert_eq!(reading(&names(&["Ana"])), "Ana is reading this too.");
        assert_eq!(
            reading(&names(&["Ana", "Bao", "Cora"])),
            "Ana, Bao and Cora are reading this too."
        );
    }
}
