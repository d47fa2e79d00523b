//! Dates as people write them.

use jiff::civil::Date;
use serde::Serialize;

use super::super::entries::Key;
use super::{Evidence, Found};

/// A date, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// None when what was written cannot be read as a date.
    pub date: Option<Date>,
    pub written: String,
}

pub(in super::super) fn find(evidence: &Evidence, key: Key) -> Option<Found<Dated>> {
    let stated = evidence.stated(key)?;
    let read = parse(&stated.value);
    let sure = matches!(read, Some((_, true)));
    let mut found = stated.map(|written| Dated {
        date: read.map(|(date, _)| date),
        written,
    });
    match read {
        Some((_, true)) => {}
        Some((_, false)) => found
            .because
            .push_str("; day and month could be the other way round"),
        None => found.because.push_str("; it reads as no date"),
    }
    Some(if sure { found } else { found.unsure() })
}

/// The day that shows that a posting is long past: it closed before today, or was posted more than a year ago.
pub(in super::super) fn long_past(
    posted: Option<&Found<Dated>>,
    closes: Option<&Found<Dated>>,
    today: Date,
) -> Option<Found<Date>> {
    let of = |found: &Found<Dated>, date: Date, because: String| Found {
        because,
        ..found.clone().map(|_| date)
    };
    let ended = closes.and_then(|found| {
        let date = found.value.date.filter(|date| *date < today)?;
        Some(of(
            found,
            date,
            format!("it closed on {date}, before {today}"),
        ))
    });
    ended.or_else(|| {
        let posted = posted?;
        let year_ago = today.checked_sub(jiff::Span::new().years(1)).ok()?;
        let date = posted.value.date.filter(|date| *date < year_ago)?;
        Some(of(
            posted,
            date,
            format!("it was posted on {date}, more than a year before {today}"),
        ))
    })
}

/// A date, and whether it can be read in only one way: `2013-03-19`, `3-19-2013`, `19.3.2013`, `19 March 2013`,
/// `March 19, 2013`. Of `3-4-2013` the month is taken to come first, of `3.4.2013` the day.
fn parse(written: &str) -> Option<(Date, bool)> {
    let parts: Vec<&str> = written
        .split(|char: char| !char.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let (one, two, three) = match parts.as_slice() {
        [one, two, three, ..] => (*one, *two, *three),
        _ => return None,
    };
    let day_of = |text: &str| {
        text.trim_end_matches(|char: char| char.is_ascii_alphabetic())
            .parse::<i8>()
            .ok()
    };
    let date = |year: &str, month: i8, day: i8| Date::new(full_year(year)?, month, day).ok();
    if one.len() == 4 && one.bytes().all(|byte| byte.is_ascii_digit()) {
        let day = three
            .get(..2)
            .filter(|_| three.contains('T'))
            .unwrap_or(three);
        return Some((
            date(one, month(two).or_else(|| two.parse().ok())?, day_of(day)?)?,
            true,
        ));
    }
    if let Some(named) = month(one) {
        return Some((date(three, named, day_of(two)?)?, true));
    }
    if let Some(named) = month(two) {
        return Some((date(three, named, day_of(one)?)?, true));
    }
    let (one, two): (i8, i8) = (one.parse().ok()?, two.parse().ok()?);
    match (date(three, one, two), date(three, two, one)) {
        (Some(only), None) | (None, Some(only)) => Some((only, true)),
        (Some(month_first), Some(day_first)) if written.contains('.') => {
            Some((day_first, month_first == day_first))
        }
        (Some(month_first), Some(day_first)) => Some((month_first, month_first == day_first)),
        (None, None) => None,
    }
}

fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn month(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = text
        .get(..3)
        .filter(|_| text.bytes().all(|byte| byte.is_ascii_alphabetic()))?
        .to_lowercase();
    let index = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_posting_is_long_past_after_a_year_or_its_last_day() {
        let at = super::super::super::Span {
            start: 0,
            end: 1,
            line: 1,
        };
        let on = |date| {
            Found::new(
                Dated {
                    date: Some(date),
                    written: String::new(),
                },
                at,
                "",
            )
        };
        let today = date(2026, 3, 1);
        let past = |posted, closes: Option<Date>| {
            long_past(Some(&on(posted)), closes.map(on).as_ref(), today).is_some()
        };
        assert!(past(date(2013, 3, 19), None));
        assert!(!past(date(2025, 3, 1), None));
        assert!(past(date(2026, 2, 1), Some(date(2026, 2, 28))));
        assert!(!past(date(2026, 2, 1), Some(date(2026, 3, 1))));
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (written, expected) in [
            ("3-19-2013", Some((date(2013, 3, 19), true))),
            ("2013-03-19", Some((date(2013, 3, 19), true))),
            ("2013-03-19T08:00:00Z", Some((date(2013, 3, 19), true))),
            ("19.3.2013", Some((date(2013, 3, 19), true))),
            ("March 19th, 2013", Some((date(2013, 3, 19), true))),
            ("19 Mar 13", Some((date(2013, 3, 19), true))),
            ("3/4/2013", Some((date(2013, 3, 4), false))),
            ("3.4.2013", Some((date(2013, 4, 3), false))),
            ("5/5/2013", Some((date(2013, 5, 5), true))),
            ("31-31-2013", None),
            ("soon", None),
            ("30 February 2024", None),
        ] {
            assert_eq!(parse(written), expected, "{written}");
        }
    }
}
