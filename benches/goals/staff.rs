//! Goals 2 to 6, and memory: what pages of those who hire cost, beside a bare page: one candidate by the primary key, queried and
//! drawn.

use super::{
    cpu::{Asked, Meter, compare},
    kit::{
        census::{self, Census},
        fill::{self, Filled},
        pages::pages,
        search::shapes,
        server::{Ask, Server},
    },
    table::{Row, many},
};
use anyhow::Context;
use candor::{
    base::ids::{CandidateId, CompanyId, JobId},
    server::Installation,
};
use std::{path::Path, time::Duration};

/// The searches that goal 5 names; the first has no hit.
const SEARCHES: [&str; 10] = [
    "search, nobody has it",
    "search, one has it",
    "search, 0.1 %",
    "search, 0.5 %",
    "search, 3 %",
    "search, 50 %",
    "search, two words",
    "search, three words",
    "search, a phrase",
    "search, a name with a typo",
];

/// How many pages down a deep one is.
const DEEP: usize = 100;

/// How often every page is asked for before it is looked what the server keeps in memory.
const EACH: usize = 20;

/// Time for what a start brings with it.
const SETTLING: Duration = Duration::from_secs(10);

/// What was measured of so many candidates, and what the worst search costs, in bare pages.
pub struct Measured {
    pub rows: Vec<Row>,
    pub worst_search: f64,
}

pub async fn measure(data: &Path, filled: &Filled, candidates: u64) -> anyhow::Result<Measured> {
    let installation = fill::opened(data).await?;
    let board = format!("/bench/jobs/{}", usual(&installation).await?);
    installation.close().await;
    let application = format!("/bench/applications/{}", filled.application);
    let counted = [
        ("board", board.clone()),
        ("application", application.clone()),
    ];
    let census = census::take(data, filled, &counted).await?;
    let server = Server::start(data, &[])?;
    let meter = Meter::of(&server, data)?;
    tokio::time::sleep(SETTLING).await;
    let idle = server.memory_mb();
    let installation = fill::opened(data).await?;
    let staff = Staff {
        bare: bare(&installation, filled).await?,
        server: &server,
        meter: &meter,
        filled,
        candidates,
        board,
        application,
    };
    let mut rows = staff.pages(&census, &installation).await?;
    installation.close().await;
    rows.extend(staff.lists().await?);
    let (searches, worst_search) = staff.searches().await?;
    rows.extend(searches);
    rows.extend(staff.names().await?);
    rows.extend(staff.memory(idle).await?);
    Ok(Measured { rows, worst_search })
}

/// The job whose board shows as nearly two hundred cards as any.
async fn usual(installation: &Installation) -> anyhow::Result<JobId> {
    Ok(sqlx::query_scalar(
        "select job_id from (
             select n.job_id, n.stage_id, sum(n.people) as people from application_counts n
             where n.company_id = (select id from companies where slug = 'bench') and n.status = 'active' group by n.job_id, n.stage_id
         ) stages
         group by job_id order by abs(sum(least(people, 50)) - 200), job_id limit 1",
    )
    .fetch_one(&mut *installation.app().db.read().await?)
    .await?)
}

/// The bare page of somebody whose application is looked at.
async fn bare(installation: &Installation, filled: &Filled) -> anyhow::Result<String> {
    let (company, candidate): (CompanyId, CandidateId) = sqlx::query_as(
        "select company_id, candidate_id from applications where company_id = (select id from companies where slug = 'bench') and id = $1",
    )
    .bind(filled.application)
    .fetch_one(&mut *installation.app().db.read().await?)
    .await?;
    Ok(format!("/v0/bench/{company}/candidates/{candidate}"))
}

/// Somebody who hires, at the filled installation.
struct Staff<'a> {
    server: &'a Server,
    meter: &'a Meter,
    filled: &'a Filled,
    candidates: u64,
    /// Addresses.
    bare: String,
    board: String,
    application: String,
}

impl Staff<'_> {
    /// The board and a candidate's page.
    async fn pages(&self, census: &Census, at: &Installation) -> anyhow::Result<Vec<Row>> {
        let (_, board) = census.alone(&self.board, at).await?;
        let board = board.context("what the board asks can be repeated")?;
        let (statements, application) = census.alone(&self.application, at).await?;
        if let Some(application) = application {
            application.close().await?;
        }
        let html = self.html(&self.board).await?;
        let cards = html.matches("<li class=\"card\"").count();
        let things = vec![
            self.bare(),
            self.page(&self.board),
            Asked::Statements(board),
            self.page(&self.application),
        ];
        let costs = compare(self.meter, things).await?;
        let bare = costs.of(0);
        let beside = |thing| format!("{:.0} µs, {bare:.0} µs", costs.of(thing));
        let board = format!("board of {cards} cards");
        Ok(vec![
            self.most(2, &format!("{board} / bare page"), costs.ratio(1, 0), 14.0)
                .note(beside(1)),
            self.most(
                2,
                &format!("{board} / its SQL alone"),
                costs.ratio(1, 2),
                3.0,
            ),
            self.most(3, "candidate page / bare page", costs.ratio(3, 0), 8.0)
                .note(beside(3)),
            Row::most(3, "candidate page, statements", statements as f64, "", 4.0),
        ])
    }

    async fn lists(&self) -> anyhow::Result<Vec<Row>> {
        let mut rows = Vec::new();
        for (name, first) in [
            (
                "a job's list",
                format!("/bench/jobs/{}/list", self.filled.big_job),
            ),
            ("list of candidates", "/bench/candidates".to_owned()),
        ] {
            let deep = self.deep(&first).await?;
            let things = vec![self.page(&first), self.page(&deep)];
            let costs = compare(self.meter, things).await?;
            let what = format!("{name}, page {} / first", DEEP + 1);
            rows.push(self.most(4, &what, costs.ratio(1, 0), 1.3));
        }
        Ok(rows)
    }

    /// With what the worst costs.
    async fn searches(&self) -> anyhow::Result<(Vec<Row>, f64)> {
        let known = shapes(self.filled);
        let mut things = vec![self.bare()];
        for name in SEARCHES {
            let path = known.iter().find(|(known, _)| *known == name);
            things.push(self.page(&path.context("a known search")?.1));
        }
        let costs = compare(self.meter, things).await?;
        let found: Vec<(&str, f64)> = (1..)
            .zip(SEARCHES)
            .map(|(thing, name)| {
                let short = name.trim_start_matches("search, ");
                (short, costs.ratio(thing, 0))
            })
            .collect();
        let worst = found.iter().max_by(|one, other| one.1.total_cmp(&other.1));
        let (worst, most) = *worst.context("searches")?;
        let each: Vec<String> = found
            .iter()
            .map(|(name, ratio)| format!("{name} {ratio:.0}"))
            .collect();
        let rows = vec![
            self.most(5, "a search that nobody fits / bare page", found[0].1, 10.0),
            self.most(
                5,
                &format!("the worst search ({worst}) / bare page"),
                most,
                350.0,
            )
            .note(each.join(", ")),
        ];
        Ok((rows, most))
    }

    /// Names, as the palette finds them while somebody types: by two letters only those that begin so.
    async fn names(&self) -> anyhow::Result<Vec<Row>> {
        let name = self.filled.name.to_lowercase();
        let letters = |from: usize, to: usize| name.chars().skip(from).take(to - from).collect();
        let nobody = "%3E".to_owned();
        let mut things = vec![self.bare()];
        for typed in [letters(0, 2), letters(1, 5), nobody] {
            let mut ask = self.ask(&format!("/bench/palette?q={typed}"));
            ask.headers.push(("hx-request", "true".to_owned()));
            things.push(Asked::Page(self.server, ask));
        }
        let costs = compare(self.meter, things).await?;
        let note = format!("{:.1} × without looking for anybody", costs.ratio(3, 0));
        Ok(vec![
            self.most(
                6,
                "a name by its first letters / bare page",
                costs.ratio(1, 0),
                3.0,
            )
            .note(note),
            self.most(
                6,
                "a name by letters within / bare page",
                costs.ratio(2, 0),
                60.0,
            ),
        ])
    }

    /// Once everything has been asked for.
    async fn memory(&self, idle: u64) -> anyhow::Result<Vec<Row>> {
        let mut client = self.server.connect().await?;
        let all = pages(self.filled).into_iter().chain(shapes(self.filled));
        for (_, path) in all {
            let ask = self.ask(&path);
            for _ in 0..EACH {
                client.ask(&ask).await?;
            }
        }
        let after = self.server.memory_mb();
        let of = |what| format!("{what}, {}", many(self.candidates));
        Ok(vec![
            Row::most(9, of("memory, idle"), idle as f64, "MB", 64.0),
            Row::most(9, of("memory after every page"), after as f64, "MB", 128.0),
        ])
    }

    fn most(&self, goal: u8, what: &str, measured: f64, wanted: f64) -> Row {
        let what = format!("{what}, {}", many(self.candidates));
        Row::most(goal, what, measured, "×", wanted)
    }

    fn bare(&self) -> Asked<'_> {
        Asked::Page(self.server, Ask::get(&self.bare))
    }

    fn page(&self, path: &str) -> Asked<'_> {
        Asked::Page(self.server, self.ask(path))
    }

    fn ask(&self, path: &str) -> Ask {
        Ask::get(path).signed_in(&self.filled.token)
    }

    async fn html(&self, path: &str) -> anyhow::Result<String> {
        let answer = self.server.connect().await?.ask(&self.ask(path)).await?;
        Ok(String::from_utf8_lossy(answer.body()).into_owned())
    }

    /// The address of a page that many links to the next one lead to.
    async fn deep(&self, first: &str) -> anyhow::Result<String> {
        let mut path = first.to_owned();
        for _ in 0..DEEP {
            path = next(&self.html(&path).await?).context("a page that far down")?;
        }
        Ok(path)
    }
}

/// Where the link to the next page leads.
fn next(html: &str) -> Option<String> {
    let is_next = |link: &&str| {
        let tag = link.split('>').next().unwrap_or_default();
        tag.contains("rel=\"next\"")
    };
    let (_, path) = html.split("<a ").find(is_next)?.split_once("href=\"")?;
    let path = path.split('"').next()?;
    Some(path.replace("&#38;", "&").replace("&amp;", "&"))
}
