//! What a posting must have before candidates see it. Each message stands at a field of the editor and says the fix.

use super::{
    advert::{Advert, Pay, Workplace},
    published::Published,
    shown_if::faults,
};
use crate::base::error::Errors;
use jiff::civil::Date;

/// At the field `new_place`, where an office or region of the draft has been deleted.
pub(super) const PLACE_GONE: &str = "A place of this posting is gone: remove it, or choose another";

/// What is missing on a day, at the names of the editor's fields; nothing when the posting may go live.
pub(super) fn missing(
    advert: &Advert,
    resolved: &Published,
    unreviewed: bool,
    today: Date,
) -> Errors {
    let mut errors = Errors::default();
    if unreviewed {
        errors.add(
            "review",
            "Compare what was read from the file with the file itself",
        );
    }
    if advert.title.trim().is_empty() {
        errors.add("title", "Give the posting a title");
    }
    places(advert, resolved, &mut errors);
    if matches!(&advert.pay, Pay::NotStated { reason } if reason.trim().is_empty()) {
        errors.add(
            "pay_min",
            "Enter a pay range, or say why the posting does not state one",
        );
    }
    text(advert, resolved, &mut errors);
    questions(advert, &mut errors);
    if advert.closes_on.is_some_and(|last| last.0 < today) {
        errors.add(
            "closes_on",
            "The last day to apply has passed: choose a later one, or none",
        );
    }
    if advert
        .external_apply_url
        .as_deref()
        .is_some_and(|url| !leads_elsewhere(url))
    {
        errors.add(
            "external_apply_url",
            "Enter the whole address, beginning with https://, or leave it empty",
        );
    }
    errors
}

/// Whether an address is one that a candidate's browser may be sent to.
pub fn leads_elsewhere(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Search engines want the country of each place, or the countries from which people may work (schema.org `JobPosting`,
/// as Google reads it).
fn places(advert: &Advert, resolved: &Published, errors: &mut Errors) {
    if resolved.places.len() < advert.places.len() {
        errors.add("new_place", PLACE_GONE);
    }
    let remote = resolved.workplace == Workplace::Remote;
    if resolved.places.is_empty() {
        let fix = match remote {
            true => "Add a region or at least one country from which people may work",
            false => "Add an office or another place of work",
        };
        errors.add("new_place", fix);
    }
    for place in &resolved.places {
        let name = &place.name;
        let fix = match (place.countries.as_slice(), place.office) {
            ([], Some(_)) => {
                format!("Say in the settings in which country the office “{name}” is")
            }
            ([], None) if remote => {
                format!(
                    "Remove “{name}” and add a region, or the countries from which people may work"
                )
            }
            ([], None) => format!("Remove “{name}” and add it again, with its country"),
            ([_, _, ..], _) if !remote => format!(
                "“{name}” is a region, for remote work: choose the office or town where people come in"
            ),
            _ => continue,
        };
        errors.add("new_place", fix);
    }
}

fn text(advert: &Advert, resolved: &Published, errors: &mut Errors) {
    if resolved.sections.len() < advert.sections.len() {
        errors.add(
            "text",
            "A company text of this posting is gone: remove its section, or write one",
        );
    }
    if resolved.sections.is_empty() {
        errors.add("text", "Add at least one section of text");
    }
    for (n, section) in resolved.sections.iter().enumerate() {
        if section.html.trim().is_empty() {
            let message = match section.heading.as_str() {
                "" => "Write the section without a heading, or remove it".to_owned(),
                heading => format!("Write the section “{heading}”, or remove it"),
            };
            errors.add(format!("section-{n}-body"), message);
        }
    }
}

fn questions(advert: &Advert, errors: &mut Errors) {
    for (n, question) in advert.questions.iter().enumerate() {
        if question.label.trim().is_empty() {
            errors.add(
                format!("question-{n}-label"),
                "Write the question or remove it",
            );
        }
        if question.kind.has_options() && question.options.len() < 2 {
            errors.add(
                format!("question-{n}-options"),
                "Give at least two answers to choose from, one a line",
            );
        }
    }
    for (n, fault) in faults(&advert.questions) {
        errors.add(format!("question-{n}-shown"), fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::QuestionId;
    use crate::{
        base::clock::Day,
        domain::postings::{
            advert::{PayPeriod, Question, QuestionKind, SectionKind},
            published::{PublishedPlace, PublishedSection},
        },
    };
    use jiff::civil::date;

    fn whole() -> (Advert, Published) {
        let advert = Advert {
            title: "Miller".to_owned(),
            pay: Pay::Range {
                min_cents: 1,
                max_cents: 2,
                currency: "EUR".to_owned(),
                per: PayPeriod::Year,
                remark: String::new(),
            },
            ..Advert::default()
        };
        let published = Published {
            title: advert.title.clone(),
            summary: String::new(),
            sections: vec![PublishedSection {
                kind: SectionKind::Intro,
                heading: String::new(),
                source: "x".to_owned(),
                html: "<p>x</p>".to_owned(),
                block: None,
            }],
            workplace: Workplace::OnSite,
            places: vec![place(false, &["EE"])],
            employment_type: None,
            pay: advert.pay.clone(),
            travel: String::new(),
            languages: String::new(),
            reports_to: String::new(),
            tracks: Vec::new(),
            departments: Vec::new(),
            closes_on: None,
            external_apply_url: None,
            questions: Vec::new(),
            language: Default::default(),
            visibility: Default::default(),
            promise_after_applying: None,
            promise_after_interview: None,
        };
        (advert, published)
    }

    fn place(remote: bool, countries: &[&str]) -> PublishedPlace {
        PublishedPlace {
            name: "Somewhere".to_owned(),
            remote,
            office: None,
            region: None,
            street: None,
            city: None,
            subdivision: None,
            postal_code: None,
            countries: countries.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    fn fields(change: impl FnOnce(&mut Advert, &mut Published)) -> Vec<String> {
        let (mut advert, mut published) = whole();
        change(&mut advert, &mut published);
        missing(&advert, &published, false, date(2026, 3, 4))
            .iter()
            .map(|(field, _)| field.to_owned())
            .collect()
    }

    #[test]
    fn a_whole_posting_may_go_live() {
        assert!(fields(|_, _| ()).is_empty());
    }

    #[test]
    fn what_is_missing_is_named_at_its_field() {
        assert_eq!(fields(|a, _| a.title = " ".to_owned()), ["title"]);
        assert_eq!(fields(|a, _| a.pay = Pay::default()), ["pay_min"]);
        assert_eq!(fields(|_, p| p.sections.clear()), ["text"]);
        assert_eq!(
            fields(|_, p| p.sections[0].html.clear()),
            ["section-0-body"]
        );
        assert_eq!(
            fields(|a, _| a.closes_on = Some(Day(date(2026, 3, 3)))),
            ["closes_on"]
        );
        assert!(fields(|a, _| a.closes_on = Some(Day(date(2026, 3, 4)))).is_empty());
        assert_eq!(
            fields(|a, _| a.external_apply_url = Some("jobs.example/1".to_owned())),
            ["external_apply_url"]
        );
    }

    #[test]
    fn search_engines_learn_where_the_work_is() {
        assert_eq!(fields(|_, p| p.places.clear()), ["new_place"]);
        assert_eq!(
            fields(|_, p| p.places = vec![place(false, &[])]),
            ["new_place"]
        );
        let remote = |places: Vec<PublishedPlace>| {
            fields(|_, p| {
                p.workplace = Workplace::Remote;
                p.places = places;
            })
        };
        assert_eq!(remote(vec![]), ["new_place"]);
        assert_eq!(remote(vec![place(true, &[])]), ["new_place"]);
        assert!(remote(vec![place(true, &["EE", "FI"])]).is_empty());
        assert_eq!(
            remote(vec![place(true, &["EE"]), place(true, &[])]),
            ["new_place"]
        );
        assert_eq!(
            fields(|_, p| p.places = vec![place(false, &["EE"]), place(false, &[])]),
            ["new_place"]
        );
        assert_eq!(
            fields(|_, p| p.places = vec![place(false, &["EE", "FI"])]),
            ["new_place"]
        );
    }

    #[test]
    fn what_is_missing_comes_with_its_fix() {
        let (advert, mut published) = whole();
        published.places.push(place(false, &[]));
        let errors = missing(&advert, &published, false, date(2026, 3, 4));
        let fix = "Remove “Somewhere” and add it again, with its country";
        assert_eq!(errors.get("new_place"), Some(fix));
    }

    #[test]
    fn a_choice_needs_something_to_choose() {
        let question = Question {
            id: QuestionId(1),
            kind: QuestionKind::SingleChoice,
            label: String::new(),
            help: String::new(),
            required: false,
            sensitive: false,
            options: Vec::new(),
            shown_if: None,
            library: None,
        };
        assert_eq!(
            fields(|a, _| a.questions = vec![question]),
            ["question-0-label", "question-0-options"]
        );
    }
}
