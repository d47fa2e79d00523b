//! Invitations to a calendar (RFC 5545, in the ways of RFC 5546). What one says is kept with its mail, so that each try
//! to send it makes the same file.

use crate::base::clock::Time;
use icalendar::{Calendar, Component, Event, Property};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is asked of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Put it in, or change what is there.
    Request,
    /// Take it out.
    Cancel,
    /// Put it in, from a file that somebody took for themselves.
    Publish,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// A time in a calendar, as one reader is invited to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub method: Method,
    /// The same for as long as the interview is.
    pub uid: Uuid,
    /// Rises with each change.
    pub sequence: i32,
    /// When this was written.
    pub stamp: Time,
    pub starts_at: Time,
    pub minutes: i16,
    pub summary: String,
    pub description: String,
    /// An address, a number, or the link of a call.
    pub place: String,
    /// The link of a call, once more where programs look for it.
    pub url: Option<String>,
    /// The company.
    pub organizer: String,
    /// The reader: name and address. None in a file for oneself.
    pub attendee: Option<(String, String)>,
}

impl Invitation {
    /// The file. The organizer's address is the one that mail comes from.
    pub fn file(&self, from: &str) -> String {
        let mut event = Event::new();
        event
            .uid(&format!("{}@candor", self.uid.simple()))
            .append_property(Property::new("DTSTAMP", stamp(self.stamp)))
            .append_property(Property::new("DTSTART", stamp(self.starts_at)))
            .append_property(Property::new("DTEND", stamp(self.ends_at())))
            .append_property(Property::new("SEQUENCE", self.sequence.to_string()))
            .append_property(Property::new("SUMMARY", plain(&self.summary)))
            .append_property(Property::new("DESCRIPTION", plain(&self.description)))
            .append_property(Property::new("LOCATION", plain(&self.place)))
            .append_property(Property::new("STATUS", self.status()))
            .append_property(
                Property::new("ORGANIZER", mailto(from))
                    .add_parameter("CN", &name(&self.organizer))
                    .done(),
            );
        if let Some(url) = &self.url {
            event.append_property(Property::new("URL", one_line(url)));
        }
        // Nobody waits for the answer of a calendar: whoever cannot come writes.
        if let Some((who, address)) = &self.attendee {
            event.append_property(
                Property::new("ATTENDEE", mailto(address))
                    .add_parameter("CN", &name(who))
                    .add_parameter("ROLE", "REQ-PARTICIPANT")
                    .add_parameter("PARTSTAT", "NEEDS-ACTION")
                    .add_parameter("RSVP", "FALSE")
                    .done(),
            );
        }
        let mut calendar = Calendar::empty();
        calendar
            .append_property(Property::new("VERSION", "2.0"))
            .append_property(Property::new("PRODID", "-//Candor//Interviews//EN"))
            .append_property(Property::new("METHOD", self.method.name()))
            .push(event.done());
        calendar.to_string()
    }

    fn ends_at(&self) -> Time {
        let long = SignedDuration::from_mins(i64::from(self.minutes));
        self.starts_at.plus(long)
    }

    fn status(&self) -> &'static str {
        match self.method {
            Method::Cancel => "CANCELLED",
            Method::Request | Method::Publish => "CONFIRMED",
        }
    }
}

/// UTC, as RFC 5545 writes it (3.3.5, form 2).
fn stamp(time: Time) -> String {
    time.0.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn mailto(address: &str) -> String {
    format!("mailto:{}", one_line(address))
}

/// A parameter's value has no quotes in it (RFC 5545, 3.2).
fn name(text: &str) -> String {
    one_line(text).replace('"', "'")
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// Text whose only control is the end of a line, which the file writes as `\n`.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time(text.parse().unwrap())
    }

    fn invitation() -> Invitation {
        Invitation {
            method: Method::Request,
            uid: Uuid::nil(),
            sequence: 2,
            stamp: at("2026-11-16T09:00:00Z"),
            starts_at: at("2026-11-19T12:00:00Z"),
            minutes: 45,
            summary: "Interview; first, of two".to_owned(),
            description: "One\r\nTwo".to_owned(),
            place: "https://meet.example.com/noor-1".to_owned(),
            url: Some("https://meet.example.com/noor-1".to_owned()),
            organizer: "Heron \"Mills\", Ltd".to_owned(),
            attendee: Some(("Noor: Castellane".to_owned(), "noor@example.org".to_owned())),
        }
    }

    #[test]
    fn a_file_says_when_and_for_whom() {
        let file = invitation().file("jobs@heron.example.com");
        let unfolded = file.replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "UID:00000000000000000000000000000000@candor",
            "SEQUENCE:2",
            "DTSTAMP:20261116T090000Z",
            "DTSTART:20261119T120000Z",
            "DTEND:20261119T124500Z",
            r"SUMMARY:Interview\; first\, of two",
            r"DESCRIPTION:One\nTwo",
            "ORGANIZER;CN=\"Heron 'Mills', Ltd\":mailto:jobs@heron.example.com",
        ] {
            assert!(
                unfolded.lines().any(|found| found == line),
                "{line} in\n{unfolded}"
            );
        }
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
    }

    #[test]
    fn nothing_typed_makes_a_line_of_its_own() {
        let mut bad = invitation();
        bad.place = "Mill Lane 4\r\nATTACH:evil".to_owned();
        bad.url = Some("https://x.example\r\nATTACH:evil".to_owned());
        bad.organizer = "A\r\nATTACH:evil".to_owned();
        bad.attendee = Some(("B\nATTACH:evil".to_owned(), "c@d\nATTACH:evil".to_owned()));
        let file = bad.file("e@f");
        assert!(!file.lines().any(|line| line.starts_with("ATTACH")));
    }
}
