//! Deciding: move, reject, hire, tell, and taking each of them back. Where an act was asked for decides its answer: a board
//! gets the parts that changed, any other page is led to and says the notice.

mod hiring;
mod moving;
mod promise;
mod rejecting;

pub use rejecting::RejectForm;

use super::{
    board::{BoardQuery, ColumnHead, ColumnPart, Columns, People, Shown, Shut},
    came::{Came, board_at},
    review,
};
use crate::{
    access::{Permit, permissions::DecideApplications},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, Version},
    },
    domain::{
        applications::{
            hold,
            profile::{self, Profile},
            review::After,
        },
        decisions::{Act, Done},
    },
    web::kit::{notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/move", moving::ask)
        .post("/{company}/applications/{id}/move", moving::move_to)
        .post("/{company}/applications/{id}/move/undo", moving::undo)
        .get("/{company}/applications/{id}/rejection", rejecting::ask)
        .post("/{company}/applications/{id}/rejection", rejecting::reject)
        .post(
            "/{company}/applications/{id}/rejection/undo",
            rejecting::undo,
        )
        .post("/{company}/applications/{id}/telling", rejecting::let_go)
        .get("/{company}/applications/{id}/promise", promise::ask)
        .post("/{company}/applications/{id}/promise", promise::extend)
        .get("/{company}/applications/{id}/hire", hiring::ask)
        .post("/{company}/applications/{id}/hire", hiring::hire)
        .post("/{company}/applications/{id}/hire/undo", hiring::undo)
}

/// The form behind a single button: the version that was seen.
#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    version: String,
}

/// The version in a form. Without one nobody has seen anything, so that the act is stale.
fn version(text: &str) -> Version {
    text.parse().unwrap_or(Version(0))
}

/// The application that somebody is about to decide on, if they may and the rule has nothing against it.
async fn about(
    permit: &Permit<DecideApplications>,
    id: ApplicationId,
    act: Act,
) -> Result<Profile> {
    let mut db = permit.read().await?;
    let profile = profile::profile(&mut db, permit.company().id, permit.actor(), id).await?;
    if !profile.decides {
        return Err(hold::may_not_decide());
    }
    match act.on(profile.status) {
        Ok(_) => Ok(profile),
        Err(no) => Err(Error::refused(no.code(), no.text(&profile.name))),
    }
}

#[derive(Template)]
#[template(path = "recruiting/board/toast.html")]
struct Toast<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "recruiting/board/gone.html")]
struct Gone {
    id: ApplicationId,
}

/// Answers an act that was done. A review goes on to whoever comes after.
async fn answer(
    permit: &Permit<DecideApplications>,
    page: Page,
    back: &str,
    done: &Done,
    notice: Notice,
) -> Result<Response> {
    let decided = After {
        id: done.id,
        due: done.was_due,
    };
    let back = review::onward(&page.company, back, decided);
    lead(permit, page, &back, done, notice).await
}

/// Leads back to where somebody acted; on the board, which has changed there, without a new page.
async fn lead(
    permit: &Permit<DecideApplications>,
    mut page: Page,
    back: &str,
    done: &Done,
    notice: Notice,
) -> Result<Response> {
    let Some((job, query)) = board_at(&page.company, back).filter(|_| page.part) else {
        return Ok(page.redirect(back, notice));
    };
    if job != done.job {
        return Ok(page.redirect(back, notice));
    }
    let shown = Shown::look(permit, job, BoardQuery::read(query).at_top()).await?;
    page.notice = Some(notice);
    let mut parts = Gone { id: done.id }.render()?;
    let column = |stage| shown.board.columns.iter().find(|one| one.stage.id == stage);
    if let Some(column) = column(done.from).filter(|_| !done.active || done.from != done.to) {
        parts += &ColumnHead {
            shown: &shown,
            column,
            oob: true,
        }
        .render()?;
    }
    if let Some(column) = column(done.to).filter(|_| done.active) {
        let part = ColumnPart {
            page: &page,
            shown: &shown,
            column,
            oob: true,
        };
        parts += &part.render()?;
    }
    parts += &Shut {
        shown: &shown,
        oob: true,
    }
    .render()?;
    parts += &People { shown: &shown }.render()?;
    parts += &Toast { page: &page }.render()?;
    Ok(page.parts(StatusCode::OK, parts))
}

/// What a board needs to see besides a refusal: itself as it is now, and who did what.
async fn board_as_it_is(
    permit: &Permit<DecideApplications>,
    page: &Page,
    back: &str,
    text: &str,
) -> Result<Option<String>> {
    let Some((job, query)) = board_at(&page.company, back).filter(|_| page.part) else {
        return Ok(None);
    };
    let shown = Shown::look(permit, job, BoardQuery::read(query).at_top()).await?;
    let mut page = page.clone();
    page.notice = Some(Notice::new(text));
    let columns = Columns {
        page: &page,
        shown: &shown,
        oob: true,
    };
    let people = People { shown: &shown }.render()?;
    let toast = Toast { page: &page }.render()?;
    Ok(Some(columns.render()? + &people + &toast))
}

/// Answers an act without a form of its own that was refused: the board as it is now, else the refusal's own page.
async fn refuse(
    permit: &Permit<DecideApplications>,
    page: &Page,
    back: &str,
    error: Error,
) -> Result<Response> {
    if let Error::Refused { text, .. } = &error
        && let Some(parts) = board_as_it_is(permit, page, back, text).await?
    {
        return Ok(page.parts(StatusCode::CONFLICT, parts));
    }
    // A review goes on at the same person, who may be decided about by now.
    if let Error::Refused { text, .. } = &error
        && review::is_review(&page.company, back)
    {
        return Ok(page.redirect(back, Notice::new(text.clone())));
    }
    Err(error)
}

/// Answers an act whose form was drawn once more because of a refusal. Where what happened meanwhile leaves nothing to decide
/// there is no such form, and the refusal stands by itself.
async fn drawn_again(
    permit: &Permit<DecideApplications>,
    page: &Page,
    back: &str,
    refusal: Error,
    drawn: Result<Response>,
) -> Result<Response> {
    match drawn {
        Err(Error::Refused { .. }) => refuse(permit, page, back, refusal).await,
        drawn => drawn,
    }
}

/// Answers a form: as it is, or after a refusal with 409, with what the board shows behind it.
async fn form(
    permit: &Permit<DecideApplications>,
    page: &Page,
    back: &str,
    refused: Option<&str>,
    response: Response,
    part: impl FnOnce() -> askama::Result<String>,
) -> Result<Response> {
    let Some(text) = refused else {
        return Ok(response);
    };
    if let Some(board) = board_as_it_is(permit, page, back, text).await? {
        return Ok(page.parts(StatusCode::CONFLICT, part()? + &board));
    }
    let mut response = response;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// Does what takes an act back.
async fn take_back(
    permit: Permit<DecideApplications>,
    page: Page,
    came: Came,
    id: ApplicationId,
    work: impl AsyncFnOnce(&mut crate::access::Change<DecideApplications>) -> Result<Done>,
    said: impl FnOnce(&Done) -> Notice,
) -> Result<Response> {
    let back = came.back(&page.company, "", id);
    match permit.change(work).await {
        Ok(done) => {
            let notice = said(&done);
            let back = review::back_to(&page.company, &back, id);
            lead(&permit, page, &back, &done, notice).await
        }
        Err(error) => refuse(&permit, &page, &back, error).await,
    }
}
