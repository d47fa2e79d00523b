//! `/a/{token}/interviews/{id}`: an interview for one's calendar.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::{
        error::{Error, Result},
        ids::InterviewId,
    },
    domain::own,
    web::kit::routes::Routes,
};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

pub fn routes() -> Routes {
    Routes::default().get("/a/{token}/interviews/{id}", file)
}

async fn file(
    permit: Permit<OwnApplication>,
    own: Own,
    State(app): State<App>,
    Path((_, id)): Path<(String, InterviewId)>,
) -> Result<Response> {
    let applicant = permit.actor().applicant().ok_or(Error::NotFound)?;
    let company = permit.company();
    let mut db = permit.read().await?;
    let interview = own::own_interview(&mut db, company.id, applicant, id, own.now).await?;
    drop(db);
    let organizer = app
        .mailer
        .sender(own.around(&company.slug)?.frame.contact.as_deref());
    let file = interview.for_calendar(&company.name).file(&organizer);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"interview.ics\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}
