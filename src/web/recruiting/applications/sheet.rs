//! The text of a résumé as blocks that read well: headings, lists, paragraphs. What cannot be told apart is a paragraph.

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    Heading(&'a str),
    Items(Vec<&'a str>),
    Lines(Vec<&'a str>),
}

/// A heading has no more characters than this.
const HEADING: usize = 48;

/// Marks that documents put before the items of a list.
const BULLETS: [char; 9] = ['•', '◦', '▪', '●', '·', '‣', '–', '-', '*'];

/// Splits extracted text at its blank lines, and tells the parts apart by their looks.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for part in lines
        .split(|line| line.is_empty())
        .filter(|part| !part.is_empty())
    {
        let mut rest = part;
        if let [first, after @ ..] = part
            && is_heading(first)
        {
            blocks.push(Block::Heading(first.trim_end_matches(':')));
            rest = after;
        }
        while let Some(first) = rest.first() {
            let listed = item(first).is_some();
            let end = rest
                .iter()
                .position(|line| item(line).is_some() != listed)
                .unwrap_or(rest.len());
            let (these, those) = rest.split_at(end);
            blocks.push(if listed {
                Block::Items(these.iter().filter_map(|line| item(line)).collect())
            } else {
                Block::Lines(these.to_vec())
            });
            rest = those;
        }
    }
    blocks
}

/// The text of an item, without its mark.
fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS)?;
    rest.starts_with(char::is_whitespace)
        .then(|| rest.trim_start())
}

/// Short, of words, and in capitals or with a colon at its end.
fn is_heading(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    line.chars().count() <= HEADING
        && letters().count() >= 3
        && !line.contains(['@', '+', '/'])
        && (line.ends_with(':') || letters().all(|c| !c.is_lowercase()))
        && item(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resume_reads_as_it_was_meant() {
        let text = "Noor Castellane\nTallinn · noor@example.org\n\nWORK\nSupport technician, Fjordlink\n2024 to now\n\
                    • Forty cases a week\n- An upgrade runbook\n\nSkills:\nBash, Python\n\n\n+372 5550 0142\n";
        assert_eq!(
            blocks(text),
            [
                Block::Lines(vec!["Noor Castellane", "Tallinn · noor@example.org"]),
                Block::Heading("WORK"),
                Block::Lines(vec!["Support technician, Fjordlink", "2024 to now"]),
                Block::Items(vec!["Forty cases a week", "An upgrade runbook"]),
                Block::Heading("Skills"),
                Block::Lines(vec!["Bash, Python"]),
                Block::Lines(vec!["+372 5550 0142"]),
            ]
        );
        assert!(blocks(" \n\n").is_empty());
    }

    #[test]
    fn a_hyphenated_word_is_no_item() {
        assert_eq!(item("-5 °C"), None);
        assert_eq!(item("- five"), Some("five"));
    }
}
