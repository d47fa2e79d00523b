//! A posting as search engines read it: schema.org `JobPosting` in JSON-LD, saying what the page says.

use crate::{
    base::{
        countries,
        links::{self, Root},
    },
    domain::{
        companies::Profile,
        postings::{
            advert::{EmploymentType, Pay, PayPeriod, Workplace},
            published::{Published, PublishedPlace},
        },
    },
    web::careers::company::{CompanySite, SitePosting},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The content of the script element. A `<` is written so that nothing in it can end the element.
///
/// `origin` is the host of the site's one address.
pub fn script(site: &CompanySite, shown: &SitePosting, origin: &str, text: &str) -> String {
    job_posting(site, shown, origin, text)
        .to_string()
        .replace('<', "\\u003c")
}

fn job_posting(site: &CompanySite, shown: &SitePosting, origin: &str, text: &str) -> Value {
    let (company, lasting) = (site.profile(), site.lasting());
    let (posting, content) = (&shown.posting, &shown.posting.content);
    let zone = company.zone();
    let mut markup = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": content.title,
        "description": text,
        "url": format!("{origin}{}", shown.path(&lasting)),
        "identifier": { "@type": "PropertyValue", "name": company.company.name, "value": posting.id.to_string() },
        "datePosted": posting.first_published_at.day(&zone).to_string(),
        "hiringOrganization": organization(company, origin, &lasting),
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

fn organization(company: &Profile, origin: &str, at: &Root) -> Value {
    let mut markup = json!({ "@type": "Organization", "name": company.company.name });
    let logo = company.logo.as_ref();
    let logo = logo.map(|logo| format!("{origin}{}", links::careers_logo(at, &logo.name())));
    let more = [("sameAs", company.website.clone()), ("logo", logo)];
    if let Some(fields) = markup.as_object_mut() {
        let more = more
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
        fields.extend(more);
    }
    markup
}

fn locations(fields: &mut Map<String, Value>, content: &Published) {
    let (remote, places): (Vec<_>, Vec<_>) = content.places.iter().partition(|place| place.remote);
    if !places.is_empty() {
        let places: Vec<_> = places.into_iter().map(place).collect();
        fields.insert("jobLocation".to_owned(), json!(places));
    }
    // Only what is done from home altogether is remote to search engines.
    if content.workplace == Workplace::Remote {
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
    let country = place.countries.first().map(String::as_str);
    let named =
        Some(place.name.as_str()).filter(|name| country.map(countries::name) != Some(*name));
    let mut address = Map::new();
    address.insert("@type".to_owned(), json!("PostalAddress"));
    let parts = [
        ("streetAddress", place.street.as_deref()),
        // A place in words has no city of its own; its name is the best that we know.
        ("addressLocality", place.city.as_deref().or(named)),
        ("addressRegion", place.subdivision.as_deref()),
        ("postalCode", place.postal_code.as_deref()),
        ("addressCountry", country),
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
