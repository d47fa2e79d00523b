//! `/{company}/settings/retention`: how long data stays, whom the next run takes, who is held.

use super::part::{self, Part, Shown, Typed};
use crate::{
    access::{
        Change, Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    base::{
        clock::Day,
        countries,
        error::{Error, Errors, Result},
        ids::{CompanyId, DeletedId, RetentionRuleId, Version},
        paging::{Paged, decode_cursor},
    },
    domain::privacy::{
        self, Ending, Held, Leaving, QUARANTINE_DAYS, Rule, RuleDetails, WARNING_DAYS, Waiting,
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::{ToSpan, tz::TimeZone};
use serde::Deserialize;
use sqlx::PgConnection;

/// The longest that a rule may keep anything.
const MONTHS: i32 = 240;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/retention", show)
        .get("/{company}/settings/retention/run", dry_run)
        .get("/{company}/settings/retention/new", part::ask_new::<Rule>)
        .post("/{company}/settings/retention/new", part::add::<Rule>)
        .get(
            "/{company}/settings/retention/{id}",
            part::ask_change::<Rule>,
        )
        .post("/{company}/settings/retention/{id}", part::change::<Rule>)
        .post(
            "/{company}/settings/retention/{id}/deletion",
            part::delete::<Rule>,
        )
}

#[derive(Template)]
#[template(path = "settings/retention/list.html")]
struct ListPage {
    page: Page,
    zone: TimeZone,
    rules: Vec<Rule>,
    /// How many go within the time of a warning.
    soon: i64,
    waiting: Paged<Waiting>,
    held: Paged<Held>,
}

#[derive(Template)]
#[template(path = "settings/retention/run.html")]
struct RunPage {
    page: Page,
    on: Day,
    leaving: Vec<Leaving>,
}

#[derive(Template)]
#[template(path = "settings/retention/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    rule: Option<Rule>,
    form: RuleForm,
    errors: Errors,
    refused: Option<String>,
}

/// Where the pages of its two lists begin.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    waiting: String,
    held: String,
}

async fn show(
    permit: Permit<ReadSettings>,
    page: Page,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (company, now) = (permit.company().id, permit.now());
    let today = now.day(&TimeZone::UTC);
    let soon = Day(today.saturating_add(WARNING_DAYS.days()));
    let (waiting, held) = (decode_cursor(&query.waiting), decode_cursor(&query.held));
    let mut db = permit.read().await?;
    let leaving = privacy::coming(&mut db, company, soon, now).await?.len();
    let view = ListPage {
        rules: privacy::rules(&mut db, company).await?,
        soon: i64::try_from(leaving).unwrap_or(i64::MAX),
        waiting: privacy::waiting(&mut db, company, now, waiting).await?,
        held: privacy::holds(&mut db, company, Day(today), held).await?,
        zone: page.zone(),
        page,
    };
    drop(db);
    view.page.whole(&Errors::default(), &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RunQuery {
    on: String,
}

/// Whom the run of a day takes, if nothing changes until then. Without a day, that of the time of a warning from now.
async fn dry_run(
    permit: Permit<ReadSettings>,
    page: Page,
    Query(query): Query<RunQuery>,
) -> Result<Response> {
    let now = permit.now();
    let soon = now.day(&TimeZone::UTC).saturating_add(WARNING_DAYS.days());
    let on = match query.on.as_str() {
        "" => soon,
        day => day
            .parse()
            .map_err(|_| Error::Malformed("That is no day.".into()))?,
    };
    let mut db = permit.read().await?;
    let leaving = privacy::coming(&mut db, permit.company().id, Day(on), now).await?;
    drop(db);
    let view = RunPage {
        page,
        on: Day(on),
        leaving,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RuleForm {
    ending: String,
    country: String,
    months: String,
    version: String,
}

impl Typed for RuleForm {
    type Part = Rule;

    fn of(rule: &Rule) -> Self {
        Self {
            ending: rule.details.ending.map_or("", Ending::key).to_owned(),
            country: rule.details.country.clone().unwrap_or_default(),
            months: rule.details.months.to_string(),
            version: rule.version.to_string(),
        }
    }

    fn check(&self) -> Result<RuleDetails, Errors> {
        let mut errors = Errors::default();
        let ending = Ending::parse(&self.ending);
        if ending.is_none() && !self.ending.is_empty() {
            errors.add("ending", "Choose how the application ended");
        }
        let known = |code: &String| countries::ALL.iter().any(|country| country.code == code);
        let country = Some(self.country.clone()).filter(|code| !code.is_empty());
        if country.as_ref().is_some_and(|code| !known(code)) {
            errors.add("country", "Choose a country of the list");
        }
        let months = self.months.trim().parse().ok();
        let months = months.filter(|months| (1..=MONTHS).contains(months));
        if months.is_none() {
            errors.add("months", "Enter a number of months from 1 to 240");
        }
        errors.into_result(|| RuleDetails {
            country,
            ending,
            months: months.unwrap_or(MONTHS),
        })
    }

    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl Part for Rule {
    type Id = RetentionRuleId;
    type Typed = RuleForm;
    type Details = RuleDetails;
    type Beside = ();

    const PLACE: &'static str = "retention";
    const WORD: &'static str = "rule";

    fn id(&self) -> RetentionRuleId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        privacy::rules(db, company).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: RuleDetails) -> Result<()> {
        privacy::add_rule(change, new).await
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: RetentionRuleId,
        seen: Version,
        new: RuleDetails,
    ) -> Result<()> {
        privacy::change_rule(change, id, seen, new).await
    }

    async fn delete(
        change: &mut Change<ManageCompany>,
        id: RetentionRuleId,
        seen: Version,
    ) -> Result<Option<DeletedId>> {
        Ok(Some(privacy::delete_rule(change, id, seen).await?))
    }

    fn list_page(_: Page, _: Vec<Self>, (): ()) -> Result<Response> {
        Err(Error::NotFound) // `show` has more than the rules
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            rule: shown.part,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}
