//! `/{company}/reports`: the six reports, the rows behind each figure, and their tables as CSV.

mod chart;
mod drawn;
mod kind;
mod panel;
mod query;
mod rows;

use crate::{
    access::{Permit, permissions::ReadApplications},
    base::{
        error::{Error, Errors, Result},
        links::Slug,
    },
    domain::{
        applications::Status,
        companies::{self, Department},
        reports::{self, Days, ENOUGH, Funnel, Hiring, Look, Period, SourceTally},
    },
    web::kit::{
        download::download_headers,
        filters,
        page::{Page, redirect},
        routes::Routes,
    },
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::{IntoResponse, Response},
};
use chart::Shape;
use drawn::Links;
use kind::Kind;
use panel::{Cell, Panel, SHOWN, Table};
use query::Query;
use sqlx::PgConnection;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/reports", overview)
        .get("/{company}/reports/{report}", report)
        .get("/{company}/reports/{report}/figures.csv", figures)
        .get("/{company}/reports/{report}/rows", rows::rows)
        .get("/{company}/promises", moved)
}

/// What the head of each of these pages shows: where one is, and what is looked at.
struct Head {
    slug: Slug,
    query: Query,
    look: Look,
    departments: Vec<Department>,
    /// None is the overview.
    kind: Option<Kind>,
}

impl Head {
    fn tab(&self, kind: Option<&Kind>) -> String {
        let page = kind.map_or("", |kind| kind.key());
        self.query.link(&self.slug, page, &[])
    }

    fn named(&self, days: &Days) -> String {
        let page = self.kind.map_or("", Kind::key);
        let with = [("period", days.key()), ("from", ""), ("to", "")];
        self.query.link(&self.slug, page, &with)
    }

    /// Where the form leads.
    fn here(&self) -> String {
        let page = self
            .kind
            .map_or_else(String::new, |kind| format!("/{}", kind.key()));
        format!("/{}/reports{page}", self.slug)
    }

    /// "21 August to 19 November 2026".
    fn days(&self) -> String {
        in_words(&self.look.period)
    }

    /// The time before, against which figures are held.
    fn before(&self) -> String {
        in_words(&self.look.period.before())
    }

    /// What is looked at: a job, a department, or everything that the viewer sees.
    fn whole(&self) -> String {
        if let Some(job) = self.look.scope.job {
            return self.look.name(job).to_owned();
        }
        let asked = self.look.scope.department;
        let department = self
            .departments
            .iter()
            .find(|it| asked == Some(it.id))
            .map(|it| it.full_name.clone());
        department.unwrap_or_else(|| "All jobs that you see".to_owned())
    }

    fn csv(&self, panel: &Panel, table: &Table) -> String {
        let page = format!("{}/figures.csv", panel.kind.key());
        self.query.link(&self.slug, &page, &[("table", table.key)])
    }

    fn links(&self) -> Links<'_> {
        Links {
            company: &self.slug,
            query: &self.query,
            look: &self.look,
        }
    }
}

/// "21 August to 19 November 2026".
fn in_words(period: &Period) -> String {
    let (first, last) = (period.first, period.last);
    let begins = match first.year() == last.year() {
        true => first.strftime("%-d %B"),
        false => first.strftime("%-d %B %Y"),
    };
    format!("{begins} to {}", last.strftime("%-d %B %Y"))
}

#[derive(Template)]
#[template(path = "recruiting/reports/overview.html")]
struct Overview {
    page: Page,
    head: Head,
    stats: Vec<Stat>,
    panels: Vec<Panel>,
}

/// A figure on its own.
struct Stat {
    label: &'static str,
    figure: Cell,
    about: String,
}

#[derive(Template)]
#[template(path = "recruiting/reports/report.html")]
struct ReportPage {
    page: Page,
    head: Head,
    panel: Panel,
}

async fn overview(
    permit: Permit<ReadApplications>,
    page: Page,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let (head, counted, before) = {
        let mut db = permit.read().await?;
        let head = opened(&mut db, &permit, query, None).await?;
        let counted = Counted::over(&mut db, &head.look).await?;
        let before = Counted::over(&mut db, &head.look.before()).await?;
        (head, counted, before)
    };
    let links = head.links();
    let panels = counted.panels(&links).into_iter();
    let panels = panels.zip(before.panels(&links));
    let panels = panels.map(|(now, before)| now.against(&before)).collect();
    let mut stats = counted.stats();
    for (stat, before) in stats.iter_mut().zip(before.stats()) {
        stat.figure.against(Some(&before.figure));
    }
    let view = Overview {
        page,
        stats,
        panels,
        head,
    };
    view.page.whole(&Errors::default(), &view)
}

/// What the overview shows, of one time.
struct Counted {
    funnel: Funnel,
    hiring: Hiring,
    sources: Vec<SourceTally>,
}

impl Counted {
    async fn over(db: &mut PgConnection, look: &Look) -> Result<Self> {
        Ok(Self {
            funnel: reports::funnel(db, look).await?,
            hiring: reports::hiring(db, look).await?,
            sources: reports::sources(db, look).await?,
        })
    }

    fn panels(&self, links: &Links) -> [Panel; 3] {
        [
            drawn::funnel(links, &self.funnel),
            drawn::hiring(links, &self.hiring),
            drawn::sources(links, &self.sources),
        ]
    }

    fn stats(&self) -> Vec<Stat> {
        let count = |n| Cell::count(n, String::new());
        let of = |n: i64, what: &str| format!("of {} {what}", filters::grouped(n));
        let (all, hiring) = (&self.funnel.all, &self.hiring.all);
        let (hires, filled) = (hiring.hired.count(), hiring.filled.count());
        let stat = |label, figure, about: &str| Stat {
            label,
            figure,
            about: about.to_owned(),
        };
        vec![
            stat("Applications", count(all.applied), "received in the period"),
            stat(
                "Still active",
                count(all.ended(Status::Active)),
                "of these applications",
            ),
            stat("Hires", count(hires), "decided in the period"),
            stat(
                "To hire, median",
                Cell::days(hiring.hired.median()),
                &of(hires, "hires"),
            ),
            stat(
                "To fill, median",
                Cell::days(hiring.filled.median()),
                &of(filled, "openings filled"),
            ),
        ]
    }
}

async fn report(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, kind)): Path<(Slug, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let kind = Kind::parse(&kind).ok_or(Error::NotFound)?;
    let (head, panel) = counted(&permit, kind, query).await?;
    let view = ReportPage { page, head, panel };
    view.page.whole(&Errors::default(), &view)
}

/// One table of a report, for spreadsheets: the first, unless another is named.
async fn figures(
    permit: Permit<ReadApplications>,
    Path((_, kind)): Path<(Slug, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let kind = Kind::parse(&kind).ok_or(Error::NotFound)?;
    let (head, panel) = counted(&permit, kind, query).await?;
    let asked = head.query.table.as_str();
    let table = match asked {
        "" => panel.tables.first(),
        asked => panel.tables.iter().find(|table| table.key == asked),
    };
    let table = table.ok_or(Error::NotFound)?;
    let period = head.look.period;
    let name = format!(
        "{}-{}-{}-{}.csv",
        kind.key(),
        table.key,
        period.first,
        period.last
    );
    let headers = download_headers(&name, "text/csv; charset=utf-8");
    Ok((headers, table.csv()).into_response())
}

/// Where promises were reported before there were other reports.
async fn moved(permit: Permit<ReadApplications>) -> Result<Response> {
    let query = Query::read("period=365");
    let to = query.link(&permit.company().slug, Kind::Promises.key(), &[]);
    Ok(redirect(&to, None))
}

async fn counted(
    permit: &Permit<ReadApplications>,
    kind: Kind,
    query: Option<String>,
) -> Result<(Head, Panel)> {
    let mut db = permit.read().await?;
    let head = opened(&mut db, permit, query, Some(kind)).await?;
    let now = panel(&mut db, &head.links(), kind, &head.look).await?;
    let before = panel(&mut db, &head.links(), kind, &head.look.before()).await?;
    Ok((head, now.against(&before)))
}

/// A report of one time.
async fn panel(db: &mut PgConnection, links: &Links<'_>, kind: Kind, look: &Look) -> Result<Panel> {
    Ok(match kind {
        Kind::Funnel => drawn::funnel(links, &reports::funnel(db, look).await?),
        Kind::Stages => drawn::stages(links, &reports::stages(db, look).await?),
        Kind::Hiring => drawn::hiring(links, &reports::hiring(db, look).await?),
        Kind::Sources => drawn::sources(links, &reports::sources(db, look).await?),
        Kind::Reasons => drawn::reasons(links, &reports::reasons(db, look).await?),
        Kind::Promises => drawn::promises(links, &reports::promises(db, look).await?),
    })
}

/// Opens the reports as the address says, for whoever asks.
async fn opened(
    db: &mut PgConnection,
    permit: &Permit<ReadApplications>,
    query: Option<String>,
    kind: Option<Kind>,
) -> Result<Head> {
    let query = Query::read(query.as_deref().unwrap_or_default());
    let company = permit.company();
    let zone = company.zone();
    let period = query.period(permit.now().day(&zone));
    let look = reports::look(
        db,
        company,
        permit.actor(),
        query.scope,
        period,
        permit.now(),
    )
    .await?;
    let departments = companies::departments(db, company.id).await?;
    Ok(Head {
        slug: company.slug.clone(),
        query,
        look,
        departments,
        kind,
    })
}
