//! What somebody types to set an interview, and what it means.

use super::version;
use crate::{
    base::{
        clock::Time,
        error::Errors,
        ids::{MemberId, Version},
    },
    domain::interviews::{self, Interview, MINUTES, NAME, PLACE, Plan, WORDS, Way},
};
use jiff::{
    civil::{Date, DateTime, Time as Clock},
    tz::TimeZone,
};
use serde::Deserialize;

/// How long interviews usually are, in minutes.
const USUAL: i16 = 45;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct InterviewForm {
    pub name: String,
    /// As browsers' fields write a day and a time.
    pub day: String,
    pub time: String,
    pub minutes: String,
    pub time_zone: String,
    pub way: String,
    pub place: String,
    pub interviewers: Vec<String>,
    pub words: String,
    /// The one-time key of a new one.
    pub once: String,
    /// The version of one that is changed.
    pub version: String,
}

impl InterviewForm {
    /// A new one: tomorrow at ten.
    pub fn fresh(stage: &str, now: Time, time_zone: &str) -> Self {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        let tomorrow = now.day(&zone).tomorrow().map(|day| day.to_string());
        Self {
            name: stage.to_owned(),
            day: tomorrow.unwrap_or_default(),
            time: "10:00".to_owned(),
            minutes: USUAL.to_string(),
            time_zone: time_zone.to_owned(),
            way: Way::Video.key().to_owned(),
            once: uuid::Uuid::new_v4().to_string(),
            ..Self::default()
        }
    }

    /// One that is there.
    pub fn of(interview: &Interview) -> Self {
        let zone = TimeZone::get(&interview.time_zone).unwrap_or(TimeZone::UTC);
        let people = interview.interviewers.iter();
        Self {
            name: interview.name.clone(),
            day: interview.starts_at.day(&zone).to_string(),
            time: interviews::clock(interview.starts_at, &zone),
            minutes: interview.minutes.to_string(),
            time_zone: interview.time_zone.clone(),
            way: interview.way.key().to_owned(),
            place: interview.place.clone(),
            interviewers: people.map(|person| person.id.to_string()).collect(),
            words: interview.words.clone(),
            once: String::new(),
            version: interview.version.to_string(),
        }
    }

    pub fn seen(&self) -> Version {
        version(&self.version)
    }

    pub fn asks(&self, member: &MemberId) -> bool {
        self.interviewers.contains(&member.to_string())
    }

    pub fn check(&self) -> Result<Plan, Errors> {
        let mut errors = Errors::default();
        let name = self.name.trim();
        if name.is_empty() {
            errors.add("name", "Say what it is, like “First interview”");
        } else if name.chars().count() > NAME || name.chars().any(char::is_control) {
            errors.add("name", "Shorten it to one line of 100 characters");
        }
        let time_zone = self.time_zone.trim();
        let zone = (time_zone.len() <= 100)
            .then(|| TimeZone::get(time_zone).ok())
            .flatten();
        if zone.is_none() {
            errors.add("time_zone", "Enter a time zone like Europe/Tallinn");
        }
        let starts_at = self.starts_at(zone.unwrap_or(TimeZone::UTC), &mut errors);
        let minutes = self.minutes.trim().parse().ok();
        let minutes = minutes.filter(|minutes| MINUTES.contains(minutes));
        if minutes.is_none() {
            errors.add("minutes", "Enter a number from 5 to 480");
        }
        let way = Way::parse(&self.way);
        if way.is_none() {
            errors.add("way", "Choose how you meet");
        }
        self.check_place(way, &mut errors);
        let interviewers: Option<Vec<MemberId>> =
            self.interviewers.iter().map(|id| id.parse().ok()).collect();
        let interviewers = interviewers.unwrap_or_default();
        if interviewers.is_empty() {
            errors.add("interviewers", "Choose who interviews");
        }
        if self.words.chars().count() > WORDS {
            errors.add("words", "Shorten it to 5,000 characters");
        }
        errors.into_result(|| Plan {
            name: name.to_owned(),
            starts_at: starts_at.unwrap_or(Time(jiff::Timestamp::UNIX_EPOCH)),
            minutes: minutes.unwrap_or(USUAL),
            time_zone: time_zone.to_owned(),
            way: way.unwrap_or(Way::Video),
            place: self.place.trim().to_owned(),
            words: self.words.replace("\r\n", "\n").trim().to_owned(),
            interviewers,
        })
    }

    fn starts_at(&self, zone: TimeZone, errors: &mut Errors) -> Option<Time> {
        let day = self.day.trim().parse::<Date>().ok();
        if day.is_none() {
            errors.add("day", "Enter a day, like 2026-12-04");
        }
        let time = self.time.trim().parse::<Clock>().ok();
        if time.is_none() {
            errors.add("time", "Enter a time, like 14:00");
        }
        let at = DateTime::from_parts(day?, time?).to_zoned(zone).ok();
        if at.is_none() {
            errors.add("day", "Enter a day within a year");
        }
        at.map(|at| Time(at.timestamp()))
    }

    fn check_place(&self, way: Option<Way>, errors: &mut Errors) {
        let place = self.place.trim();
        if place.chars().count() > PLACE || place.chars().any(char::is_control) {
            errors.add("place", "Shorten it to one line of 500 characters");
            return;
        }
        match way {
            Some(Way::Video) if !is_web_link(place) => {
                errors.add(
                    "place",
                    "Enter the link of the call, like https://meet.example.com/room",
                );
            }
            Some(Way::Place) if place.is_empty() => {
                errors.add("place", "Enter the address to come to");
            }
            _ => {}
        }
    }
}

fn is_web_link(text: &str) -> bool {
    let url = url::Url::parse(text).ok();
    url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        && !text.contains(char::is_whitespace)
}
