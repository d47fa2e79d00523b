//! Whose posting a file is.

/// Whether two names are of one employer: the same words, whatever their case and marks, or the same but for what a
/// register adds ("Heron Mills" and "Heron Mills Ltd.").
pub fn same_employer(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    !one.is_empty() && one == other
}

/// Forms of companies that names end with.
const FORMS: [&str; 24] = [
    "ab",
    "ag",
    "as",
    "asa",
    "bv",
    "co",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "inc",
    "kft",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "oyj",
    "plc",
    "sa",
    "sarl",
    "se",
    "srl",
];

fn bare(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(|word| word.replace(['\'', '’'], "").to_lowercase())
        .collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| FORMS.contains(&word.as_str()))
    {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::same_employer;

    #[test]
    fn an_employer_is_known_by_name() {
        for (one, other) in [
            ("Heron Mills", "heron mills"),
            ("Heron Mills", "Heron Mills Ltd."),
            ("Heron-Mills GmbH", "Heron Mills"),
            ("Miller’s", "Millers"),
        ] {
            assert!(same_employer(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("Heron Mills", "Heron"),
            ("Ltd", "Inc"),
            ("", ""),
            ("Heron", "Otter"),
        ] {
            assert!(!same_employer(one, other), "{one} / {other}");
        }
    }
}
