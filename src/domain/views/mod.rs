//! Saved views: filters of a page under a name, for oneself or for everybody in the company.

use crate::{
    access::{Actor, Change, Event},
    base::{
        error::{Error, Result},
        ids::{CompanyId, DeletedId, MemberId, SavedViewId},
    },
    domain::deleted::{self, Kind as Gone, Thing},
};
use serde_json::json;
use sqlx::PgConnection;

/// The longest name, in characters.
pub const NAME: usize = 100;
/// The longest query, in characters.
pub const QUERY: usize = 4_000;
/// Views of one page that a member keeps, and that are listed.
const MOST: i64 = 50;

/// The pages that have views.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Candidates,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
        }
    }
}

/// A view as whoever may use it sees it.
#[derive(Clone, Debug)]
pub struct View {
    pub id: SavedViewId,
    pub name: String,
    /// What stands after the question mark.
    pub query: String,
    pub shared: bool,
    pub mine: bool,
}

/// What is kept, checked.
#[derive(Clone, Debug)]
pub struct NewView {
    pub name: String,
    pub query: String,
    /// The words in the query, folded: with whoever is erased goes each view that names them.
    pub words: String,
    pub shared: bool,
}

/// One's own views of a page, and those that others share.
pub async fn list(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    kind: Kind,
) -> Result<Vec<View>> {
    Ok(sqlx::query_as!(
        View,
        r#"select id as "id: _", name, query, shared, member_id = $2 as "mine!" from saved_views
           where company_id = $1 and kind = $3 and (member_id = $2 or shared)
           order by member_id = $2 desc, lower(name), id limit $4"#,
        company as _,
        actor.member_id() as _,
        kind.key(),
        2 * MOST,
    )
    .fetch_all(db)
    .await?)
}

/// Keeps a view. One's own of the same name is replaced.
pub async fn save<P>(change: &mut Change<P>, kind: Kind, view: NewView) -> Result<()> {
    let (company, now, member) = (change.company(), change.now(), change.actor().member_id());
    let kept = sqlx::query!(
        r#"insert into saved_views (company_id, member_id, kind, name, query, words, shared, created_at)
           select $1, $2, $3, $4, $5, $6, $7, $8
           where (select count(*) from saved_views where company_id = $1 and member_id = $2 and kind = $3 and lower(name) <> lower($4)) < $9
           on conflict (company_id, member_id, kind, lower(name)) do update
           set name = excluded.name, query = excluded.query, words = excluded.words, shared = excluded.shared"#,
        company as _,
        member as _,
        kind.key(),
        view.name,
        view.query,
        view.words,
        view.shared,
        now as _,
        MOST,
    )
    .execute(change.db())
    .await?;
    if kept.rows_affected() == 0 {
        return Err(Error::field(
            "name",
            "Remove a view first: you have 50 already",
        ));
    }
    let event =
        Event::new("view.saved").detail(json!({ "page": kind.key(), "shared": view.shared }));
    change.record(event).await?;
    Ok(())
}

/// Removes a view of one's own; of those that others share, administrators may remove any.
pub async fn remove<P>(change: &mut Change<P>, id: SavedViewId) -> Result<DeletedId> {
    let (company, member) = (change.company(), change.actor().member_id());
    let view = sqlx::query!(
        r#"select v.name, v.member_id as "owner: MemberId", v.member_id = $2 as "mine!", m.role = 'administrator' as "administers!"
           from saved_views v join memberships m on m.company_id = $1 and m.id = $2
           where v.company_id = $1 and v.id = $3 and (v.member_id = $2 or v.shared)
           for update of v"#,
        company as _,
        member as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
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
    change.record(Event::new("view.removed")).await?;
    Ok(kept)
}
