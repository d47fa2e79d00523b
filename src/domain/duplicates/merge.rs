//! Making two records into one.

use super::{
    merges::{self, Card, Cards, Fields, HoldKept, Kept, Positions},
    register::{Fate, REGISTER},
};
use crate::{
    access::{Change, Event, permissions::MergeCandidates},
    base::{
        clock::Day,
        error::{Error, Result},
        ids::{CandidateId, MergeId, Version},
    },
};
use serde_json::json;
use sqlx::types::Json;

/// What two records may contradict each other in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Headline,
    Employer,
    Title,
    Place,
    Country,
    /// All are kept; this is where mail goes.
    Address,
    /// All are kept; this one is the first.
    Phone,
}

impl Field {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Headline,
        Self::Employer,
        Self::Title,
        Self::Place,
        Self::Country,
        Self::Address,
        Self::Phone,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Headline => "headline",
            Self::Employer => "employer",
            Self::Title => "title",
            Self::Place => "place",
            Self::Country => "country",
            Self::Address => "address",
            Self::Phone => "phone",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Headline => "What they do",
            Self::Employer => "Company",
            Self::Title => "Title",
            Self::Place => "Place",
            Self::Country => "Country",
            Self::Address => "Address that mail goes to",
            Self::Phone => "First phone",
        }
    }
}

/// Two records that are to be one, with the versions that were looked at.
#[derive(Clone, Debug)]
pub struct Merging {
    pub survivor: (CandidateId, Version),
    pub lesser: (CandidateId, Version),
    /// What is taken from the lesser one where they contradict each other.
    pub from_lesser: Vec<Field>,
}

/// A record, held.
struct Held {
    id: CandidateId,
    version: Version,
    merged_into: Option<CandidateId>,
    fields: Json<Fields>,
    sees: bool,
}

/// Makes two records into one. All of the lesser one goes over; several addresses, phones and links are kept.
///
/// Refused while both are considered for the same job, or while one waits to be erased.
pub async fn merge(change: &mut Change<MergeCandidates>, merging: &Merging) -> Result<MergeId> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let (survivor, lesser) = hold(change, merging).await?;
    let ids = [survivor.id, lesser.id];
    not_both_active(change, ids).await?;
    not_leaving(change, ids).await?;
    let after = survivor.fields.with(&lesser.fields, &merging.from_lesser);
    let mut kept = Kept {
        survivor: survivor.fields.0.clone(),
        lesser: lesser.fields.0.clone(),
        after,
        cards: cards(change, ids).await?,
        positions: Positions::read(change.db(), company, ids).await?,
        hold: join_holds(change, ids).await?,
        ..Kept::default()
    };
    let first = |field, positions: &[merges::Position]| {
        let from = match merging.from_lesser.contains(&field) {
            true => [lesser.id, survivor.id],
            false => ids,
        };
        let of = |id| positions.iter().find(move |it| it.candidate == id);
        from.into_iter().find_map(of).map(|it| it.value.clone())
    };
    let address = first(Field::Address, &kept.positions.emails);
    let phone = first(Field::Phone, &kept.positions.phones);
    for (table, _, fate) in REGISTER {
        let Fate::Moves(moves) = fate else { continue };
        let had = sqlx::query_scalar(moves.has)
            .bind(company)
            .bind(survivor.id);
        kept.had
            .insert((*table).to_owned(), had.fetch_all(change.db()).await?);
        let over = sqlx::query_scalar(moves.over)
            .bind(company)
            .bind(lesser.id)
            .bind(survivor.id);
        kept.moved
            .insert((*table).to_owned(), over.fetch_all(change.db()).await?);
    }
    Positions::arrange(change.db(), company, survivor.id, address, phone).await?;
    merges::write_fields(change.db(), company, survivor.id, &kept.after, now).await?;
    write_cards(change, survivor.id, &kept.after).await?;
    sqlx::query!(
        r#"with pair as (
               update duplicates set state = 'merged', dismissed_at = null, dismissed_by = null
               where company_id = $1 and one_id = least($2::bigint, $3) and other_id = greatest($2::bigint, $3)
           )
           update candidates set merged_into_id = $3, updated_at = $4, version = version + 1 where company_id = $1 and id = $2"#,
        company as _,
        lesser.id as _,
        survivor.id as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let id: MergeId = sqlx::query_scalar!(
        r#"insert into merges (company_id, survivor_id, lesser_id, member_id, merged_at, kept) values ($1, $2, $3, $4, $5, $6)
           returning id as "id: _""#,
        company as _,
        survivor.id as _,
        lesser.id as _,
        member as _,
        now as _,
        Json(&kept) as _,
    )
    .fetch_one(change.db())
    .await?;
    let moved = kept.moved.get("applications").map_or(0, Vec::len);
    let detail = json!({
        "merge": id, "other": lesser.id, "name": kept.lesser.name(), "into": kept.after.name(), "applications": moved,
    });
    let event = Event::new("candidate.merged").candidate(survivor.id);
    change.record(event.detail(detail)).await?;
    Ok(id)
}

/// Holds both, if they are as they were seen.
async fn hold(change: &mut Change<MergeCandidates>, merging: &Merging) -> Result<(Held, Held)> {
    let ((one, seen), (other, other_seen)) = (merging.survivor, merging.lesser);
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    // No stronger than needed: whoever compares them only wants them to be there.
    let rows = sqlx::query_as!(
        Held,
        r#"select c.id as "id: _", c.version as "version: _", c.merged_into_id as "merged_into: _",
                  jsonb_build_object('given_name', c.given_name, 'family_name', c.family_name, 'headline', c.headline,
                      'employer', c.employer, 'title', c.title, 'place', c.place, 'country', c.country, 'can_mail', c.can_mail,
                      'private', c.private, 'last_activity_at', c.last_activity_at) as "fields!: _",
                  sees_candidate($1, $3, coalesce(c.merged_into_id, c.id), $4) as "sees!"
           from candidates c where c.company_id = $1 and c.id = any($2) order by c.id for no key update"#,
        company as _,
        &[one, other][..] as _,
        member as _,
        now as _,
    )
    .fetch_all(change.db())
    .await?;
    if rows.len() != 2 || rows.iter().any(|row| !row.sees) {
        return Err(Error::NotFound);
    }
    for row in &rows {
        if row.merged_into.is_some() {
            return Err(merges::merged_meanwhile(change, row.id).await?);
        }
        let expected = if row.id == one { seen } else { other_seen };
        if row.version != expected {
            let text = "One of these records was changed while you looked. See what it says now, and decide again.";
            return Err(Error::refused("stale", text));
        }
    }
    let (first, second) = (rows.first().map(|row| row.id), rows.into_iter());
    let mut rows: Vec<Held> = second.collect();
    if first != Some(one) {
        rows.reverse();
    }
    match (rows.pop(), rows.pop()) {
        (Some(lesser), Some(survivor)) => Ok((survivor, lesser)),
        _ => Err(Error::NotFound),
    }
}

/// One person is considered for a job once at a time: which of the two is to go on, a person says first.
async fn not_both_active(
    change: &mut Change<MergeCandidates>,
    ids: [CandidateId; 2],
) -> Result<()> {
    let (company, member) = (change.company(), change.actor().member_id());
    let jobs = sqlx::query_scalar!(
        r#"select case when exists (select from job_access s where s.company_id = $1 and s.member_id = $3 and s.job_id = j.id and s.sees_candidates)
                       then j.name end as name
           from applications a
           join applications b on (b.company_id, b.job_id) = (a.company_id, a.job_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           where a.company_id = $1 and a.candidate_id = ($2::bigint[])[1] and b.candidate_id = ($2::bigint[])[2]
             and a.status = 'active' and b.status = 'active'
           order by j.id"#,
        company as _,
        &ids[..] as _,
        member as _,
    )
    .fetch_all(change.db())
    .await?;
    match jobs.as_slice() {
        [] => Ok(()),
        jobs => {
            let named: Vec<&str> = jobs.iter().flatten().map(String::as_str).collect();
            let text = match named.is_empty() {
                true => "Both are being considered for the same job, which you do not see. Ask an administrator.".to_owned(),
                false => format!(
                    "Both are being considered for {}. Reject one of the two applications there, or have it withdrawn, and merge them then.",
                    named.join(" and ")
                ),
            };
            Err(Error::refused("both_active", text))
        }
    }
}

/// Whoever asked to be erased, and waits for it, did so as the one record: the other must not go with it unasked.
async fn not_leaving(change: &mut Change<MergeCandidates>, ids: [CandidateId; 2]) -> Result<()> {
    let company = change.company();
    let waits = sqlx::query_scalar!(
        r#"select exists (select from erasure_requests where company_id = $1 and candidate_id = any($2) and confirmed_at is not null) as "waits!""#,
        company as _,
        &ids[..] as _,
    )
    .fetch_one(change.db())
    .await?;
    if waits {
        let text = "One of them has asked to be erased, and waits for the end of a legal hold. They cannot be merged.";
        return Err(Error::refused("leaving", text));
    }
    Ok(())
}

async fn cards(change: &mut Change<MergeCandidates>, ids: [CandidateId; 2]) -> Result<Cards> {
    let company = change.company();
    let rows = sqlx::query_as!(
        Card,
        "select id, name, headline, place from applications where company_id = $1 and candidate_id = any($2) order by id",
        company as _,
        &ids[..] as _,
    )
    .fetch_all(change.db())
    .await?;
    Ok(Cards(rows))
}

/// Where both are held, the survivor's hold is the stricter of the two from then on.
async fn join_holds(
    change: &mut Change<MergeCandidates>,
    ids: [CandidateId; 2],
) -> Result<Option<HoldKept>> {
    let company = change.company();
    let joined = sqlx::query!(
        r#"update holds h
           set reason = left(s.reason || '; ' || l.reason, 2000), ends_on = greatest(s.ends_on, l.ends_on)
           from holds s, holds l
           where h.company_id = $1 and h.candidate_id = ($2::bigint[])[1]
             and (s.company_id, s.candidate_id) = (h.company_id, h.candidate_id)
             and l.company_id = $1 and l.candidate_id = ($2::bigint[])[2]
           returning s.reason as "was!", s.ends_on as "was_until!: Day", h.reason as "is!", h.ends_on as "is_until!: Day""#,
        company as _,
        &ids[..] as _,
    )
    .fetch_optional(change.db())
    .await?;
    Ok(joined.map(|row| HoldKept {
        before: (row.was, row.was_until),
        after: (row.is, row.is_until),
    }))
}

/// What their applications have copied.
async fn write_cards(
    change: &mut Change<MergeCandidates>,
    survivor: CandidateId,
    fields: &Fields,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update applications set name = $3, headline = $4, place = $5, updated_at = $6
           where company_id = $1 and candidate_id = $2 and (name, headline, place) is distinct from ($3, $4, $5)"#,
        company as _,
        survivor as _,
        fields.name(),
        fields.headline,
        fields.place.as_deref().unwrap_or_default(),
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
