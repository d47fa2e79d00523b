//! A posting as search engines read it: schema.org `JobPosting` in JSON-LD, saying what the page says.

use crate::{
    base::countries,
    domain::{
        companies::Profile,
        postings::{
            advert::{EmploymentType, Pay, PayPeriod, Workplace},
            published::{Published, PublishedPlace},
        },
    },
    web::careers::company::SitePosting,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The content of the script element. A `<` is written so that nothing in it can end the element.
pub fn script(company: &Profile, shown: &SitePosting, url: &str, text: &str) -> String {
    job_posting(company, shown, url, text)
        .to_string()
        .replace('<', "\\u003c")
}

fn job_posting(company: &Profile, shown: &SitePosting, url: &str, text: &str) -> Value {
    let (posting, content) = (&shown.posting, &shown.posting.content);
    let zone = company.zone();
    let mut markup = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": content.title,
        "description": text,
        "url": url,
        "identifier": { "@type": "PropertyValue", "name": company.company.name, "value": posting.id.to_string() },
        "datePosted": posting.first_published_at.day(&zone).to_string(),
        "hiringOrganization": organization(company),
        "directApply": content.external_apply_url.is_none(),
    });
    let Some(fields) = markup.as_object_mut() else {
        return markup;
    };
    if let Some(through) = shown.valid_through() {
        fields.insert("validThrough".to_owned(), json!(through.rfc3339()));
    }
    if let Some(kind) = content.employment_type {
        fields.insert("employmentType".to_owned(), json!(employment_type(kind)));
    }
    if let Some(salary) = base_salary(&content.pay) {
        fields.insert("baseSalary".to_owned(), salary);
    }
    locations(fields, content);
    markup
}

fn organization(company: &Profile) -> Value {
    match &company.website {
        Some(website) => {
            json!({ "@type": "Organization", "name": company.company.name, "sameAs": website })
        }
        None => json!({ "@type": "Organization", "name": company.company.name }),
    }
}

fn locations(fields: &mut Map<String, Value>, content: &Published) {
    let (remote, places): (Vec<_>, Vec<_>) = content.places.iter().partition(|place| place.remote);
    if !places.is_empty() {
        let places: Vec<_> = places.into_iter().map(place).collect();
        fields.insert("jobLocation".to_owned(), json!(places));
    }
    if content.workplace == Workplace::Remote || !remote.is_empty() {
        fields.insert("jobLocationType".to_owned(), json!("TELECOMMUTE"));
        let codes: BTreeSet<_> = remote.iter().flat_map(|place| &place.countries).collect();
        let countries: Vec<_> = codes
            .into_iter()
            .map(|code| json!({ "@type": "Country", "name": countries::name(code) }))
            .collect();
        if !countries.is_empty() {
            fields.insert("applicantLocationRequirements".to_owned(), json!(countries));
        }
    }
}

fn place(place: &PublishedPlace) -> Value {
    let mut address = Map::new();
    address.insert("@type".to_owned(), json!("PostalAddress"));
    let parts = [
        ("streetAddress", place.street.as_deref()),
        // A place in words has no city of its own; its name is the best that we know.
        (
            "addressLocality",
            place.city.as_deref().or(Some(&place.name)),
        ),
        ("addressRegion", place.subdivision.as_deref()),
        ("postalCode", place.postal_code.as_deref()),
        (
            "addressCountry",
            place.countries.first().map(String::as_str),
        ),
    ];
    for (name, value) in parts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            address.insert(name.to_owned(), json!(value));
        }
    }
    json!({ "@type": "Place", "address": address })
}

/// The words of Google's job search.
fn employment_type(kind: EmploymentType) -> &'static str {
    match kind {
        EmploymentType::FullTime => "FULL_TIME",
        EmploymentType::PartTime => "PART_TIME",
        EmploymentType::Contractor => "CONTRACTOR",
        EmploymentType::Temporary => "TEMPORARY",
        EmploymentType::Intern => "INTERN",
        EmploymentType::Volunteer => "VOLUNTEER",
        EmploymentType::PerDiem => "PER_DIEM",
        EmploymentType::Other => "OTHER",
    }
}

fn base_salary(pay: &Pay) -> Option<Value> {
    let Pay::Range {
        min_cents,
        max_cents,
        currency,
        per,
        ..
    } = pay
    else {
        return None;
    };
    let unit = match per {
        PayPeriod::Hour => "HOUR",
        PayPeriod::Day => "DAY",
        PayPeriod::Week => "WEEK",
        PayPeriod::Month => "MONTH",
        PayPeriod::Year => "YEAR",
    };
    let value = json!({
        "@type": "QuantitativeValue", "minValue": units(*min_cents), "maxValue": units(*max_cents), "unitText": unit,
    });
    Some(json!({ "@type": "MonetaryAmount", "currency": currency, "value": value }))
}

/// Whole units as whole numbers.
fn units(cents: i64) -> Value {
    match cents % 100 {
        0 => json!(cents / 100),
        _ => json!(cents as f64 / 100.0),
    }
}
