//! How dates, numbers, names and ages are written.

pub use super::money::{pay_range, pay_terms};
use crate::base::clock::{Day, Time};
use jiff::{SignedDuration, tz::TimeZone};
use std::time::Duration;

/// "19 November 2026" in the reader's zone.
#[askama::filter_fn]
pub fn day(time: &Time, _: &dyn askama::Values, zone: &TimeZone) -> askama::Result<String> {
    Ok(time.day(zone).strftime("%-d %B %Y").to_string())
}

/// "2 Nov 2026" in the reader's zone.
#[askama::filter_fn]
pub fn short_date(time: &Time, _: &dyn askama::Values, zone: &TimeZone) -> askama::Result<String> {
    Ok(time.day(zone).strftime("%-d %b %Y").to_string())
}

/// "9 Nov 2026, 16:20" in the reader's zone.
#[askama::filter_fn]
pub fn moment(time: &Time, _: &dyn askama::Values, zone: &TimeZone) -> askama::Result<String> {
    Ok(time
        .0
        .to_zoned(zone.clone())
        .strftime("%-d %b %Y, %H:%M")
        .to_string())
}

/// When something was last: "Now", "Today", "3 days ago", "13 Nov", in the reader's zone.
#[askama::filter_fn]
pub fn last(
    time: &Time,
    _: &dyn askama::Values,
    now: &Time,
    zone: &TimeZone,
) -> askama::Result<String> {
    if now.since(*time) < SignedDuration::from_mins(10) {
        return Ok("Now".to_owned());
    }
    let (day, today) = (time.day(zone), now.day(zone));
    let days = (today - day).get_days();
    Ok(match days {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..7 => format!("{days} days ago"),
        _ if day.year() == today.year() => day.strftime("%-d %b").to_string(),
        _ => day.strftime("%-d %b %Y").to_string(),
    })
}

/// RFC 3339 with milliseconds, for the `datetime` attribute.
#[askama::filter_fn]
pub fn datetime(time: &Time, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(time.rfc3339())
}

/// "19 November 2026".
#[askama::filter_fn]
pub fn date(day: &Day, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(day.0.strftime("%-d %B %Y").to_string())
}

/// "NC" for "Noor Castellane".
#[askama::filter_fn]
pub fn initials(name: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<String> {
    let mut words = name
        .as_ref()
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    Ok(first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect())
}

/// One of the eight hues of avatars, the same for a name everywhere.
#[askama::filter_fn]
pub fn hue(name: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<u32> {
    let sum = name.as_ref().bytes().fold(7_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    Ok(sum % 8 + 1)
}

/// "1 person", "2 people".
#[askama::filter_fn]
pub fn count(n: &i64, _: &dyn askama::Values, one: &str, many: &str) -> askama::Result<String> {
    Ok(if *n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", grouped(*n))
    })
}

/// "12,345".
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// "182 KB".
#[askama::filter_fn]
pub fn size(bytes: &i64, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(match *bytes {
        n if n < 1024 => format!("{n} bytes"),
        n if n < 1024 * 1024 => format!("{} KB", n / 1024),
        n => format!("{:.1} MB", n as f64 / (1024.0 * 1024.0)),
    })
}

/// "20 seconds", "3 minutes", "2 hours".
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs().max(1);
    let (n, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3600), "hour"),
    };
    if n == 1 {
        format!("1 {unit}")
    } else {
        format!("{n} {unit}s")
    }
}

/// How long something has waited, as cards show it: "2 h", "6 d".
pub fn age(now: Time, since: Time) -> String {
    let hours = now.since(since).as_hours();
    match hours {
        0 => "now".to_owned(),
        1..48 => format!("{hours} h"),
        _ => format!("{} d", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 1234567, -1000].map(grouped),
            ["0", "999", "1,000", "1,234,567", "-1,000"]
        );
    }

    #[test]
    fn what_was_lately_has_a_word() {
        let written = |time: &str| {
            let (time, now) = (
                Time(time.parse().unwrap()),
                Time("2026-11-19T10:00:00Z".parse().unwrap()),
            );
            let zone = TimeZone::get("Europe/Tallinn").unwrap();
            last::default()
                .with_now(&now)
                .with_zone(&zone)
                .execute(&time, askama::NO_VALUES)
                .unwrap()
        };
        for (time, words) in [
            ("2026-11-19T09:55:00Z", "Now"),
            ("2026-11-18T22:10:00Z", "Today"),
            ("2026-11-18T21:50:00Z", "Yesterday"),
            ("2026-11-16T10:00:00Z", "3 days ago"),
            ("2026-11-10T10:00:00Z", "10 Nov"),
            ("2025-11-10T10:00:00Z", "10 Nov 2025"),
        ] {
            assert_eq!(written(time), words);
        }
    }

    #[test]
    fn durations_are_words() {
        assert_eq!(duration(Duration::from_secs(1)), "1 second");
        assert_eq!(duration(Duration::from_secs(121)), "3 minutes");
    }
}
