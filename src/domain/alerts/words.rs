//! What somebody looks for, in words.

use super::Wanted;
use crate::domain::{
    mail::Language,
    postings::advert::{EmploymentType, Workplace},
};

impl Wanted {
    /// "“night shift”, in Mill, in Tallinn, full-time"; "everything that opens".
    pub fn words(&self) -> String {
        self.words_in(&Language::english())
    }

    /// The same in the language of a mail.
    pub fn words_in(&self, language: &Language) -> String {
        let (everything, or, quotes) = match language.key() {
            "de" => ("alles, was neu ist", "oder", ["„", "“"]),
            "fr" => ("tous les nouveaux postes", "ou", ["« ", " »"]),
            _ => ("everything that opens", "or", ["“", "”"]),
        };
        if self.is_empty() {
            return everything.to_owned();
        }
        let [open, close] = quotes;
        let any = |names: &[String]| names.join(&format!(" {or} "));
        let mut words = Vec::new();
        if !self.q.is_empty() {
            words.push(format!("{open}{}{close}", self.q));
        }
        for found in [any(&self.departments), any(&self.places)] {
            // German and French would need the right word for each name.
            words.push(match (found.is_empty(), language.key()) {
                (true, _) | (_, "de" | "fr") => found,
                (false, _) => format!("in {found}"),
            });
        }
        let workplaces = self.workplaces.iter().map(|it| workplace(language, *it));
        let kinds = self.kinds.iter().map(|it| kind(language, *it));
        words.push(any(&workplaces.collect::<Vec<_>>()));
        words.push(any(&kinds.collect::<Vec<_>>()));
        words.retain(|word| !word.is_empty());
        words.join(", ")
    }
}

fn workplace(language: &Language, workplace: Workplace) -> String {
    let said = match (language.key(), workplace) {
        ("de", Workplace::OnSite) => "vor Ort",
        ("fr", Workplace::OnSite) => "sur place",
        ("fr", Workplace::Hybrid) => "hybride",
        ("fr", Workplace::Remote) => "à distance",
        _ => return workplace.label().to_lowercase(),
    };
    said.to_owned()
}

fn kind(language: &Language, kind: EmploymentType) -> String {
    let said = match (language.key(), kind) {
        ("de", EmploymentType::FullTime) => "Vollzeit",
        ("de", EmploymentType::PartTime) => "Teilzeit",
        ("de", EmploymentType::Contractor) => "freie Mitarbeit",
        ("de", EmploymentType::Temporary) => "befristet",
        ("de", EmploymentType::Intern) => "Praktikum",
        ("de", EmploymentType::Volunteer) => "Ehrenamt",
        ("de", EmploymentType::PerDiem) => "tageweise",
        ("de", EmploymentType::Other) => "andere Art",
        ("fr", EmploymentType::FullTime) => "temps plein",
        ("fr", EmploymentType::PartTime) => "temps partiel",
        ("fr", EmploymentType::Contractor) => "indépendant",
        ("fr", EmploymentType::Temporary) => "temporaire",
        ("fr", EmploymentType::Intern) => "stage",
        ("fr", EmploymentType::Volunteer) => "bénévolat",
        ("fr", EmploymentType::PerDiem) => "à la journée",
        ("fr", EmploymentType::Other) => "autre forme",
        _ => return kind.label().to_lowercase(),
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_said_in_the_language_of_its_mail() {
        let wanted = Wanted::parse("q=night+shift&place=Tallinn&place=Lima&type=full_time");
        for (key, words) in [
            ("en", "“night shift”, in Lima or Tallinn, full-time"),
            ("de", "„night shift“, Lima oder Tallinn, Vollzeit"),
            ("fr", "« night shift », Lima ou Tallinn, temps plein"),
            ("et", "“night shift”, in Lima or Tallinn, full-time"),
        ] {
            assert_eq!(wanted.words_in(&Language::of(key)), words);
        }
    }
}
