//! Snoozing: somebody does not want to see an application for a while, among what waits for them and in their reviews. It
//! hides it from nobody else, and ends by itself: when the day has come, and in any case when the candidate writes.

use crate::{
    access::{Change, permissions::ReadApplications},
    base::{
        clock::{Day, Time},
        error::{Error, Result},
        ids::ApplicationId,
    },
};
use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use serde::Deserialize;

/// The hour at which a day of work begins: who was put off is back then.
const MORNING: i8 = 6;

/// That somebody has put an application off.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Snooze {
    /// Until then, or until the candidate writes.
    pub until: Option<Time>,
}

impl Snooze {
    /// Whether it still holds, as far as days say.
    pub fn holds(&self, now: Time) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

/// Puts somebody off for the actor alone, until a time or a reply; without a time, until a reply.
pub async fn snooze(
    change: &mut Change<ReadApplications>,
    id: ApplicationId,
    until: Option<Time>,
) -> Result<()> {
    let (company, member, now) = (change.company(), change.actor().member_id(), change.now());
    let done = sqlx::query!(
        r#"insert into set_aside as x (company_id, application_id, member_id, until, since)
           select s.company_id, s.application_id, s.member_id, $4, $5 from application_access s
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3
           on conflict on constraint set_aside_pkey do update set until = excluded.until, since = excluded.since"#,
        company as _,
        id as _,
        member as _,
        until as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query!(
        "delete from set_aside where company_id = $1 and member_id = $2 and until <= $3",
        company as _,
        member as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Ends the actor's snooze, if they see the application.
pub async fn wake(change: &mut Change<ReadApplications>, id: ApplicationId) -> Result<()> {
    let (company, member) = (change.company(), change.actor().member_id());
    let seen = sqlx::query_scalar!(
        r#"select exists (select from application_access
                          where company_id = $1 and application_id = $2 and member_id = $3) as "seen!""#,
        company as _,
        id as _,
        member as _,
    )
    .fetch_one(change.db())
    .await?;
    if !seen {
        return Err(Error::NotFound);
    }
    sqlx::query!(
        "delete from set_aside where company_id = $1 and application_id = $2 and member_id = $3",
        company as _,
        id as _,
        member as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// The beginning of the next day of work.
pub fn tomorrow(now: Time, zone: &TimeZone) -> Time {
    let day = now.day(zone).tomorrow();
    let morning = day.ok().and_then(|day| morning_of(day, zone));
    morning.unwrap_or(now.plus(SignedDuration::from_hours(24)))
}

/// The beginning of a day of work that is still to come.
pub fn morning(day: Day, now: Time, zone: &TimeZone) -> Option<Time> {
    morning_of(day.0, zone).filter(|morning| *morning > now)
}

fn morning_of(day: Date, zone: &TimeZone) -> Option<Time> {
    let at = day.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(Time(at.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_put_off_is_back_in_the_morning() {
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        let at = |text: &str| Time(text.parse().unwrap());
        assert_eq!(
            tomorrow(at("2026-11-19T22:30:00Z"), &zone),
            at("2026-11-21T04:00:00Z")
        );
        assert_eq!(
            tomorrow(at("2026-11-19T12:00:00Z"), &zone),
            at("2026-11-20T04:00:00Z")
        );
        let (now, day) = (at("2026-11-19T12:00:00Z"), |text: &str| {
            Day(text.parse().unwrap())
        });
        assert_eq!(
            morning(day("2026-11-21"), now, &zone),
            Some(at("2026-11-21T04:00:00Z"))
        );
        assert_eq!(morning(day("2026-11-19"), now, &zone), None);
    }
}
