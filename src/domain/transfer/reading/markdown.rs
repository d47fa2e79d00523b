//! Sections as Markdown source.

use super::sections::Block;

/// Blocks as Markdown: paragraphs and lists, parted by blank lines where Markdown needs them.
pub(super) fn section(blocks: &[Block], is_markdown: bool) -> String {
    let mut source = String::new();
    let mut in_list = false;
    for block in blocks {
        let text = if is_markdown {
            block.text().to_owned()
        } else {
            escape(block.text())
        };
        let item = matches!(block, Block::Item { .. });
        match (source.is_empty(), in_list && item) {
            (true, _) => {}
            (false, true) => source.push('\n'),
            (false, false) => source.push_str("\n\n"),
        }
        match block {
            Block::Paragraph { .. } => {}
            Block::Item { depth, .. } => {
                source.push_str(&"  ".repeat(usize::from(*depth)));
                source.push_str("- ");
            }
            Block::Subheading { .. } => source.push_str("### "),
        }
        source.push_str(&text);
        in_list = item;
    }
    source
}

/// Text that Markdown shows as it is: signs that would mean something get a backslash, and no others.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, char) in text.char_indices() {
        let next = text
            .get(at + char.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or(' ');
        let means = match char {
            '*' | '`' | '<' | '[' | ']' | '\\' | '~' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => begins_entity(text.get(at + 1..).unwrap_or_default()),
            '#' | '>' | '+' | '-' => at == 0,
            '.' | ')' => {
                next == ' '
                    && before.is_ascii_digit()
                    && text.bytes().take(at).all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        };
        if means {
            safe.push('\\');
        }
        safe.push(char);
        before = char;
    }
    safe
}

/// What follows an `&` makes it stand for another character: `amp;`, `#39;`.
fn begins_entity(after: &str) -> bool {
    const LONGEST: usize = 32;
    let name = after
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    name > 0 && after.as_bytes().get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser};

    fn shown(source: &str) -> String {
        let text = Parser::new(source).filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            Event::SoftBreak | Event::HardBreak => Some("\n".into()),
            Event::Start(tag) => {
                (!matches!(tag, pulldown_cmark::Tag::Paragraph)).then(|| format!("{tag:?}"))
            }
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {
                Some("!".into())
            }
            _ => None,
        });
        text.collect()
    }

    #[test]
    fn ordinary_text_stays_readable() {
        let text = "Pay: 30-40 % more, R&D (C++/C#) - see team_page.html #1 + \"more\".";
        assert_eq!(escape(text), text);
        assert_eq!(
            escape("2004. A *good* year <b>"),
            "2004\\. A \\*good\\* year \\<b>"
        );
    }

    proptest! {
        #[test]
        fn plain_text_is_shown_as_it_was(text in "[a-z0-9*_#>`<\\[\\]()!~&;:.+|=\\\\-]([a-z0-9 *_#>`<\\[\\]()!~&;:.+|=\\\\-]{0,40}[a-z0-9*_#>`<\\[\\]()!~&;:.+|=\\\\-])?") {
            prop_assert_eq!(shown(&escape(&text)), text);
        }
    }
}
