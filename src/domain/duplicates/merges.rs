//! What is kept of a merge, and who was merged into whom.

use super::merge::Field;
use crate::{
    access::{Actor, Change},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::{CandidateId, CompanyId, MergeId},
    },
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use std::collections::BTreeMap;

/// What taking two apart needs. All of it is personal, and goes when it is not needed any more.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// As they were.
    pub survivor: Fields,
    pub lesser: Fields,
    /// As the merge left the survivor.
    pub after: Fields,
    /// By table: rows that went over, and rows that the survivor had.
    pub moved: BTreeMap<String, Vec<i64>>,
    pub had: BTreeMap<String, Vec<i64>>,
    pub cards: Cards,
    pub positions: Positions,
    pub hold: Option<HoldKept>,
}

/// What a record says of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub given_name: String,
    pub family_name: String,
    pub headline: String,
    pub employer: Option<String>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub country: Option<String>,
    pub can_mail: bool,
    pub private: bool,
    pub last_activity_at: Option<Time>,
}

impl Fields {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }

    /// Those of the survivor, with what is taken from the other: what was chosen, and what the survivor does not say.
    pub fn with(&self, other: &Self, chosen: &[Field]) -> Self {
        let full = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        let takes = |field, mine: bool, theirs: bool| theirs && (!mine || chosen.contains(&field));
        let pick = |field, mine: &Option<String>, theirs: &Option<String>| match takes(
            field,
            full(mine),
            full(theirs),
        ) {
            true => theirs.clone(),
            false => mine.clone(),
        };
        let named = takes(
            Field::Name,
            !self.name().is_empty(),
            !other.name().is_empty(),
        );
        let named = if named { other } else { self };
        let headlined = takes(
            Field::Headline,
            !self.headline.is_empty(),
            !other.headline.is_empty(),
        );
        Self {
            given_name: named.given_name.clone(),
            family_name: named.family_name.clone(),
            headline: if headlined {
                &other.headline
            } else {
                &self.headline
            }
            .clone(),
            employer: pick(Field::Employer, &self.employer, &other.employer),
            title: pick(Field::Title, &self.title, &other.title),
            place: pick(Field::Place, &self.place, &other.place),
            country: pick(Field::Country, &self.country, &other.country),
            // Whoever asked one of them not to write meant both.
            can_mail: self.can_mail && other.can_mail,
            private: self.private || other.private,
            last_activity_at: self.last_activity_at.max(other.last_activity_at),
        }
    }

    /// As they were before, but for what was changed since.
    pub fn back(self, before: &Self, after: &Self) -> Self {
        fn field<T: PartialEq + Clone>(now: T, before: &T, after: &T) -> T {
            if now == *after { before.clone() } else { now }
        }
        let renamed =
            (&self.given_name, &self.family_name) != (&after.given_name, &after.family_name);
        let (given_name, family_name) = match renamed {
            true => (self.given_name, self.family_name),
            false => (before.given_name.clone(), before.family_name.clone()),
        };
        Self {
            given_name,
            family_name,
            headline: field(self.headline, &before.headline, &after.headline),
            employer: field(self.employer, &before.employer, &after.employer),
            title: field(self.title, &before.title, &after.title),
            place: field(self.place, &before.place, &after.place),
            country: field(self.country, &before.country, &after.country),
            can_mail: field(self.can_mail, &before.can_mail, &after.can_mail),
            private: field(self.private, &before.private, &after.private),
            last_activity_at: field(
                self.last_activity_at,
                &before.last_activity_at,
                &after.last_activity_at,
            ),
        }
    }
}

/// What applications had copied.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Cards(pub Vec<Card>);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Card {
    pub id: i64,
    pub name: String,
    pub headline: String,
    pub place: String,
}

/// A hold as it was, and as the merge left it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct HoldKept {
    pub before: (String, Day),
    pub after: (String, Day),
}

/// Whose each address, phone and link was, and in which place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Positions {
    pub emails: Vec<Position>,
    pub phones: Vec<Position>,
    pub links: Vec<Position>,
}

#[derive(Clone, Debug, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Position {
    pub id: i64,
    pub candidate: CandidateId,
    pub value: String,
    pub position: i32,
}

impl Positions {
    /// Those of both, in order.
    pub async fn read(
        db: &mut PgConnection,
        company: CompanyId,
        ids: [CandidateId; 2],
    ) -> Result<Self> {
        const EMAILS: &str =
            "select id, candidate_id as candidate, email as value, position from candidate_emails
            where company_id = $1 and candidate_id = any($2) order by position, id";
        const PHONES: &str =
            "select id, candidate_id as candidate, phone as value, position from candidate_phones
            where company_id = $1 and candidate_id = any($2) order by position, id";
        const LINKS: &str =
            "select id, candidate_id as candidate, url as value, position from candidate_links
            where company_id = $1 and candidate_id = any($2) order by position, id";
        let mut read = async |statement: &'static str| {
            let rows = sqlx::query_as(statement).bind(company).bind(&ids[..]);
            rows.fetch_all(&mut *db).await
        };
        Ok(Self {
            emails: read(EMAILS).await?,
            phones: read(PHONES).await?,
            links: read(LINKS).await?,
        })
    }

    /// Puts those of somebody into order: the chosen one first, then the older rows.
    pub async fn arrange(
        db: &mut PgConnection,
        company: CompanyId,
        candidate: CandidateId,
        address: Option<String>,
        phone: Option<String>,
    ) -> Result<()> {
        const EMAILS: &str = "update candidate_emails t set position = o.n
            from (select id, (row_number() over (order by email is not distinct from $3 desc, position, id))::integer - 1 as n
                  from candidate_emails where company_id = $1 and candidate_id = $2) o
            where t.company_id = $1 and t.id = o.id and t.position <> o.n";
        const PHONES: &str = "update candidate_phones t set position = o.n
            from (select id, (row_number() over (order by phone is not distinct from $3 desc, position, id))::integer - 1 as n
                  from candidate_phones where company_id = $1 and candidate_id = $2) o
            where t.company_id = $1 and t.id = o.id and t.position <> o.n";
        for (statement, first) in [(EMAILS, address), (PHONES, phone)] {
            let arranged = sqlx::query(statement).bind(company).bind(candidate);
            arranged.bind(first).execute(&mut *db).await?;
        }
        Ok(())
    }
}

pub(super) async fn write_fields(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
    fields: &Fields,
    now: Time,
) -> Result<()> {
    sqlx::query!(
        r#"update candidates
           set given_name = $3, family_name = $4, headline = $5, employer = $6, title = $7, place = $8, country = $9,
               can_mail = $10, private = $11, last_activity_at = coalesce($12, last_activity_at), updated_at = $13, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        candidate as _,
        fields.given_name,
        fields.family_name,
        fields.headline,
        fields.employer,
        fields.title,
        fields.place,
        fields.country,
        fields.can_mail,
        fields.private,
        fields.last_activity_at as _,
        now as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A merge as its page shows it.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: MergeId,
    pub survivor: CandidateId,
    /// What the survivor is called now, and what the other record was called.
    pub name: String,
    pub lesser: String,
    pub by: String,
    pub at: Time,
    pub(super) kept: Json<Kept>,
}

/// A merge that can be taken back, if the viewer sees whom it made.
pub async fn standing(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: MergeId,
    now: Time,
) -> Result<Standing> {
    let row = sqlx::query!(
        r#"select m.survivor_id as "survivor: CandidateId", trim(c.given_name || ' ' || c.family_name) as name,
                  trim(u.given_name || ' ' || u.family_name) as "by!", m.merged_at as "at: Time", m.kept as "kept: Json<Kept>",
                  m.undone_at as "undone_at: Time", m.erased_at as "erased_at: Time",
                  coalesce(sees_candidate($1, $3, coalesce(c.merged_into_id, c.id), $4), false) as "sees!"
           from merges m
           left join candidates c on (c.company_id, c.id) = (m.company_id, m.survivor_id)
           join memberships p on (p.company_id, p.id) = (m.company_id, m.member_id) join users u on u.id = p.user_id
           where m.company_id = $1 and m.id = $2"#,
        company as _,
        id as _,
        actor.member_id() as _,
        now as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    if row.erased_at.is_some() {
        let text = "Whoever this was has been erased since, with both records. Nothing is left to take apart.";
        return Err(Error::Gone(text.into()));
    }
    let (Some(survivor), true) = (row.survivor, row.sees) else {
        return Err(Error::NotFound);
    };
    if row.undone_at.is_some() {
        return Err(Error::refused(
            "stale",
            "These two have been taken apart already.",
        ));
    }
    Ok(Standing {
        id,
        survivor,
        name: row.name.unwrap_or_default(),
        lesser: row.kept.lesser.name(),
        by: row.by,
        at: row.at,
        kept: row.kept,
    })
}

/// A merge that made somebody, as their page tells it.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: MergeId,
    pub lesser: String,
    pub by: String,
    pub at: Time,
}

/// The merges that made somebody, the latest first. Whether the viewer sees them is asked before.
pub async fn made_of(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
) -> Result<Vec<Made>> {
    Ok(sqlx::query_as!(
        Made,
        r#"select m.id as "id: _", trim(c.given_name || ' ' || c.family_name) as "lesser!",
                  trim(u.given_name || ' ' || u.family_name) as "by!", m.merged_at as "at: _"
           from merges m
           join candidates c on (c.company_id, c.id) = (m.company_id, m.lesser_id)
           join memberships p on (p.company_id, p.id) = (m.company_id, m.member_id) join users u on u.id = p.user_id
           where m.company_id = $1 and m.survivor_id = $2 and m.undone_at is null order by m.id desc limit 20"#,
        company as _,
        candidate as _,
    )
    .fetch_all(db)
    .await?)
}

/// Into whom somebody was merged, if the viewer sees them.
pub async fn into(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    candidate: CandidateId,
    now: Time,
) -> Result<Option<CandidateId>> {
    Ok(sqlx::query_scalar!(
        r#"select merged_into_id as "into!: CandidateId" from candidates
           where company_id = $1 and id = $3 and merged_into_id is not null and sees_candidate($1, $2, merged_into_id, $4)"#,
        company as _,
        actor.member_id() as _,
        candidate as _,
        now as _,
    )
    .fetch_optional(db)
    .await?)
}

/// What to say to whoever comes second.
pub(super) async fn merged_meanwhile<P>(
    change: &mut Change<P>,
    lesser: CandidateId,
) -> Result<Error> {
    let company = change.company();
    let who = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "who!" from merges m
           join memberships p on (p.company_id, p.id) = (m.company_id, m.member_id) join users u on u.id = p.user_id
           where m.company_id = $1 and m.lesser_id = $2 and m.undone_at is null order by m.id desc limit 1"#,
        company as _,
        lesser as _,
    )
    .fetch_optional(change.db())
    .await?;
    let who = who.as_deref().unwrap_or("Somebody");
    let text =
        format!("{who} has merged one of these records meanwhile. Look at the person again.");
    Ok(Error::refused("stale", text))
}
