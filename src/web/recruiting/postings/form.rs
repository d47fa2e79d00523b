//! The editor's form: what somebody typed, and the advert that it makes.

use super::{
    fields::Fields,
    parts::{MOST, Part, PlaceForm, QuestionForm, SectionForm},
};
use crate::{
    base::{clock::Day, error::Errors, ids::Version},
    domain::postings::{
        advert::{
            Advert, EmploymentType, Language, Pay, PayPeriod, Question, SectionKind, Visibility,
            Workplace,
        },
        leads_elsewhere,
        texts::Quoted,
    },
    web::kit::filters::grouped,
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

/// What a button of the form does to its parts. Nothing is saved by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Up,
    Down,
    Remove,
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
            questions: advert.questions.iter().map(QuestionForm::of).collect(),
            ..form
        }
    }

    /// The form as it was posted, and what its button asked for. `saved` are the draft's questions, whose options keep
    /// their values.
    pub fn read(fields: &Fields, saved: &[Question], quoted: &[Quoted]) -> (Self, bool) {
        let mut sections = SectionForm::all(fields);
        let mut places = PlaceForm::all(fields);
        let mut questions = QuestionForm::all(fields);
        for (_, question) in &mut questions {
            question.remember(saved);
        }
        let act = fields.line("act");
        let (verb, key) = act.split_once(':').unwrap_or((&act, ""));
        let mut arranged = true;
        match verb {
            "section-up" => step(&mut sections, key, Step::Up),
            "section-down" => step(&mut sections, key, Step::Down),
            "section-remove" => step(&mut sections, key, Step::Remove),
            "section-own" => own(&mut sections, key, quoted),
            "section-newest" => newest(&mut sections, key),
            "place-remove" => step(&mut places, key, Step::Remove),
            "question-up" => step(&mut questions, key, Step::Up),
            "question-down" => step(&mut questions, key, Step::Down),
            "question-remove" => step(&mut questions, key, Step::Remove),
            "question-add" => questions.push((String::new(), QuestionForm::blank())),
            "section-add" | "place-add" | "arrange" => {}
            _ => arranged = false,
        }
        // What was chosen beside an Add button counts whichever button was pressed.
        sections.extend(new_section(&fields.line("new_section")));
        let what = fields.line("new_place");
        if !what.is_empty() {
            let place = PlaceForm {
                what,
                ..PlaceForm::default()
            };
            places.push((String::new(), place));
        }
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
            places: places.into_iter().map(|(_, place)| place).collect(),
            sections: sections.into_iter().map(|(_, section)| section).collect(),
            questions: questions
                .into_iter()
                .map(|(_, question)| question)
                .collect(),
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
            questions: self
                .questions
                .iter()
                .enumerate()
                .map(|(n, question)| question.check(n, &mut errors))
                .collect(),
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

    fn pay(&self, errors: &mut Errors) -> Pay {
        if self.pay_min.is_empty() && self.pay_max.is_empty() {
            return Pay::NotStated {
                reason: self.pay_reason.clone(),
            };
        }
        if !self.pay_reason.is_empty() {
            errors.add(
                "pay_reason",
                "Enter a pay range or a reason for none, not both",
            );
        }
        let mut cents = |field, text: &str| {
            hundredths(text).unwrap_or_else(|| {
                errors.add(field, "Enter an amount, like 34,000 or 17.50");
                0
            })
        };
        let min_cents = cents("pay_min", &self.pay_min);
        let max_cents = if self.pay_max.is_empty() {
            min_cents
        } else {
            cents("pay_max", &self.pay_max)
        };
        if max_cents < min_cents && !errors.has("pay_max") {
            errors.add(
                "pay_max",
                "The upper end of the range is below the lower one",
            );
        }
        let currency = self.pay_currency.to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            errors.add("pay_currency", "Choose a currency");
        }
        Pay::Range {
            min_cents,
            max_cents,
            currency,
            per: PayPeriod::parse(&self.pay_per).unwrap_or(PayPeriod::Year),
            remark: self.pay_remark.clone(),
        }
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

/// Moves or removes the part with a key; a key that is none does nothing.
fn step<T>(parts: &mut Vec<(String, T)>, key: &str, step: Step) {
    let Some(at) = parts.iter().position(|(known, _)| known == key) else {
        return;
    };
    match step {
        Step::Up if at > 0 => parts.swap(at, at - 1),
        Step::Down if at + 1 < parts.len() => parts.swap(at, at + 1),
        Step::Up | Step::Down => {}
        Step::Remove => {
            parts.remove(at);
        }
    }
}

/// Makes a quoted company text the section's own, to be rewritten.
fn own(sections: &mut [(String, SectionForm)], key: &str, quoted: &[Quoted]) {
    let Some((_, section)) = sections.iter_mut().find(|(known, _)| known == key) else {
        return;
    };
    let quote = section.quoted();
    if let Some(text) = quoted
        .iter()
        .find(|text| Some((text.id, text.pinned)) == quote)
    {
        section.body.clone_from(&text.source);
        if section.heading.is_empty() {
            section.heading.clone_from(&text.heading);
        }
        section.quote.clear();
    }
}

/// Lets a section follow the newest version of its company text.
fn newest(sections: &mut [(String, SectionForm)], key: &str) {
    if let Some((_, section)) = sections.iter_mut().find(|(known, _)| known == key)
        && let Some((id, _)) = section.quoted()
    {
        section.quote = id.to_string();
    }
}

/// The section that `intro` or `text:12:about` adds.
fn new_section(what: &str) -> Option<(String, SectionForm)> {
    let section = match what.strip_prefix("text:") {
        Some(text) => {
            let (quote, kind) = text.split_once(':')?;
            SectionForm {
                kind: SectionKind::parse(kind)?.key().to_owned(),
                quote: quote.to_owned(),
                ..SectionForm::default()
            }
        }
        None => {
            let kind = SectionKind::parse(what)?;
            SectionForm {
                kind: kind.key().to_owned(),
                heading: kind.heading().to_owned(),
                ..SectionForm::default()
            }
        }
    };
    Some((String::new(), section))
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

/// Hundredths of what "34,000", "34 000" or "17.50" says: a comma or point before two last digits parts them off.
fn hundredths(text: &str) -> Option<i64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let (whole, part) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => (text.get(..at)?, text.get(at + 1..)?),
        _ => (text.as_str(), ""),
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !digits(&whole) || !digits(part) {
        return None;
    }
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

/// "34,000" or "17.50".
fn written(cents: i64) -> String {
    match cents % 100 {
        0 => grouped(cents / 100),
        rest => format!("{}.{rest:02}", grouped(cents / 100)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        for (text, cents) in [
            ("34000", Some(3_400_000)),
            ("34,000", Some(3_400_000)),
            ("34.000", Some(3_400_000)),
            ("34 000", Some(3_400_000)),
            ("1,234,567.89", Some(123_456_789)),
            ("17.5", Some(1750)),
            ("17,50", Some(1750)),
            ("0", Some(0)),
            ("", None),
            ("-5", None),
            ("12k", None),
            (".50", None),
            ("9999999999999", None),
        ] {
            assert_eq!(hundredths(text), cents, "{text}");
        }
        assert_eq!(hundredths(&written(123_456_789)), Some(123_456_789));
    }

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
