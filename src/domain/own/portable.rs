//! What they gave, in the form that other programs read: JSON Resume (jsonresume.org, schema 1.0.0).

use super::{copy::Copy, person::Person};
use serde_json::{Map, Value, json};

/// The schema that it keeps to.
const SCHEMA: &str =
    "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

/// A JSON Resume. What they did not give is left out, as the schema has it.
pub fn json_resume(copy: &Copy) -> Value {
    let mut resume = json!({
        "$schema": SCHEMA,
        "basics": basics(&copy.person),
        "meta": { "version": "v1.0.0", "lastModified": copy.made_at.rfc3339() },
    });
    let mut work = Map::new();
    put(&mut work, "name", copy.person.employer.as_deref());
    put(&mut work, "position", copy.person.title.as_deref());
    if !work.is_empty()
        && let Some(resume) = resume.as_object_mut()
    {
        resume.insert("work".to_owned(), json!([work]));
    }
    resume
}

fn basics(person: &Person) -> Map<String, Value> {
    let mut basics = Map::new();
    let first = |list: &[String]| list.first().cloned();
    put(&mut basics, "name", Some(&person.name()));
    put(&mut basics, "label", Some(&person.headline));
    put(&mut basics, "email", first(&person.emails).as_deref());
    put(&mut basics, "phone", first(&person.phones).as_deref());
    put(&mut basics, "url", first(&person.links).as_deref());
    let mut location = Map::new();
    put(&mut location, "address", person.place.as_deref());
    put(&mut location, "countryCode", person.country.as_deref());
    if !location.is_empty() {
        basics.insert("location".to_owned(), location.into());
    }
    let profiles: Vec<_> = person
        .links
        .iter()
        .skip(1)
        .map(|link| profile(link))
        .collect();
    if !profiles.is_empty() {
        basics.insert("profiles".to_owned(), profiles.into());
    }
    basics
}

/// A link of theirs; the network is the host that it leads to.
fn profile(link: &str) -> Value {
    let host = url::Url::parse(link).ok();
    let host = host.as_ref().and_then(url::Url::host_str);
    json!({ "network": host.unwrap_or(link), "url": link })
}

fn put(map: &mut Map<String, Value>, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        map.insert(name.to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Time;

    #[test]
    fn only_what_was_given_is_in_it() {
        let person = Person {
            given_name: "Noor".to_owned(),
            family_name: String::new(),
            emails: vec!["noor@example.org".to_owned()],
            former_emails: Vec::new(),
            new_email: None,
            phones: Vec::new(),
            links: vec![
                "https://noor.example.org/".to_owned(),
                "https://code.example.org/noor".to_owned(),
            ],
            headline: "Grinder".to_owned(),
            employer: None,
            title: None,
            place: Some("Tartu, Estonia".to_owned()),
            country: None,
            known_since: Time(jiff::Timestamp::UNIX_EPOCH),
            numbers_elsewhere: Vec::new(),
        };
        assert_eq!(
            Value::from(basics(&person)),
            json!({
                "name": "Noor",
                "label": "Grinder",
                "email": "noor@example.org",
                "url": "https://noor.example.org/",
                "location": { "address": "Tartu, Estonia" },
                "profiles": [{ "network": "code.example.org", "url": "https://code.example.org/noor" }],
            })
        );
    }
}
