//! The days that a report is about.

use crate::{base::clock::Time, domain::companies::last_moment};
use jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone};

/// A period that has a name: so many days until today, or so far this year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Days {
    Thirty,
    #[default]
    Ninety,
    TwelveMonths,
    ThisYear,
}

impl Days {
    pub const ALL: [Self; 4] = [
        Self::Thirty,
        Self::Ninety,
        Self::TwelveMonths,
        Self::ThisYear,
    ];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Thirty => "30",
            Self::Ninety => "90",
            Self::TwelveMonths => "365",
            Self::ThisYear => "year",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|days| days.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Thirty => "Last 30 days",
            Self::Ninety => "Last 90 days",
            Self::TwelveMonths => "Last 12 months",
            Self::ThisYear => "This year",
        }
    }

    fn first(self, today: Date) -> Date {
        let back = match self {
            Self::Thirty => today.checked_sub(29.days()),
            Self::Ninety => today.checked_sub(89.days()),
            Self::TwelveMonths => today
                .checked_sub(1.year())
                .and_then(|day| day.checked_add(1.day())),
            Self::ThisYear => Ok(today.first_of_year()),
        };
        back.unwrap_or(today)
    }
}

/// Days of the company's zone, the first and the last among them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub first: Date,
    pub last: Date,
    /// The name that it has, unless somebody chose the days.
    pub named: Option<Days>,
}

impl Period {
    /// The named period, today in it.
    pub fn named(days: Days, today: Date) -> Self {
        Self {
            first: days.first(today),
            last: today,
            named: Some(days),
        }
    }

    /// What somebody chose: from the one to the other, whichever comes first; an end that is missing is today, a beginning
    /// that is missing 90 days before the end.
    pub fn chosen(first: Option<Date>, last: Option<Date>, today: Date) -> Self {
        let last = last.unwrap_or_else(|| first.map_or(today, |first| first.max(today)));
        let first = first.unwrap_or_else(|| Days::Ninety.first(last));
        Self {
            first: first.min(last),
            last: first.max(last),
            named: None,
        }
    }

    /// As many days, right before it.
    pub fn before(&self) -> Self {
        let days = (self.last - self.first).get_days().saturating_add(1);
        let back = |day: Date| day.checked_sub(days.days()).unwrap_or(Date::MIN);
        Self {
            first: back(self.first),
            last: back(self.last),
            named: None,
        }
    }

    /// When it begins, and when it is over.
    pub fn times(&self, zone: &TimeZone) -> (Time, Time) {
        let begins = match self.first.to_zoned(zone.clone()) {
            Ok(zoned) => Time(zoned.timestamp()),
            Err(_) => Time(jiff::Timestamp::UNIX_EPOCH),
        };
        let over = last_moment(self.last, zone).plus(SignedDuration::from_millis(1));
        (begins, over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_has_as_many_days_as_it_says() {
        let today = date(2026, 11, 19);
        for (days, first) in [
            (Days::Thirty, date(2026, 10, 21)),
            (Days::Ninety, date(2026, 8, 22)),
            (Days::TwelveMonths, date(2025, 11, 20)),
            (Days::ThisYear, date(2026, 1, 1)),
        ] {
            assert_eq!(Period::named(days, today).first, first, "{days:?}");
            assert_eq!(Days::parse(days.key()), Some(days));
        }
    }

    #[test]
    fn what_is_chosen_is_put_in_order() {
        let today = date(2026, 11, 19);
        let (may, june) = (date(2026, 5, 1), date(2026, 6, 30));
        let chosen = |first, last| {
            let period = Period::chosen(first, last, today);
            (period.first, period.last)
        };
        assert_eq!(chosen(Some(may), Some(june)), (may, june));
        assert_eq!(chosen(Some(june), Some(may)), (may, june));
        assert_eq!(chosen(Some(may), None), (may, today));
        assert_eq!(chosen(None, Some(june)), (date(2026, 4, 2), june));
    }

    #[test]
    fn the_time_before_is_as_long_and_ends_where_it_begins() {
        let (first, last) = (date(2026, 3, 1), date(2026, 3, 31));
        let before = Period::chosen(Some(first), Some(last), last).before();
        assert_eq!(
            (before.first, before.last),
            (date(2026, 1, 29), date(2026, 2, 28))
        );
    }

    #[test]
    fn a_day_begins_where_the_company_is() {
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        let day = date(2026, 3, 29); // one of 23 hours
        let (begins, over) = Period::chosen(Some(day), Some(day), day).times(&zone);
        assert_eq!(begins.rfc3339(), "2026-03-28T22:00:00.000Z");
        assert_eq!(over.rfc3339(), "2026-03-29T21:00:00.000Z");
    }
}
