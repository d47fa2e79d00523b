//! What a company says of itself, and the days and promises that it keeps.

use super::CHANNEL;
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        clock::Day,
        error::{Error, Result},
        ids::{CompanyId, Version},
    },
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

/// All that people edit of a company itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    pub name: String,
    pub website: Option<String>,
    pub about: String,
    /// The lead of its list of postings.
    pub careers_intro: String,
    /// Where a person answers candidates.
    pub contact_email: Option<String>,
    /// From whom its mail comes; empty for its own name.
    pub sender_name: String,
    /// From which address; the installation's without it.
    pub sender_email: Option<String>,
    /// Degrees on the colour wheel, 0 to 359.
    pub accent_hue: i16,
    /// An IANA name.
    pub time_zone: String,
    /// A BCP 47 tag: how dates and numbers are written.
    pub locale: String,
    /// Markdown.
    pub privacy_notice: String,
    /// Working days until somebody who applied has an answer.
    pub promise_after_applying: i16,
    /// Working days until somebody who was interviewed has one.
    pub promise_after_interview: i16,
    /// Whether its postings say how often it kept them.
    pub publish_promises: bool,
    /// ISO 8601 weekdays, Monday is 1; in order.
    pub working_days: Vec<i16>,
    /// Days off; in order.
    pub holidays: Vec<Day>,
}

/// A company's settings, and the version that a save names.
pub async fn settings(db: &mut PgConnection, company: CompanyId) -> Result<(Settings, Version)> {
    read(db, company, false).await
}

async fn read(
    db: &mut PgConnection,
    company: CompanyId,
    hold: bool,
) -> Result<(Settings, Version)> {
    if hold {
        // What refers to the company, and that is everything, goes on arriving meanwhile.
        sqlx::query!(
            "select id from companies where id = $1 for no key update",
            company as _
        )
        .fetch_optional(&mut *db)
        .await?;
    }
    let row = sqlx::query!(
        r#"select c.name, c.website, c.about, c.careers_intro, c.contact_email, c.sender_name, c.sender_email, c.accent_hue, c.time_zone, c.locale,
                  c.privacy_notice, c.promise_after_applying, c.promise_after_interview, c.publish_promises, c.version as "version: Version",
                  d.working_days, d.holidays as "holidays: Vec<Day>"
           from companies c join calendars d on d.company_id = c.id
           where c.id = $1
           order by d.id limit 1"#,
        company as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let settings = Settings {
        name: row.name,
        website: row.website,
        about: row.about,
        careers_intro: row.careers_intro,
        contact_email: row.contact_email,
        sender_name: row.sender_name,
        sender_email: row.sender_email,
        accent_hue: row.accent_hue,
        time_zone: row.time_zone,
        locale: row.locale,
        privacy_notice: row.privacy_notice,
        promise_after_applying: row.promise_after_applying,
        promise_after_interview: row.promise_after_interview,
        publish_promises: row.publish_promises,
        working_days: row.working_days,
        holidays: row.holidays,
    };
    Ok((settings, row.version))
}

/// Changes a company's settings. Careers pages show them, so every instance draws those anew.
pub async fn change_settings(
    change: &mut Change<ManageCompany>,
    seen: Version,
    new: Settings,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let (before, version) = read(change.db(), company, true).await?;
    if version != seen {
        return Err(stale(change).await?);
    }
    let detail = difference(&before, &new)?;
    if detail.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"update companies
           set name = $2, website = $3, about = $4, careers_intro = $5, contact_email = $6, accent_hue = $7, time_zone = $8,
               locale = $9, privacy_notice = $10, promise_after_applying = $11, promise_after_interview = $12,
               sender_name = $13, sender_email = $14, updated_at = $15, publish_promises = $16, version = version + 1
           where id = $1"#,
        company as _,
        new.name,
        new.website,
        new.about,
        new.careers_intro,
        new.contact_email,
        new.accent_hue,
        new.time_zone,
        new.locale,
        new.privacy_notice,
        new.promise_after_applying,
        new.promise_after_interview,
        new.sender_name,
        new.sender_email,
        now as _,
        new.publish_promises,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        r#"update calendars set working_days = $2, holidays = $3, updated_at = $4, version = version + 1
           where company_id = $1 and id = (select id from calendars where company_id = $1 order by id limit 1)"#,
        company as _,
        &new.working_days,
        &new.holidays as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record(Event::new("company.changed").detail(Value::Object(detail)))
        .await?;
    change.notify(CHANNEL, &company.to_string()).await
}

/// Each field that differs, as it was and as it is.
fn difference(before: &Settings, after: &Settings) -> Result<Map<String, Value>> {
    let fields = |settings| match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(anyhow::anyhow!("settings have fields")),
        Err(error) => Err(error.into()),
    };
    let (mut before, after) = (fields(before)?, fields(after)?);
    Ok(after
        .into_iter()
        .filter_map(|(name, after)| {
            let before = before.remove(&name)?;
            (before != after).then(|| (name, json!({ "before": before, "after": after })))
        })
        .collect())
}

/// The refusal when somebody else was quicker, with who it was.
async fn stale(change: &mut Change<ManageCompany>) -> Result<Error> {
    let company = change.company();
    let who = sqlx::query_scalar!(
        r#"select trim(u.given_name || ' ' || u.family_name) as "name!"
           from events e
           join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
           join users u on u.id = m.user_id
           where e.company_id = $1 and e.kind = 'company.changed'
             and e.job_id is null and e.posting_id is null and e.candidate_id is null and e.application_id is null
           order by e.id desc
           limit 1"#,
        company as _,
    )
    .fetch_optional(change.db())
    .await?;
    let who = who.unwrap_or_else(|| "Somebody".to_owned());
    Ok(Error::refused(
        "stale",
        format!("{who} changed these settings while you were at them."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_tells_only_what_differs() {
        let before = Settings {
            name: "Heron Mills".to_owned(),
            website: None,
            about: String::new(),
            careers_intro: String::new(),
            contact_email: None,
            sender_name: String::new(),
            sender_email: None,
            accent_hue: 250,
            time_zone: "UTC".to_owned(),
            locale: "en".to_owned(),
            privacy_notice: String::new(),
            promise_after_applying: 10,
            promise_after_interview: 5,
            publish_promises: false,
            working_days: vec![1, 2, 3, 4, 5],
            holidays: Vec::new(),
        };
        let after = Settings {
            accent_hue: 30,
            ..before.clone()
        };
        let expected = json!({ "accent_hue": { "before": 250, "after": 30 } });
        assert_eq!(
            Value::Object(difference(&before, &after).unwrap()),
            expected
        );
        assert!(difference(&before, &before).unwrap().is_empty());
    }
}
