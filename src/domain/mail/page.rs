//! A mail as text and as a page. Both say the same: the page is made of the text.

use super::transport::Mail;
use askama::Template;
use std::fmt::Write;

/// How light a company's colour is in mail: white is readable on it, and it on white, in every hue (WCAG 1.4.3).
const LIGHT: f32 = 0.29;
/// Columns of plain text.
const WIDTH: usize = 72;

#[derive(Template)]
#[template(path = "mail/page.html")]
struct MailPage<'a> {
    mail: &'a Mail,
    body: Vec<Part>,
    footer: Vec<Part>,
    light: String,
    dark: String,
}

/// A paragraph of a mail.
enum Part {
    /// A link that stands alone is a button.
    Button(String),
    Text(Vec<Vec<Run>>),
}

/// A stretch of a line.
enum Run {
    Plain(String),
    Link(String),
}

/// What stands below a mail to somebody of the company.
pub fn member_footer(company: &str) -> String {
    format!("You get this because you work with {company}.")
}

/// A mail as plain text, in lines that fit.
pub(super) fn text(mail: &Mail) -> String {
    format!(
        "{}\n\n-- \n{}\n",
        wrapped(&mail.body),
        wrapped(&mail.footer)
    )
}

/// The page of a mail.
pub fn html(mail: &Mail) -> askama::Result<String> {
    MailPage {
        body: parts(&mail.body),
        footer: parts(&mail.footer),
        light: colour(mail.hue, LIGHT),
        dark: colour(mail.hue, 0.80),
        mail,
    }
    .render()
}

fn parts(text: &str) -> Vec<Part> {
    text.split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| match paragraph.trim() {
            alone if is_link(alone) => Part::Button(alone.to_owned()),
            text => Part::Text(text.lines().map(runs).collect()),
        })
        .collect()
}

fn is_link(word: &str) -> bool {
    (word.starts_with("https://") || word.starts_with("http://"))
        && !word.contains(char::is_whitespace)
}

/// The words of a line: links are links.
fn runs(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut plain = String::new();
    for word in line.split_inclusive(' ') {
        let bare = word.trim_end().trim_end_matches(['.', ',', ';', ')']);
        if is_link(bare) {
            if !plain.is_empty() {
                runs.push(Run::Plain(std::mem::take(&mut plain)));
            }
            runs.push(Run::Link(bare.to_owned()));
            plain.push_str(word.get(bare.len()..).unwrap_or_default());
        } else {
            plain.push_str(word);
        }
    }
    if !plain.is_empty() {
        runs.push(Run::Plain(plain));
    }
    runs
}

/// Text in lines that fit; a word that does not fit, as a link, has its own.
fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 60);
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let mut width = 0;
        for (m, word) in line.split(' ').enumerate() {
            let long = word.chars().count();
            if m > 0 {
                if width + 1 + long > WIDTH {
                    out.push('\n');
                    width = 0;
                } else {
                    out.push(' ');
                    width += 1;
                }
            }
            out.push_str(word);
            width += long;
        }
    }
    out
}

/// A colour of the company's hue as mail programs know it: `#rrggbb` of an HSL colour.
fn colour(hue: i16, light: f32) -> String {
    let hue = f32::from(hue.rem_euclid(360));
    let strength = 0.42 * light.min(1.0 - light);
    let part = |n: f32| {
        let k = (n + hue / 30.0) % 12.0;
        let value = light - strength * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        (value * 255.0).round().clamp(0.0, 255.0) as u8
    };
    let mut text = "#".to_owned();
    for n in [0.0, 8.0, 4.0] {
        // Writing to a string does not fail.
        let _ = write!(text, "{:02x}", part(n));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_are_readable_on_white() {
        for hue in 0..360 {
            let hex = colour(hue, LIGHT);
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            let light = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
            let contrast = 1.05 / (light + 0.05);
            assert!(contrast >= 4.5, "{hue}: {hex} {contrast}");
        }
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word(text in "[a-z ]{0,300}") {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let done = wrapped(&text);
            prop_assert_eq!(words(&done), words(&text));
            for line in done.lines() {
                prop_assert!(line.trim().chars().count() <= WIDTH || !line.trim().contains(' '));
            }
        }
    }
}
