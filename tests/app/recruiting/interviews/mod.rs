//! Setting an interview, changing and cancelling it; who then sees what, and what everybody is written.

mod calendars;
mod refusals;
mod sight;

use crate::kit::{
    app::{Answer, Client},
    cast::Person,
    python::python,
    smtp::{Catcher, Mood},
};
use crate::rooms::mail::Office;
use candor::base::ids::{ApplicationId, InterviewId};
use jiff::SignedDuration;
use serde_json::Value;

/// An office, and somebody who applied there.
struct Desk {
    office: Office,
    id: ApplicationId,
    path: String,
}

impl Desk {
    async fn new() -> Self {
        let office = Office::set(Catcher::new(Mood::Takes).await, |_| ()).await;
        let id = office.applies("Noor Castellane").await;
        office.app.run_tasks().await;
        Self {
            path: format!("/heron/applications/{id}/interviews"),
            office,
            id,
        }
    }

    /// The form as somebody fills it: 4 December, two in the afternoon in Tallinn.
    fn typed(&self, with: &[&Person]) -> Vec<(String, String)> {
        let day = self.office.app.app.db.clock.now();
        let day = day
            .plus(SignedDuration::from_hours(72))
            .0
            .strftime("%Y-%m-%d")
            .to_string();
        let mut typed: Vec<(String, String)> = [
            ("name", "First interview"),
            ("day", &day),
            ("time", "14:00"),
            ("minutes", "45"),
            ("time_zone", "Europe/Tallinn"),
            ("way", "video"),
            ("place", "https://meet.example.com/mill-1"),
            ("words", "Bring a handful of rye."),
            ("once", "5a0d9c8e-8d2c-4a57-9a26-0f5ad24b9f00"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        typed.extend(
            with.iter()
                .map(|person| ("interviewers".to_owned(), person.member.to_string())),
        );
        typed
    }

    async fn set(&self, person: &Person, with: &[&Person]) -> Answer {
        posts(person, &self.path, &self.typed(with)).await
    }

    async fn newest(&self) -> InterviewId {
        sqlx::query_scalar("select max(id) from scheduled_interviews")
            .fetch_one(self.office.app.app.db.pages())
            .await
            .map(InterviewId)
            .unwrap()
    }

    /// What went out since the last time, as another's parser reads it: whom to, and the invitation.
    async fn sent(&self) -> Option<Vec<Value>> {
        let before = self.office.catcher.caught().len();
        self.office.app.run_tasks().await;
        let caught = self.office.catcher.caught();
        caught[before..]
            .iter()
            .map(|mail| read(&mail.raw))
            .collect()
    }
}

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

async fn posts(person: &Person, path: &str, typed: &[(String, String)]) -> Answer {
    let typed: Vec<_> = typed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser(person).post(path, &typed).await
}

fn with(mut typed: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    typed.retain(|(field, _)| field != name);
    typed.push((name.to_owned(), value.to_owned()));
    typed
}

/// Reads a mail and its invitation with Python's own parser and with `icalendar`.
const READ: &str = r#"
import sys, json, email, email.policy, icalendar
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
inline, attached = parts["text/calendar"], parts["application/ics"]
content = inline.get_content()
assert attached.get_content().decode().replace("\r\n", "\n") == content.replace("\r\n", "\n")
calendar = icalendar.Calendar.from_ical(content)
[event] = calendar.walk("VEVENT")
json.dump({
    "to": mail["to"].addresses[0].addr_spec,
    "subject": mail["subject"],
    "text": parts["text/plain"].get_content(),
    "kinds": [part.get_content_type() for part in mail.walk()],
    "file": attached.get_filename(),
    "parameter": inline.get_param("method"),
    "method": str(calendar["METHOD"]),
    "uid": str(event["UID"]),
    "sequence": event["SEQUENCE"],
    "stamp": event["DTSTAMP"].dt.isoformat(),
    "start": event["DTSTART"].dt.isoformat(),
    "end": event["DTEND"].dt.isoformat(),
    "summary": str(event["SUMMARY"]),
    "status": str(event["STATUS"]),
    "location": str(event["LOCATION"]),
    "organizer": [str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]],
    "attendee": [str(event["ATTENDEE"]), event["ATTENDEE"].params["CN"]],
    "errors": event.errors + calendar.errors,
}, sys.stdout)
"#;

fn read(raw: &[u8]) -> Option<Value> {
    let printed = python(READ, std::str::from_utf8(raw).expect("text"))?;
    Some(serde_json::from_str(&printed).expect("JSON"))
}

fn to<'a>(sent: &'a [Value], address: &str) -> &'a Value {
    let mut found = sent.iter().filter(|mail| mail["to"] == address);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no mail to {address} in {sent:?}"));
    assert!(found.next().is_none(), "one mail to {address}");
    one
}

#[tokio::test]
async fn a_candidate_is_invited_in_the_language_of_the_posting() {
    let desk = Desk::new().await;
    let (app, cast) = (&desk.office.app, &desk.office.cast);
    let pages = app.app.db.pages();
    let french = "update postings set language = 'fr'";
    sqlx::query(french).execute(pages).await.expect("French");
    desk.set(&cast.rosa, &[&cast.iris, &cast.hugo])
        .await
        .expect(303);
    let (subject, body, calendar): (String, String, Value) = sqlx::query_as(
        "select subject, body, invitation from messages where kind = 'interview-set'",
    )
    .fetch_one(pages)
    .await
    .expect("an invitation");
    assert!(subject.starts_with("Votre entretien"), "{subject}");
    for said in [
        "Quand : ",
        ", de 14:00 à 14:45 (Europe/Tallinn, UTC+",
        "Comment : Visioconférence : https://meet.example.com/mill-1",
        "Avec : Hugo et Iris",
    ] {
        assert!(body.contains(said), "{said} in {body}");
    }
    let description = calendar["description"].as_str().unwrap();
    assert!(description.ends_with("Avec Hugo et Iris"), "{description}");
    // Colleagues read it in the company's language.
    let body: String =
        sqlx::query_scalar("select min(body) from messages where kind = 'interviewer-invited'")
            .fetch_one(pages)
            .await
            .expect("one to Iris");
    assert!(
        body.contains("When: ") && body.contains("14:00 to 14:45"),
        "{body}"
    );
}
