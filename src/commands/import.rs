//! `candor import`: postings that others wrote become drafts, each with its own company.

use anyhow::{Context, anyhow, bail};
use candor::{
    access::{AccountPermit, Actor, CompanyRef, Permit, Through, permissions::ImportPostings},
    app::App,
    base::{
        config::Config,
        error::Error,
        links::{self, Slug},
    },
    domain::{
        companies::{self, NewCompany},
        transfer::{
            self, Edited, Imported, LARGEST, Outcome,
            reading::{self, Reading, SharedBlock, shared_blocks},
        },
    },
    server::Installation,
};
use clap::Args;
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Args)]
pub struct ImportCommand {
    /// Files to read: text or Markdown, up to 1 MB each
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Company (its path segment) whose postings these are; otherwise the employer that each file names decides
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
    /// Make a company for an employer that is not here yet
    #[arg(long, conflicts_with = "company")]
    create_companies: bool,
    /// Overwrite drafts that were changed here since their last import
    #[arg(long)]
    overwrite: bool,
    /// Show what is found and why; nothing is changed, and no database is needed
    #[arg(long)]
    dry_run: bool,
    /// Print JSON: every field, section, item and repair with its place in the original
    #[arg(long)]
    json: bool,
}

/// What a file came to, as `--json` prints it.
#[derive(Serialize)]
struct FileReport<'a> {
    file: &'a Path,
    /// Its company's path segment; nothing when it was only looked at, or refused.
    company: Option<Slug>,
    #[serde(flatten)]
    imported: Option<Imported>,
    /// Where the draft is.
    url: Option<String>,
    error: Option<String>,
    reading: &'a Reading,
}

#[derive(Serialize)]
struct Report<'a> {
    files: Vec<FileReport<'a>>,
    /// Texts that several of the files share.
    shared_texts: Vec<SharedBlock>,
}

impl ImportCommand {
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let today = jiff::Timestamp::now().to_zoned(TimeZone::UTC).date();
        let readings = self
            .files
            .iter()
            .map(|path| read(path, today))
            .collect::<anyhow::Result<Vec<Reading>>>()?;
        let reports = if self.dry_run {
            let looked = self.files.iter().zip(&readings);
            looked
                .map(|(file, reading)| FileReport::of(file, reading))
                .collect()
        } else {
            let installation = Installation::open(config).await?;
            let stored = self.store(installation.app(), &readings).await;
            installation.close().await;
            stored?
        };
        let failed = reports
            .iter()
            .filter(|report| report.error.is_some())
            .count();
        let report = Report {
            files: reports,
            shared_texts: shared_blocks(&readings),
        };
        if self.json {
            serde_json::to_writer_pretty(std::io::stdout().lock(), &report)?;
            println!();
        } else {
            self.tell(&report);
        }
        match failed {
            0 => Ok(()),
            1 => bail!("one file was not imported"),
            some => bail!("{some} files were not imported"),
        }
    }

    async fn store<'a>(
        &'a self,
        app: &App,
        readings: &'a [Reading],
    ) -> anyhow::Result<Vec<FileReport<'a>>> {
        let mut reports = Vec::new();
        for (file, reading) in self.files.iter().zip(readings) {
            let mut report = FileReport::of(file, reading);
            match self.one(app, reading).await {
                Ok((company, imported)) => {
                    let path = links::posting(&company.slug, imported.posting);
                    report.url = Some(format!("{}{path}/import", app.config.public_origin()));
                    report.company = Some(company.slug);
                    report.imported = Some(imported);
                }
                Err(Error::Unexpected(cause)) => return Err(cause),
                Err(error) => report.error = Some(words(error)),
            }
            reports.push(report);
        }
        Ok(reports)
    }

    async fn one(&self, app: &App, reading: &Reading) -> Result<(CompanyRef, Imported), Error> {
        let company = self.company_of(app, reading).await?;
        let actor = Arc::new(Actor::System(Through::CommandLine));
        let permit: Permit<ImportPostings> =
            Permit::issue(&app.db, Arc::new(company.clone()), actor, None)?;
        let edited = if self.overwrite {
            Edited::Overwrite
        } else {
            Edited::Keep
        };
        let imported = permit
            .change(async |change| transfer::import_posting(change, reading, edited).await)
            .await?;
        Ok((company, imported))
    }

    /// The company that was named; else the one that is called like the employer; else a new one, if it may be made.
    async fn company_of(&self, app: &App, reading: &Reading) -> Result<CompanyRef, Error> {
        let mut db = app.db.read().await?;
        if let Some(company) = &self.company {
            let slug = Slug::parse(company).ok_or(Error::NotFound)?;
            return companies::by_slug(&mut db, &slug)
                .await?
                .ok_or(Error::NotFound);
        }
        let all = companies::all(&mut db).await?;
        drop(db);
        let Some(employer) = reading.company.as_ref().map(|found| &found.value) else {
            return match <[CompanyRef; 1]>::try_from(all) {
                Ok([only]) => Ok(only),
                Err(_) => Err(Error::refused(
                    "no_employer",
                    "It names no employer; say whose it is with --company",
                )),
            };
        };
        let known = all
            .into_iter()
            .find(|company| transfer::same_employer(&company.name, employer));
        match known {
            Some(company) => Ok(company),
            None if self.create_companies || self.agreed(employer) => found(app, employer).await,
            None => Err(Error::refused(
                "no_company",
                format!(
                    "No company here is called {employer}; name one with --company, or make it with --create-companies"
                ),
            )),
        }
    }

    /// Asks, where there is somebody to ask.
    fn agreed(&self, employer: &str) -> bool {
        if self.json || !std::io::stdin().is_terminal() {
            return false;
        }
        eprint!("No company here is called {employer}. Make it? [y/N] ");
        let mut answer = String::new();
        let asked = std::io::stderr()
            .flush()
            .and_then(|()| std::io::stdin().read_line(&mut answer));
        asked.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
    }

    fn tell(&self, report: &Report<'_>) {
        for file in &report.files {
            match (&file.imported, &file.error) {
                (Some(imported), _) => println!("{}", line(file, imported)),
                (None, Some(error)) => println!("{}: not imported. {error}", file.file.display()),
                (None, None) => println!("{}", file.reading.explain()),
            }
        }
        if self.dry_run {
            for text in &report.shared_texts {
                println!(
                    "Shared text: {}, in {} of the files, {} of its wording",
                    text.kind.label(),
                    text.versions
                        .iter()
                        .map(|version| version.used_by.len())
                        .sum::<usize>(),
                    match text.versions.len() {
                        1 => "one version".to_owned(),
                        some => format!("{some} versions"),
                    },
                );
            }
        }
    }
}

impl<'a> FileReport<'a> {
    fn of(file: &'a Path, reading: &'a Reading) -> Self {
        Self {
            file,
            company: None,
            imported: None,
            url: None,
            error: None,
            reading,
        }
    }
}

/// One file as a line for people.
fn line(file: &FileReport<'_>, imported: &Imported) -> String {
    let outcome = match imported.outcome {
        Outcome::Created if imported.closed => "new, closed because it is long past",
        Outcome::Created => "new draft",
        Outcome::Updated => "draft updated",
        Outcome::Unchanged => "here already",
        Outcome::Kept => "changed here since, so kept (--overwrite replaces it)",
    };
    let asked = file
        .reading
        .repairs
        .iter()
        .filter(|repair| !repair.applied)
        .count();
    let look = match asked {
        0 => String::new(),
        1 => ", one place to look at".to_owned(),
        some => format!(", {some} places to look at"),
    };
    let company = file.company.as_ref().map(Slug::as_str).unwrap_or_default();
    let url = file.url.as_deref().unwrap_or_default();
    format!("{} ({company}): {outcome}{look}\n  {url}", imported.title)
}

fn read(path: &Path, today: Date) -> anyhow::Result<Reading> {
    let cannot = || format!("{} cannot be read", path.display());
    let size = std::fs::metadata(path).with_context(cannot)?.len();
    if size > LARGEST as u64 {
        bail!(
            "{} has more than 1 MB; adverts have some thousand characters",
            path.display()
        );
    }
    let bytes = std::fs::read(path).with_context(cannot)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        bail!("{} is empty", path.display());
    }
    if !reading::is_text(&bytes) {
        bail!(
            "{} is no text; save the posting as plain text or Markdown",
            path.display()
        );
    }
    Ok(reading::read(&path.to_string_lossy(), &bytes, today))
}

/// Makes a company for an employer. Nobody belongs to it yet: `candor user` gives people their place.
async fn found(app: &App, employer: &str) -> Result<CompanyRef, Error> {
    let slug = Slug::parse(&links::words(employer)).ok_or_else(|| {
        Error::refused(
            "no_slug",
            format!(
                "{employer} makes no address; make the company first, then name it with --company"
            ),
        )
    })?;
    let new = NewCompany {
        slug: slug.clone(),
        name: employer.to_owned(),
        time_zone: "UTC".to_owned(),
    };
    AccountPermit::new(&app.db, None)
        .change(async |change| {
            let now = change.now();
            let company = companies::create(change.db(), new, now).await?;
            let detail = serde_json::json!({ "company": company });
            change.record("company.founded", None, detail).await
        })
        .await?;
    let mut db = app.db.read().await?;
    companies::by_slug(&mut db, &slug)
        .await?
        .ok_or(Error::NotFound)
}

/// Why a file was not imported, in the words of the command line.
fn words(error: Error) -> String {
    match error {
        Error::Refused { text, .. } => text,
        Error::Invalid(errors) => errors
            .iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join("; "),
        Error::TooLarge(text) => text.into_owned(),
        Error::NotFound => {
            "There is no such company; its name is the path segment in its addresses".to_owned()
        }
        other => anyhow!(other).to_string(),
    }
}
