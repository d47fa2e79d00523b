//! Taking two records apart that were made into one: both are as they were, and what came since is where somebody says.
//!
//! What was taken away since stays away, and what was changed since stays changed, with the survivor.

use super::{
    merges::{self, Fields, HoldKept, Kept, Position},
    register::{Fate, REGISTER},
    since::TABLES,
};
use crate::{
    access::{Change, Event, permissions::MergeCandidates},
    base::{
        error::{Error, Result},
        ids::{CandidateId, MergeId},
    },
};
use serde_json::json;
use sqlx::types::Json;
use std::str::FromStr;

/// Something that came since, and goes with the lesser record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    table: &'static str,
    number: i64,
}

impl FromStr for Going {
    type Err = ();

    /// From "table:number", as a form says it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (table, number) = text.split_once(':').ok_or(())?;
        let table = TABLES.into_iter().find(|known| *known == table).ok_or(())?;
        let number = number.parse().map_err(drop)?;
        Ok(Self { table, number })
    }
}

/// Takes two apart. Those merges that came later are taken back first.
pub async fn take_apart(
    change: &mut Change<MergeCandidates>,
    id: MergeId,
    going: &[Going],
) -> Result<CandidateId> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let actor = change.actor().clone();
    // Whoever comes second waits here, and is told.
    sqlx::query!(
        "select id from merges where company_id = $1 and id = $2 for update",
        company as _,
        id as _
    )
    .fetch_optional(change.db())
    .await?;
    let merge = merges::standing(change.db(), company, &actor, id, now).await?;
    let (survivor, lesser) = hold(change, id).await?;
    let kept = &merge.kept;
    let came = super::since(change.db(), company, &actor, &merge).await?;
    let fits = |it: &&Going| {
        came.iter()
            .any(|row| row.table == it.table && row.number == it.number)
    };
    let going: Vec<&Going> = going.iter().filter(fits).collect();
    for (table, _, fate) in REGISTER {
        let Fate::Moves(moves) = fate else { continue };
        let mut numbers = kept.moved.get(*table).cloned().unwrap_or_default();
        numbers.extend(
            going
                .iter()
                .filter(|it| it.table == *table)
                .map(|it| it.number),
        );
        sqlx::query(moves.back)
            .bind(company)
            .bind(survivor)
            .bind(lesser)
            .bind(&numbers)
            .execute(change.db())
            .await?;
    }
    follow_applications(change, [survivor, lesser]).await?;
    contacts(change, kept, survivor, lesser).await?;
    fields(change, kept, survivor).await?;
    cards(change, kept, lesser).await?;
    holds(change, kept, survivor, lesser, id).await?;
    sqlx::query!(
        r#"with pair as (
               update duplicates set state = 'dismissed', dismissed_at = $4, dismissed_by = $5
               where company_id = $1 and one_id = least($2::bigint, $3) and other_id = greatest($2::bigint, $3)
           ), merge as (
               update merges set undone_at = $4, undone_by = $5, kept = '{}' where company_id = $1 and id = $6
           )
           update candidates set merged_into_id = null, updated_at = $4, version = version + 1 where company_id = $1 and id = $3"#,
        company as _,
        survivor as _,
        lesser as _,
        now as _,
        member as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    let detail =
        json!({ "merge": id, "other": lesser, "name": kept.lesser.name(), "went": going.len() });
    let event = Event::new("candidate.unmerged").candidate(survivor);
    change.record(event.detail(detail)).await?;
    Ok(lesser)
}

/// Holds both records, unless one of them was merged again since.
async fn hold(
    change: &mut Change<MergeCandidates>,
    id: MergeId,
) -> Result<(CandidateId, CandidateId)> {
    let company = change.company();
    let pair = sqlx::query!(
        r#"select m.survivor_id as "survivor!: CandidateId", m.lesser_id as "lesser!: CandidateId"
           from merges m join candidates c on c.company_id = $1 and c.id in (m.survivor_id, m.lesser_id)
           where m.company_id = $1 and m.id = $2 order by c.id for no key update of c"#,
        company as _,
        id as _,
    )
    .fetch_all(change.db())
    .await?;
    let pair = pair.first().ok_or(Error::NotFound)?;
    let later = sqlx::query!(
        r#"select trim(a.given_name || ' ' || a.family_name) as "survivor!", trim(b.given_name || ' ' || b.family_name) as "lesser!"
           from merges m
           join candidates a on (a.company_id, a.id) = (m.company_id, m.survivor_id)
           join candidates b on (b.company_id, b.id) = (m.company_id, m.lesser_id)
           where m.company_id = $1 and m.id > $2 and m.undone_at is null and $3 in (m.survivor_id, m.lesser_id)
           order by m.id desc limit 1"#,
        company as _,
        id as _,
        pair.survivor as _,
    )
    .fetch_optional(change.db())
    .await?;
    if let Some(later) = later {
        let text = format!(
            "{} and {} were merged after that. Take those two apart first.",
            later.survivor, later.lesser
        );
        return Err(Error::refused("merged_since", text));
    }
    Ok((pair.survivor, pair.lesser))
}

/// What belongs to an application is its candidate's.
async fn follow_applications(
    change: &mut Change<MergeCandidates>,
    ids: [CandidateId; 2],
) -> Result<()> {
    const STATEMENTS: [&str; 4] = [
        "update attachments t set candidate_id = a.candidate_id from applications a
         where t.company_id = $1 and t.candidate_id = any($2) and (a.company_id, a.id) = (t.company_id, t.application_id)
           and a.candidate_id = any($2) and t.candidate_id <> a.candidate_id",
        "update notes t set candidate_id = a.candidate_id from applications a
         where t.company_id = $1 and t.candidate_id = any($2) and (a.company_id, a.id) = (t.company_id, t.application_id)
           and a.candidate_id = any($2) and t.candidate_id <> a.candidate_id",
        "update consents t set candidate_id = a.candidate_id from applications a
         where t.company_id = $1 and t.candidate_id = any($2) and (a.company_id, a.id) = (t.company_id, t.application_id)
           and a.candidate_id = any($2) and t.candidate_id <> a.candidate_id",
        "update messages t set candidate_id = a.candidate_id from applications a
         where t.company_id = $1 and t.candidate_id = any($2) and (a.company_id, a.id) = (t.company_id, t.application_id)
           and a.candidate_id = any($2) and t.candidate_id <> a.candidate_id",
    ];
    let company = change.company();
    for statement in STATEMENTS {
        let followed = sqlx::query(statement).bind(company).bind(&ids[..]);
        followed.execute(change.db()).await?;
    }
    Ok(())
}

/// The order that addresses, phones and links had. Whoever corrects what they sent writes their phones and links anew:
/// then one that says the same goes back.
async fn contacts(
    change: &mut Change<MergeCandidates>,
    kept: &Kept,
    survivor: CandidateId,
    lesser: CandidateId,
) -> Result<()> {
    const ORDER: [&str; 3] = [
        "update candidate_emails t set position = w.position from unnest($2::bigint[], $3::integer[]) w (id, position)
         where t.company_id = $1 and t.id = w.id and t.position <> w.position",
        "update candidate_phones t set position = w.position from unnest($2::bigint[], $3::integer[]) w (id, position)
         where t.company_id = $1 and t.id = w.id and t.position <> w.position",
        "update candidate_links t set position = w.position from unnest($2::bigint[], $3::integer[]) w (id, position)
         where t.company_id = $1 and t.id = w.id and t.position <> w.position",
    ];
    const ANEW: [&str; 2] = [
        "update candidate_phones t set candidate_id = $3, position = w.position
         from unnest($4::bigint[], $5::integer[], $6::text[]) w (id, position, value)
         where t.company_id = $1 and t.candidate_id = $2 and t.phone = w.value and not t.id = any($7)
           and not exists (select from candidate_phones o where o.company_id = $1 and o.id = w.id)",
        "update candidate_links t set candidate_id = $3, position = w.position
         from unnest($4::bigint[], $5::integer[], $6::text[]) w (id, position, value)
         where t.company_id = $1 and t.candidate_id = $2 and t.url = w.value and not t.id = any($7)
           and not exists (select from candidate_links o where o.company_id = $1 and o.id = w.id)",
    ];
    let company = change.company();
    let all = [
        &kept.positions.emails,
        &kept.positions.phones,
        &kept.positions.links,
    ];
    for (statement, positions) in ORDER.into_iter().zip(all) {
        let (ids, places, _) = columns(positions.iter());
        let ordered = sqlx::query(statement).bind(company).bind(ids).bind(places);
        ordered.execute(change.db()).await?;
    }
    let rewritten = [&kept.positions.phones, &kept.positions.links];
    for (statement, positions) in ANEW.into_iter().zip(rewritten) {
        let known: Vec<i64> = positions.iter().map(|it| it.id).collect();
        // What both said is whosever it is now.
        let both = |it: &&Position| {
            positions
                .iter()
                .any(|o| o.candidate == survivor && o.value == it.value)
        };
        let theirs = positions
            .iter()
            .filter(|it| it.candidate == lesser && !both(it));
        let (ids, places, values) = columns(theirs);
        sqlx::query(statement)
            .bind(company)
            .bind(survivor)
            .bind(lesser)
            .bind(ids)
            .bind(places)
            .bind(values)
            .bind(known)
            .execute(change.db())
            .await?;
    }
    Ok(())
}

fn columns<'a>(positions: impl Iterator<Item = &'a Position>) -> (Vec<i64>, Vec<i32>, Vec<String>) {
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for it in positions {
        columns.0.push(it.id);
        columns.1.push(it.position);
        columns.2.push(it.value.clone());
    }
    columns
}

async fn fields(
    change: &mut Change<MergeCandidates>,
    kept: &Kept,
    survivor: CandidateId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let current = sqlx::query_scalar!(
        r#"select jsonb_build_object('given_name', c.given_name, 'family_name', c.family_name, 'headline', c.headline,
                      'employer', c.employer, 'title', c.title, 'place', c.place, 'country', c.country, 'can_mail', c.can_mail,
                      'private', c.private, 'last_activity_at', c.last_activity_at) as "fields!: Json<Fields>"
           from candidates c where c.company_id = $1 and c.id = $2"#,
        company as _,
        survivor as _,
    )
    .fetch_one(change.db())
    .await?;
    let fields = current.0.back(&kept.survivor, &kept.after);
    merges::write_fields(change.db(), company, survivor, &fields, now).await
}

/// What the applications of both had copied. What was changed since is the survivor's; what came since and goes along says
/// what the lesser record says.
async fn cards(
    change: &mut Change<MergeCandidates>,
    kept: &Kept,
    lesser: CandidateId,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let cards = &kept.cards.0;
    let ids: Vec<i64> = cards.iter().map(|card| card.id).collect();
    let names: Vec<String> = cards.iter().map(|card| card.name.clone()).collect();
    let headlines: Vec<String> = cards.iter().map(|card| card.headline.clone()).collect();
    let places: Vec<String> = cards.iter().map(|card| card.place.clone()).collect();
    sqlx::query!(
        r#"with known as (
               select * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) w (id, name, headline, place)
           ), back as (
               update applications a set name = w.name, headline = w.headline, place = w.place, updated_at = $7
               from known w
               where a.company_id = $1 and a.id = w.id and (a.name, a.headline, a.place) is distinct from (w.name, w.headline, w.place)
                 and (a.candidate_id = $2 or (a.name, a.headline, a.place) = ($8, $9, $10))
           )
           update applications set name = $11, headline = $12, place = $13, updated_at = $7
           where company_id = $1 and candidate_id = $2 and not id = any($3)"#,
        company as _,
        lesser as _,
        &ids,
        &names,
        &headlines,
        &places,
        now as _,
        kept.after.name(),
        kept.after.headline,
        kept.after.place.as_deref().unwrap_or_default(),
        kept.lesser.name(),
        kept.lesser.headline,
        kept.lesser.place.as_deref().unwrap_or_default(),
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// A hold that was joined is what it was; one that was set since was set on both.
async fn holds(
    change: &mut Change<MergeCandidates>,
    kept: &Kept,
    survivor: CandidateId,
    lesser: CandidateId,
    id: MergeId,
) -> Result<()> {
    let company = change.company();
    if let Some(HoldKept { before, after }) = &kept.hold {
        sqlx::query!(
            "update holds set reason = $3, ends_on = $4 where company_id = $1 and candidate_id = $2 and reason = $5 and ends_on = $6",
            company as _,
            survivor as _,
            before.0,
            before.1 as _,
            after.0,
            after.1 as _,
        )
        .execute(change.db())
        .await?;
    }
    sqlx::query!(
        r#"insert into holds (company_id, candidate_id, reason, ends_on, member_id, created_at)
           select h.company_id, o.id, h.reason, h.ends_on, h.member_id, h.created_at
           from holds h join merges m on m.company_id = $1 and m.id = $4 cross join unnest(array[$2::bigint, $3]) o (id)
           where h.company_id = $1 and h.candidate_id in ($2, $3) and h.created_at > m.merged_at
           on conflict on constraint holds_pkey do nothing"#,
        company as _,
        survivor as _,
        lesser as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
