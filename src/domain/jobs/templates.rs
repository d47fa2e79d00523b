//! Plan templates: what the plan of a new job starts as. Changing one leaves the jobs that came from it as they are.

use super::plan::{self, Milestone, StageKind, Step};
use crate::{
    access::{Change, Event, permissions::EditTexts},
    base::{
        error::{Error, Result},
        ids::{CompanyId, DeletedId, PlanTemplateId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde_json::json;
use sqlx::PgConnection;

/// A template, with its stages in order.
#[derive(Clone, Debug)]
pub struct PlanTemplate {
    pub id: PlanTemplateId,
    pub name: String,
    pub steps: Vec<Step>,
    pub version: Version,
}

/// What is done to a template. Stages are named by their place, from 0.
#[derive(Clone, Debug)]
pub enum Edit {
    Rename(String),
    Add(Step),
    Change(usize, Step),
    /// The places as they were, in their new order.
    Order(Vec<usize>),
    Delete(usize),
}

impl Edit {
    /// The template's steps and name after it, or why not.
    fn apply(self, name: &mut String, steps: &mut Vec<Step>) -> Result<()> {
        match self {
            Self::Rename(new) => *name = new,
            Self::Add(step) => {
                plan::may_add(steps.len())?;
                steps.push(step);
            }
            Self::Change(at, step) => *steps.get_mut(at).ok_or(Error::NotFound)? = step,
            Self::Order(order) => {
                let there: Vec<usize> = (0..steps.len()).collect();
                if !plan::same_things(&there, &order) {
                    return Err(Error::NotFound);
                }
                *steps = order
                    .into_iter()
                    .filter_map(|at| steps.get(at).cloned())
                    .collect();
            }
            Self::Delete(at) => {
                if at >= steps.len() {
                    return Err(Error::NotFound);
                }
                plan::may_delete(steps.len())?;
                steps.remove(at);
            }
        }
        Ok(())
    }
}

/// The company's templates with their stages, by name.
pub async fn templates(db: &mut PgConnection, company: CompanyId) -> Result<Vec<PlanTemplate>> {
    select(db, company, None).await
}

/// One template.
pub async fn template(
    db: &mut PgConnection,
    company: CompanyId,
    id: PlanTemplateId,
) -> Result<PlanTemplate> {
    select(db, company, Some(id))
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

/// Makes a template with one stage, the review of applications, which every plan begins with.
pub async fn add_template(change: &mut Change<EditTexts>, name: &str) -> Result<PlanTemplateId> {
    let review = Step {
        name: StageKind::ApplicationReview.label().to_owned(),
        kind: StageKind::ApplicationReview,
        milestone: StageKind::ApplicationReview.milestone(),
        stale_after_days: None,
    };
    insert(change, name, &[review]).await
}

/// Makes a template with the stages of another.
pub async fn copy_template(
    change: &mut Change<EditTexts>,
    from: PlanTemplateId,
) -> Result<PlanTemplateId> {
    let company = change.company();
    let from = template(change.db(), company, from).await?;
    let name: String = from.name.chars().take(93).collect();
    insert(change, &format!("{name} (copy)"), &from.steps).await
}

/// Changes a template's name or stages.
pub async fn edit_template(
    change: &mut Change<EditTexts>,
    id: PlanTemplateId,
    seen: Version,
    edit: Edit,
) -> Result<()> {
    let before = hold(change, id, seen).await?;
    let (mut name, mut steps) = (before.name.clone(), before.steps.clone());
    edit.apply(&mut name, &mut steps)?;
    if name == before.name && steps == before.steps {
        return Ok(());
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        "update plan_templates set name = $3, updated_at = $4, version = version + 1 where company_id = $1 and id = $2",
        company as _,
        id as _,
        name,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(name_taken)?;
    sqlx::query!(
        "delete from template_stages where company_id = $1 and template_id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    put_steps(change, id, &steps).await?;
    let detail = json!({
        "template": id,
        "before": { "name": before.name, "stages": before.steps },
        "after": { "name": name, "stages": steps },
    });
    change
        .record(Event::new("plan_template.changed").detail(detail))
        .await?;
    Ok(())
}

/// Deletes a template. One stays: a new job needs a plan to start with.
pub async fn delete_template(
    change: &mut Change<EditTexts>,
    id: PlanTemplateId,
    seen: Version,
) -> Result<(String, DeletedId)> {
    let held = hold(change, id, seen).await?;
    let company = change.company();
    let thing = Thing::of_company(Kind::PlanTemplate, id.0, &held.name);
    let kept = deleted::keep(change, thing).await?;
    sqlx::query!(
        "delete from template_stages where company_id = $1 and template_id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        "delete from plan_templates where company_id = $1 and id = $2",
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    if templates(change.db(), company).await?.is_empty() {
        return Err(Error::refused(
            "last_plan",
            "This is the only plan, and a new job needs one to start with. Add another one before you delete it.",
        ));
    }
    let detail = json!({ "template": id, "before": { "name": held.name, "stages": held.steps } });
    change
        .record(Event::new("plan_template.deleted").detail(detail))
        .await?;
    Ok((held.name, kept))
}

/// Holds all templates of the company, so that two people cannot delete the last two, and gives one as it was seen.
async fn hold(
    change: &mut Change<EditTexts>,
    id: PlanTemplateId,
    seen: Version,
) -> Result<PlanTemplate> {
    let company = change.company();
    sqlx::query!(
        "select id from plan_templates where company_id = $1 order by id for update",
        company as _
    )
    .fetch_all(change.db())
    .await?;
    let held = template(change.db(), company, id).await?;
    if held.version == seen {
        return Ok(held);
    }
    Err(Error::refused(
        "stale",
        "Somebody changed this plan while you were at it. Here it is as it stands now.",
    ))
}

async fn insert(
    change: &mut Change<EditTexts>,
    name: &str,
    steps: &[Step],
) -> Result<PlanTemplateId> {
    let (company, now) = (change.company(), change.now());
    let id: PlanTemplateId = sqlx::query_scalar!(
        r#"insert into plan_templates (company_id, name, created_at, updated_at) values ($1, $2, $3, $3) returning id as "id: _""#,
        company as _,
        name,
        now as _,
    )
    .fetch_one(change.db())
    .await
    .map_err(name_taken)?;
    put_steps(change, id, steps).await?;
    let detail = json!({ "template": id, "after": { "name": name, "stages": steps } });
    change
        .record(Event::new("plan_template.added").detail(detail))
        .await?;
    Ok(id)
}

async fn put_steps(
    change: &mut Change<EditTexts>,
    id: PlanTemplateId,
    steps: &[Step],
) -> Result<()> {
    let company = change.company();
    let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    let kinds: Vec<&str> = steps.iter().map(|step| step.kind.key()).collect();
    let milestones: Vec<&str> = steps.iter().map(|step| step.milestone.key()).collect();
    let stale: Vec<Option<i16>> = steps.iter().map(|step| step.stale_after_days).collect();
    sqlx::query!(
        r#"insert into template_stages (company_id, template_id, name, kind, milestone, position, stale_after_days)
           select $1, $2, s.name, s.kind::stage_kind, s.milestone::milestone, s.position - 1, s.stale
           from unnest($3::text[], $4::text[], $5::text[], $6::smallint[]) with ordinality as s (name, kind, milestone, stale, position)"#,
        company as _,
        id as _,
        &names as _,
        &kinds as _,
        &milestones as _,
        &stale as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

async fn select(
    db: &mut PgConnection,
    company: CompanyId,
    one: Option<PlanTemplateId>,
) -> Result<Vec<PlanTemplate>> {
    let rows = sqlx::query!(
        r#"select t.id as "id: PlanTemplateId", t.name as template, t.version as "version: Version",
                  s.name, s.kind as "kind: StageKind", s.milestone as "milestone: Milestone", s.stale_after_days
           from plan_templates t
           join template_stages s on (s.company_id, s.template_id) = (t.company_id, t.id)
           where t.company_id = $1 and ($2::bigint is null or t.id = $2)
           order by lower(t.name), t.id, s.position"#,
        company as _,
        one as _,
    )
    .fetch_all(db)
    .await?;
    let mut templates: Vec<PlanTemplate> = Vec::new();
    for row in rows {
        let step = Step {
            name: row.name,
            kind: row.kind,
            milestone: row.milestone,
            stale_after_days: row.stale_after_days,
        };
        match templates.last_mut() {
            Some(last) if last.id == row.id => last.steps.push(step),
            _ => templates.push(PlanTemplate {
                id: row.id,
                name: row.template,
                steps: vec![step],
                version: row.version,
            }),
        }
    }
    Ok(templates)
}

fn name_taken(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("plan_templates_name_key") => Error::field("name", "Another plan has this name"),
        _ => error.into(),
    }
}
