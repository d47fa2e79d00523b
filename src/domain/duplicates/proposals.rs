//! Proposals, as far as the viewer sees both people.

use crate::{
    access::{Actor, Change, Event, permissions::MergeCandidates},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CandidateId, CompanyId, DuplicateId, ProspectId},
        paging::Paged,
    },
    domain::accounts::users::Email,
};
use serde_json::json;
use sqlx::PgConnection;

/// Pairs of a page.
const PAGE: usize = 20;
/// Likenesses that are told on somebody's own page.
const FEW: i64 = 5;

/// In what two people are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "likeness", rename_all = "snake_case")]
pub enum Likeness {
    /// But for what mail servers leave out of account.
    Address,
    Phone,
    Link,
    File,
    /// And where they work, or what they do.
    Name,
}

impl Likeness {
    pub fn words(self) -> &'static str {
        match self {
            Self::Address => "nearly the same address",
            Self::Phone => "same phone",
            Self::Link => "same link",
            Self::File => "same file",
            Self::Name => "similar name and work",
        }
    }
}

/// Where a page begins: the pair before it.
pub type Place = DuplicateId;

/// Two people who may be one.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: DuplicateId,
    pub one: CandidateId,
    pub other: CandidateId,
    pub evidence: Vec<Likeness>,
    /// Who said that they are two.
    pub dismissed_by: Option<String>,
    pub dismissed_at: Option<Time>,
}

/// Somebody who may be the person that one looks at.
#[derive(Clone, Debug)]
pub struct Alike {
    pub candidate: CandidateId,
    /// Where they are to be seen, when the viewer sees no application of theirs.
    pub prospect: Option<ProspectId>,
    pub name: String,
    pub evidence: Vec<Likeness>,
}

impl Alike {
    /// In what they are alike, as a sentence goes on.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.evidence.iter().map(|it| it.words()).collect();
        words.join(", ")
    }
}

/// A page of proposals, or of those that somebody has dismissed; the latest first.
pub async fn proposals(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    dismissed: bool,
    before: Option<Place>,
    now: Time,
) -> Result<Paged<Proposal>> {
    let rows = sqlx::query_as!(
        Proposal,
        r#"select d.id as "id: _", d.one_id as "one: _", d.other_id as "other: _",
                  case when x.same_file then d.evidence else array_remove(d.evidence, 'file') end as "evidence!: _",
                  trim(u.given_name || ' ' || u.family_name) as dismissed_by, d.dismissed_at as "dismissed_at: _"
           from duplicates d
           join candidates a on (a.company_id, a.id) = (d.company_id, d.one_id) and a.merged_into_id is null
           join candidates b on (b.company_id, b.id) = (d.company_id, d.other_id) and b.merged_into_id is null
           cross join lateral (
               select 'file' = any(d.evidence) and sees_same_file($1, $2, d.one_id, d.other_id) as same_file offset 0) x
           left join memberships m on (m.company_id, m.id) = (d.company_id, d.dismissed_by)
           left join users u on u.id = m.user_id
           where d.company_id = $1 and d.state = case when $3 then 'dismissed'::duplicate_state else 'proposed' end
             and ($4::bigint is null or d.id < $4)
             and sees_candidate($1, $2, d.one_id, $5) and sees_candidate($1, $2, d.other_id, $5)
             and (d.evidence <> '{file}' or x.same_file)
           order by d.id desc limit $6"#,
        company as _,
        actor.member_id() as _,
        dismissed,
        before as _,
        now as _,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Proposal| row.id))
}

/// Who may be somebody, for those who see both.
pub async fn alike(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    candidate: CandidateId,
    now: Time,
) -> Result<Vec<Alike>> {
    Ok(sqlx::query_as!(
        Alike,
        r#"select c.id as "candidate: _", trim(c.given_name || ' ' || c.family_name) as "name!",
                  case when x.same_file then d.evidence else array_remove(d.evidence, 'file') end as "evidence!: _",
                  case when not exists (select from applications a
                                        join application_access s on s.company_id = $1 and s.member_id = $2 and s.application_id = a.id
                                        where a.company_id = $1 and a.candidate_id = c.id)
                       then (select p.id from prospects p where p.company_id = $1 and p.candidate_id = c.id limit 1) end as "prospect: _"
           from (select d.id, d.evidence, d.other_id as candidate_id from duplicates d
                 where d.company_id = $1 and d.one_id = $3 and d.state = 'proposed'
                 union all
                 select d.id, d.evidence, d.one_id from duplicates d
                 where d.company_id = $1 and d.other_id = $3 and d.state = 'proposed') d
           join candidates c on c.company_id = $1 and c.id = d.candidate_id and c.merged_into_id is null
           cross join lateral (select 'file' = any(d.evidence) and sees_same_file($1, $2, $3, c.id) as same_file offset 0) x
           where sees_candidate($1, $2, $3, $4) and sees_candidate($1, $2, c.id, $4) and (d.evidence <> '{file}' or x.same_file)
           order by d.id limit $5"#,
        company as _,
        actor.member_id() as _,
        candidate as _,
        now as _,
        FEW,
    )
    .fetch_all(db)
    .await?)
}

/// Whoever has an address, if the viewer sees them.
pub async fn by_address(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    email: &Email,
    now: Time,
) -> Result<Option<CandidateId>> {
    Ok(sqlx::query_scalar!(
        r#"select e.candidate_id as "candidate: CandidateId" from candidate_emails e
           where e.company_id = $1 and e.email = $3 and sees_candidate($1, $2, e.candidate_id, $4)"#,
        company as _,
        actor.member_id() as _,
        email.as_str(),
        now as _,
    )
    .fetch_optional(db)
    .await?)
}

/// They are two people. It is not proposed again, until somebody takes that back.
pub async fn dismiss(change: &mut Change<MergeCandidates>, id: DuplicateId) -> Result<()> {
    let pair = hold(change, id).await?;
    if pair.state != State::Proposed {
        return Err(said(change, id).await?);
    }
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    sqlx::query!(
        "update duplicates set state = 'dismissed', dismissed_at = $3, dismissed_by = $4 where company_id = $1 and id = $2",
        company as _,
        id as _,
        now as _,
        member as _,
    )
    .execute(change.db())
    .await?;
    record(change, "duplicate.dismissed", pair).await
}

/// They may be one after all.
pub async fn restore(change: &mut Change<MergeCandidates>, id: DuplicateId) -> Result<()> {
    let pair = hold(change, id).await?;
    if pair.state != State::Dismissed {
        return Err(said(change, id).await?);
    }
    let company = change.company();
    // Compared again, because what was alike may be so no more.
    sqlx::query!(
        r#"with again as (insert into duplicate_checks (company_id, candidate_id) values ($1, $3) on conflict do nothing)
           update duplicates set state = 'proposed', dismissed_at = null, dismissed_by = null where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        pair.one as _,
    )
    .execute(change.db())
    .await?;
    record(change, "duplicate.restored", pair).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "duplicate_state", rename_all = "snake_case")]
enum State {
    Proposed,
    Dismissed,
    Merged,
}

#[derive(Clone, Copy)]
struct Pair {
    one: CandidateId,
    other: CandidateId,
    state: State,
}

/// Holds a pair of people whom the actor sees both.
async fn hold(change: &mut Change<MergeCandidates>, id: DuplicateId) -> Result<Pair> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    sqlx::query_as!(
        Pair,
        r#"select d.one_id as "one: _", d.other_id as "other: _", d.state as "state: _" from duplicates d
           join candidates a on (a.company_id, a.id) = (d.company_id, d.one_id)
           join candidates b on (b.company_id, b.id) = (d.company_id, d.other_id)
           where d.company_id = $1 and d.id = $2
             and sees_candidate($1, $3, coalesce(a.merged_into_id, a.id), $4)
             and sees_candidate($1, $3, coalesce(b.merged_into_id, b.id), $4)
             and (d.state = 'merged' or d.evidence <> '{file}' or sees_same_file($1, $3, d.one_id, d.other_id))
           for update of d"#,
        company as _,
        id as _,
        member as _,
        now as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)
}

/// What somebody else has said about the pair meanwhile.
async fn said(change: &mut Change<MergeCandidates>, id: DuplicateId) -> Result<Error> {
    let company = change.company();
    let who = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "who!" from duplicates d
           join memberships m on (m.company_id, m.id) = (d.company_id, d.dismissed_by) join users u on u.id = m.user_id
           where d.company_id = $1 and d.id = $2"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    Ok(match who {
        Some(who) => Error::refused(
            "stale",
            format!("{who} has said meanwhile that they are two people."),
        ),
        None => Error::refused("stale", "Somebody has decided about these two meanwhile."),
    })
}

async fn record(
    change: &mut Change<MergeCandidates>,
    kind: &'static str,
    pair: Pair,
) -> Result<()> {
    let detail = json!({ "other": pair.other });
    change
        .record(Event::new(kind).candidate(pair.one).detail(detail))
        .await?;
    Ok(())
}
