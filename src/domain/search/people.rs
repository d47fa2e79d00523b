//! A page of people, those with the latest activity of their own first.

use super::{
    filter::Filter,
    frequency::Plan,
    marked::{self, Marked},
    order::{Order, best},
    viewer::{Search, Viewer, patient},
    words::Words,
};
use crate::{
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId},
        paging::Paged,
    },
    domain::applications::{Status, asking},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// People of a page.
pub const PAGE: usize = 25;
/// How many people a walk looks at before it gives way to gathering.
pub(super) const WALKED: i64 = 10_000;
/// Applications that filters leave, and that are gathered rather than met on the way.
const FEW: i64 = 3_000;

/// The candidates of those who were gathered, each by its key: Postgres cannot know that they are few, and would read all there
/// are.
const LOOKED_UP: &str = " cross join lateral (select * from candidates c where c.company_id = $1 and c.id = h.candidate_id offset 0) c where";

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub words: Option<Words>,
    pub filter: Filter,
    pub order: Order,
}

/// Where a page begins: the last act, and id, of the person before it.
pub type Place = (Time, CandidateId);

/// A person with the one of their applications that fits best.
#[derive(Clone, Debug)]
pub struct Hit {
    pub candidate: CandidateId,
    pub application: ApplicationId,
    pub name: String,
    pub headline: String,
    pub job: String,
    pub status: Status,
    pub stage: String,
    /// The number of the stage, from 0, and how many there are.
    pub step: i64,
    pub steps: i64,
    /// When something last happened to the application.
    pub at: Time,
    /// Where the words were found.
    pub context: Option<Vec<Marked>>,
    place: Place,
}

#[derive(sqlx::FromRow)]
struct Row {
    candidate_id: CandidateId,
    came_at: Time,
    application_id: ApplicationId,
    name: String,
    headline: String,
    job: String,
    status: Status,
    stage: String,
    step: i64,
    steps: i64,
    last_activity_at: Time,
    context: Option<String>,
}

/// From where people are taken, before it is looked at whether they fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum From {
    /// Everybody, in order.
    Everybody,
    /// Those who have the words.
    Words,
    /// Those whom the filters leave.
    Filters,
    /// The same, where they are known to be [`FEW`] at most: told so, Postgres takes the indexes that few need.
    Few,
    /// Those who have the words, with how well they fit: of a rare word all, of a common one the latest.
    Best(Plan),
}

impl From {
    /// What people in `table` are ordered by first. Where all fit alike that is not asked: those who come in order are not
    /// sorted once more, but taken until it is enough.
    fn fit(self, table: &str) -> String {
        match self {
            Self::Best(_) => format!("{table}.fit desc, "),
            Self::Everybody | Self::Words | Self::Filters | Self::Few => String::new(),
        }
    }
}

impl Search<'_> {
    /// A page of people whom the viewer may see. Of the best there is one.
    pub async fn people(&self, db: &mut PgConnection, after: Option<Place>) -> Result<Paged<Hit>> {
        if let (Order::Best, Some(words)) = (self.asked.order, &self.asked.words) {
            let mut rows = page(db, self, None, From::Best(self.known.plan(words))).await?;
            rows.truncate(PAGE);
            let hits = rows.into_iter().map(Hit::from).collect();
            return Ok(Paged::new(hits, PAGE, |hit: &Hit| hit.place));
        }
        let (from, otherwise) = self.from(db).await?;
        let mut rows = page(db, self, after, from).await?;
        if let Some(otherwise) = otherwise
            && rows.len() <= PAGE
            && self.known.more_than(WALKED)
        {
            // The words are rarer together than each alone, or the filters leave few.
            rows = page(db, self, after, otherwise).await?;
        }
        let hits = rows.into_iter().map(Hit::from).collect();
        Ok(Paged::new(hits, PAGE, |hit: &Hit| hit.place))
    }
}

impl Search<'_> {
    /// From where people in order are taken, and from where if that leaves a page unfilled.
    pub(super) async fn from(&self, db: &mut PgConnection) -> Result<(From, Option<From>)> {
        let filter = &self.asked.filter;
        let few = self.viewer.team_only || !filter.jobs.is_empty();
        Ok(match &self.asked.words {
            Some(words) if self.known.plan(words) == Plan::Gather => (From::Words, None),
            Some(_) if few => (From::Filters, None),
            Some(_) => (From::Everybody, Some(From::Words)),
            None if few => (From::Filters, None),
            None if self.few_fit(db).await? => (From::Few, None),
            None if filter.is_empty() => (From::Everybody, None),
            None => (From::Everybody, Some(From::Filters)),
        })
    }

    /// Whether the filters leave so few that they are gathered through an index sooner than met one by one.
    async fn few_fit(&self, db: &mut PgConnection) -> Result<bool> {
        let filter = &self.asked.filter;
        if !filter.has_index() || !self.known.more_than(WALKED) {
            return Ok(false);
        }
        let mut query = asking(
            "select count(*) from (select from applications a where a.company_id = $1",
            &self.viewer.ids(),
        );
        filter.narrow(&mut query, self.viewer.now);
        query.push(format!(" limit {}) fitting", FEW + 1));
        let fitting: i64 = query
            .build_query_scalar()
            .fetch_one(db)
            .await
            .map_err(patient)?;
        Ok(fitting <= FEW)
    }
}

impl std::convert::From<Row> for Hit {
    fn from(row: Row) -> Self {
        Self {
            candidate: row.candidate_id,
            application: row.application_id,
            name: row.name,
            headline: row.headline,
            job: row.job,
            status: row.status,
            stage: row.stage,
            step: row.step,
            steps: row.steps,
            at: row.last_activity_at,
            context: row.context.as_deref().and_then(marked::read),
            place: (row.came_at, row.candidate_id),
        }
    }
}

async fn page(
    db: &mut PgConnection,
    search: &Search<'_>,
    after: Option<Place>,
    from: From,
) -> Result<Vec<Row>> {
    let mut query = found(search, after, from, PAGE + 1);
    query.push(
        " select p.candidate_id, p.came_at, p.application_id, p.name, p.headline, j.name as job, p.status, st.name as stage,
              p.last_activity_at,
              (select count(*) from stages o where o.company_id = $1 and o.job_id = p.job_id and o.deleted_at is null
                                               and o.position < st.position) as step,
              (select count(*) from stages o where o.company_id = $1 and o.job_id = p.job_id and o.deleted_at is null) as steps, ",
    );
    context(&mut query, search);
    query.push(
        " as context
          from page p
          join jobs j on (j.company_id, j.id) = ($1, p.job_id)
          join stages st on (st.company_id, st.job_id, st.id) = ($1, p.job_id, p.stage_id)
          order by ",
    );
    query
        .push(from.fit("p"))
        .push("p.came_at desc, p.candidate_id desc");
    query.build_query_as().fetch_all(db).await.map_err(patient)
}

/// The beginning of a statement: `page` has those who are found.
pub(super) fn found(
    search: &Search<'_>,
    after: Option<Place>,
    from: From,
    size: usize,
) -> QueryBuilder<Postgres> {
    let asked = search.asked;
    let mut query = asking(
        "with page as (
             select c.id as candidate_id, c.came_at, c.fit, d.*
             from (",
        &search.viewer.ids(),
    );
    source(&mut query, search, after, from);
    // Whether somebody fits is asked one by one, until the page is full.
    query.push(
        ") c cross join lateral (
             select a.id as application_id, a.job_id, a.stage_id, a.name, a.headline, a.status, a.last_activity_at
             from applications a",
    );
    if asked.words.is_some() {
        query.push(
            " join search_documents w on (w.company_id, w.application_id) = (a.company_id, a.id)",
        );
    }
    // What the viewer may see is asked last, of those who fit: it costs most.
    query.push(
        " cross join lateral (select from application_access s
                              where s.company_id = $1 and s.member_id = $2 and s.application_id = a.id limit 1) s",
    );
    query.push(" where a.company_id = $1 and a.candidate_id = c.id");
    has_words(&mut query, search);
    asked.filter.narrow(&mut query, search.viewer.now);
    query
        .push(" order by a.applied_at desc, a.id desc limit 1) d order by ")
        .push(from.fit("c"))
        .push(format!("c.came_at desc, c.id desc limit {size})"));
    query
}

/// Candidates in order, from the cursor on.
fn source(
    query: &mut QueryBuilder<Postgres>,
    search: &Search<'_>,
    after: Option<Place>,
    from: From,
) {
    let asked = search.asked;
    let column = asked.order.column();
    let fit = match from {
        From::Best(_) => "h.fit",
        From::Everybody | From::Words | From::Filters | From::Few => "0::real",
    };
    query.push(format!(
        "select c.id, {column} as came_at, {fit} as fit from "
    ));
    match (from, &asked.words) {
        (From::Best(plan), Some(words)) => best(query, words, plan),
        (From::Everybody, _) => {
            query.push("candidates c where");
        }
        (From::Words, Some(words)) => {
            query
                .push("(select candidate_id from search_documents where company_id = $1 and vector @@ (select to_tsquery('folded', ")
                .push_bind(words.query())
                .push("))");
            // A union leaves everybody in once.
            query
                .push(" union select candidate_id from applications where company_id = $1 and id = any(")
                .push_bind(search.notes.clone())
                .push(")) h");
            query.push(LOOKED_UP);
        }
        (From::Filters | From::Few | From::Words | From::Best(_), _) => {
            query.push("(select distinct f.candidate_id from (select a.candidate_id from applications a where a.company_id = $1");
            of_teams(query, &search.viewer);
            asked.filter.narrow(query, search.viewer.now);
            if from == From::Few {
                query.push(format!(" limit {FEW}"));
            }
            query.push(") f) h");
            query.push(LOOKED_UP);
        }
    }
    query.push(" c.company_id = $1 and c.merged_into_id is null");
    if let Some((at, id)) = after {
        query
            .push(format!(" and ({column}, c.id) < ("))
            .push_bind(at)
            .push(", ")
            .push_bind(id)
            .push(")");
    }
    query.push(match from {
        From::Best(_) => " order by h.fit desc, ",
        From::Everybody | From::Words | From::Filters | From::Few => " order by ",
    });
    query.push(format!("{column} desc, c.id desc"));
    match from {
        From::Everybody => query.push(format!(" limit {WALKED}")),
        // A fence: they are put into order before it is asked whether they fit.
        From::Words | From::Filters | From::Few | From::Best(_) => query.push(" offset 0"),
    };
}

/// Keeps a statement over `applications a` to the jobs in whose teams the viewer is and the people whom they interview.
pub(super) const OF_TEAMS: &str = " and (a.job_id in (select h.job_id from hiring_team h where h.company_id = $1 and h.member_id = $2)
        or a.id in (select i.application_id from interviewers i where i.company_id = $1 and i.member_id = $2 and not i.cancelled))";

/// The same, where the viewer sees nobody else.
pub(super) fn of_teams(query: &mut QueryBuilder<Postgres>, viewer: &Viewer) {
    if viewer.team_only {
        query.push(OF_TEAMS);
    }
}

/// Keeps a statement over `search_documents w` of `applications a` to those with the words.
pub(super) fn has_words(query: &mut QueryBuilder<Postgres>, search: &Search<'_>) {
    let Some(words) = &search.asked.words else {
        return;
    };
    query
        .push(" and (w.vector @@ (select to_tsquery('folded', ")
        .push_bind(words.query())
        .push("))");
    if !search.notes.is_empty() {
        query
            .push(" or a.id = any(")
            .push_bind(search.notes.clone())
            .push(")");
    }
    query.push(")");
}

/// The stretches in which the words stand, of a bounded length of text.
fn context(query: &mut QueryBuilder<Postgres>, search: &Search<'_>) {
    let Some(words) = &search.asked.words else {
        query.push("null::text");
        return;
    };
    query.push("(select ts_headline('folded', translate(left(concat_ws(' · ', nullif(x.head, ''), nullif(x.resume, ''), nullif(x.said, '')");
    if !search.notes.is_empty() {
        query.push(
            ", (select string_agg(r.body, ' · ' order by r.id) from readable_notes r where r.company_id = $1 and r.reader_id = $2
                and r.application_id = p.application_id and r.visibility <> 'team' and r.deleted_at is null)",
        );
    }
    query
        .push("), 30000), ")
        .push_bind(marked::SIGNS)
        .push(", ''), to_tsquery('folded', ")
        .push_bind(words.query())
        .push("), ")
        .push_bind(marked::OPTIONS)
        .push(") from search_sources x where x.company_id = $1 and x.application_id = p.application_id)");
}
