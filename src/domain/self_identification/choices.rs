//! Which set of questions a company asks where. Without a choice nobody is asked anything.

use super::sets::set;
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        countries,
        error::{Error, Result},
        ids::{CompanyId, DeletedId, InquiryChoiceId, Version},
    },
    domain::deleted::{self, Kind, Thing},
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

/// A set, and where it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceDetails {
    /// ISO 3166-1 alpha-2, of the posting; none means wherever there is no choice of its own.
    pub country: Option<String>,
    /// The key of one of [`sets`](super::sets()).
    pub set: String,
}

impl ChoiceDetails {
    /// "Estonia".
    pub fn place(&self) -> &str {
        self.country
            .as_deref()
            .map_or("Everywhere else", countries::name)
    }
}

/// A choice of a company.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: InquiryChoiceId,
    pub version: Version,
    pub details: ChoiceDetails,
    /// The set's name.
    pub asks: String,
}

/// A company's choices, countries first.
pub async fn choices(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Choice>> {
    let rows = sqlx::query!(
        r#"select id as "id: InquiryChoiceId", version as "version: Version", country, set_key,
                  coalesce((select s.name from self_identification_sets s where s.key = set_key order by s.version desc limit 1), set_key)
                      as "asks!"
           from self_identification_choices where company_id = $1 order by country nulls last, id"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    let choices = rows.into_iter().map(|row| Choice {
        id: row.id,
        version: row.version,
        details: ChoiceDetails {
            country: row.country,
            set: row.set_key,
        },
        asks: row.asks,
    });
    Ok(choices.collect())
}

/// Adds a choice.
pub async fn add_choice(change: &mut Change<ManageCompany>, new: ChoiceDetails) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    known(change, &new).await?;
    sqlx::query!(
        r#"insert into self_identification_choices (company_id, country, set_key, created_at, updated_at) values ($1, $2, $3, $4, $4)"#,
        company as _,
        new.country,
        new.set,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let event = Event::new("self_identification_choice.added");
    change.record(event.detail(json!({ "after": new }))).await?;
    Ok(())
}

/// Changes a choice. What was answered before stays as it was asked.
pub async fn change_choice(
    change: &mut Change<ManageCompany>,
    id: InquiryChoiceId,
    seen: Version,
    new: ChoiceDetails,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let before = held(change, id, seen).await?;
    if before == new {
        return Ok(());
    }
    known(change, &new).await?;
    sqlx::query!(
        r#"update self_identification_choices set country = $3, set_key = $4, updated_at = $5, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        new.country,
        new.set,
        now as _,
    )
    .execute(change.db())
    .await
    .map_err(there_already)?;
    let detail = json!({ "choice": id, "before": before, "after": new });
    let event = Event::new("self_identification_choice.changed");
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// Asks there no more. What was answered stays, its owners' to delete; that it was asked can be restored.
pub async fn delete_choice(
    change: &mut Change<ManageCompany>,
    id: InquiryChoiceId,
    seen: Version,
) -> Result<DeletedId> {
    let company = change.company();
    let before = held(change, id, seen).await?;
    let kept = deleted::keep(
        change,
        Thing::of_company(Kind::Inquiry, id.0, before.place()),
    )
    .await?;
    sqlx::query!(
        "delete from self_identification_choices where company_id = $1 and id = $2",
        company as _,
        id as _
    )
    .execute(change.db())
    .await?;
    let event = Event::new("self_identification_choice.deleted");
    let detail = json!({ "choice": id, "before": before });
    change.record(event.detail(detail)).await?;
    Ok(kept)
}

/// Refuses a set that there is not.
async fn known(change: &mut Change<ManageCompany>, new: &ChoiceDetails) -> Result<()> {
    match set(change.db(), &new.set).await? {
        Some(_) => Ok(()),
        None => Err(Error::field("set", "Choose what is asked")),
    }
}

async fn held(
    change: &mut Change<ManageCompany>,
    id: InquiryChoiceId,
    seen: Version,
) -> Result<ChoiceDetails> {
    let company = change.company();
    let row = sqlx::query!(
        r#"select version as "version: Version", country, set_key from self_identification_choices
           where company_id = $1 and id = $2 for update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if row.version != seen {
        let text = "Somebody else changed this meanwhile. Look again before you save.";
        return Err(Error::refused("stale", text));
    }
    Ok(ChoiceDetails {
        country: row.country,
        set: row.set_key,
    })
}

fn there_already(error: sqlx::Error) -> Error {
    match Error::constraint(&error) {
        Some("self_identification_choices_key") => Error::field(
            "country",
            "There is a choice for this already: change that one",
        ),
        _ => error.into(),
    }
}
