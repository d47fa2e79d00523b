//! What a line of a table says.

use super::columns::{Column, Field};
use crate::{
    base::clock::Time,
    domain::{
        accounts::users::Email,
        candidates::{Person, typed::is_phone, web_link},
        tags::TagName,
    },
};
use jiff::{Span, civil::Date, tz::TimeZone};

/// What a line says.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub person: Person,
    pub tags: Vec<TagName>,
    pub source: String,
    pub job: String,
    pub stage: String,
    pub applied_at: Option<Time>,
    pub external_id: String,
}

/// Reads a line, or says why it cannot be taken.
pub fn read(columns: &[Column], cells: &[String], now: Time) -> Result<Line, String> {
    let mut line = Line::default();
    let person = &mut line.person;
    let mut name = String::new();
    for (column, cell) in columns.iter().zip(cells) {
        let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        if text.is_empty() {
            continue;
        }
        if text.chars().count() > 255 && !matches!(column.field, Field::Ignore | Field::Link) {
            return Err(format!(
                "“{}” has more than 255 characters.",
                column.heading
            ));
        }
        let each = || {
            cell.split([';', ',', '\n'])
                .map(str::trim)
                .filter(|one| !one.is_empty())
        };
        match column.field {
            Field::Ignore => {}
            Field::Given => person.given_name = text,
            Field::Family => person.family_name = text,
            Field::Name => name = text,
            Field::Headline => person.headline = text,
            Field::Company => person.employer = text,
            Field::Title => person.title = text,
            Field::Place => person.place = text,
            Field::Country => person.country = text,
            Field::Source => line.source = text,
            Field::Job => line.job = text,
            Field::Stage => line.stage = text,
            Field::ExternalId => line.external_id = text.chars().take(200).collect(),
            Field::Email => {
                for one in each() {
                    let email = Email::parse(one).ok_or(format!("“{one}” is no address."))?;
                    if !person.emails.contains(&email) {
                        person.emails.push(email);
                    }
                }
            }
            Field::Phone => {
                for one in each() {
                    if !is_phone(one) || one.chars().count() > 50 {
                        return Err(format!("“{one}” is no phone number."));
                    }
                    person.phones.push(one.to_owned());
                }
            }
            Field::Link => {
                for one in cell.split_whitespace() {
                    let link = web_link(one.trim_end_matches([',', ';']));
                    person
                        .links
                        .push(link.ok_or(format!("“{one}” is no link."))?);
                }
            }
            Field::Tags => {
                for one in each() {
                    let tag = TagName::parse(one);
                    line.tags
                        .push(tag.map_err(|why| format!("The tag “{one}”: {why}."))?);
                }
            }
            Field::AppliedAt => {
                let day =
                    day(&text).ok_or(format!("“{text}” is no day. Write it as 2026-03-01."))?;
                let at = day
                    .to_zoned(TimeZone::UTC)
                    .map_err(|_| "That day is no day.".to_owned())?;
                let at = Time(at.timestamp());
                if at > now {
                    return Err(format!("“{text}” is still to come."));
                }
                line.applied_at = Some(at);
            }
        }
    }
    if person.given_name.is_empty() {
        let (given, family) = split(&name);
        person.given_name = given;
        if person.family_name.is_empty() {
            person.family_name = family;
        }
    }
    if person.given_name.is_empty() {
        person.given_name = std::mem::take(&mut person.family_name);
    }
    if person.given_name.is_empty() {
        return Err("No name.".to_owned());
    }
    if person.emails.is_empty() && line.external_id.is_empty() {
        return Err(
            "Neither an address nor a number: the same person would come twice.".to_owned(),
        );
    }
    if person.headline.is_empty() {
        let both = [person.title.as_str(), person.employer.as_str()];
        let both: Vec<&str> = both.into_iter().filter(|it| !it.is_empty()).collect();
        person.headline = both.join(", ").chars().take(255).collect();
    }
    Ok(line)
}

/// A name in one cell: "Okafor, Wilma", or the last word is the family's.
fn split(name: &str) -> (String, String) {
    let (given, family) = match name.split_once(',') {
        Some((family, given)) => (given, family),
        None => name.rsplit_once(' ').unwrap_or((name, "")),
    };
    (given.trim().to_owned(), family.trim().to_owned())
}

/// A day as people and programs write it: 2026-03-01, 01.03.2026, and a spreadsheet's 46082. What could be two days is none.
fn day(text: &str) -> Option<Date> {
    let plain = text.get(..10).unwrap_or(text);
    if let Ok(day) = plain.parse::<Date>() {
        return Some(day);
    }
    if let Ok(days) = text.parse::<i32>() {
        // Day 0 of a spreadsheet, which has a 29 February 1900.
        let since = Date::constant(1899, 12, 30);
        return (20_000..80_000)
            .contains(&days)
            .then(|| since.checked_add(Span::new().days(days)).ok())
            .flatten();
    }
    let parts: Vec<&str> = plain.split('.').collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_where_they_are_sure() {
        let march = Some(Date::constant(2026, 3, 1));
        for text in ["2026-03-01", "2026-03-01T10:00:00Z", "01.03.2026", "46082"] {
            assert_eq!(day(text), march, "{text}");
        }
        for text in ["03/01/2026", "soon", "1", "2026-13-01"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_split() {
        for (name, given, family) in [
            ("Wilma Okafor", "Wilma", "Okafor"),
            ("Okafor, Wilma", "Wilma", "Okafor"),
            ("Ana Maria Silva", "Ana Maria", "Silva"),
            ("Wilma", "Wilma", ""),
        ] {
            assert_eq!(split(name), (given.to_owned(), family.to_owned()));
        }
    }
}
