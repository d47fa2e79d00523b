//! What an administrator types about the company, and what it means.

use crate::{
    base::{clock::Day, error::Errors, ids::Version},
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        companies::Settings,
        mail::Mailer,
    },
    web::settings::form::{line, name},
};
use jiff::{civil::Date, tz::TimeZone};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Days of the week by their ISO 8601 number.
pub(super) const WEEK: [(i16, &str); 7] = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
];

/// Days off that a calendar may name: ten years of them.
const HOLIDAYS: usize = 400;

/// What was typed.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct CompanyForm {
    pub name: String,
    pub website: String,
    pub contact_email: String,
    pub sender_name: String,
    pub sender_email: String,
    pub careers_intro: String,
    pub about: String,
    pub privacy_notice: String,
    pub accent_hue: String,
    pub time_zone: String,
    pub locale: String,
    pub promise_after_applying: String,
    pub promise_after_interview: String,
    /// "yes", or nothing.
    pub publish_promises: String,
    pub working_days: Vec<String>,
    pub holidays: String,
    pub version: String,
}

impl CompanyForm {
    pub fn of(settings: Settings, version: Version) -> Self {
        let days = settings.holidays.iter().map(|day| day.0.to_string());
        Self {
            name: settings.name,
            website: settings.website.unwrap_or_default(),
            contact_email: settings.contact_email.unwrap_or_default(),
            sender_name: settings.sender_name,
            sender_email: settings.sender_email.unwrap_or_default(),
            careers_intro: settings.careers_intro,
            about: settings.about,
            privacy_notice: settings.privacy_notice,
            accent_hue: settings.accent_hue.to_string(),
            time_zone: settings.time_zone,
            locale: settings.locale,
            promise_after_applying: settings.promise_after_applying.to_string(),
            promise_after_interview: settings.promise_after_interview.to_string(),
            publish_promises: "yes".repeat(usize::from(settings.publish_promises)),
            working_days: settings.working_days.iter().map(i16::to_string).collect(),
            holidays: days.collect::<Vec<_>>().join("\n"),
            version: version.to_string(),
        }
    }

    pub fn works_on(&self, day: &i16) -> bool {
        self.working_days.contains(&day.to_string())
    }

    pub fn check(&self) -> Result<Settings, Errors> {
        let errors = &mut Errors::default();
        let settings = Settings {
            name: name(&self.name, errors),
            website: website(&self.website, errors),
            contact_email: email("contact_email", &self.contact_email, errors),
            sender_name: sender_name(&self.sender_name, errors),
            sender_email: email("sender_email", &self.sender_email, errors),
            careers_intro: text("careers_intro", &self.careers_intro, 2_000, errors),
            accent_hue: number("accent_hue", &self.accent_hue, 0, 359, errors),
            about: text("about", &self.about, 20_000, errors),
            time_zone: time_zone(&self.time_zone, errors),
            locale: locale(&self.locale, errors),
            promise_after_applying: number(
                "promise_after_applying",
                &self.promise_after_applying,
                1,
                90,
                errors,
            ),
            promise_after_interview: number(
                "promise_after_interview",
                &self.promise_after_interview,
                1,
                90,
                errors,
            ),
            publish_promises: !self.publish_promises.is_empty(),
            working_days: self.week(errors),
            holidays: holidays(&self.holidays, errors),
            privacy_notice: text("privacy_notice", &self.privacy_notice, 50_000, errors),
        };
        std::mem::take(errors).into_result(|| settings)
    }

    fn week(&self, errors: &mut Errors) -> Vec<i16> {
        let days = WEEK.iter().map(|(day, _)| *day);
        let days: Vec<_> = days.filter(|day| self.works_on(day)).collect();
        if days.is_empty() {
            errors.add("working_days", "Choose at least one day on which you work");
        }
        days
    }

    /// The labels of fields in which two forms differ.
    pub fn differing(&self, other: &Self) -> Vec<&'static str> {
        let fields = self.labelled().into_iter().zip(other.labelled());
        let mut labels: Vec<_> = fields
            .filter(|((_, mine), (_, theirs))| mine != theirs)
            .map(|((label, _), _)| label)
            .collect();
        if self.working_days != other.working_days {
            labels.push("working days");
        }
        labels
    }

    fn labelled(&self) -> [(&'static str, String); 15] {
        [
            ("name", &self.name),
            ("website", &self.website),
            ("contact email", &self.contact_email),
            ("sender’s name", &self.sender_name),
            ("sender’s address", &self.sender_email),
            ("introduction", &self.careers_intro),
            ("about", &self.about),
            ("colour", &self.accent_hue),
            ("days after applying", &self.promise_after_applying),
            ("days after an interview", &self.promise_after_interview),
            ("publishing of promises kept", &self.publish_promises),
            ("days off", &self.holidays),
            ("time zone", &self.time_zone),
            ("language", &self.locale),
            ("privacy notice", &self.privacy_notice),
        ]
        // A browser sends the ends of lines as CR LF.
        .map(|(label, typed)| (label, typed.trim().replace("\r\n", "\n")))
    }
}

fn text(field: &str, typed: &str, most: usize, errors: &mut Errors) -> String {
    let typed = typed.replace("\r\n", "\n");
    line(field, &typed, most, errors).unwrap_or_default()
}

fn website(typed: &str, errors: &mut Errors) -> Option<String> {
    let address = line("website", typed, 500, errors)?;
    let parsed = url::Url::parse(&address).ok();
    if !parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        errors.add(
            "website",
            "Enter a whole address, like https://www.example.com",
        );
    }
    Some(address)
}

/// An address that mail can be sent from and to: what RFC 5322 calls an addr-spec, without a name beside it.
fn email(field: &str, typed: &str, errors: &mut Errors) -> Option<String> {
    let address = line(field, typed, 254, errors)?;
    let email = Email::parse(&address).filter(|email| Mailer::takes(email.as_str()));
    if email.is_none() {
        errors.add(field, EMAIL_HELP);
    }
    email.map(|email| email.as_str().to_owned())
}

fn sender_name(typed: &str, errors: &mut Errors) -> String {
    let name = line("sender_name", typed, 100, errors).unwrap_or_default();
    if name.chars().any(char::is_control) {
        errors.add("sender_name", "Write the name on one line");
    }
    name
}

fn number(field: &str, typed: &str, least: i16, most: i16, errors: &mut Errors) -> i16 {
    let number = typed.trim().parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .unwrap_or_else(|| {
            errors.add(field, format!("Enter a number from {least} to {most}"));
            least
        })
}

fn time_zone(typed: &str, errors: &mut Errors) -> String {
    let zone = typed.trim();
    if zone.len() > 100 || TimeZone::get(zone).is_err() {
        errors.add("time_zone", "Enter a time zone like Europe/Tallinn");
    }
    zone.to_owned()
}

/// A language, and where it is written so: the part of BCP 47 that names these.
fn locale(typed: &str, errors: &mut Errors) -> String {
    let tag = typed.trim();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let fine = (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && parts.clone().count() <= 2
        && parts.all(|part| {
            (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if !fine {
        errors.add("locale", "Enter a language like en, en-GB or pt-BR");
    }
    tag.to_owned()
}

fn holidays(typed: &str, errors: &mut Errors) -> Vec<Day> {
    let mut days = BTreeSet::new();
    for written in typed.split_whitespace() {
        match written.parse::<Date>() {
            Ok(day) if written.len() == 10 => {
                days.insert(day);
            }
            _ => errors.add(
                "holidays",
                format!(
                    "“{}” is no date. Write one a line, like 2026-12-24",
                    written.chars().take(30).collect::<String>()
                ),
            ),
        }
    }
    if days.len() > HOLIDAYS {
        errors.add("holidays", format!("Keep at most {HOLIDAYS} days"));
    }
    days.into_iter().map(Day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CompanyForm {
        CompanyForm {
            name: "Heron Mills".to_owned(),
            accent_hue: "250".to_owned(),
            time_zone: "UTC".to_owned(),
            locale: "en-GB".to_owned(),
            promise_after_applying: "10".to_owned(),
            promise_after_interview: "5".to_owned(),
            publish_promises: String::new(),
            working_days: vec!["1".to_owned(), "9".to_owned()],
            ..CompanyForm::default()
        }
    }

    #[test]
    fn days_are_put_in_order_once() {
        let typed = CompanyForm {
            holidays: "2026-12-25\r\n2026-12-24 2026-12-25".to_owned(),
            ..form()
        };
        let settings = typed.check().unwrap();
        let days: Vec<_> = settings
            .holidays
            .iter()
            .map(|day| day.0.to_string())
            .collect();
        assert_eq!(days, ["2026-12-24", "2026-12-25"]);
        assert_eq!(settings.working_days, [1]);
    }

    #[test]
    fn each_field_has_its_limits() {
        for (field, wrong) in [
            (
                "name",
                CompanyForm {
                    name: " ".to_owned(),
                    ..form()
                },
            ),
            (
                "website",
                CompanyForm {
                    website: "javascript:alert(1)".to_owned(),
                    ..form()
                },
            ),
            (
                "website",
                CompanyForm {
                    website: "www.example.com".to_owned(),
                    ..form()
                },
            ),
            (
                "contact_email",
                CompanyForm {
                    contact_email: "hello".to_owned(),
                    ..form()
                },
            ),
            (
                "accent_hue",
                CompanyForm {
                    accent_hue: "360".to_owned(),
                    ..form()
                },
            ),
            (
                "time_zone",
                CompanyForm {
                    time_zone: "Mars/Base".to_owned(),
                    ..form()
                },
            ),
            (
                "locale",
                CompanyForm {
                    locale: "English".to_owned(),
                    ..form()
                },
            ),
            (
                "locale",
                CompanyForm {
                    locale: "en\"><b".to_owned(),
                    ..form()
                },
            ),
            (
                "promise_after_applying",
                CompanyForm {
                    promise_after_applying: "0".to_owned(),
                    ..form()
                },
            ),
            (
                "promise_after_interview",
                CompanyForm {
                    promise_after_interview: "soon".to_owned(),
                    ..form()
                },
            ),
            (
                "working_days",
                CompanyForm {
                    working_days: Vec::new(),
                    ..form()
                },
            ),
            (
                "holidays",
                CompanyForm {
                    holidays: "24 December".to_owned(),
                    ..form()
                },
            ),
            (
                "about",
                CompanyForm {
                    about: "a".repeat(20_001),
                    ..form()
                },
            ),
        ] {
            let errors = wrong.check().expect_err(field);
            assert!(errors.has(field), "{field}: {errors:?}");
        }
        for locale in ["en", "de", "pt-BR", "zh-Hant-TW", "fil"] {
            assert!(
                CompanyForm {
                    locale: locale.to_owned(),
                    ..form()
                }
                .check()
                .is_ok(),
                "{locale}"
            );
        }
    }
}
