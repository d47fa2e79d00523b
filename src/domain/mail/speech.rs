//! What mail says of days, hours, names and counts, as each language says it. A language that we do not speak gets numbers,
//! and English where there must be words.

use super::language::Language;
use crate::base::clock::Day;

const GERMAN_DAYS: [&str; 7] = [
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
];
const FRENCH_DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

impl Language {
    /// "Thursday 19 November 2026".
    pub fn weekday(&self, day: Day) -> String {
        let nth = usize::try_from(day.0.weekday().to_monday_zero_offset()).unwrap_or_default();
        let named = |days: [&'static str; 7]| days.get(nth).copied().unwrap_or_default();
        let date = self.day(day);
        match self.key() {
            "en" => day.0.strftime("%A %-d %B %Y").to_string(),
            "de" => format!("{}, {date}", named(GERMAN_DAYS)),
            "fr" => format!("{} {date}", named(FRENCH_DAYS)),
            _ => date,
        }
    }

    /// "14:00 to 14:45".
    pub fn hours(&self, from: &str, to: &str) -> String {
        match self.key() {
            "en" => format!("{from} to {to}"),
            "de" => format!("{from} bis {to} Uhr"),
            "fr" => format!("de {from} à {to}"),
            _ => format!("{from}–{to}"),
        }
    }

    /// "Iris", "Iris and Hugo", "Iris, Hugo and Cora".
    pub fn listed<S: AsRef<str>>(&self, names: &[S]) -> String {
        let and = match self.key() {
            "de" => "und",
            "fr" => "et",
            _ => "and",
        };
        match names {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [most @ .., last] => {
                let most: Vec<_> = most.iter().map(AsRef::as_ref).collect();
                format!("{} {and} {}", most.join(", "), last.as_ref())
            }
        }
    }

    /// "With Iris".
    pub fn with(&self, names: &str) -> String {
        match self.key() {
            "de" => format!("Mit {names}"),
            "fr" => format!("Avec {names}"),
            _ => format!("With {names}"),
        }
    }

    /// "2 new openings", as a subject begins.
    pub fn new_openings(&self, count: usize) -> String {
        match (self.key(), count) {
            ("de", 1) => "Eine neue Stelle".to_owned(),
            ("de", n) => format!("{n} neue Stellen"),
            ("fr", 1) => "Un nouveau poste".to_owned(),
            ("fr", n) => format!("{n} nouveaux postes"),
            (_, 1) => "1 new opening".to_owned(),
            (_, n) => format!("{n} new openings"),
        }
    }

    /// "And 3 more: https://…".
    pub fn and_more(&self, count: usize, link: &str) -> String {
        match self.key() {
            "de" => format!("Und {count} weitere: {link}"),
            "fr" => format!("Et {count} de plus : {link}"),
            _ => format!("And {count} more: {link}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_says_it_in_its_own_way() {
        let day = Day(jiff::civil::date(2026, 11, 19));
        for (key, weekday, hours, names) in [
            (
                "en",
                "Thursday 19 November 2026",
                "14:00 to 14:45",
                "Iris, Hugo and Cora",
            ),
            (
                "de",
                "Donnerstag, 19. November 2026",
                "14:00 bis 14:45 Uhr",
                "Iris, Hugo und Cora",
            ),
            (
                "fr",
                "jeudi 19 novembre 2026",
                "de 14:00 à 14:45",
                "Iris, Hugo et Cora",
            ),
            ("et", "2026-11-19", "14:00–14:45", "Iris, Hugo and Cora"),
        ] {
            let language = Language::of(key);
            assert_eq!(language.weekday(day), weekday);
            assert_eq!(language.hours("14:00", "14:45"), hours);
            assert_eq!(language.listed(&["Iris", "Hugo", "Cora"]), names);
        }
        let german = Language::of("de");
        assert_eq!(german.new_openings(1), "Eine neue Stelle");
        assert_eq!(german.new_openings(2), "2 neue Stellen");
    }
}
