//! Words by which others are known to have run together. None of them makes a word with another one, so that
//! `network`, `workforce` and `marketplace` stay whole.

use std::collections::HashSet;
use std::sync::LazyLock;

/// No word is longer; what is, is not looked at.
pub(super) const LONGEST_WORD: usize = 64;
/// No part is shorter; those are acronyms.
const SHORTEST_PART: usize = 3;
/// The shortest word of the text itself that counts as a part.
pub(super) const SHORTEST_OWN_WORD: usize = 7;
/// A word of this length is looked at twice.
pub(super) const SUSPICIOUS: usize = 20;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "accounting administration administrator agreement analysis analyst appliance application \
     assistant bachelor budget calendar camera certificate certification client colleague company \
     complaint component configuration consultant contract contractor customer database degree \
     delivery dental department deployment design desktop developer development device diploma \
     director distributor document documentation education employee engineer engineering \
     equipment experience external finance frequency hardware holiday incident installation \
     insurance integration internal invoice knowledge laptop maintenance manager manual \
     manufacturer marketing maternity medical meeting monitor monitoring monthly national network \
     operation package parental partner paternity pension planning platform policy printer \
     priority procedure process procurement product production program programme project proposal \
     prospect provider purchase quality quarterly quotation regional regularity release repair \
     report request requirement research reseller retailer router salary scanner schedule \
     scheduling script security server service severity software specification spoken standard \
     storage strategy supplier support system tablet technician telephone testing ticket training \
     travel troubleshooting vacation vendor verbal weekly written yearly"
        .split(' ')
        .collect()
});

const ACRONYMS: &[&str] = &[
    "RFI", "RFP", "RFQ", "SOW", "KPI", "SLA", "OKR", "API", "SDK", "CRM", "ERP", "HTML", "CSS",
    "XML", "JSON", "TCP", "UDP", "DNS", "DHCP", "HTTP", "REST", "SOAP", "AWS", "GCP", "SQL", "MBA",
    "ITIL", "ISO", "PMI", "PMP", "LAN", "WAN", "VPN", "USA", "EMEA", "APAC", "LATAM", "NDA", "MSA",
    "CAD", "CAM", "PDF", "CSV",
];

/// Pairs of letters too short for the list above.
const SHORT_PAIRS: &[(&str, &[&str])] = &[
    ("CICD", &["CI", "CD"]),
    ("UIUX", &["UI", "UX"]),
    ("TCPIP", &["TCP", "IP"]),
    ("BSBA", &["BS", "BA"]),
    ("BSMS", &["BS", "MS"]),
];

/// Honest long words in adverts.
const LONG_WORDS: &[&str] = &[
    "internationalisation",
    "internationalization",
    "characteristically",
    "counterrevolutionary",
    "interdepartmentally",
    "compartmentalisation",
    "compartmentalization",
    "institutionalisation",
    "institutionalization",
    "electroencephalography",
    "otorhinolaryngology",
    "telecommunications",
];

pub(super) fn is_long_word(word: &str) -> bool {
    LONG_WORDS.contains(&word)
}

/// The acronyms that ran together to a word in capitals.
pub(super) fn acronyms(word: &str) -> Option<Vec<&str>> {
    if word.len() > LONGEST_WORD || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let pair = SHORT_PAIRS.iter().find(|(joined, _)| *joined == word);
    pair.map(|(_, parts)| parts.to_vec())
        .or_else(|| split(word, &|part| ACRONYMS.contains(&part)))
}

/// The words that ran together to one: of the list, or longer ones that the text itself has, in one or several.
/// `etc` may close them.
pub(super) fn parts<'a>(word: &'a str, vocabulary: &HashSet<String>) -> Option<Vec<&'a str>> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let lower = word.to_lowercase();
    if listed(&lower) {
        return None;
    }
    let own = |part: &str| {
        part.len() >= SHORTEST_OWN_WORD && part.len() < lower.len() && vocabulary.contains(part)
    };
    let known = |part: &str| listed(part) || own(part) || singular(part).any(own);
    let (stem, etc) = match lower.strip_suffix("etc") {
        Some(stem) if known(stem) => return Some(vec![word.get(..stem.len())?, "etc"]),
        Some(stem) if split(stem, &known).is_some() => (stem.len(), true),
        _ => (lower.len(), false),
    };
    let lengths: Vec<usize> = split(lower.get(..stem)?, &known)?
        .iter()
        .map(|part| part.len())
        .collect();
    let mut start = 0;
    let mut found = Vec::new();
    for length in lengths {
        found.push(word.get(start..start + length)?);
        start += length;
    }
    found.extend(etc.then_some("etc"));
    Some(found)
}

fn listed(word: &str) -> bool {
    let listed = |word: &str| WORDS.contains(word);
    listed(word) || singular(word).any(listed)
}

fn singular(word: &str) -> impl Iterator<Item = &str> {
    ["s", "es"]
        .into_iter()
        .filter_map(|ending| word.strip_suffix(ending))
}

/// Two or more parts that `known` knows, the longest first.
fn split<'a>(word: &'a str, known: &impl Fn(&str) -> bool) -> Option<Vec<&'a str>> {
    let mut ends: Vec<Option<usize>> = vec![None; word.len() + 1];
    for start in (0..word.len()).rev() {
        let reach = |end: &usize| *end == word.len() || ends.get(*end).copied().flatten().is_some();
        let end = (start + 1..=word.len())
            .rev()
            .take_while(|end| *end >= start + SHORTEST_PART)
            .filter(|end| !(start == 0 && *end == word.len()))
            .filter(reach)
            .find(|end| word.get(start..*end).is_some_and(known));
        if let Some(place) = ends.get_mut(start) {
            *place = end;
        }
    }
    let mut found = Vec::new();
    let mut start = 0;
    while start < word.len() {
        let end = ends.get(start).copied().flatten()?;
        found.push(word.get(start..end)?);
        start = end;
    }
    (found.len() >= 2).then_some(found)
}
