//! The days on which a company works: what it promises is counted in them.

use crate::base::{
    clock::{Day, Time},
    error::Result,
    ids::CompanyId,
};
use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use sqlx::PgConnection;
use std::collections::BTreeSet;

/// Working days and holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Monday first.
    week: [bool; 7],
    holidays: BTreeSet<Date>,
}

impl Calendar {
    /// From ISO 8601 weekdays (Monday is 1) and single days off. A week without any working day would make every promise
    /// endless, so it counts as Monday to Friday.
    pub fn new(working_days: &[i16], holidays: &[Day]) -> Self {
        let mut week = std::array::from_fn(|day| working_days.contains(&(day as i16 + 1)));
        if week == [false; 7] {
            week = [true, true, true, true, true, false, false];
        }
        Self {
            week,
            holidays: holidays.iter().map(|day| day.0).collect(),
        }
    }

    /// Whether the company works on a day.
    pub fn works_on(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_zero_offset();
        let works = self.week.get(usize::from(weekday.unsigned_abs()));
        works.copied().unwrap_or(true) && !self.holidays.contains(&day)
    }

    /// The last moment of the `days`th working day after the day of `since`, in the company's zone.
    pub fn promise(&self, since: Time, days: i16, zone: &TimeZone) -> Time {
        let mut day = since.day(zone);
        let mut left = days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if self.works_on(day) {
                left -= 1;
            }
        }
        last_moment(day, zone)
    }
}

/// The last millisecond of a day.
pub fn last_moment(day: Date, zone: &TimeZone) -> Time {
    let next = day.tomorrow().unwrap_or(day);
    match next.to_zoned(zone.clone()) {
        Ok(start) => Time(start.timestamp()).minus(SignedDuration::from_millis(1)),
        Err(_) => Time(jiff::Timestamp::MAX),
    }
}

/// A company's calendar.
pub async fn calendar(db: &mut PgConnection, company: CompanyId) -> Result<Calendar> {
    let row = sqlx::query!(
        r#"select working_days, holidays as "holidays: Vec<Day>" from calendars where company_id = $1 order by id limit 1"#,
        company as _,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or_else(
        || Calendar::new(&[], &[]),
        |row| Calendar::new(&row.working_days, &row.holidays),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn promised(calendar: &Calendar, since: &str, days: i16, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let promise = calendar.promise(Time(since.parse().unwrap()), days, &zone);
        promise.0.to_zoned(zone).strftime("%F %H:%M").to_string()
    }

    #[test]
    fn promises_count_working_days_after_the_day_itself() {
        let usual = Calendar::new(&[1, 2, 3, 4, 5], &[]);
        let feast = Calendar::new(
            &[1, 2, 3, 4, 5],
            &[Day(date(2026, 11, 26)), Day(date(2026, 11, 28))],
        );
        let gulf = Calendar::new(&[7, 1, 2, 3, 4], &[]);
        let never = Calendar::new(&[], &[]);
        for (calendar, since, days, zone, by) in [
            // A Thursday.
            (&usual, "2026-11-19T10:00:00Z", 1, "UTC", "2026-11-20 23:59"),
            (&usual, "2026-11-19T10:00:00Z", 2, "UTC", "2026-11-23 23:59"),
            (
                &usual,
                "2026-11-19T10:00:00Z",
                10,
                "UTC",
                "2026-12-03 23:59",
            ),
            // At a weekend counting begins on Monday.
            (&usual, "2026-11-21T10:00:00Z", 1, "UTC", "2026-11-23 23:59"),
            // Late in the evening in London it is the next day in Tallinn.
            (&usual, "2026-11-19T23:30:00Z", 1, "UTC", "2026-11-20 23:59"),
            (
                &usual,
                "2026-11-19T23:30:00Z",
                1,
                "Europe/Tallinn",
                "2026-11-23 23:59",
            ),
            // A holiday in the week costs a day, one at a weekend does not.
            (&feast, "2026-11-25T10:00:00Z", 1, "UTC", "2026-11-27 23:59"),
            (&feast, "2026-11-25T10:00:00Z", 2, "UTC", "2026-11-30 23:59"),
            (&gulf, "2026-11-19T10:00:00Z", 1, "UTC", "2026-11-22 23:59"),
            (&never, "2026-11-19T10:00:00Z", 1, "UTC", "2026-11-20 23:59"),
            (&usual, "2026-11-19T10:00:00Z", 0, "UTC", "2026-11-19 23:59"),
            // The day on which the clocks go back has 25 hours.
            (
                &usual,
                "2026-10-23T10:00:00Z",
                1,
                "Europe/Berlin",
                "2026-10-26 23:59",
            ),
        ] {
            assert_eq!(
                promised(calendar, since, days, zone),
                by,
                "{since} {days} {zone}"
            );
        }
    }
}
