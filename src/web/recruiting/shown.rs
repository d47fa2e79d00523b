//! How waiting, lateness and days are shown to those who recruit.

use crate::{
    base::clock::{Day, Time},
    domain::applications::{Ageing, ageing},
    web::kit::filters,
};
use jiff::tz::TimeZone;

/// A wait in a stage: the time, its colour, and in words what the colour says.
pub struct Wait {
    pub text: String,
    pub class: &'static str,
    pub words: &'static str,
}

/// How long somebody has been in a stage that allows `stale_after` days.
pub fn wait(now: Time, since: Time, stale_after: Option<i16>) -> Wait {
    let days = now.since(since).as_hours() / 24;
    let (class, words) = match ageing(days, stale_after) {
        Ageing::Fresh => ("age", " in stage"),
        Ageing::Ageing => ("age age--warn", " in stage, ageing"),
        Ageing::Stale => ("age age--bad", " in stage, stale"),
    };
    Wait {
        text: filters::age(now, since),
        class,
        words,
    }
}

/// How long ago an answer was due: "3 d"; nothing while there is time, or if none was promised.
pub fn late(now: Time, answer_by: Option<Time>) -> Option<String> {
    let due = answer_by.filter(|by| *by < now)?;
    Some(filters::age(now, due))
}

/// When something is due: the words, and their colour.
pub struct Due {
    pub text: String,
    pub class: &'static str,
}

/// A day on which something is due, seen from today.
pub fn due(day: Day, today: Day) -> Due {
    let days = (day.0 - today.0).get_days();
    let form = if day.0.year() == today.0.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    let (text, class) = match days {
        ..0 => (format!("Was due {}", day.0.strftime(form)), "t-bad"),
        0 => ("Today".to_owned(), "t-warn"),
        1 => ("Tomorrow".to_owned(), ""),
        _ => (day.0.strftime(form).to_string(), ""),
    };
    Due { text, class }
}

/// "2 Nov" in the reader's zone, with the year when it is another.
pub fn day(time: Time, now: Time, zone: &TimeZone) -> String {
    let (day, today) = (time.day(zone), now.day(zone));
    let form = if day.year() == today.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    day.strftime(form).to_string()
}

/// "2 Nov, 16:20" in the reader's zone, with the year when it is another.
pub fn moment(time: Time, now: Time, zone: &TimeZone) -> String {
    let clock = time.0.to_zoned(zone.clone()).strftime("%H:%M").to_string();
    format!("{}, {clock}", day(time, now, zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    fn at(text: &str) -> Time {
        Time(text.parse().unwrap())
    }

    #[test]
    fn a_wait_says_its_colour_in_words() {
        let now = at("2026-11-19T12:00:00Z");
        let shown = |hours, allowed| {
            let wait = wait(now, now.minus(SignedDuration::from_hours(hours)), allowed);
            (wait.text, wait.class, wait.words)
        };
        assert_eq!(shown(2, Some(5)), ("2 h".to_owned(), "age", " in stage"));
        assert_eq!(
            shown(96, Some(5)),
            ("4 d".to_owned(), "age age--warn", " in stage, ageing")
        );
        assert_eq!(
            shown(120, Some(5)),
            ("5 d".to_owned(), "age age--bad", " in stage, stale")
        );
        assert_eq!(shown(9999, None).1, "age");
    }

    #[test]
    fn what_is_due_says_when() {
        let day = |text: &str| Day(text.parse().unwrap());
        let shown = |text| {
            let due = due(day(text), day("2026-11-19"));
            (due.text, due.class)
        };
        assert_eq!(shown("2026-11-18"), ("Was due 18 Nov".to_owned(), "t-bad"));
        assert_eq!(shown("2026-11-19"), ("Today".to_owned(), "t-warn"));
        assert_eq!(shown("2026-11-20"), ("Tomorrow".to_owned(), ""));
        assert_eq!(shown("2027-01-02"), ("2 Jan 2027".to_owned(), ""));
    }

    #[test]
    fn days_are_the_readers() {
        let (now, zone) = (
            at("2026-11-19T12:00:00Z"),
            TimeZone::get("Asia/Tokyo").unwrap(),
        );
        assert_eq!(day(at("2026-11-01T20:00:00Z"), now, &zone), "2 Nov");
        assert_eq!(day(at("2025-11-01T20:00:00Z"), now, &zone), "2 Nov 2025");
        assert_eq!(
            moment(at("2026-11-01T20:05:00Z"), now, &zone),
            "2 Nov, 05:05"
        );
    }
}
