//! Phones and links as people type them, one a line.

use super::apply::web_link;
use crate::base::error::Errors;

/// The longest phone number, in characters.
const PHONE: usize = 50;
/// The most that one form takes.
const PHONES: usize = 5;
const LINKS: usize = 20;
/// What to do about a number that is none.
pub const PHONE_HELP: &str = "Enter a phone number with its country code, like +372 5550 0142";

/// Several phone numbers, one a line, each once.
pub fn phones(typed: &str, errors: &mut Errors) -> Vec<String> {
    let mut phones: Vec<String> = Vec::new();
    for line in typed.lines() {
        let phone = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if phone.is_empty() || phones.contains(&phone) {
            continue;
        }
        if !is_phone(&phone) || phone.chars().count() > PHONE {
            errors.add("phone", PHONE_HELP);
        }
        phones.push(phone);
    }
    if phones.len() > PHONES {
        errors.add("phone", "Enter at most 5 phone numbers");
    }
    phones
}

/// Whether it has as many digits as a number needs.
pub fn is_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 5
}

/// One link a line, each once.
pub fn links(typed: &str, errors: &mut Errors) -> Vec<String> {
    let mut links = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match web_link(line) {
            Some(link) if links.contains(&link) => {}
            Some(link) => links.push(link),
            None => errors.add(
                "links",
                "Enter one link a line, each like https://example.com",
            ),
        }
    }
    if links.len() > LINKS {
        errors.add("links", "Enter at most 20 links");
    }
    links
}
