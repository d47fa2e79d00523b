//! The editor's form: what somebody typed, and the advert that it makes.

use super::{
    arranging::Parts,
    conditions::renumbered,
    fields::Fields,
    parts::{MOST, Part, PlaceForm, SectionForm},
    pay::written,
    questions::{self, QuestionForm},
};
use crate::{
    base::{clock::Day, error::Errors, ids::Version},
    domain::postings::{
        advert::{Advert, EmploymentType, Language, Pay, Question, Visibility, Workplace},
        leads_elsewhere,
        library::LibraryQuestion,
        texts::Quoted,
    },
};

/// What the editor shows and takes.
#[derive(Clone, Debug, Default)]
pub struct EditForm {
    /// The draft's version that this was typed over.
    pub version: String,
    pub title: String,
    pub summary: String,
    pub language: String,
    pub workplace: String,
    pub employment_type: String,
    pub pay_min: String,
    pub pay_max: String,
    pub pay_currency: String,
    pub pay_per: String,
    pub pay_remark: String,
    pub pay_reason: String,
    pub travel: String,
    pub languages: String,
    pub reports_to: String,
    /// One a line.
    pub tracks: String,
    pub closes_on: String,
    pub visibility: String,
    pub promise_after_applying: String,
    pub promise_after_interview: String,
    pub external_apply_url: String,
    pub places: Vec<PlaceForm>,
    pub sections: Vec<SectionForm>,
    pub questions: Vec<QuestionForm>,
}

impl EditForm {
    pub fn of(advert: &Advert, version: Version) -> Self {
        let (mut form, days) = (Self::default(), |days: Option<i16>| {
            days.map(|days| days.to_string()).unwrap_or_default()
        });
        match &advert.pay {
            Pay::Range {
                min_cents,
                max_cents,
                currency,
                per,
                remark,
            } => {
                form.pay_min = written(*min_cents);
                form.pay_max = written(*max_cents);
                form.pay_currency.clone_from(currency);
                form.pay_per = per.key().to_owned();
                form.pay_remark.clone_from(remark);
            }
            Pay::NotStated { reason } => form.pay_reason.clone_from(reason),
        }
        Self {
            version: version.to_string(),
            title: advert.title.clone(),
            summary: advert.summary.clone(),
            language: advert.language.0.clone(),
            workplace: advert.workplace.key().to_owned(),
            employment_type: advert
                .employment_type
                .map(|kind| kind.key().to_owned())
                .unwrap_or_default(),
            travel: advert.travel.clone(),
            languages: advert.languages.clone(),
            reports_to: advert.reports_to.clone(),
            tracks: advert.tracks.join("\n"),
            closes_on: advert
                .closes_on
                .map(|day| day.0.to_string())
                .unwrap_or_default(),
            visibility: advert.visibility.key().to_owned(),
            promise_after_applying: days(advert.promise_after_applying),
            promise_after_interview: days(advert.promise_after_interview),
            external_apply_url: advert.external_apply_url.clone().unwrap_or_default(),
            places: advert.places.iter().map(PlaceForm::of).collect(),
            sections: advert.sections.iter().map(SectionForm::of).collect(),
            questions: questions::forms_of(&advert.questions),
            ..form
        }
    }

    /// The form as it was posted, and what its button asked for. `saved` are the draft's questions, whose options keep
    /// their values.
    pub fn read(
        fields: &Fields,
        saved: &[Question],
        quoted: &[Quoted],
        library: &[LibraryQuestion],
    ) -> (Self, bool) {
        let mut questions = QuestionForm::all(fields);
        for (_, question) in &mut questions {
            question.remember(saved);
        }
        let mut parts = Parts {
            sections: SectionForm::all(fields),
            places: PlaceForm::all(fields),
            questions,
        };
        let arranged = parts.arrange(fields, quoted, library);
        let form = Self {
            version: fields.line("version"),
            title: fields.line("title"),
            summary: fields.line("summary"),
            language: fields.line("language"),
            workplace: fields.line("workplace"),
            employment_type: fields.line("employment_type"),
            pay_min: fields.line("pay_min"),
            pay_max: fields.line("pay_max"),
            pay_currency: fields.line("pay_currency"),
            pay_per: fields.line("pay_per"),
            pay_remark: fields.line("pay_remark"),
            pay_reason: fields.line("pay_reason"),
            travel: fields.line("travel"),
            languages: fields.line("languages"),
            reports_to: fields.line("reports_to"),
            tracks: fields.text("tracks"),
            closes_on: fields.line("closes_on"),
            visibility: fields.line("visibility"),
            promise_after_applying: fields.line("promise_after_applying"),
            promise_after_interview: fields.line("promise_after_interview"),
            external_apply_url: fields.line("external_apply_url"),
            places: forms(parts.places),
            sections: forms(parts.sections),
            questions: renumbered(parts.questions),
        };
        (form, arranged)
    }

    /// All errors at once, or the draft. What a posting lacks before it may go live is no error yet.
    pub fn check(&self) -> Result<(Version, Advert), Errors> {
        let mut errors = Errors::default();
        let version = self.version.parse().unwrap_or(Version(0));
        if self.title.is_empty() {
            errors.add("title", "Give the posting a title");
        }
        for (field, name, value, most) in [
            ("title", "title", &self.title, 200),
            ("summary", "summary", &self.summary, 500),
            ("travel", "line on travel", &self.travel, 200),
            ("languages", "line on languages", &self.languages, 200),
            ("reports_to", "reporting line", &self.reports_to, 200),
            ("pay_remark", "remark", &self.pay_remark, 200),
            ("pay_reason", "reason", &self.pay_reason, 300),
        ] {
            if value.chars().count() > most {
                errors.add(field, format!("Shorten the {name} to {most} characters"));
            }
        }
        for (field, name, count) in [
            ("text", "sections", self.sections.len()),
            ("new_place", "places", self.places.len()),
            ("questions", "questions", self.questions.len()),
        ] {
            if count > MOST {
                errors.add(field, format!("A posting has room for {MOST} {name}"));
            }
        }
        let advert = Advert {
            title: self.title.clone(),
            summary: self.summary.clone(),
            sections: self
                .sections
                .iter()
                .enumerate()
                .map(|(n, section)| section.check(n, &mut errors))
                .collect(),
            workplace: Workplace::parse(&self.workplace).unwrap_or_default(),
            places: self
                .places
                .iter()
                .enumerate()
                .filter_map(|(n, place)| place.check(n, &mut errors))
                .collect(),
            employment_type: EmploymentType::parse(&self.employment_type),
            pay: self.pay(&mut errors),
            travel: self.travel.clone(),
            languages: self.languages.clone(),
            reports_to: self.reports_to.clone(),
            tracks: self.tracks(&mut errors),
            closes_on: self.day(&mut errors),
            external_apply_url: self.elsewhere(&mut errors),
            questions: questions::check(&self.questions, &mut errors),
            language: language(&self.language, &mut errors),
            visibility: Visibility::parse(&self.visibility).unwrap_or_default(),
            promise_after_applying: promise(
                "promise_after_applying",
                &self.promise_after_applying,
                &mut errors,
            ),
            promise_after_interview: promise(
                "promise_after_interview",
                &self.promise_after_interview,
                &mut errors,
            ),
        };
        errors.into_result(|| (version, advert))
    }

    fn tracks(&self, errors: &mut Errors) -> Vec<String> {
        let tracks: Vec<String> = self
            .tracks
            .lines()
            .map(str::trim)
            .filter(|track| !track.is_empty())
            .map(str::to_owned)
            .collect();
        if tracks.len() > MOST || tracks.iter().any(|track| track.chars().count() > 100) {
            errors.add(
                "tracks",
                "Name at most 30 tracks, each in at most 100 characters",
            );
        }
        tracks
    }

    fn day(&self, errors: &mut Errors) -> Option<Day> {
        if self.closes_on.is_empty() {
            return None;
        }
        match self.closes_on.parse() {
            Ok(day) => Some(Day(day)),
            Err(_) => {
                errors.add("closes_on", "Enter a day, like 2026-11-30");
                None
            }
        }
    }

    fn elsewhere(&self, errors: &mut Errors) -> Option<String> {
        let url = self.external_apply_url.as_str();
        if url.is_empty() {
            return None;
        }
        if url.len() > 2000 || !leads_elsewhere(url) {
            errors.add(
                "external_apply_url",
                "Enter the whole address, beginning with https://, or leave it empty",
            );
        }
        Some(url.to_owned())
    }
}

/// The parts without the keys by which buttons name them.
fn forms<T>(parts: Vec<(String, T)>) -> Vec<T> {
    parts.into_iter().map(|(_, part)| part).collect()
}

fn language(text: &str, errors: &mut Errors) -> Language {
    if text.is_empty() {
        return Language::default();
    }
    let known = super::choices::LANGUAGES
        .iter()
        .any(|(code, _)| *code == text);
    let shaped = text.len() <= 12
        && text.split('-').all(|part| {
            (2..=8).contains(&part.len())
                && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
        });
    if !known && !shaped {
        errors.add("language", "Choose a language");
    }
    Language(text.to_owned())
}

fn promise(field: &str, text: &str, errors: &mut Errors) -> Option<i16> {
    if text.is_empty() {
        return None;
    }
    let days = text.parse().ok().filter(|days| (1..=90).contains(days));
    if days.is_none() {
        errors.add(field, "Enter 1 to 90 working days, or leave it empty");
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::postings::advert::PayPeriod;

    #[test]
    fn a_draft_survives_its_form() {
        let advert = Advert {
            title: "Miller".to_owned(),
            pay: Pay::Range {
                min_cents: 3_400_000,
                max_cents: 4_200_050,
                currency: "EUR".to_owned(),
                per: PayPeriod::Month,
                remark: "plus flour".to_owned(),
            },
            tracks: vec!["Day".to_owned(), "Night".to_owned()],
            promise_after_applying: Some(7),
            ..Advert::default()
        };
        let (version, same) = EditForm::of(&advert, Version(3)).check().expect("valid");
        assert_eq!((version, same), (Version(3), advert));
    }
}
