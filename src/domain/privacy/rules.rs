//! Rules of how long data stays: months after the end of an application, by country and by how it ended. Without a rule
//! nothing goes by itself.

use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        countries,
        error::{Error, Result},
        ids::{CompanyId, DeletedId, RetentionRuleId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;

/// How an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, Serialize, Deserialize)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    NotSelected,
    Withdrawn,
    /// However it ended, but hired: they agreed to hear about other roles.
    Pool,
    Hired,
    /// There is no application that could have: they were imported, or wait for a role.
    NeverApplied,
}

impl Ending {
    pub const ALL: [Self; 5] = [
        Self::NotSelected,
        Self::Withdrawn,
        Self::Pool,
        Self::Hired,
        Self::NeverApplied,
    ];

    /// The value in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotSelected => "not_selected",
            Self::Withdrawn => "withdrawn",
            Self::Pool => "pool",
            Self::Hired => "hired",
            Self::NeverApplied => "never_applied",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotSelected => "Not selected, or the position closed",
            Self::Withdrawn => "Withdrawn",
            Self::Pool => "Agreed to hear about other roles",
            Self::Hired => "Hired",
            Self::NeverApplied => "Never applied",
        }
    }
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleDetails {
    /// ISO 3166-1 alpha-2, of the candidate or of an office of the job; none means any.
    pub country: Option<String>,
    /// None means any.
    pub ending: Option<Ending>,
    /// After the candidate was told how the application ended; without one, after they were last heard of.
    pub months: i32,
}

impl RuleDetails {
    /// "12 months after the end".
    pub fn term(&self) -> String {
        let after = match self.ending {
            Some(Ending::NeverApplied) => "the last contact",
            _ => "the end",
        };
        match self.months {
            1 => format!("1 month after {after}"),
            months => format!("{months} months after {after}"),
        }
    }

    /// To whom it applies.
    pub fn whom(&self) -> String {
        let ending = self.ending.map_or("Everybody", Ending::label);
        match &self.country {
            Some(country) => format!("{ending}, {}", countries::name(country)),
            None => ending.to_owned(),
        }
    }
}

/// A rule of a company.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: RetentionRuleId,
    pub version: Version,
    pub details: RuleDetails,
}

/// A company's rules, those that say least first.
pub async fn rules(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Rule>> {
    let rows = sqlx::query!(
        r#"select id as "id: RetentionRuleId", version as "version: Version", country, ending as "ending: Ending", months
           from retention_rules where company_id = $1 order by ending nulls first, country nulls first, id"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Rule {
            id: row.id,
            version: row.version,
            details: RuleDetails {
                country: row.country,
                ending: row.ending,
                months: row.months,
            },
        })
        .collect())
}

/// Adds a rule. Whoever it concerns is warned thirty days before it erases anybody.
pub async fn add_rule(change: &mut Change<ManageCompany>, new: RuleDetails) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"insert into retention_rules (company_id, country, ending, months, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)"#,
        company as _,
        new.country,
        new.ending as _,
        new.months,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let detail = json!({ "after": new });
    change
        .record(Event::new("retention_rule.added").detail(detail))
        .await?;
    Ok(())
}

/// Changes a rule.
pub async fn change_rule(
    change: &mut Change<ManageCompany>,
    id: RetentionRuleId,
    seen: Version,
    new: RuleDetails,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let before = held(change, id, seen).await?;
    if before == new {
        return Ok(());
    }
    sqlx::query!(
        r#"update retention_rules set country = $3, ending = $4, months = $5, updated_at = $6, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        new.country,
        new.ending as _,
        new.months,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let detail = json!({ "rule": id, "before": before, "after": new });
    change
        .record(Event::new("retention_rule.changed").detail(detail))
        .await?;
    Ok(())
}

/// Deletes a rule: what it would have erased stays, unless another rule says otherwise.
pub async fn delete_rule(
    change: &mut Change<ManageCompany>,
    id: RetentionRuleId,
    seen: Version,
) -> Result<DeletedId> {
    let company = change.company();
    let before = held(change, id, seen).await?;
    let name = format!("{}: {}", before.whom(), before.term());
    let kept = deleted::keep(change, Thing::of_company(Kind::RetentionRule, id.0, &name)).await?;
    sqlx::query!(
        "delete from retention_rules where company_id = $1 and id = $2",
        company as _,
        id as _
    )
    .execute(change.db())
    .await?;
    let detail = json!({ "rule": id, "before": before });
    change
        .record(Event::new("retention_rule.deleted").detail(detail))
        .await?;
    Ok(kept)
}

/// Holds a rule until the change ends, as somebody saw it.
async fn held(
    change: &mut Change<ManageCompany>,
    id: RetentionRuleId,
    seen: Version,
) -> Result<RuleDetails> {
    let company = change.company();
    let row = sqlx::query!(
        r#"select version as "version: Version", country, ending as "ending: Ending", months
           from retention_rules where company_id = $1 and id = $2 for update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if row.version != seen {
        let text = "Somebody else changed this rule meanwhile. Look again before you save.";
        return Err(Error::refused("stale", text));
    }
    Ok(RuleDetails {
        country: row.country,
        ending: row.ending,
        months: row.months,
    })
}

fn there_already(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("retention_rules_key") => Error::field(
            "ending",
            "There is a rule for these already: change that one",
        ),
        _ => error.into(),
    }
}
