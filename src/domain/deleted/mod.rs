//! What was deleted: kept for thirty days as it was, and put back as the same thing. Its rows leave their tables at once, so
//! that nothing has to know of things that are half there.

mod kind;

pub use kind::Kind;

use crate::{
    access::{
        Actor, Change, Event, Permission,
        permissions::{EditTexts, ManageCompany, UseCompany},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{CompanyId, DeletedId, JobId, MemberId},
        paging::Paged,
    },
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool, error::ErrorKind};

/// How long something can be restored.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Things of a page.
const PAGE: usize = 50;

/// Something that can be restored.
#[derive(Clone, Debug)]
pub struct Deleted {
    pub id: DeletedId,
    pub kind: Kind,
    pub name: String,
    /// The job that it was part of.
    pub job: Option<JobId>,
    pub job_name: Option<String>,
    /// Who deleted it.
    pub by: String,
    pub at: Time,
    /// When it goes for good.
    pub until: Time,
}

/// What is about to be deleted.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct Thing<'t> {
    pub kind: Kind,
    pub id: i64,
    pub name: &'t str,
    pub job: Option<JobId>,
    /// Whose it is, where others have nothing to do with it.
    pub owner: Option<MemberId>,
}

impl<'t> Thing<'t> {
    /// Something of the whole company's.
    pub fn of_company(kind: Kind, id: i64, name: &'t str) -> Self {
        Self {
            kind,
            id,
            name,
            job: None,
            owner: None,
        }
    }
}

/// Keeps something as it is now: the caller deletes it next.
pub(in crate::domain) async fn keep<P>(
    change: &mut Change<P>,
    thing: Thing<'_>,
) -> Result<DeletedId> {
    let (company, now) = (change.company(), change.now());
    let member = change.actor().member().map(|member| member.id);
    let rows: Value = sqlx::query_scalar(thing.kind.rows())
        .bind(company)
        .bind(thing.id)
        .fetch_optional(change.db())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(sqlx::query_scalar!(
        r#"insert into deleted (company_id, kind, thing_id, name, job_id, rows, member_id, owner_id, deleted_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id as "id: DeletedId""#,
        company as _,
        thing.kind.key(),
        thing.id,
        thing.name,
        thing.job as _,
        rows,
        member as _,
        thing.owner as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?)
}

/// Forgets what was kept of something that is there again.
pub(in crate::domain) async fn forget<P>(
    change: &mut Change<P>,
    kind: Kind,
    id: i64,
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "delete from deleted where company_id = $1 and kind = $2 and thing_id = $3",
        company as _,
        kind.key(),
        id,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The kinds that somebody may restore whosever they were.
fn theirs(actor: &Actor) -> Vec<String> {
    let may = |kind| match kind {
        Kind::Office
        | Kind::Department
        | Kind::Region
        | Kind::Limit
        | Kind::RetentionRule
        | Kind::Logo
        | Kind::Inquiry
        | Kind::Mail => ManageCompany::admits(actor),
        Kind::PlanTemplate => EditTexts::admits(actor),
        Kind::View | Kind::Stage => false, // its owner, and whoever changes the job
    };
    let kinds = Kind::ALL.into_iter().filter(|kind| may(*kind));
    kinds.map(|kind| kind.key().to_owned()).collect()
}

/// What the viewer may restore, what went last first.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
    job: Option<JobId>,
    after: Option<DeletedId>,
) -> Result<Paged<Deleted>> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DeletedId", d.kind, coalesce(w.sender || ': ' || w.subject, d.name) as "name!", w.received_at as "came?: Time", d.job_id as "job: JobId", j.name as "job_name?",
                  coalesce(trim(u.given_name || ' ' || u.family_name), 'Candor') as "by!", d.deleted_at as "at: Time"
           from deleted d
           left join memberships m on (m.company_id, m.id) = (d.company_id, d.member_id)
           left join users u on u.id = m.user_id
           left join jobs j on (j.company_id, j.id) = (d.company_id, d.job_id)
           left join unmatched_mail w on w.company_id = $1 and w.id = d.thing_id and d.kind = 'unmatched_mail'
           where d.company_id = $1 and d.id < $2 and d.deleted_at > $3 and ($7::bigint is null or d.job_id = $7)
             and (d.kind <> 'unmatched_mail' or w.id is not null)
             and (d.kind = any ($4) or d.owner_id = $5
                  or ($6 and d.kind = 'saved_view' and (d.rows->0->'row'->>'shared')::boolean)
                  or exists (select from job_access s
                             where s.company_id = $1 and s.job_id = d.job_id and s.member_id = $5 and s.edits))
           order by d.id desc limit $8"#,
        company as _,
        after.map_or(i64::MAX, |id| id.0),
        now.minus(KEPT) as _,
        &theirs(actor),
        actor.member_id() as _,
        ManageCompany::admits(actor),
        job as _,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let things = rows.into_iter().filter_map(|row| {
        Some(Deleted {
            id: row.id,
            kind: Kind::parse(&row.kind)?,
            name: row.name,
            job: row.job,
            job_name: row.job_name,
            by: row.by,
            at: row.at,
            // A mail is kept for as long as it would have been anyway.
            until: row.came.map_or(row.at, |came| came.min(row.at)).plus(KEPT),
        })
    });
    Ok(Paged::new(things.collect(), PAGE, |one: &Deleted| one.id))
}

/// What something is, and its id, for whoever may restore it.
#[derive(Clone, Copy, Debug)]
pub struct What {
    pub kind: Kind,
    pub thing: i64,
    pub job: Option<JobId>,
}

/// Looks at something that the viewer may restore.
pub async fn look(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    now: Time,
    id: DeletedId,
) -> Result<What> {
    let row = sqlx::query!(
        r#"select d.kind, d.thing_id, d.job_id as "job: JobId" from deleted d
           where d.company_id = $1 and d.id = $2 and d.deleted_at > $3
             and (d.kind = any ($4) or d.owner_id = $5
                  or ($6 and d.kind = 'saved_view' and (d.rows->0->'row'->>'shared')::boolean)
                  or exists (select from job_access s
                             where s.company_id = $1 and s.job_id = d.job_id and s.member_id = $5 and s.edits))"#,
        company as _,
        id as _,
        now.minus(KEPT) as _,
        &theirs(actor),
        actor.member_id() as _,
        ManageCompany::admits(actor),
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(What {
        kind: Kind::parse(&row.kind).ok_or(Error::NotFound)?,
        thing: row.thing_id,
        job: row.job,
    })
}

/// Puts something back, and gives its name: another one, if that is taken by now. Twice at once, it is put back once. Of
/// whatever stays in its table this is up to its own room.
pub(in crate::domain) async fn restore(
    change: &mut Change<UseCompany>,
    id: DeletedId,
) -> Result<String> {
    let (company, now, actor) = (change.company(), change.now(), change.actor().clone());
    let what = look(change.db(), company, &actor, now, id).await?;
    let stay: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.stays())
        .map(|kind| kind.key().to_owned())
        .collect();
    let kept = sqlx::query!(
        r#"delete from deleted where company_id = $1 and id = $2 and not kind = any ($3) returning name, rows as "rows: Value""#,
        company as _,
        id as _,
        &stay,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let mut name = kept.name;
    if !put_back(change, &kept.rows).await? {
        let taken = || Error::refused("taken", "There is another one like it by now.");
        let (rows, other) = kind::renamed(&kept.rows).ok_or_else(taken)?;
        name = other;
        if !put_back(change, &rows).await? {
            return Err(taken());
        }
    }
    let detail = json!({ what.kind.key(): what.thing, "name": name });
    change
        .record(Event::new(what.kind.restored()).detail(detail))
        .await?;
    Ok(name)
}

/// Puts rows back; not, if there is another by now where there may be one.
async fn put_back<P>(change: &mut Change<P>, rows: &Value) -> Result<bool> {
    change.attempt().await?;
    let put = sqlx::query!(
        "select put_back((kept->>'table')::regclass, kept->'row')::text from jsonb_array_elements($1) with ordinality as r (kept, n) order by n",
        rows,
    )
    .fetch_all(change.db())
    .await;
    let outcome = match put {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.as_database_error().map(|error| error.kind()) {
            Some(ErrorKind::UniqueViolation) => Error::refused(TAKEN, ""),
            Some(ErrorKind::ForeignKeyViolation) => Error::refused(
                "parted",
                "What it belonged to is gone by now. Restore that first, if you can.",
            ),
            _ => error.into(),
        }),
    };
    match change.attempted(outcome).await? {
        Ok(()) => Ok(true),
        Err(Error::Refused { code: TAKEN, .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

const TAKEN: &str = "taken";

/// Lets go of what nobody wanted back in time.
pub async fn purge(db: &PgPool, now: Time) -> Result<()> {
    sqlx::query!(
        "delete from deleted where deleted_at <= $1",
        now.minus(KEPT) as _
    )
    .execute(db)
    .await?;
    Ok(())
}
