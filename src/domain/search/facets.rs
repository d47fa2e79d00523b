//! How many people fit, and what they can be narrowed by.

use super::{
    filter::Activity,
    frequency::Plan,
    people::{has_words, of_teams},
    viewer::{Search, patient},
};
use crate::{
    base::{
        error::Result,
        ids::{JobId, MemberId, SourceId},
    },
    domain::{
        applications::{Status, asking},
        jobs::StageKind,
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};

/// Applications that are counted; what is more is "1,000+".
const COUNTED: i64 = 1_000;
/// Applications that are looked at to find them.
const LOOKED_AT: i64 = 5_000;
/// A word that so many have is looked for in a sample first, and not through its index.
const COMMON: f64 = 0.1;
/// The latest applications, which are the sample.
const SAMPLE: i64 = 3_000;
/// What a sample promises is believed from here on: five times what is counted.
const PLENTY: f64 = 5.0 * COUNTED as f64;

/// How many people there are: exactly, or more than were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub people: i64,
    pub more: bool,
}

/// A way to narrow the list down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Choice<T> {
    pub key: T,
    #[serde(default)]
    pub label: String,
    pub people: i64,
}

/// What people who have the words can be narrowed by, and how many fit the filters too.
#[derive(Clone, Debug)]
pub struct Facets {
    pub count: Count,
    /// Whether the numbers at choices are exact; else they are of some of those who have the words, and not to be shown.
    pub exact: bool,
    pub jobs: Vec<Choice<JobId>>,
    pub statuses: Vec<Choice<Status>>,
    pub steps: Vec<Choice<StageKind>>,
    pub sources: Vec<Choice<SourceId>>,
    pub places: Vec<Choice<String>>,
    pub tags: Vec<Choice<String>>,
    pub owners: Vec<Choice<MemberId>>,
    pub employers: Vec<Choice<String>>,
    pub countries: Vec<Choice<String>>,
    pub activity: Vec<Choice<Activity>>,
}

/// Where applications with the words are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Those that the index of words names.
    Index,
    /// All that the filters leave, one by one.
    All,
    /// The latest.
    Sample,
}

#[derive(sqlx::FromRow)]
struct Row {
    people: i64,
    examined: i64,
    cut: bool,
    jobs: Json<Vec<Choice<JobId>>>,
    statuses: Json<Vec<Choice<Status>>>,
    steps: Json<Vec<Choice<StageKind>>>,
    sources: Json<Vec<Choice<SourceId>>>,
    places: Json<Vec<Choice<String>>>,
    tags: Json<Vec<Choice<String>>>,
    owners: Json<Vec<Choice<MemberId>>>,
    employers: Json<Vec<Choice<String>>>,
    countries: Json<Vec<Choice<String>>>,
    activity: Json<Vec<Choice<String>>>,
}

impl Search<'_> {
    /// Counts over those whom the viewer may see. Two statements as a rule; a third where words that are common each turn out
    /// to be rare together.
    pub async fn facets(&self, db: &mut PgConnection) -> Result<Facets> {
        let mut among = self.among();
        let mut row = self.looked_at(db, among).await?;
        if among == Among::Sample && !self.plenty(row.examined) {
            among = Among::Index;
            row = self.looked_at(db, among).await?;
        }
        row.cut |= among == Among::Sample;
        let mut count = Count {
            people: match among {
                Among::Sample => COUNTED,
                Among::Index | Among::All => row.people,
            },
            more: row.cut,
        };
        let promised = among == Among::Sample && self.plenty(row.people);
        if row.cut && !self.asked.filter.is_empty() && !promised {
            let among = match among {
                Among::Index => Among::Index,
                Among::All | Among::Sample => Among::All,
            };
            let mut query = asking("with ", &self.viewer.ids());
            found(&mut query, self, among, true);
            query.push(" select (select count(distinct candidate_id) from found), ");
            cut(&mut query);
            let counted = query.build_query_as().fetch_one(db).await;
            let (people, more) = counted.map_err(patient)?;
            count = Count { people, more };
        }
        count.people = count.people.min(COUNTED);
        let activity = row.activity.0.into_iter().filter_map(|it| {
            Some(Choice {
                key: Activity::parse(&it.key)?,
                label: String::new(),
                people: it.people,
            })
        });
        Ok(Facets {
            count,
            exact: !row.cut,
            jobs: row.jobs.0,
            statuses: row.statuses.0,
            steps: row.steps.0,
            sources: row.sources.0,
            places: row.places.0,
            tags: row.tags.0,
            owners: row.owners.0,
            employers: row.employers.0,
            countries: row.countries.0,
            activity: activity.collect(),
        })
    }

    /// Counts, and choices, among some applications.
    async fn looked_at(&self, db: &mut PgConnection, among: Among) -> Result<Row> {
        let mut query = asking("with ", &self.viewer.ids());
        found(&mut query, self, among, false);
        choices(&mut query, self);
        query.build_query_as().fetch_one(db).await.map_err(patient)
    }

    /// Where words are found soonest.
    fn among(&self) -> Among {
        let Some(words) = &self.asked.words else {
            return Among::All;
        };
        let rare = self.known.plan(words) == Plan::Gather || self.known.share(words) < COMMON;
        match rare {
            true => Among::Index,
            false if self.viewer.team_only || !self.asked.filter.jobs.is_empty() => Among::All,
            false => Among::Sample,
        }
    }

    /// Whether so many of a sample say that there are more than are counted.
    fn plenty(&self, of_sample: i64) -> bool {
        of_sample as f64 / SAMPLE as f64 * self.known.documents() >= PLENTY
    }
}

/// `examined` and `found`: applications that the viewer sees, with the words, and with the filters or a column that says
/// whether they fit.
fn found(query: &mut QueryBuilder<Postgres>, search: &Search<'_>, among: Among, narrowed: bool) {
    let (asked, now) = (search.asked, search.viewer.now);
    query.push("examined as materialized (");
    match (&asked.words, among) {
        (Some(words), Among::Index) => {
            query
                .push("(select application_id as id from search_documents where company_id = $1 and vector @@ (select to_tsquery('folded', ")
                .push_bind(words.query())
                .push(format!(")) limit {LOOKED_AT}) union select unnest("))
                .push_bind(search.notes.clone())
                .push("::bigint[])");
        }
        (Some(_), Among::Sample) => {
            query
                .push(format!("select a.id from (select id from applications where company_id = $1 order by id desc limit {SAMPLE}) a cross join lateral (select from search_documents w where w.company_id = $1 and w.application_id = a.id"));
            has_words(query, search);
            query.push(" limit 1) w");
        }
        (words, _) => {
            query.push("select a.id from applications a");
            if words.is_some() {
                query.push(" join search_documents w on (w.company_id, w.application_id) = (a.company_id, a.id)");
            }
            query.push(" where a.company_id = $1");
            of_teams(query, &search.viewer);
            has_words(query, search);
            if narrowed {
                asked.filter.narrow(query, now);
            }
            query.push(format!(" limit {LOOKED_AT}"));
        }
    }
    query.push(
        "), found as materialized (
             select a.candidate_id, a.job_id, a.stage_id, a.status, a.source_id, a.place, a.tags, a.owner_id, a.last_activity_at, (true",
    );
    if !narrowed {
        asked.filter.narrow(query, now);
    }
    // The limit makes Postgres ask for one application at a time, and stop when enough are found.
    query.push(
        ") as fits
             from examined e join applications a on (a.company_id, a.id) = ($1, e.id)
             cross join lateral (select from application_access s
                                 where s.company_id = $1 and s.member_id = $2 and s.application_id = a.id limit 1) s
             where true",
    );
    if narrowed {
        asked.filter.narrow(query, now);
    }
    query.push(format!(" limit {})", COUNTED + 1));
}

/// Whether there was more than was looked at.
fn cut(query: &mut QueryBuilder<Postgres>) {
    query.push(format!("((select count(*) from examined) >= {LOOKED_AT} or (select count(*) from found) > {COUNTED}) as cut"));
}

/// The choices among `found`; jobs that are chosen are there even if nobody is left in them, and only jobs that the viewer
/// sees have a name.
fn choices(query: &mut QueryBuilder<Postgres>, search: &Search<'_>) {
    let (asked, now) = (search.asked, search.viewer.now);
    query.push(
        " select (select count(distinct candidate_id) from found where fits) as people, (select count(*) from examined) as examined, ",
    );
    cut(query);
    query
        .push(
            ", (select coalesce(jsonb_agg(jsonb_build_object('key', j.id, 'label', j.name, 'people', j.people) order by j.people desc, lower(j.name), j.id), '[]')
               from (select j.id, j.name, coalesce(t.people, 0) as people
                     from (select job_id, count(distinct candidate_id) as people from found group by job_id order by 2 desc, 1 limit 8) t
                     full join (select unnest(",
        )
        .push_bind(asked.filter.jobs.clone())
        .push(
            "::bigint[]) as job_id) chosen using (job_id)
                     join jobs j on (j.company_id, j.id) = ($1, job_id)
                     join job_access s on s.company_id = $1 and s.member_id = $2 and s.job_id = j.id) j) as jobs,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.status, 'people', t.people) order by t.status), '[]')
               from (select status, count(distinct candidate_id) as people from found group by status) t) as statuses,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.kind, 'people', t.people) order by t.kind), '[]')
               from (select st.kind, count(distinct f.candidate_id) as people from found f
                     join stages st on (st.company_id, st.id) = ($1, f.stage_id) group by st.kind) t) as steps,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.source_id, 'label', o.name, 'people', t.people) order by t.people desc, t.source_id), '[]')
               from (select source_id, count(distinct candidate_id) as people from found where source_id is not null
                     group by source_id order by 2 desc, 1 limit 6) t
               join sources o on (o.company_id, o.id) = ($1, t.source_id)) as sources,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.place, 'people', t.people) order by t.people desc, t.place), '[]')
               from (select place, count(distinct candidate_id) as people from found where place <> ''
                     group by place order by 2 desc, 1 limit 6) t) as places,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.tag, 'people', t.people) order by t.people desc, t.tag), '[]')
               from (select tag, count(distinct candidate_id) as people from found cross join unnest(found.tags) tag
                     group by tag order by 2 desc, 1 limit 8) t) as tags,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.owner_id, 'label', trim(u.given_name || ' ' || u.family_name), 'people', t.people)
                                         order by t.people desc, t.owner_id), '[]')
               from (select owner_id, count(distinct candidate_id) as people from found where owner_id is not null
                     group by owner_id order by 2 desc, 1 limit 6) t
               join memberships m on (m.company_id, m.id) = ($1, t.owner_id) join users u on u.id = m.user_id) as owners,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.employer, 'people', t.people) order by t.people desc, t.employer), '[]')
               from (select c.employer, count(distinct c.id) as people from found f join candidates c on (c.company_id, c.id) = ($1, f.candidate_id)
                     where c.employer <> '' group by c.employer order by 2 desc, 1 limit 6) t) as employers,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.country, 'people', t.people) order by t.people desc, t.country), '[]')
               from (select c.country, count(distinct c.id) as people from found f join candidates c on (c.company_id, c.id) = ($1, f.candidate_id)
                     where c.country <> '' group by c.country order by 2 desc, 1 limit 6) t) as countries,
              (select coalesce(jsonb_agg(jsonb_build_object('key', t.age, 'people', t.people)), '[]')
               from (select case when last_activity_at > ",
        )
        .push_bind(now)
        .push("::timestamptz - interval '7 days' then 'week' when last_activity_at > ")
        .push_bind(now)
        .push(
            "::timestamptz - interval '30 days' then 'month' else 'older' end as age, count(distinct candidate_id) as people
                     from found group by 1) t) as activity",
        );
}
