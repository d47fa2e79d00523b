//! An installation full of synthetic people: companies, jobs and postings through the domain, the crowd in SQL.

use anyhow::Context;
use candor::{
    access::{
        AccountPermit, Actor, Permission, Permit, Role, TeamRole, Through,
        permissions::{CreateJobs, EditJobs},
    },
    app::App,
    base::{
        config::Config,
        ids::{ApplicationId, JobId, PostingId},
        links::{self, Slug},
        postgres::{Durability, EmbeddedPostgres},
        secret::Token,
    },
    domain::{
        accounts::{
            members, sessions,
            users::{self, Email, NewUser},
        },
        companies::{self, NewCompany},
        jobs::{self, Details, NewJob},
        postings::{
            self,
            advert::{Advert, Body, Pay, Place, Section, SectionKind, Workplace},
        },
    },
    server::Installation,
};
use clap::Parser;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{path::Path, sync::Arc};
use uuid::Uuid;

/// How many jobs share the crowd.
const JOBS: usize = 500;

/// What the pages are asked about.
pub struct Filled {
    pub token: Token,
    pub big_job: JobId,
    pub application: ApplicationId,
    pub posting: PostingId,
    pub posting_path: String,
    /// Somebody's name.
    pub name: String,
}

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    config: Config,
}

/// Fills the data directory unless it is filled, and signs the recruiter in.
pub async fn fill(data: &Path, candidates: u64) -> anyhow::Result<Filled> {
    let dir = data.to_str().context("a plain path")?;
    let config = Flags::parse_from(["bench", "--data-dir", dir]).config;
    let installation = Installation::open(config).await?;
    let app = installation.app().clone();
    let slug = Slug::parse("bench").context("a slug")?;
    let accounts = AccountPermit::new(&app.db, None);
    let known = companies::by_slug(&mut *accounts.read().await?, &slug).await?;
    if known.is_none() {
        begin(&app, &accounts, &slug).await?;
    }
    let crowded: bool = sqlx::query_scalar("select exists (select from candidates)")
        .fetch_one(&mut *accounts.read().await?)
        .await?;
    if !crowded {
        eprintln!("filling with {candidates} candidates; this is done once");
        crowd(&data.join("postgres"), candidates).await?;
    }
    let filled = look(&app, &accounts, &slug).await?;
    installation.close().await;
    Ok(filled)
}

/// The filled installation, opened in this process: for statements without a page around them.
pub async fn opened(data: &Path) -> anyhow::Result<Installation> {
    let dir = data.to_str().context("a plain path")?;
    Installation::open(Flags::parse_from(["bench", "--data-dir", dir]).config).await
}

/// Company, recruiter, jobs and live postings.
async fn begin(app: &App, accounts: &AccountPermit, slug: &Slug) -> anyhow::Result<()> {
    let new = NewCompany {
        slug: slug.clone(),
        name: "Bench".to_owned(),
        time_zone: "UTC".to_owned(),
    };
    let member = accounts
        .change(async |change| {
            let now = change.now();
            let company = companies::create(change.db(), new, now).await?;
            let user = users::create(
                change,
                NewUser {
                    email: Email::parse("recruiter@bench.example").expect("an address"),
                    given_name: "Bench".to_owned(),
                    family_name: "Recruiter".to_owned(),
                    password_hash: None,
                    operator: false,
                },
            )
            .await?;
            members::put(change.db(), company, user, Role::Administrator, now).await
        })
        .await?;
    let company = companies::by_slug(&mut *accounts.read().await?, slug)
        .await?
        .context("the company")?;
    let regions = companies::regions(&mut *accounts.read().await?, company.id).await?;
    let region = regions.first().context("a region")?.id;
    let company = Arc::new(company);
    let create: Permit<CreateJobs> = system(app, &company)?;
    let edit: Permit<EditJobs> = system(app, &company)?;
    let template = jobs::templates(&mut *accounts.read().await?, company.id)
        .await?
        .first()
        .context("a plan")?
        .id;
    for n in 0..JOBS {
        let details = Details {
            name: format!("Engineer {n}"),
            requisition_code: None,
            confidential: false,
            notes: String::new(),
            departments: Vec::new(),
            offices: Vec::new(),
        };
        let new = NewJob {
            once: Uuid::new_v4(),
            details,
            template,
            openings: 1,
        };
        let job = create
            .change(async |change| jobs::create(change, new).await)
            .await?;
        edit.change(async |change| {
            if n < 8 {
                jobs::add_teammate(change, job, member, TeamRole::Recruiter).await?;
            }
            let posting = postings::create(change, job, Uuid::new_v4(), advert(n, region)).await?;
            let (company, actor) = (change.company(), change.actor().clone());
            let version = postings::editing(change.db(), company, &actor, posting)
                .await?
                .version;
            postings::publish(change, posting, version).await
        })
        .await?;
    }
    Ok(())
}

fn advert(n: usize, region: candor::base::ids::RegionId) -> Advert {
    let text = "- Something that one does all day, said in a dozen words or so\n".repeat(12);
    let section = |kind, heading: &str| Section {
        kind,
        heading: heading.to_owned(),
        body: Body::Text(text.clone()),
    };
    Advert {
        title: format!("Engineer {n}"),
        summary: "A role that exists only here.".to_owned(),
        sections: vec![
            section(SectionKind::Responsibilities, "What you do"),
            section(SectionKind::Required, "What you bring"),
            section(SectionKind::Offer, "What we offer"),
        ],
        workplace: Workplace::Remote,
        places: vec![Place::Region(region)],
        pay: Pay::NotStated {
            reason: "It depends on the country.".to_owned(),
        },
        ..Advert::default()
    }
}

/// The people, as the owner of the tables.
async fn crowd(postgres: &Path, candidates: u64) -> anyhow::Result<()> {
    let cluster = EmbeddedPostgres::start(postgres, Durability::Full).await?;
    let mut db = PgConnection::connect_with(&cluster.owner()).await?;
    let company: i64 = sqlx::query_scalar("select id from companies where slug = 'bench'")
        .fetch_one(&mut db)
        .await?;
    let script = include_str!("fill.sql")
        .replace(":company", &company.to_string())
        .replace(":candidates", &candidates.to_string());
    let mut transaction = db.begin().await?;
    sqlx::raw_sql(AssertSqlSafe(script))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut db).await?;
    db.close().await?;
    cluster.stop(std::time::Duration::from_secs(60)).await;
    Ok(())
}

async fn look(app: &App, accounts: &AccountPermit, slug: &Slug) -> anyhow::Result<Filled> {
    let user = users::by_email(
        &mut *accounts.read().await?,
        &Email::parse("recruiter@bench.example").context("an address")?,
    )
    .await?
    .context("the recruiter")?
    .id;
    let token = accounts
        .change(async |change| {
            let now = change.now();
            sessions::begin(change.db(), user, now, "bench", "127.0.0.1").await
        })
        .await?;
    let mut db = app.db.read().await?;
    let (big_job, posting, title): (JobId, PostingId, String) = sqlx::query_as(
        "select j.id, p.id, p.title from jobs j join postings p on (p.company_id, p.job_id) = (j.company_id, j.id) \
         where j.company_id = (select id from companies where slug = 'bench') order by j.id limit 1",
    )
    .fetch_one(&mut *db)
    .await?;
    let application: ApplicationId = sqlx::query_scalar(
        "select id from applications where company_id = (select id from companies where slug = 'bench') and job_id = $1 and status = 'active' order by id limit 1 offset 777",
    )
    .bind(big_job)
    .fetch_one(&mut *db)
    .await?;
    let name: String = sqlx::query_scalar(
        "select name from applications where company_id = (select id from companies where slug = 'bench') and id = $1",
    )
    .bind(application)
    .fetch_one(&mut *db)
    .await?;
    Ok(Filled {
        name,
        token,
        big_job,
        application,
        posting,
        posting_path: links::careers_job(slug, posting, &title),
    })
}

fn system<P: Permission>(
    app: &App,
    company: &Arc<candor::access::CompanyRef>,
) -> anyhow::Result<Permit<P>> {
    Ok(Permit::issue(
        &app.db,
        company.clone(),
        Arc::new(Actor::System(Through::CommandLine)),
        None,
    )?)
}
