//! Where somebody who is brought in can go: to a stage of a job, or into a pool.

use crate::{
    access::Actor,
    base::{
        error::Result,
        ids::{CompanyId, JobId, PoolId, StageId},
    },
    domain::sources::{self, SourceChoice},
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use std::{fmt, str::FromStr};

/// Jobs that are offered at once.
const JOBS: i64 = 500;

/// Stands for the pool that a company begins with, which is made when it is first needed.
pub(super) const FIRST_POOL: PoolId = PoolId(0);

/// Where somebody goes. In forms: `12-34` for a job and a stage, `pool-5` for a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    Stage(JobId, StageId),
    Pool(PoolId),
}

impl FromStr for Destination {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (before, after) = text.split_once('-').ok_or(())?;
        let after: i64 = after.parse().map_err(|_| ())?;
        match before {
            "pool" => Ok(Self::Pool(PoolId(after))),
            job => Ok(Self::Stage(job.parse().map_err(|_| ())?, StageId(after))),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(job, stage) => write!(f, "{job}-{stage}"),
            Self::Pool(pool) => write!(f, "pool-{pool}"),
        }
    }
}

/// What can be chosen.
#[derive(Clone, Debug)]
pub struct Places {
    pub jobs: Vec<JobPlaces>,
    pub pools: Vec<(PoolId, String)>,
    pub sources: Vec<SourceChoice>,
}

/// A job with the stages that somebody can be put into.
#[derive(Clone, Debug)]
pub struct JobPlaces {
    pub id: JobId,
    pub name: String,
    pub stages: Json<Vec<StagePlace>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct StagePlace {
    pub id: StageId,
    pub name: String,
}

impl Places {
    /// The first stage of the first job.
    pub fn first_stage(&self) -> Option<Destination> {
        let job = self.jobs.first()?;
        let stage = job.stages.first()?;
        Some(Destination::Stage(job.id, stage.id))
    }

    /// Each thing to choose under its heading: the value, and words that say it all where the heading is not seen.
    pub fn groups(&self) -> Vec<(&str, Vec<(String, String)>)> {
        let pools = self
            .pools
            .iter()
            .map(|(id, name)| (Destination::Pool(*id).to_string(), name.clone()));
        let jobs = self.jobs.iter().map(|job| {
            let stages = job.stages.iter().map(|stage| {
                let to = Destination::Stage(job.id, stage.id);
                (to.to_string(), format!("{}, {}", job.name, stage.name))
            });
            (job.name.as_str(), stages.collect())
        });
        jobs.chain([("Pools", pools.collect())])
            .filter(|(_, places): &(&str, Vec<_>)| !places.is_empty())
            .collect()
    }
}

/// Open jobs on which the viewer decides, with their stages, and the company's pools; of one job, with all stages, or of all,
/// each with its first.
pub async fn places(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: Option<JobId>,
) -> Result<Places> {
    let jobs = sqlx::query_as!(
        JobPlaces,
        r#"select j.id as "id: _", j.name,
                  (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.position, t.id)
                   from (select st.id, st.name, st.position from stages st
                         where st.company_id = $1 and st.job_id = j.id and st.deleted_at is null
                         order by st.position, st.id limit case when $3::bigint is null then 1 else 100 end) t) as "stages!: _"
           from jobs j join job_access s on (s.company_id, s.job_id) = (j.company_id, j.id)
           where j.company_id = $1 and j.status = 'open' and s.company_id = $1 and s.member_id = $2 and s.decides
             and ($3::bigint is null or j.id = $3)
           order by lower(j.name), j.id limit $4"#,
        company as _,
        actor.member_id() as _,
        job as _,
        JOBS,
    )
    .fetch_all(&mut *db)
    .await?;
    let pools = sqlx::query!(
        r#"select id as "id: PoolId", name from pools where company_id = $1 order by id limit 200"#,
        company as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut pools: Vec<_> = pools.into_iter().map(|pool| (pool.id, pool.name)).collect();
    if pools.is_empty() {
        pools.push((FIRST_POOL, "Talent pool".to_owned()));
    }
    Ok(Places {
        jobs,
        pools,
        sources: sources::sources(db, company, actor).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::Destination;

    #[test]
    fn a_place_is_written_as_it_is_read() {
        for text in ["12-34", "pool-5"] {
            let place: Result<Destination, ()> = text.parse();
            assert_eq!(place.map(|place| place.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "12", "pool", "x-1", "12-x", "pool-"] {
            assert!(text.parse::<Destination>().is_err(), "{text:?}");
        }
    }
}
