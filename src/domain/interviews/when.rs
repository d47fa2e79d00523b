//! The time of an interview in words, with its zone.

use crate::{
    base::clock::{Day, Time},
    domain::mail::Language,
};
use jiff::{SignedDuration, tz::TimeZone};

pub(super) fn ends(starts_at: Time, minutes: i16) -> Time {
    starts_at.plus(SignedDuration::from_mins(i64::from(minutes)))
}

/// "14:00".
pub fn clock(time: Time, zone: &TimeZone) -> String {
    time.0.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// "Europe/Tallinn, UTC+2": the zone, and what it means at that time.
pub fn zone_in_words(time: Time, zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    let seconds = zone.to_offset(time.0).seconds();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    let offset = match (seconds, minutes) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{}{hours}", sign(seconds)),
        (_, minutes) => format!("UTC{}{hours}:{minutes:02}", sign(seconds)),
    };
    if name == offset {
        return offset;
    }
    format!("{name}, {offset}")
}

fn sign(seconds: i32) -> char {
    if seconds < 0 { '−' } else { '+' }
}

/// "Thursday 19 November 2026, 14:00 to 14:45 (Europe/Tallinn, UTC+2)".
pub fn in_words(starts_at: Time, minutes: i16, zone: &TimeZone) -> String {
    said(starts_at, minutes, zone, &Language::english())
}

/// The same in the language of a mail.
pub(super) fn said(starts_at: Time, minutes: i16, zone: &TimeZone, language: &Language) -> String {
    let from = clock(starts_at, zone);
    let to = clock(ends(starts_at, minutes), zone);
    format!(
        "{}, {} ({})",
        language.weekday(Day(starts_at.day(zone))),
        language.hours(&from, &to),
        zone_in_words(starts_at, zone)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_names_its_zone() {
        let at = Time("2026-11-19T12:00:00Z".parse().unwrap());
        let said = |zone| in_words(at, 45, &TimeZone::get(zone).unwrap());
        assert_eq!(
            said("Europe/Tallinn"),
            "Thursday 19 November 2026, 14:00 to 14:45 (Europe/Tallinn, UTC+2)"
        );
        assert_eq!(
            said("Asia/Kolkata"),
            "Thursday 19 November 2026, 17:30 to 18:15 (Asia/Kolkata, UTC+5:30)"
        );
        assert_eq!(
            said("America/New_York"),
            "Thursday 19 November 2026, 07:00 to 07:45 (America/New_York, UTC−5)"
        );
        assert_eq!(
            said("UTC"),
            "Thursday 19 November 2026, 12:00 to 12:45 (UTC)"
        );
    }

    #[test]
    fn a_mail_says_it_in_its_language() {
        let at = Time("2026-11-19T12:00:00Z".parse().unwrap());
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        for (key, said_so) in [
            (
                "de",
                "Donnerstag, 19. November 2026, 14:00 bis 14:45 Uhr (Europe/Tallinn, UTC+2)",
            ),
            (
                "fr",
                "jeudi 19 novembre 2026, de 14:00 à 14:45 (Europe/Tallinn, UTC+2)",
            ),
        ] {
            assert_eq!(said(at, 45, &zone, &Language::of(key)), said_so);
        }
    }
}
