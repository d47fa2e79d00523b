//! Pools: how recruiters sort the people whom they keep in mind.

use crate::{
    access::{
        Actor, Change, Event,
        permissions::{ManageCompany, ManageProspects},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, CompanyId, EventId, PoolId, ProspectId},
    },
    domain::candidates::{self, PoolMove},
};
use serde_json::json;
use sqlx::PgConnection;

/// A pool, and how many its list shows the viewer.
#[derive(Clone, Debug)]
pub struct Pool {
    pub id: PoolId,
    pub name: String,
    pub people: i64,
}

/// A company's pools, the oldest first.
pub async fn pools(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
) -> Result<Vec<Pool>> {
    Ok(sqlx::query_as!(
        Pool,
        r#"select l.id as "id: _", l.name,
                  (select count(*) from prospects p
                   join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id)
                   where p.company_id = $1 and s.company_id = $1 and s.member_id = $3
                     and p.pool_id = l.id and p.confirmed_at is not null and p.ends_at > $2) as "people!"
           from pools l where l.company_id = $1 order by l.id limit 200"#,
        company as _,
        now as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// Makes a pool.
pub async fn make_pool(change: &mut Change<ManageProspects>, name: &str) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let made = sqlx::query_scalar!(
        r#"insert into pools (company_id, name, created_at) values ($1, $2, $3) returning id as "id: PoolId""#,
        company as _,
        name,
        now as _,
    )
    .fetch_one(change.db())
    .await;
    let id = match made {
        Err(error) if Error::constraint(&error) == Some("pools_name_key") => {
            return Err(Error::field("name", "There is a pool of that name already"));
        }
        made => made?,
    };
    change
        .record(Event::new("pool.made").detail(json!({ "id": id, "name": name })))
        .await?;
    Ok(())
}

/// Somebody of whom something was done in the pool, and the event that tells it.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    pub candidate: CandidateId,
    pub event: EventId,
}

/// Puts somebody into another pool.
pub async fn move_to(
    change: &mut Change<ManageProspects>,
    id: ProspectId,
    pool: PoolId,
) -> Result<Done> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let candidate = sqlx::query_scalar!(
        r#"select p.candidate_id as "candidate!: CandidateId"
           from prospects p join pool_access s on (s.company_id, s.candidate_id) = (p.company_id, p.candidate_id), pools l
           where p.company_id = $1 and p.id = $2 and p.ends_at > $4 and l.company_id = $1 and l.id = $3
             and s.company_id = $1 and s.member_id = $5"#,
        company as _,
        id as _,
        pool as _,
        now as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let PoolMove { event, .. } = candidates::put_into_pool(change, candidate, pool, None).await?;
    Ok(Done { candidate, event })
}

/// Takes somebody out. Their time ends now; what follows is the same as when it ends by itself, a little later, so that this
/// can be taken back until then.
pub async fn remove(change: &mut Change<ManageProspects>, id: ProspectId) -> Result<Done> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let gone = sqlx::query!(
        r#"update prospects p set ends_at = $3
           from prospects b join pool_access s on (s.company_id, s.candidate_id) = (b.company_id, b.candidate_id)
           where p.company_id = $1 and p.id = $2 and p.ends_at > $3 and b.company_id = $1 and b.id = p.id
             and s.company_id = $1 and s.member_id = $4
           returning b.candidate_id as "candidate!: CandidateId", b.ends_at as "until!: Time""#,
        company as _,
        id as _,
        now as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let event = Event::new("prospect.removed").candidate(gone.candidate);
    let detail = json!({ "until": gone.until });
    Ok(Done {
        candidate: gone.candidate,
        event: change.record(event.detail(detail)).await?,
    })
}

/// Puts somebody back into the pool out of which they were moved, if they are where they were moved to.
pub(in crate::domain) async fn move_back(
    change: &mut Change<ManageProspects>,
    candidate: CandidateId,
    from: PoolId,
    to: PoolId,
) -> Result<()> {
    candidates::put_into_pool(change, candidate, to, Some(from)).await?;
    Ok(())
}

/// Keeps somebody in mind again, until when it was before they were taken out. Refused once they are gone.
pub(in crate::domain) async fn put_back(
    change: &mut Change<ManageProspects>,
    candidate: CandidateId,
    until: Time,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let back = sqlx::query!(
        r#"update prospects set ends_at = $3
           where company_id = $1 and candidate_id = $2 and ends_at <= $4 and $3 > $4::timestamptz"#,
        company as _,
        candidate as _,
        until as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if back.rows_affected() == 0 {
        let text = "They are in the pool again already, or gone for good.";
        return Err(Error::refused("gone", text));
    }
    change
        .record(Event::new("prospect.put_back").candidate(candidate))
        .await?;
    Ok(())
}

/// For how many months people who agree from now on are kept in mind, 1 to 60.
pub async fn set_months(change: &mut Change<ManageCompany>, months: i16) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update companies set pool_months = $2, updated_at = $3 where id = $1",
        company as _,
        months,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record(Event::new("pool.term_set").detail(json!({ "months": months })))
        .await?;
    Ok(())
}
