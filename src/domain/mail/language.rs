//! The languages of mail: a candidate is written to in that of the posting that they applied for, else in the company's.

use super::{french, german, kind::Kind, template::Template};
use crate::base::{
    clock::Day,
    error::Result,
    ids::{ApplicationId, CompanyId},
};
use sqlx::PgConnection;

/// A language, as `de`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

const GERMAN_MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Language {
    /// Those that the program has wordings in.
    pub fn built_in() -> [Self; 3] {
        ["en", "de", "fr"].map(|key| Self(key.to_owned()))
    }

    /// The language of a tag (BCP 47), as `de` of `de-AT`; none where that is no language.
    pub fn parse(tag: &str) -> Option<Self> {
        let key = tag
            .split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let sound = (2..=3).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_lowercase());
        sound.then_some(Self(key))
    }

    /// The same, and English where that is no language.
    pub fn of(tag: &str) -> Self {
        Self::parse(tag).unwrap_or_else(Self::english)
    }

    pub fn english() -> Self {
        Self("en".to_owned())
    }

    pub fn key(&self) -> &str {
        &self.0
    }

    /// Its name, or what stands for it where we have none.
    pub fn label(&self) -> &str {
        match self.key() {
            "en" => "English",
            "de" => "German",
            "fr" => "French",
            key => key,
        }
    }

    /// The program's own wording.
    pub(super) fn usual(&self, kind: Kind) -> Option<Template> {
        let (subject, body) = match self.key() {
            "en" => kind.wording(),
            "de" => german::wording(kind),
            "fr" => french::wording(kind),
            _ => return None,
        };
        Some(Template {
            subject: subject.to_owned(),
            body: body.to_owned(),
        })
    }

    /// A day as it is written, as "3 December 2026"; in a language that we do not speak as 2026-12-03.
    pub fn day(&self, day: Day) -> String {
        let month = usize::from(day.0.month().unsigned_abs()).saturating_sub(1);
        let named = |months: [&'static str; 12]| months.get(month).copied().unwrap_or_default();
        let (number, year) = (day.0.day(), day.0.year());
        match self.key() {
            "en" => day.0.strftime("%-d %B %Y").to_string(),
            "de" => format!("{number}. {} {year}", named(GERMAN_MONTHS)),
            "fr" if number == 1 => format!("1er {} {year}", named(FRENCH_MONTHS)),
            "fr" => format!("{number} {} {year}", named(FRENCH_MONTHS)),
            _ => day.0.to_string(),
        }
    }

    /// What is written on the link to the candidate's page.
    pub fn status_button(&self) -> &'static str {
        match self.key() {
            "de" => "Ihre Bewerbung ansehen",
            "fr" => "Voir votre candidature",
            _ => "See your application",
        }
    }

    /// What is written on a mail's own link.
    pub(super) fn own_button(&self) -> &'static str {
        match self.key() {
            "de" => "Diese Seite öffnen",
            "fr" => "Ouvrir cette page",
            _ => "Open this page",
        }
    }

    /// What stands below every mail: why its reader gets it, and where they see their data.
    pub fn footer(&self, company: &str, posting: Option<&str>, link: Option<&str>) -> String {
        let why = match (self.key(), posting) {
            ("de", Some(posting)) => format!(
                "Sie erhalten diese E-Mail, weil Sie sich bei {company} auf {posting} beworben haben."
            ),
            ("de", None) => {
                format!("Sie erhalten diese E-Mail, weil Sie {company} geschrieben haben.")
            }
            ("fr", Some(posting)) => format!(
                "Vous recevez ce message parce que vous avez postulé chez {company} : {posting}."
            ),
            ("fr", None) => {
                format!("Vous recevez ce message parce que vous avez écrit à {company}.")
            }
            (_, Some(posting)) => {
                format!("You get this because you applied for {posting} at {company}.")
            }
            (_, None) => format!("You get this because you wrote to {company}."),
        };
        let data = match self.key() {
            "de" => "Ihre Daten ansehen, berichtigen oder löschen:",
            "fr" => "Voir, corriger ou effacer vos données :",
            _ => "See, correct or erase your data:",
        };
        match link {
            Some(link) => format!("{why}\n{data} {link}"),
            None => why,
        }
    }

    /// What stands below a mail that is not about one's own application.
    pub(super) fn mailing_footer(&self, company: &str, stop: Option<&str>) -> String {
        let (why, no_more) = match self.key() {
            "de" => (
                format!(
                    "Sie erhalten diese E-Mail, weil jemand {company} diese Adresse gegeben hat."
                ),
                "Keine solchen E-Mails mehr:",
            ),
            "fr" => (
                format!(
                    "Vous recevez ce message parce que cette adresse a été donnée à {company}."
                ),
                "Ne plus recevoir ces messages :",
            ),
            _ => (
                format!("You get this because somebody gave this address to {company}."),
                "No more of these mails:",
            ),
        };
        match stop {
            Some(stop) => format!("{why}\n{no_more} {stop}"),
            None => why,
        }
    }
}

/// The language that a mail about an application would be in, where there is a wording in it.
pub(super) async fn wanted(
    db: &mut PgConnection,
    company: CompanyId,
    application: Option<ApplicationId>,
) -> Result<[Language; 2]> {
    let row = sqlx::query!(
        r#"select c.locale, p.language as "posting?" from companies c
           left join applications a on (a.company_id, a.id) = (c.id, $2)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where c.id = $1"#,
        company as _,
        application as _,
    )
    .fetch_one(db)
    .await?;
    let company = Language::of(&row.locale);
    let posting = row.posting.as_deref().and_then(Language::parse);
    Ok([posting.unwrap_or_else(|| company.clone()), company])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_each_language_writes_them() {
        let day = Day(jiff::civil::date(2026, 3, 1));
        for (key, written) in [
            ("en", "1 March 2026"),
            ("de", "1. März 2026"),
            ("fr", "1er mars 2026"),
            ("et", "2026-03-01"),
        ] {
            assert_eq!(Language::of(key).day(day), written);
        }
    }

    #[test]
    fn what_is_no_language_is_english() {
        for (tag, key) in [
            ("de-AT", "de"),
            ("PT-br", "pt"),
            ("", "en"),
            ("\"><b", "en"),
            ("english", "en"),
        ] {
            assert_eq!(Language::of(tag).key(), key, "{tag}");
        }
    }
}
