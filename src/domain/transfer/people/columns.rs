//! What the columns of a table are.

use serde::{Deserialize, Serialize};

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Ignore,
    Given,
    Family,
    Name,
    Email,
    Phone,
    Link,
    Headline,
    Company,
    Title,
    Place,
    Country,
    Tags,
    Source,
    Job,
    Stage,
    AppliedAt,
    ExternalId,
}

/// Each with its value in forms, the words for it, and headings that mean it.
const FIELDS: [(Field, &str, &str, &[&str]); 18] = [
    (Field::Ignore, "ignore", "Leave out", &[]),
    (
        Field::Given,
        "given",
        "Given name",
        &["first", "given", "vorname", "prénom", "prenom", "nombre"],
    ),
    (
        Field::Family,
        "family",
        "Family name",
        &[
            "last",
            "surname",
            "family",
            "nachname",
            "familienname",
            "apellido",
        ],
    ),
    (
        Field::Name,
        "name",
        "Full name",
        &["name", "candidate", "nom"],
    ),
    (Field::Email, "email", "Email address", &["mail", "correo"]),
    (
        Field::Phone,
        "phone",
        "Phone",
        &["phone", "mobile", "telefon", "téléphone", "tel"],
    ),
    (
        Field::Link,
        "link",
        "Link",
        &["link", "url", "website", "profile", "portfolio"],
    ),
    (
        Field::Headline,
        "headline",
        "What they do now",
        &["headline", "summary"],
    ),
    (
        Field::Company,
        "company",
        "Company",
        &[
            "company",
            "employer",
            "firma",
            "organisation",
            "organization",
            "entreprise",
        ],
    ),
    (
        Field::Title,
        "title",
        "Title",
        &["title", "position", "role"],
    ),
    (
        Field::Place,
        "place",
        "Where they work from",
        &["place", "city", "location", "ort", "stadt", "ville"],
    ),
    (
        Field::Country,
        "country",
        "Country",
        &["country", "land", "pays"],
    ),
    (Field::Tags, "tags", "Tags", &["tag", "label", "keyword"]),
    (
        Field::Source,
        "source",
        "Source",
        &["source", "quelle", "channel"],
    ),
    (
        Field::Job,
        "job",
        "Job",
        &["job", "requisition", "vacancy", "stelle"],
    ),
    (Field::Stage, "stage", "Stage", &["stage", "status", "step"]),
    (
        Field::AppliedAt,
        "applied_at",
        "Applied on",
        &["applied", "application date", "date", "datum"],
    ),
    (
        Field::ExternalId,
        "external_id",
        "Number elsewhere",
        &["external", "candidate id", "reference", "id"],
    ),
];

impl Field {
    /// Values and words, in the order of the form.
    pub fn all() -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        FIELDS
            .into_iter()
            .map(|(field, key, label, _)| (field, key, label))
    }

    pub fn key(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(field, ..)| *field == self)
            .map_or("ignore", |(_, key, ..)| key)
    }

    pub fn parse(key: &str) -> Self {
        FIELDS
            .iter()
            .find(|(_, other, ..)| *other == key)
            .map_or(Self::Ignore, |(field, ..)| *field)
    }

    /// What a heading seems to mean: the word that it begins with, is or has, the longest first.
    fn of(heading: &str) -> Self {
        let heading = heading.trim().to_lowercase().replace(['_', '-', '.'], " ");
        let heading = heading.trim_start_matches("candidate ").to_owned();
        let exact = FIELDS.iter().find(|(_, key, label, words)| {
            heading == key.replace('_', " ")
                || heading == label.to_lowercase()
                || words.contains(&heading.as_str())
        });
        let words: Vec<&str> = heading.split_whitespace().collect();
        let within = || {
            FIELDS.iter().find(|(.., means)| {
                means.iter().any(|word| match word.len() {
                    0..=3 => words.contains(word),
                    _ => heading.contains(word),
                })
            })
        };
        exact
            .or_else(within)
            .map_or(Self::Ignore, |(field, ..)| *field)
    }
}

/// A column: its heading, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub heading: String,
    pub field: Field,
}

/// Guesses what columns are from their headings. Of what stands once in a line the first column is it.
pub fn guess(headings: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for heading in headings {
        let field = Field::of(heading);
        let again = columns.iter().any(|column| column.field == field);
        let several = matches!(
            field,
            Field::Email | Field::Phone | Field::Link | Field::Tags
        );
        columns.push(Column {
            heading: heading.trim().to_owned(),
            field: if again && !several {
                Field::Ignore
            } else {
                field
            },
        });
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood() {
        let fields = |headings: &[&str]| -> Vec<Field> {
            let headings: Vec<String> = headings.iter().map(|it| (*it).to_owned()).collect();
            guess(&headings).into_iter().map(|it| it.field).collect()
        };
        use Field::{
            AppliedAt, Company, Email, ExternalId, Family, Given, Ignore, Job, Name, Phone, Tags,
            Title,
        };
        assert_eq!(
            fields(&[
                "First name",
                "Last Name",
                "E-mail",
                "Mobile phone",
                "Current company",
                "Job title"
            ]),
            [Given, Family, Email, Phone, Company, Title]
        );
        assert_eq!(
            fields(&[
                "Candidate ID",
                "Name",
                "Email 2",
                "Vorname",
                "Applied at",
                "Job",
                "Tags",
                "Shoe size"
            ]),
            [ExternalId, Name, Email, Given, AppliedAt, Job, Tags, Ignore]
        );
    }
}
