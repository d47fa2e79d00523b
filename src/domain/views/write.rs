//! Keeping views, naming them, beginning with one, and letting them go.

use super::{NewView, Of};
use crate::{
    access::{Change, Event},
    base::{
        error::{Error, Result},
        ids::{DeletedId, JobId, MemberId, SavedViewId},
    },
    domain::deleted::{self, Kind as Gone, Thing},
};
use serde_json::json;

/// Views of one page that a member keeps.
const MOST: i64 = 50;

/// Refuses whoever does not see the candidates of the job that the views are of.
async fn check<P>(change: &mut Change<P>, of: Of) -> Result<()> {
    let Of::Job(job) = of else { return Ok(()) };
    let (company, member) = (change.company(), change.actor().member_id());
    let sees = sqlx::query_scalar!(
        "select sees_candidates from job_access where company_id = $1 and job_id = $2 and member_id = $3",
        company as _,
        job as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    match sees {
        Some(true) => Ok(()),
        _ => Err(Error::Forbidden(
            "Only those who recruit for this job, or hire, have views of it.".into(),
        )),
    }
}

/// Keeps a view. One's own of the same name is replaced.
pub async fn save<P>(change: &mut Change<P>, of: Of, view: NewView) -> Result<SavedViewId> {
    check(change, of).await?;
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let kept = sqlx::query_scalar!(
        r#"insert into saved_views (company_id, member_id, kind, job_id, name, query, words, shared, created_at)
           select $1, $2, $3, $10, $4, $5, $6, $7, $8
           where (select count(*) from saved_views where company_id = $1 and member_id = $2 and kind = $3
                    and job_id is not distinct from $10 and lower(name) <> lower($4)) < $9
           on conflict (company_id, member_id, kind, coalesce(job_id, 0), lower(name)) do update
           set name = excluded.name, query = excluded.query, words = excluded.words, shared = excluded.shared
           returning id as "id: SavedViewId""#,
        company as _,
        member as _,
        of.kind(),
        view.name,
        view.query,
        view.words,
        view.shared,
        now as _,
        MOST,
        of.job() as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = kept else {
        return Err(Error::field(
            "name",
            "Remove a view first: you have 50 already",
        ));
    };
    record(change, "view.saved", of, view.shared).await?;
    Ok(id)
}

/// Gives a view of one's own another name, and shares it or no longer.
pub async fn rename<P>(
    change: &mut Change<P>,
    id: SavedViewId,
    name: &str,
    shared: bool,
) -> Result<Of> {
    let (view, company) = (held(change, id).await?, change.company());
    if !view.mine {
        return Err(Error::Forbidden(
            "Only whoever saved it can name it.".into(),
        ));
    }
    let named = sqlx::query!(
        "update saved_views set name = $3, shared = $4 where company_id = $1 and id = $2",
        company as _,
        id as _,
        name,
        shared,
    )
    .execute(change.db())
    .await;
    match named {
        Err(error) if Error::constraint(&error) == Some("saved_views_name_key") => {
            return Err(Error::field("name", "You have a view of that name already"));
        }
        named => named?,
    };
    record(change, "view.renamed", view.of, shared).await?;
    Ok(view.of)
}

/// From now on the actor begins with this view of its job or of the search, or with everybody again.
pub async fn begin_with<P>(change: &mut Change<P>, id: SavedViewId, begin: bool) -> Result<Of> {
    let (view, company) = (held(change, id).await?, change.company());
    let member = change.actor().member_id();
    let job = view.of.job();
    if begin {
        sqlx::query!(
            r#"insert into default_views as d (company_id, member_id, job_id, view_id) values ($1, $2, $3, $4)
               on conflict on constraint default_views_pkey do update set view_id = excluded.view_id"#,
            company as _,
            member as _,
            job as _,
            id as _,
        )
        .execute(change.db())
        .await?;
    } else {
        sqlx::query!(
            "delete from default_views where company_id = $1 and member_id = $2 and view_id = $3",
            company as _,
            member as _,
            id as _,
        )
        .execute(change.db())
        .await?;
    }
    Ok(view.of)
}

/// Removes a view of one's own; of those that others share, administrators may remove any.
/// For thirty days it can be restored.
pub async fn remove<P>(change: &mut Change<P>, id: SavedViewId) -> Result<(Of, DeletedId)> {
    let (view, company) = (held(change, id).await?, change.company());
    if !view.mine && !view.administers {
        return Err(Error::Forbidden(
            "Only whoever saved it, and administrators, can remove it.".into(),
        ));
    }
    let thing = Thing {
        owner: Some(view.owner),
        ..Thing::of_company(Gone::View, id.0, &view.name)
    };
    let kept = deleted::keep(change, thing).await?;
    sqlx::query!(
        "delete from saved_views where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    record(change, "view.removed", view.of, view.shared).await?;
    Ok((view.of, kept))
}

/// A view, held for a change.
struct Held {
    of: Of,
    name: String,
    owner: MemberId,
    mine: bool,
    shared: bool,
    administers: bool,
}

/// Holds a view that the actor may use: their own, or one that is shared by somebody, of a job whose candidates they see.
async fn held<P>(change: &mut Change<P>, id: SavedViewId) -> Result<Held> {
    let (company, member) = (change.company(), change.actor().member_id());
    let row = sqlx::query!(
        r#"select v.job_id as "job: JobId", v.name, v.member_id as "owner: MemberId", v.member_id = $2 as "mine!", v.shared, m.role = 'administrator' as "administers!"
           from saved_views v join memberships m on m.company_id = $1 and m.id = $2
           where v.company_id = $1 and v.id = $3 and (v.member_id = $2 or v.shared)
             and (v.job_id is null or exists (select from job_access a where a.company_id = $1 and a.member_id = $2
                                                                         and a.job_id = v.job_id and a.sees_candidates))
           for update of v"#,
        company as _,
        member as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Held {
        of: Of::from(row.job),
        name: row.name,
        owner: row.owner,
        mine: row.mine,
        shared: row.shared,
        administers: row.administers,
    })
}

async fn record<P>(change: &mut Change<P>, kind: &'static str, of: Of, shared: bool) -> Result<()> {
    let event = Event::new(kind).detail(json!({ "page": of.kind(), "shared": shared }));
    let event = match of.job() {
        Some(job) => event.job(job),
        None => event,
    };
    change.record(event).await?;
    Ok(())
}
