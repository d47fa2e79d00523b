//! `/careers/{company}/applied/{reference}`: it is in. Nothing here says who applied.

use crate::{
    access::{Permit, permissions::VisitCareers},
    base::{clock::Day, error::Result},
    domain::{applications, companies, self_identification},
    web::{
        careers::{
            frame::{Frame, private},
            visit::Visit,
        },
        kit::{filters, routes::Routes},
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

pub fn routes() -> Routes {
    Routes::default().get("/careers/{company}/applied/{reference}", applied)
}

#[derive(Template)]
#[template(path = "careers/applications/applied.html")]
struct AppliedPage {
    frame: Frame,
    /// The posting's title, while candidates may read it.
    title: Option<String>,
    reference: String,
    /// By when somebody answers.
    answer_by: Option<Day>,
    /// Whether they may say something about themselves, from their own page.
    about_you: bool,
    /// Whether there is a limit to how often one may apply. Everybody reads what it means, so that nobody learns from this
    /// page whether somebody has reached it.
    limited: bool,
}

/// The promise is counted from this sending, so that nobody can read from it whether there was an earlier one.
async fn applied(
    permit: Permit<VisitCareers>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
) -> Result<Response> {
    let company = permit.company().id;
    let (receipt, calendar, about_you) = {
        let mut db = permit.read().await?;
        let receipt = applications::receipt(&mut db, company, &reference).await?;
        let calendar = companies::calendar(&mut db, company).await?;
        let about_you = self_identification::offered(&mut db, company, receipt.posting).await?;
        (receipt, calendar, about_you)
    };
    let zone = visit.site.profile().zone();
    let shown = visit.site.posting(receipt.posting);
    let answer_by = shown.map(|shown| {
        let days = shown.posting.promise_after_applying;
        Day(calendar
            .promise(receipt.received_at, days, &zone)
            .day(&zone))
    });
    let page = AppliedPage {
        frame: Frame::of(&visit.site),
        title: shown.map(|shown| shown.posting.content.title.clone()),
        reference,
        limited: shown.is_some_and(|shown| {
            let limits = visit.site.data.limits_of(shown.posting.job);
            !limits.is_empty()
        }),
        answer_by,
        about_you,
    };
    private(StatusCode::OK, &page)
}
