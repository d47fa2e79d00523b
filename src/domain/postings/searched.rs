//! What search looks at in a posting.

use super::published::LivePosting;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, without accents: how words are compared.
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect()
}

/// Everything that search looks at, folded.
pub fn searched(posting: &LivePosting) -> String {
    let content = &posting.content;
    let mut words = String::new();
    let places = content.places.iter().map(|place| &place.name);
    let plain = [&content.title, &content.summary, &content.languages];
    let plain = plain
        .into_iter()
        .chain(&content.departments)
        .chain(&content.tracks)
        .chain(places);
    for text in plain {
        words.push_str(&fold(text));
        words.push('\n');
    }
    for section in &content.sections {
        words.push_str(&fold(&section.heading));
        words.push('\n');
        words.push_str(&fold(&without_tags(&section.html)));
        words.push('\n');
    }
    words
}

/// The text of cleaned HTML, in which every `<` begins a tag and only four characters are ever escaped.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (escaped, plain)| text.replace(escaped, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Zürich ÉLAN ﬁx"), "zurich elan fix");
    }

    #[test]
    fn tags_are_no_words() {
        assert_eq!(
            without_tags("<p>One <strong>two</strong></p>"),
            " One  two  "
        );
        assert_eq!(without_tags("R&amp;D, &lt;b&gt;"), "R&D, <b>");
    }
}
