//! Departments: the units of a company, as a tree.

use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        error::{Error, Result},
        ids::{CompanyId, DeletedId, DepartmentId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// What people type about a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DepartmentDetails {
    pub name: String,
    /// The department that it is part of.
    pub parent: Option<DepartmentId>,
    /// Its id in another system, as an HR system names it.
    pub external_id: Option<String>,
}

/// A department in the tree.
#[derive(Clone, Debug)]
pub struct Department {
    pub id: DepartmentId,
    pub details: DepartmentDetails,
    /// Its name behind those above it: "Engineering / Desktop".
    pub full_name: String,
    /// How many departments it is below.
    pub depth: i32,
    pub version: Version,
}

/// The tree, each department right after the one above it.
pub async fn departments(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Department>> {
    Ok(sqlx::query!(
        r#"with recursive tree as (
               select id, parent_id, name, external_id, version, name as full_name, array[lower(name)] as place
               from departments where company_id = $1 and parent_id is null
               union all
               select d.id, d.parent_id, d.name, d.external_id, d.version, tree.full_name || ' / ' || d.name, tree.place || lower(d.name)
               from departments d join tree on d.parent_id = tree.id
               where d.company_id = $1
           )
           select id as "id!: DepartmentId", parent_id as "parent: DepartmentId", name as "name!", external_id, version as "version!: Version",
                  full_name as "full_name!", cardinality(place) - 1 as "depth!"
           from tree order by place"#,
        company as _,
    )
    .map(|row| Department {
        id: row.id,
        details: DepartmentDetails {
            name: row.name,
            parent: row.parent,
            external_id: row.external_id,
        },
        full_name: row.full_name,
        depth: row.depth,
        version: row.version,
    })
    .fetch_all(db)
    .await?)
}

pub async fn add_department(
    change: &mut Change<ManageCompany>,
    new: DepartmentDetails,
) -> Result<DepartmentId> {
    let (company, now) = (change.company(), change.now());
    let id = sqlx::query_scalar!(
        r#"insert into departments (company_id, name, parent_id, external_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5)
           returning id as "id: DepartmentId""#,
        company as _,
        new.name,
        new.parent as _,
        new.external_id,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "department": id, "after": new });
    change
        .record(Event::new("department.added").detail(detail))
        .await?;
    Ok(id)
}

/// Changes a department. It cannot become part of itself, nor of one below it.
pub async fn change_department(
    change: &mut Change<ManageCompany>,
    id: DepartmentId,
    seen: Version,
    new: DepartmentDetails,
) -> Result<()> {
    let tree = hold_tree(change).await?;
    let before = as_seen(&tree, id, seen)?.details.clone();
    if before == new {
        return Ok(());
    }
    if new
        .parent
        .is_some_and(|parent| is_within(&tree, parent, id))
    {
        return Err(Error::field(
            "parent",
            "Choose a department that is not below this one",
        ));
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update departments set name = $3, parent_id = $4, external_id = $5, updated_at = $6, version = version + 1
         where company_id = $1 and id = $2",
        company as _,
        id as _,
        new.name,
        new.parent as _,
        new.external_id,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(explain)?;
    let detail = json!({ "department": id, "before": before, "after": new });
    change
        .record(Event::new("department.changed").detail(detail))
        .await?;
    Ok(())
}

/// Deletes a department that nothing uses.
pub async fn delete_department(
    change: &mut Change<ManageCompany>,
    id: DepartmentId,
    seen: Version,
) -> Result<DeletedId> {
    let tree = hold_tree(change).await?;
    let before = &as_seen(&tree, id, seen)?.details;
    let company = change.company();
    let kept = deleted::keep(
        change,
        Thing::of_company(Kind::Department, id.0, &before.name),
    )
    .await?;
    sqlx::query!(
        "delete from departments where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await
    .map_err(in_use)?;
    let detail = json!({ "department": id, "before": before });
    change
        .record(Event::new("department.deleted").detail(detail))
        .await?;
    Ok(kept)
}

/// The tree, held so that two changes at once cannot tie a knot into it.
async fn hold_tree(change: &mut Change<ManageCompany>) -> Result<Vec<Department>> {
    let company = change.company();
    sqlx::query!(
        "select id from departments where company_id = $1 order by id for update",
        company as _
    )
    .fetch_all(change.db())
    .await?;
    departments(change.db(), company).await
}

fn as_seen(tree: &[Department], id: DepartmentId, seen: Version) -> Result<&Department> {
    let found = tree
        .iter()
        .find(|department| department.id == id)
        .ok_or(Error::NotFound)?;
    if found.version == seen {
        Ok(found)
    } else {
        Err(super::stale("department"))
    }
}

/// Whether `id` is `ancestor`, or below it.
fn is_within(tree: &[Department], id: DepartmentId, ancestor: DepartmentId) -> bool {
    let mut at = Some(id);
    while let Some(here) = at {
        if here == ancestor {
            return true;
        }
        at = tree
            .iter()
            .find(|department| department.id == here)
            .and_then(|department| department.details.parent);
    }
    false
}

fn explain(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("departments_name_key") => {
            Error::field("name", "Another department beside it has this name")
        }
        Some("departments_parent_fkey") => {
            Error::field("parent", "Choose a department from the list")
        }
        _ => error.into(),
    }
}

fn in_use(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("departments_parent_fkey") => Error::refused(
            "in_use",
            "Other departments are part of this one, so it stays. Move them first.",
        ),
        Some("job_departments_department_fkey") => {
            Error::refused("in_use", "Jobs use this department, so it stays.")
        }
        Some("application_limits_department_fkey") => Error::refused(
            "in_use",
            "A limit of applications is for this department, so it stays.",
        ),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Vec<Department> {
        let department = |id, parent: Option<i64>| Department {
            id: DepartmentId(id),
            details: DepartmentDetails {
                name: String::new(),
                parent: parent.map(DepartmentId),
                external_id: None,
            },
            full_name: String::new(),
            depth: 0,
            version: Version(1),
        };
        vec![
            department(1, None),
            department(2, Some(1)),
            department(3, Some(2)),
            department(4, None),
        ]
    }

    #[test]
    fn a_tree_has_no_knots() {
        let within = |id, ancestor| is_within(&tree(), DepartmentId(id), DepartmentId(ancestor));
        assert!(within(1, 1) && within(2, 1) && within(3, 1));
        assert!(!within(1, 3) && !within(4, 1));
    }
}
