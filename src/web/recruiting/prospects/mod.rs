//! `/{company}/prospects`: the talent pool, and each of its people.

mod query;
mod together;

pub use query::{of_pool, ticked};

use super::shown;
use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ManageProspects, ReadProspects},
    },
    app::App,
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{JobId, PoolId, ProspectId},
        links::{self, Slug},
        paging::Paged,
    },
    domain::{
        bulk::{self, Named},
        prospects::{self, Among, Listed, OpenJob, Pool, Prospect},
        tags::{self, LENGTH},
    },
    web::{
        kit::{download::send, filters, form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::{bulk::way_back, history::undo_of_person},
    },
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use jiff::tz::TimeZone;
use query::{ListQuery, Ticked};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/prospects", list)
        .post("/{company}/prospects/pools", make_pool)
        .post("/{company}/prospects/term", set_term)
        .and(together::routes())
        .get("/{company}/prospects/{id}", show)
        .get("/{company}/prospects/{id}/resume", resume)
        .post("/{company}/prospects/{id}/pool", move_to)
        .post("/{company}/prospects/{id}/consideration", consider)
        .post("/{company}/prospects/{id}/removal", remove)
}

#[derive(Template)]
#[template(path = "recruiting/prospects/list.html")]
struct ListPage {
    page: Page,
    pools: Vec<Pool>,
    /// The one that is shown.
    pool: Option<PoolId>,
    /// Only those who were ticked elsewhere.
    ticked: Option<Shown>,
    people: Paged<Listed>,
    /// Jobs that those who are ticked can be considered for.
    jobs: Vec<OpenJob>,
    /// Tags that there are.
    known: Vec<String>,
    months: i16,
    form: ListForm,
    errors: Errors,
    now: Time,
    zone: TimeZone,
}

/// What there is to say of those who were ticked among applications.
struct Shown {
    /// Those of whom an application was ticked.
    skipped: Vec<Named>,
    back: String,
}

impl ListPage {
    /// Whether those who were ticked are so here too: not after an act, whose notice has the place of the bar.
    fn begins_ticked(&self) -> bool {
        self.ticked.is_some() && self.page.notice.is_none()
    }

    fn skipped(&self) -> &[Named] {
        self.ticked
            .as_ref()
            .map_or(&[], |ticked| ticked.skipped.as_slice())
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn own_path(&self) -> String {
        links::prospects(&self.page.company.slug)
    }

    /// The months in the field: as typed, else as they are.
    fn term(&self) -> String {
        match self.form.months.as_str() {
            "" => self.months.to_string(),
            typed => typed.to_owned(),
        }
    }

    fn of_all(&self) -> i64 {
        self.pools.iter().map(|pool| pool.people).sum()
    }
}

#[derive(Template)]
#[template(path = "recruiting/prospects/person.html")]
struct PersonPage {
    page: Page,
    person: Prospect,
    pools: Vec<Pool>,
    jobs: Vec<OpenJob>,
    errors: Errors,
    refused: Option<String>,
    now: Time,
    zone: TimeZone,
}

impl PersonPage {
    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn own_path(&self) -> String {
        links::prospect(&self.page.company.slug, self.person.id)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListForm {
    name: String,
    months: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PersonForm {
    pool: String,
    job: String,
}

async fn list(
    permit: Permit<ReadProspects>,
    page: Page,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let query = ListQuery::read(query.as_deref().unwrap_or_default());
    draw_list(&permit, page, query, ListForm::default(), Errors::default()).await
}

async fn draw_list<P: crate::access::Permission>(
    permit: &Permit<P>,
    page: Page,
    query: ListQuery,
    form: ListForm,
    errors: Errors,
) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let among = match (&query.ticked, query.pool) {
        (Some(ticked), _) => Among::These(&ticked.people),
        (None, Some(pool)) => Among::Pool(pool),
        (None, None) => Among::All,
    };
    let mut db = permit.read().await?;
    let pools = prospects::pools(&mut db, company, actor, now).await?;
    let people = prospects::list(&mut db, company, actor, among, query.after, now).await?;
    let months = prospects::months(&mut db, company).await?;
    let jobs = prospects::open_jobs(&mut db, company, actor).await?;
    let known = tags::tags(&mut db, company, actor).await?;
    let ticked = match query.ticked {
        Some(Ticked {
            applications, back, ..
        }) => Some(Shown {
            skipped: bulk::named(&mut db, (company, actor), applications, now).await?,
            back: way_back(&page, &back),
        }),
        None => None,
    };
    drop(db);
    let view = ListPage {
        zone: page.zone(),
        page,
        pools,
        pool: query.pool,
        ticked,
        people,
        jobs,
        known,
        months,
        form,
        errors,
        now,
    };
    view.page.whole(&view.errors, &view)
}

async fn make_pool(
    permit: Permit<ManageProspects>,
    page: Page,
    Form(form): Form<ListForm>,
) -> Result<Response> {
    let name = form.name.trim().to_owned();
    let made = match name.chars().count() {
        1..=100 => {
            permit
                .change(async |change| prospects::make_pool(change, &name).await)
                .await
        }
        _ => Err(Error::field(
            "name",
            "Enter a name, in up to 100 characters",
        )),
    };
    match made {
        Ok(()) => {
            let list = links::prospects(&page.company.slug);
            Ok(page.redirect(list, Notice::new("The pool is made")))
        }
        Err(Error::Invalid(errors)) => {
            draw_list(&permit, page, ListQuery::default(), form, errors).await
        }
        Err(other) => Err(other),
    }
}

async fn set_term(
    permit: Permit<ManageCompany>,
    page: Page,
    Form(form): Form<ListForm>,
) -> Result<Response> {
    let months = form.months.trim().parse().ok();
    let Some(months) = months.filter(|months| (1..=60).contains(months)) else {
        let mut errors = Errors::default();
        errors.add("months", "Enter a number of months from 1 to 60");
        return draw_list(&permit, page, ListQuery::default(), form, errors).await;
    };
    permit
        .change(async |change| prospects::set_months(change, months).await)
        .await?;
    let list = links::prospects(&page.company.slug);
    Ok(page.redirect(list, Notice::new("Saved")))
}

async fn show(
    permit: Permit<ReadProspects>,
    page: Page,
    Path((_, id)): Path<(Slug, ProspectId)>,
) -> Result<Response> {
    draw(&permit, page, id, None).await
}

async fn draw<P: crate::access::Permission>(
    permit: &Permit<P>,
    page: Page,
    id: ProspectId,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = match refused {
        None => (Errors::default(), None),
        Some(Error::Invalid(errors)) => (errors, None),
        Some(Error::Refused { text, .. }) => (Errors::default(), Some(text)),
        Some(other) => return Err(other),
    };
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let mut db = permit.read().await?;
    let person = prospects::prospect(&mut db, company, actor, id, now).await?;
    let pools = prospects::pools(&mut db, company, actor, now).await?;
    let jobs = prospects::open_jobs(&mut db, company, actor).await?;
    drop(db);
    let view = PersonPage {
        zone: page.zone(),
        page,
        person,
        pools,
        jobs,
        errors,
        refused,
        now,
    };
    let mut answer = view.page.whole(&view.errors, &view)?;
    if view.refused.is_some() {
        *answer.status_mut() = axum::http::StatusCode::CONFLICT;
    }
    Ok(answer)
}

async fn resume(
    permit: Permit<ReadProspects>,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, ProspectId)>,
) -> Result<Response> {
    let (file, attachment) = permit
        .change(async |change| prospects::resume(change, id).await)
        .await?;
    send(&app.storage, file, &format!("attachment {attachment}")).await
}

async fn move_to(
    permit: Permit<ManageProspects>,
    page: Page,
    Path((slug, id)): Path<(Slug, ProspectId)>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let pool = form.pool.parse().map_err(|_| Error::NotFound)?;
    let done = permit
        .change(async |change| prospects::move_to(change, id, PoolId(pool)).await)
        .await?;
    let undo = undo_of_person(&slug, done.candidate, done.event);
    let notice = Notice::new("Moved").with_undo(undo, 0);
    Ok(page.redirect(links::prospect(&slug, id), notice))
}

async fn consider(
    permit: Permit<ManageProspects>,
    page: Page,
    Path((slug, id)): Path<(Slug, ProspectId)>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let job = JobId(form.job.parse().unwrap_or(0));
    let made = permit
        .change(async |change| prospects::consider(change, id, job).await)
        .await;
    match made {
        Ok(application) => Ok(page.redirect(
            links::application(&slug, application),
            Notice::new("Considered, and told so by mail"),
        )),
        Err(error) => draw(&permit, page, id, Some(error)).await,
    }
}

async fn remove(
    permit: Permit<ManageProspects>,
    page: Page,
    Path((slug, id)): Path<(Slug, ProspectId)>,
) -> Result<Response> {
    let done = permit
        .change(async |change| prospects::remove(change, id).await)
        .await?;
    let undo = undo_of_person(&slug, done.candidate, done.event);
    let notice = Notice::new("Taken out of the pool").with_undo(undo, 0);
    Ok(page.redirect(links::prospects(&slug), notice))
}
