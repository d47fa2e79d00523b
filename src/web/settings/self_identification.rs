//! `/{company}/settings/self-identification`: what candidates are asked about themselves where, and the sums of it.

use super::part::{self, Part, Shown, Typed};
use crate::{
    access::{
        Change, Permit,
        permissions::{ManageCompany, ReadSelfIdentification},
    },
    base::{
        countries,
        error::{Error, Errors, Result},
        ids::{CompanyId, DeletedId, InquiryChoiceId, JobId, Version},
    },
    domain::self_identification::{
        self, Cell, Choice, ChoiceDetails, Inquiry, NOT_SAID, Report, Scope, Set,
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::tz::TimeZone;
use serde::Deserialize;
use sqlx::PgConnection;

pub fn routes() -> Routes {
    const LIST: &str = "/{company}/settings/self-identification";
    const NEW: &str = "/{company}/settings/self-identification/new";
    const ONE: &str = "/{company}/settings/self-identification/{id}";
    Routes::default()
        .get(LIST, part::list::<Choice>)
        .get("/{company}/settings/self-identification/report", report)
        .get(NEW, part::ask_new::<Choice>)
        .post(NEW, part::add::<Choice>)
        .get(ONE, part::ask_change::<Choice>)
        .post(ONE, part::change::<Choice>)
        .post(
            "/{company}/settings/self-identification/{id}/deletion",
            part::delete::<Choice>,
        )
}

#[derive(Template)]
#[template(path = "settings/self_identification/list.html")]
struct ListPage {
    page: Page,
    choices: Vec<Choice>,
    sets: Vec<Set>,
}

#[derive(Template)]
#[template(path = "settings/self_identification/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    choice: Option<Choice>,
    sets: Vec<Set>,
    form: ChoiceForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "settings/self_identification/report.html")]
struct ReportPage {
    page: Page,
    scope: Scope,
    years: Vec<i16>,
    jobs: Vec<(JobId, String)>,
    reports: Vec<Report>,
}

impl ReportPage {
    fn shows_year(&self, year: &i16) -> bool {
        *year == self.scope.year
    }

    fn shows_job(&self, job: &JobId) -> bool {
        self.scope.job == Some(*job)
    }
}

/// What an inquiry offers, in a line.
fn offers(inquiry: &Inquiry) -> String {
    let labels: Vec<_> = inquiry.options().map(|(_, label)| label).collect();
    labels.join(", ")
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ChoiceForm {
    country: String,
    set: String,
    version: String,
}

impl Typed for ChoiceForm {
    type Part = Choice;

    fn of(choice: &Choice) -> Self {
        Self {
            country: choice.details.country.clone().unwrap_or_default(),
            set: choice.details.set.clone(),
            version: choice.version.to_string(),
        }
    }

    fn check(&self) -> Result<ChoiceDetails, Errors> {
        let mut errors = Errors::default();
        let known = |code: &String| countries::ALL.iter().any(|country| country.code == code);
        let country = Some(self.country.clone()).filter(|code| !code.is_empty());
        if country.as_ref().is_some_and(|code| !known(code)) {
            errors.add("country", "Choose a country of the list");
        }
        if self.set.is_empty() {
            errors.add("set", "Choose what is asked");
        }
        errors.into_result(|| ChoiceDetails {
            country,
            set: self.set.clone(),
        })
    }

    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl Part for Choice {
    type Id = InquiryChoiceId;
    type Typed = ChoiceForm;
    type Details = ChoiceDetails;
    type Beside = Vec<Set>;

    const PLACE: &'static str = "self-identification";
    const WORD: &'static str = "choice";

    fn id(&self) -> InquiryChoiceId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        self_identification::choices(db, company).await
    }

    async fn beside(db: &mut PgConnection) -> Result<Vec<Set>> {
        self_identification::sets(db).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: ChoiceDetails) -> Result<()> {
        self_identification::add_choice(change, new).await
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: InquiryChoiceId,
        seen: Version,
        new: ChoiceDetails,
    ) -> Result<()> {
        self_identification::change_choice(change, id, seen, new).await
    }

    async fn delete(
        change: &mut Change<ManageCompany>,
        id: InquiryChoiceId,
        seen: Version,
    ) -> Result<Option<DeletedId>> {
        let kept = self_identification::delete_choice(change, id, seen).await?;
        Ok(Some(kept))
    }

    fn list_page(page: Page, choices: Vec<Self>, sets: Vec<Set>) -> Result<Response> {
        let view = ListPage {
            page,
            choices,
            sets,
        };
        view.page.whole(&Errors::default(), &view)
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            choice: shown.part,
            sets: shown.beside,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ReportQuery {
    year: String,
    job: String,
}

/// Without a year the newest in which anybody answered.
async fn report(
    permit: Permit<ReadSelfIdentification>,
    page: Page,
    Query(query): Query<ReportQuery>,
) -> Result<Response> {
    let company = permit.company().id;
    let (mut years, jobs) = {
        let mut db = permit.read().await?;
        let years = self_identification::years(&mut db, company).await?;
        (years, self_identification::jobs(&mut db, company).await?)
    };
    if years.is_empty() {
        years.push(permit.now().day(&TimeZone::UTC).year());
    }
    let wrong = || Error::Malformed("There is no such report.".into());
    let year = match query.year.as_str() {
        "" => years.first().copied(),
        year => Some(year.parse().map_err(|_| wrong())?),
    };
    let job = match query.job.as_str() {
        "" => None,
        job => Some(job.parse().map_err(|_| wrong())?),
    };
    let year = year.filter(|year| years.contains(year));
    let known = |job: &JobId| jobs.iter().any(|(id, _)| id == job);
    let scope = Scope {
        year: year.ok_or(Error::NotFound)?,
        job,
    };
    if !scope.job.as_ref().is_none_or(known) {
        return Err(Error::NotFound);
    }
    let view = ReportPage {
        reports: self_identification::report(&permit, scope).await?,
        page,
        scope,
        years,
        jobs,
    };
    view.page.whole(&Errors::default(), &view)
}
