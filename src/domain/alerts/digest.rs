//! One mail in the morning, with what went live since the last.

use super::Wanted;
use crate::{
    access::{Change, Permit, Task, permissions::RunTasks},
    base::{
        clock::Time,
        error::Result,
        ids::{AlertId, CompanyId},
        links::{self, Root},
    },
    domain::{
        accounts::users::Email,
        companies,
        mail::{self, Kind, Mailing, Outreach, OwnLink},
        postings::{self, published::LivePosting},
    },
};
use anyhow::Context;
use jiff::{ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

/// The hour at which the morning begins, where the company is.
const MORNING: i8 = 7;
/// Postings in one mail.
const MOST: usize = 20;
/// Alerts in one change, and changes in one task: what is left waits for the next.
const AT_ONCE: i64 = 100;
const TURNS: usize = 20;

/// Sends the mails of a company's alerts that are due.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendAlerts {}

impl Task for SendAlerts {
    const KIND: &'static str = "send_alerts";
}

/// Companies whose alerts have something to wait for.
pub async fn with_alerts(db: &PgPool) -> Result<Vec<CompanyId>> {
    Ok(sqlx::query_scalar!(
        r#"select c.id as "id: CompanyId" from companies c
           where exists (select from job_alerts a where a.company_id = c.id and a.confirmed_at is not null)"#
    )
    .fetch_all(db)
    .await?)
}

/// Does the task. Each alert is told of everything that went live up to this morning, once, however often this runs.
pub async fn send_alerts(permit: &Permit<RunTasks>, origin: &str) -> Result<()> {
    let company = permit.company();
    let zone = company.zone();
    let Some(morning) = morning(permit.now(), &zone) else {
        return Ok(());
    };
    let (news, lives) = {
        let mut db = permit.read().await?;
        (
            news(&mut db, company.id, morning).await?,
            companies::lives(&mut db, company, origin).await?,
        )
    };
    for _ in 0..TURNS {
        let done = permit
            .change(async |change| some(change, &news, morning, &lives).await)
            .await?;
        if done < AT_ONCE as usize {
            return Ok(());
        }
    }
    permit
        .change(async |change| change.later(&SendAlerts {}).await)
        .await
}

/// The last time that the morning began.
fn morning(now: Time, zone: &TimeZone) -> Option<Time> {
    let today = now.day(zone);
    [today, today.checked_sub(1.day()).ok()?]
        .into_iter()
        .filter_map(|day| {
            let begins = zone.to_ambiguous_zoned(day.at(MORNING, 0, 0, 0));
            Some(Time(begins.compatible().ok()?.timestamp()))
        })
        .find(|begins| *begins <= now)
}

/// What went live since any alert was told last, newest first.
async fn news(db: &mut PgConnection, company: CompanyId, until: Time) -> Result<Vec<LivePosting>> {
    let since = sqlx::query_scalar!(
        r#"select min(told_until) as "since: Time" from job_alerts where company_id = $1 and confirmed_at is not null"#,
        company as _,
    )
    .fetch_one(&mut *db)
    .await?;
    let Some(since) = since.filter(|since| *since < until) else {
        return Ok(Vec::new());
    };
    let mut postings = postings::live(db, company).await?;
    postings.retain(|posting| {
        let went_live = posting.first_published_at;
        posting.live && !posting.unlisted && since < went_live && went_live <= until
    });
    Ok(postings)
}

/// Tells some alerts, and says how many those were. Two tasks at once share them.
async fn some(
    change: &mut Change<RunTasks>,
    news: &[LivePosting],
    morning: Time,
    lives: &(String, Root),
) -> Result<usize> {
    let company = change.company();
    let due = sqlx::query!(
        r#"select id as "id: AlertId", email, query, nonce, told_until as "told_until: Time" from job_alerts
           where company_id = $1 and confirmed_at is not null and told_until < $2
           order by told_until, id limit $3 for update skip locked"#,
        company as _,
        morning as _,
        AT_ONCE,
    )
    .fetch_all(change.db())
    .await?;
    for alert in &due {
        let wanted = Wanted::parse(&alert.query);
        let fits = |posting: &&LivePosting| {
            alert.told_until < posting.first_published_at && wanted.finds(posting)
        };
        let found: Vec<_> = news.iter().filter(fits).collect();
        if let (false, Some(email)) = (found.is_empty(), Email::parse(&alert.email)) {
            let nonce = alert.nonce.clone().try_into().ok();
            let nonce = nonce.context("a nonce has 32 bytes")?;
            tell(change, &email, nonce, &wanted, &found, lives).await?;
        }
    }
    let ids: Vec<AlertId> = due.iter().map(|alert| alert.id).collect();
    sqlx::query!(
        "update job_alerts set told_until = $3 where company_id = $1 and id = any($2)",
        company as _,
        &ids as _,
        morning as _,
    )
    .execute(change.db())
    .await?;
    Ok(due.len())
}

async fn tell(
    change: &mut Change<RunTasks>,
    to: &Email,
    nonce: [u8; 32],
    wanted: &Wanted,
    found: &[&LivePosting],
    (origin, at): &(String, Root),
) -> Result<()> {
    let slug = change.company_ref().slug.clone();
    let kind = Kind::Outreach(Outreach::Alert);
    let language = mail::mailing_language(change, kind, None).await?;
    let mut postings: Vec<String> = found
        .iter()
        .take(MOST)
        .map(|posting| {
            let content = &posting.content;
            let places: Vec<&str> = content.places.iter().map(|it| it.name.as_str()).collect();
            let path = links::careers_job(at, posting.id, &content.title);
            let place = places.join(", ");
            let lines = [content.title.as_str(), &place, &format!("{origin}{path}")].map(one_line);
            lines
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    if found.len() > MOST {
        let (more, list) = (found.len() - MOST, links::careers(at));
        postings.push(language.and_more(more, &format!("{origin}{list}")));
    }
    let path = links::careers_alert(&slug);
    let mailing = Mailing {
        kind,
        to,
        given_name: "",
        candidate: None,
        locale: None,
        link: Some(OwnLink {
            path: &path,
            nonce,
            one_click: true,
        }),
        values: &[
            ("search", &wanted.words_in(&language)),
            ("openings", &language.new_openings(found.len())),
            ("postings", &postings.join("\n\n")),
        ],
        send_at: change.now(),
    };
    mail::write_mailing(change, mailing).await?;
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_morning_begins_where_the_company_is() {
        for (now, zone, begins) in [
            ("2026-11-22T06:59:00Z", "UTC", "2026-11-21T07:00:00Z"),
            ("2026-11-22T07:00:00Z", "UTC", "2026-11-22T07:00:00Z"),
            (
                "2026-11-22T05:30:00Z",
                "Europe/Tallinn",
                "2026-11-22T05:00:00Z",
            ),
            ("2026-11-22T20:00:00Z", "Asia/Tokyo", "2026-11-21T22:00:00Z"),
        ] {
            let now = Time(now.parse().unwrap());
            let zone = TimeZone::get(zone).unwrap();
            assert_eq!(morning(now, &zone), Some(Time(begins.parse().unwrap())));
        }
    }
}
