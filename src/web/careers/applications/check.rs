//! From what was typed to an applicant with answers, or to all that is missing.

use super::form::{Consents, field_of};
use crate::{
    base::error::Errors,
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        applications::{
            FileRole,
            adjustments::LONGEST,
            answers::{Answer, chosen, missing},
            consent::Consent,
        },
        candidates::{
            Applicant,
            typed::{PHONE_HELP, is_phone, links},
        },
        postings::{
            advert::{Question, QuestionKind},
            shown_if::asked,
        },
        sources::Touch,
    },
    web::{careers::campaign::Campaign, kit::upload::Received},
};

/// The longest name and place, in characters.
const NAME: usize = 255;
const PHONE: usize = 50;
const PASTED: usize = 50_000;

/// A form that can be sent, but for its files.
pub struct Checked {
    pub applicant: Applicant,
    pub answers: Vec<Answer>,
    pub consents: Vec<Consent>,
    pub adjustments: Option<String>,
    /// A résumé that was pasted as text.
    pub pasted: Option<String>,
    pub referrer: Option<String>,
    pub touch: Touch,
    /// Fields of files that came or were kept, with what they are.
    pub files: Vec<(String, FileRole)>,
}

/// Checks everything at once. `has_file` says in which fields a file came, now or with an earlier try.
pub fn check(
    received: &Received,
    questions: &[Question],
    consents: Consents,
    has_file: impl Fn(&str) -> bool,
) -> Result<Checked, Errors> {
    let mut errors = Errors::default();
    let mut files = Vec::new();
    let is_pasted = !received.one("resume_text").trim().is_empty();
    if has_file("resume") {
        files.push(("resume".to_owned(), FileRole::Resume));
    } else if let Some(message) = received.errors.get("resume") {
        errors.add("resume", message);
    } else if !is_pasted {
        errors.add("resume", "Choose your résumé, or paste it as text");
    }
    let pasted = pasted(received, &mut errors);
    let (given_name, family_name) = names(received, &mut errors);
    let email = Email::parse(received.one("email"));
    if email.is_none() {
        errors.add("email", EMAIL_HELP);
    }
    let phone = line(received, "phone", PHONE, &mut errors);
    if !phone.is_empty() && !is_phone(&phone) {
        errors.add("phone", PHONE_HELP);
    }
    let (headline, place) = whereabouts(received, &mut errors);
    let links = links(received.one("links"), &mut errors);
    let (answers, answer_files) = answers(received, questions, has_file, &mut errors);
    files.extend(answer_files);
    let adjustments = adjustments(received, &mut errors);
    let mut given = Vec::new();
    if received.one("consent").is_empty() {
        errors.add("consent", "Tick the box to let us read your application");
    }
    given.push(consents.application);
    if !received.one("talent_pool").is_empty() {
        given.push(consents.talent_pool);
    }
    // What is wrong with a field whatever it means, as an invisible character.
    for (field, message) in received.errors.iter() {
        errors.add(field, message);
    }
    let came = Campaign::parse(Some(received.one("came")));
    let referrer = came.source().to_owned();
    match email.filter(|_| errors.is_empty()) {
        None => Err(errors),
        Some(email) => Ok(Checked {
            applicant: Applicant {
                given_name,
                family_name,
                email,
                phone: Some(phone).filter(|phone| !phone.is_empty()),
                headline,
                place,
                links,
            },
            answers,
            consents: given,
            adjustments,
            pasted,
            referrer: Some(referrer).filter(|referrer| !referrer.is_empty()),
            touch: came.touch(),
            files,
        }),
    }
}

/// A résumé that was pasted as text.
pub fn pasted(received: &Received, errors: &mut Errors) -> Option<String> {
    let pasted = received.one("resume_text").trim();
    if pasted.chars().count() > PASTED {
        errors.add(
            "resume_text",
            "Use at most 50,000 characters, or choose a file",
        );
    }
    Some(pasted.to_owned()).filter(|text| !text.is_empty())
}

/// What they need to take part fairly.
fn adjustments(received: &Received, errors: &mut Errors) -> Option<String> {
    let needs = received.one("adjustments").replace("\r\n", "\n");
    let needs = needs.trim();
    if needs.chars().count() > LONGEST {
        errors.add("adjustments", "Use at most 2,000 characters");
    }
    Some(needs.to_owned()).filter(|needs| !needs.is_empty())
}

/// Given and family name.
pub fn names(received: &Received, errors: &mut Errors) -> (String, String) {
    let given = line(received, "given_name", NAME, errors);
    if given.is_empty() {
        errors.add("given_name", "Enter your given name");
    }
    (given, line(received, "family_name", NAME, errors))
}

/// What they do now, and where they would work from.
pub fn whereabouts(received: &Received, errors: &mut Errors) -> (String, String) {
    let headline = line(received, "headline", NAME, errors);
    let place = line(received, "place", NAME, errors);
    if place.is_empty() {
        errors.add("place", "Enter the city and country you would work from");
    }
    (headline, place)
}

/// The answers that are no files, and the fields of those that are. What is not asked after the answers given is not kept.
pub fn answers(
    received: &Received,
    questions: &[Question],
    has_file: impl Fn(&str) -> bool,
    errors: &mut Errors,
) -> (Vec<Answer>, Vec<(String, FileRole)>) {
    let mut files = Vec::new();
    let mut answers = Vec::new();
    let given = |question: &Question| {
        let texts = received.texts.get(&field_of(question));
        texts.map_or(&[][..], Vec::as_slice)
    };
    for question in asked(questions, |question| chosen(question, given(question))) {
        let field = field_of(question);
        if question.kind == QuestionKind::File {
            if has_file(&field) {
                files.push((field, FileRole::Answer(question.clone())));
            } else if let Some(message) = received.errors.get(&field) {
                errors.add(field, message);
            } else if question.required {
                errors.add(field, missing(QuestionKind::File));
            }
            continue;
        }
        match Answer::check(question, given(question)) {
            Ok(answer) => answers.extend(answer),
            Err(message) => errors.add(field, message),
        }
    }
    (answers, files)
}

/// A field of one line: blanks folded, nothing that cannot be seen.
fn line(received: &Received, name: &str, most: usize, errors: &mut Errors) -> String {
    let visible = received.one(name).replace(|c: char| c.is_control(), " ");
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > most {
        errors.add(name, format!("Use at most {most} characters"));
    }
    line
}
