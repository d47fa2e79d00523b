//! What a résumé says about how to reach its writer: suggestions for a form, which its writer corrects. Pure: every
//! suggestion stands in the text as it is offered, and nothing is guessed that is not there.

use super::apply::web_link;
use crate::domain::accounts::users::Email;
use serde_json::Value;

/// Fields that a résumé can fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub place: Option<String>,
    pub headline: Option<String>,
    pub links: Vec<String>,
}

/// How far from its top a résumé is read: who wrote it stands there.
const LINES: usize = 60;
/// Most links that are offered.
const LINKS: usize = 5;

/// Reads the text of a résumé, or a JSON Resume (jsonresume.org) as text.
pub fn suggest(text: &str) -> Suggestions {
    let start = text.trim_start();
    if start.starts_with('{')
        && let Ok(resume) = serde_json::from_str::<Value>(start)
    {
        return json_resume(&resume);
    }
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(LINES)
        .collect();
    let words = || lines.iter().flat_map(|line| line.split_whitespace());
    let bare = |word: &str| {
        let outer = |c: char| "()[]<>,;|•·\"'".contains(c);
        word.trim_matches(outer).to_owned()
    };
    let email = words().map(bare).find_map(|word| {
        let word = word.trim_start_matches("mailto:");
        let email = Email::parse(word)?;
        Some(email.as_str().to_owned())
    });
    let mut links = Vec::new();
    for word in words().map(bare) {
        let word = word.trim_end_matches(['.', ':']);
        if links.len() < LINKS && is_profile(word) {
            links.extend(web_link(word).filter(|link| !links.contains(link)));
        }
    }
    let name = lines.iter().take(6).find_map(|line| name(line));
    let (given_name, family_name) = name.unzip();
    Suggestions {
        given_name,
        family_name: family_name.flatten(),
        email,
        phone: lines.iter().find_map(|line| phone(line)),
        place: None,
        headline: None,
        links,
    }
}

/// A page about somebody: with a scheme, or one of the well-known places.
fn is_profile(word: &str) -> bool {
    const KNOWN: [&str; 8] = [
        "linkedin.com/",
        "github.com/",
        "gitlab.com/",
        "codeberg.org/",
        "xing.com/",
        "behance.net/",
        "dribbble.com/",
        "orcid.org/",
    ];
    let lower = word.to_lowercase();
    let rest = lower
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.");
    (lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("www."))
        || KNOWN
            .iter()
            .any(|known| rest.starts_with(known) && rest.len() > known.len())
}

/// A line that is a name and nothing else: two to four words that begin with capitals, without digits or signs.
fn name(line: &str) -> Option<(String, Option<String>)> {
    const TITLES: [&str; 10] = [
        "curriculum",
        "vitae",
        "résumé",
        "resume",
        "cv",
        "profile",
        "contact",
        "summary",
        "page",
        "lebenslauf",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    let plain = |word: &&str| {
        let lower = word.to_lowercase();
        let lower = lower.trim_matches(|c: char| !c.is_alphabetic());
        word.chars()
            .all(|c| c.is_alphabetic() || "'’-.".contains(c))
            && !TITLES.contains(&lower)
            && word.chars().count() <= 40
    };
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let fits = (2..=4).contains(&words.len())
        && words.iter().all(plain)
        && words.first().is_some_and(|word| capital(word))
        && words.last().is_some_and(|word| capital(word));
    let (family, given) = words.split_last().filter(|_| fits)?;
    Some((calm(&given.join(" ")), Some(calm(family))))
}

/// A name in capitals as one writes it in a sentence.
fn calm(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut first = true;
    for c in name.chars() {
        if first {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        first = !c.is_alphabetic();
    }
    out
}

/// A number with a plus, or behind a word that says what it is: years are numbers too.
fn phone(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let told = ["phone", "tel", "mobile", "cell", "mob."]
        .iter()
        .any(|word| lower.contains(word));
    let start = line.find('+').or_else(|| {
        let digit = line.find(|c: char| c.is_ascii_digit() || c == '(');
        digit.filter(|_| told)
    })?;
    let number: String = line
        .get(start..)?
        .chars()
        .take_while(|c| c.is_ascii_digit() || " +()-./\u{a0}".contains(*c))
        .collect();
    let number = number
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .trim()
        .to_owned();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits).then_some(number)
}

/// The `basics` of a JSON Resume.
fn json_resume(resume: &Value) -> Suggestions {
    let text = |pointer: &str| {
        let text = resume.pointer(pointer)?.as_str()?.trim();
        let fine =
            !text.is_empty() && text.chars().count() <= 255 && !text.chars().any(char::is_control);
        fine.then(|| text.to_owned())
    };
    let name = text("/basics/name");
    let (given_name, family_name) = match name.as_deref().map(|name| name.rsplit_once(' ')) {
        Some(Some((given, family))) => (Some(given.to_owned()), Some(family.to_owned())),
        Some(None) => (name, None),
        None => (None, None),
    };
    let place: Vec<String> = ["/basics/location/city", "/basics/location/countryCode"]
        .into_iter()
        .filter_map(text)
        .collect();
    let profiles = resume.pointer("/basics/profiles").and_then(Value::as_array);
    let profiles = profiles
        .into_iter()
        .flatten()
        .filter_map(|profile| profile.get("url")?.as_str());
    let own = resume.pointer("/basics/url").and_then(Value::as_str);
    let mut links: Vec<String> = own
        .into_iter()
        .chain(profiles)
        .filter_map(web_link)
        .collect();
    links.truncate(LINKS);
    Suggestions {
        given_name,
        family_name,
        email: text("/basics/email").filter(|email| Email::parse(email).is_some()),
        phone: text("/basics/phone"),
        place: (!place.is_empty()).then(|| place.join(", ")),
        headline: text("/basics/label"),
        links,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_head_of_a_resume_is_read() {
        let text = "CURRICULUM VITAE\n\nNOOR AZIZA CASTELLANE\nGrinder with nine years at the kiln\n\
                    Tartu, Estonia | +372 5550 0142 | Noor.Castellane@Example.org\n\
                    linkedin.com/in/noor-castellane, https://noor.example/work.\n\
                    2015 - 2024 Teal Kilns";
        let read = suggest(text);
        assert_eq!(read.given_name.as_deref(), Some("Noor Aziza"));
        assert_eq!(read.family_name.as_deref(), Some("Castellane"));
        assert_eq!(read.email.as_deref(), Some("noor.castellane@example.org"));
        assert_eq!(read.phone.as_deref(), Some("+372 5550 0142"));
        assert_eq!(
            read.links,
            [
                "https://linkedin.com/in/noor-castellane",
                "https://noor.example/work"
            ]
        );
    }

    #[test]
    fn what_is_not_there_is_not_offered() {
        let read = suggest("From 2015 to 2024 I ran the mill.\n2015 2016 2017 2018\nPage 1 of 2");
        assert_eq!(read, Suggestions::default());
    }

    #[test]
    fn a_json_resume_is_read() {
        let read = suggest(
            r#"{"basics": {"name": "Noor Castellane", "label": "Grinder", "email": "noor@example.org", "phone": "+372 5550 0142",
                "url": "https://noor.example", "location": {"city": "Tartu", "countryCode": "EE"},
                "profiles": [{"url": "https://github.com/noor"}, {"url": "javascript:alert(1)"}]}}"#,
        );
        assert_eq!(read.given_name.as_deref(), Some("Noor"));
        assert_eq!(read.headline.as_deref(), Some("Grinder"));
        assert_eq!(read.place.as_deref(), Some("Tartu, EE"));
        assert_eq!(
            read.links,
            ["https://noor.example/", "https://github.com/noor"]
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_only_what_is_in_it(text in "(\\PC|\n){0,400}") {
            let read = suggest(&text);
            let folded = text.to_lowercase();
            for word in [&read.given_name, &read.family_name, &read.phone, &read.email].into_iter().flatten() {
                for part in word.to_lowercase().split_whitespace() {
                    prop_assert!(folded.contains(part), "{} of {}", part, word);
                }
            }
            prop_assert!(read.links.len() <= LINKS);
        }
    }
}
