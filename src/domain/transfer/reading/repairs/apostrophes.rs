//! Apostrophes that were lost: in contractions (`Youll`), after names (`Haldens clocks`), and after people (`the teams
//! goals`), where only the first two are certain.

use super::super::words::Words;
use super::{Context, Fault, Mend};

/// The parts before and after the apostrophe. Contractions that are words without it (`were`, `well`) are not here.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("you", "ll"),
    ("you", "re"),
    ("you", "ve"),
    ("you", "d"),
    ("we", "ve"),
    ("they", "ll"),
    ("they", "re"),
    ("they", "ve"),
    ("it", "ll"),
    ("that", "s"),
    ("that", "ll"),
    ("what", "s"),
    ("there", "s"),
    ("here", "s"),
    ("who", "s"),
    ("doesn", "t"),
    ("don", "t"),
    ("didn", "t"),
    ("isn", "t"),
    ("aren", "t"),
    ("wasn", "t"),
    ("weren", "t"),
    ("hasn", "t"),
    ("haven", "t"),
    ("hadn", "t"),
    ("won", "t"),
    ("can", "t"),
    ("couldn", "t"),
    ("shouldn", "t"),
    ("wouldn", "t"),
    ("bachelor", "s"),
    ("today", "s"),
];

/// Those who have things, and what they have; between the two an apostrophe is likely.
const OWNERS: &[&str] = &[
    "teams",
    "companys",
    "companies",
    "customers",
    "partners",
    "clients",
    "users",
    "departments",
    "organisations",
    "organizations",
    "employees",
    "candidates",
    "colleagues",
    "managers",
    "resellers",
    "suppliers",
    "vendors",
    "industrys",
];
const OWNED: &[&str] = &[
    "processes",
    "satisfaction",
    "success",
    "needs",
    "requirements",
    "expectations",
    "goals",
    "objectives",
    "experience",
    "environment",
    "environments",
    "business",
    "businesses",
    "questions",
    "issues",
    "problems",
    "performance",
    "growth",
    "culture",
    "mission",
    "values",
    "strategy",
    "work",
    "data",
    "systems",
    "products",
];

pub(super) fn find(text: &str, words: &Words, context: &Context, mends: &mut Vec<Mend>) {
    for at in 0..words.len() {
        let word = words.get(at);
        if !word.is_ascii() || word.len() < 3 {
            continue;
        }
        let range = words.range(at);
        if let Some(cut) = contraction(word, words, at) {
            let (head, tail) = word.split_at_checked(cut).unwrap_or((word, ""));
            let after = format!("{head}'{tail}");
            mends.push(Mend::make(
                range,
                Fault::LostApostrophe,
                after,
                "the word has lost its apostrophe",
            ));
        } else if let Some(after) = owner(word).filter(|_| owns(words, at)) {
            let because = format!("probably “{after} {}”: one, or several?", words.get(at + 1));
            mends.push(Mend::ask(
                range,
                Fault::LostApostrophe,
                Some(after),
                because,
            ));
        }
    }
    names(text, words, context, mends);
}

/// Where the apostrophe of a word belongs.
fn contraction(word: &str, words: &Words, at: usize) -> Option<usize> {
    let followed = |list: &[&str]| words.is_any(at + 1, list) && words.joined(at + 1);
    let adjective = words.is(at.wrapping_sub(1), "the") && words.joined(at) && words.joined(at + 1);
    if words.is(at, "worlds")
        && adjective
        && !words.is_any(at + 1, &["of", "and", "in", "that", "where"])
    {
        return Some(5);
    }
    if words.is(at, "masters") && followed(&["degree", "degrees", "or", "in"]) {
        return Some(6);
    }
    if matches!(word, "Im" | "Ive") {
        return Some(1);
    }
    let found = CONTRACTIONS.iter().find(|(head, tail)| {
        let (start, end) = word.split_at_checked(head.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(head) && end.eq_ignore_ascii_case(tail)
    });
    found.map(|(head, _)| head.len())
}

/// Something that is owned follows the word.
fn owns(words: &Words, at: usize) -> bool {
    words.is_any(at + 1, OWNED) && words.joined(at + 1)
}

/// `teams` as `team's`, `partners` as `partners'`.
fn owner(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let known = OWNERS.contains(&lower.as_str());
    let body = [
        "teams",
        "companys",
        "departments",
        "organisations",
        "organizations",
        "industrys",
    ]
    .contains(&lower.as_str());
    let stem = word.strip_suffix('s')?;
    known.then(|| {
        if body {
            format!("{stem}'s")
        } else {
            format!("{word}'")
        }
    })
}

/// Names with an `s` that is not theirs. That of the company is mended where a word follows; others are asked about.
fn names(text: &str, words: &Words, context: &Context, mends: &mut Vec<Mend>) {
    let company = context
        .company
        .as_deref()
        .filter(|name| !name.ends_with('s'));
    let last = company
        .and_then(|name| name.rsplit(' ').next())
        .unwrap_or_default();
    for at in 0..words.len() {
        let Some(stem) = words
            .get(at)
            .strip_suffix('s')
            .filter(|stem| stem.len() > 2)
        else {
            continue;
        };
        let range = words.range(at);
        let followed = at + 1 < words.len() && words.joined(at + 1);
        let head = text.get(..range.end - 1).unwrap_or_default();
        let after = format!("{stem}'s");
        if stem == last && company.is_some_and(|name| head.ends_with(name)) {
            if followed {
                let because = "the company's name has lost its apostrophe";
                mends.push(Mend::make(range, Fault::LostApostrophe, after, because));
            } else {
                let because = "the company's name with an s, and nothing after it";
                mends.push(Mend::ask(
                    range,
                    Fault::LostApostrophe,
                    Some(after),
                    because,
                ));
            }
        } else if followed && context.names.contains(stem) && !context.names.contains(words.get(at))
        {
            let because = format!("“{stem}” is a name elsewhere; its apostrophe may be lost");
            mends.push(Mend::ask(
                range,
                Fault::LostApostrophe,
                Some(after),
                because,
            ));
        }
    }
}
