//! What readers wait for while the worker moves many: twenty acts on five hundred each, and meanwhile one client that asks
//! for the board again and again.
//!
//!     cargo bench --bench pages -- --candidates 100000 --many
//!
//! The acts reach everybody in the big job, each to a stage where none of its people is, so that a fill can be used again.

use super::kit::{
    fill::Filled,
    server::{Ask, Server},
};
use anyhow::Context;
use candor::{
    access::{Actor, Member, Permit, Role, permissions::ActInBulk},
    base::{
        ids::{ApplicationId, MemberId, StageId, UserId},
        links::Slug,
    },
    domain::{
        bulk::{self, Deed, Start, Whom},
        companies,
    },
    server::Installation,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

const ACTS: usize = 20;
const PEOPLE: usize = 500;

/// Starts the acts, and reads the board until the server has done them all. Prints how long the reads took.
pub async fn measure(
    server: &Server,
    installation: &Installation,
    filled: &Filled,
) -> anyhow::Result<()> {
    let app = installation.app();
    let slug = Slug::parse("bench").context("a slug")?;
    let company = companies::by_slug(&mut *app.db.read().await?, &slug)
        .await?
        .context("the company")?;
    let recruiter: MemberId =
        sqlx::query_scalar("select min(id) from memberships where company_id = $1")
            .bind(company.id)
            .fetch_one(&mut *app.db.read().await?)
            .await?;
    let actor = Actor::Member(Member {
        id: recruiter,
        user: UserId(0),
        role: Role::Administrator,
        name: String::new(),
    });
    let permit: Permit<ActInBulk> =
        Permit::issue(&app.db, Arc::new(company), Arc::new(actor), None)?;
    let stages: Vec<StageId> = sqlx::query_scalar(
        "select id from stages where company_id = $1 and job_id = $2 and deleted_at is null order by position, id",
    )
    .bind(permit.company().id)
    .bind(filled.big_job)
    .fetch_all(&mut *app.db.read().await?)
    .await?;
    let everybody: Vec<(ApplicationId, StageId)> = sqlx::query_as(
        "select id, stage_id from applications where company_id = $1 and job_id = $2 and status = 'active' order by stage_id, id limit $3",
    )
    .bind(permit.company().id)
    .bind(filled.big_job)
    .bind(i64::try_from(ACTS * PEOPLE)?)
    .fetch_all(&mut *app.db.read().await?)
    .await?;
    for people in everybody.chunks(PEOPLE) {
        let elsewhere = |stage: &&StageId| people.iter().all(|(_, at)| at != *stage);
        let to = *stages.iter().find(elsewhere).context("a stage to go to")?;
        let start = Start {
            job: Some(filled.big_job),
            whom: Whom::Picked(people.iter().map(|(id, _)| *id).collect()),
            pooled: Vec::new(),
            deed: Deed::Move {
                stage: to,
                name: "another stage".to_owned(),
            },
            seen: permit.now(),
            once: Uuid::new_v4(),
        };
        permit
            .change(async |change| bulk::start(change, &start).await)
            .await?;
    }
    let board = Ask::get(&format!("/bench/jobs/{}", filled.big_job)).signed_in(&filled.token);
    let mut client = server.connect().await?;
    let (mut took, began) = (Vec::new(), Instant::now());
    loop {
        let asked = Instant::now();
        client.ask(&board).await?;
        took.push(asked.elapsed());
        let left: i64 = sqlx::query_scalar(
            "select count(*) from bulk_acts where company_id = $1 and finished_at is null",
        )
        .bind(permit.company().id)
        .fetch_one(&mut *app.db.read().await?)
        .await?;
        if left == 0 || began.elapsed() > Duration::from_secs(600) {
            break;
        }
    }
    let moved: i64 = sqlx::query_scalar(
        "select coalesce(sum(done), 0)::bigint from (select done from bulk_acts where company_id = $1 order by id desc limit $2) acts",
    )
    .bind(permit.company().id)
    .bind(i64::try_from(ACTS)?)
    .fetch_one(&mut *app.db.read().await?)
    .await?;
    took.sort_unstable();
    let ms = |at: usize| took.get(at).map_or(0.0, |it| it.as_secs_f64() * 1000.0);
    let last = took.len().saturating_sub(1);
    println!(
        "\n{moved} people moved by {ACTS} acts in {:.1} s; meanwhile {} reads of the board: p50 {:.1} ms, p99 {:.1} ms, the worst {:.1} ms",
        began.elapsed().as_secs_f64(),
        took.len(),
        ms(last / 2),
        ms(last * 99 / 100),
        ms(last),
    );
    Ok(())
}
