//! Signs that were lost: `100 remote`, `the world's 1 clock shop`, `C or C`; and words doubled where one was meant.

use super::super::words::Words;
use super::{Fault, Mend};

/// What a bare 100 before it is a share of.
const SHARES: &[&str] = &[
    "work-from-home",
    "remote",
    "remotely",
    "home-based",
    "home-office",
    "on-site",
    "office-based",
    "company-paid",
    "employer-paid",
    "paid",
    "covered",
    "committed",
    "satisfaction",
    "renewable",
];

const ARTICLES: &[&str] = &["the", "a", "an", "our", "your", "their"];

pub(super) fn find(text: &str, words: &Words, mends: &mut Vec<Mend>) {
    for at in 0..words.len() {
        let range = words.range(at);
        let next = at + 1;
        if words.is(at, "100") && words.is_any(next, SHARES) && words.joined(next) {
            mends.push(Mend::make(
                range,
                Fault::LostSign,
                "100%",
                "a share that has lost its per cent sign",
            ));
        } else if words.is(at, "1") && words.joined(at) && words.joined(next) && ranks(words, at) {
            mends.push(Mend::make(
                range,
                Fault::LostSign,
                "#1",
                "a rank that has lost its sign",
            ));
        } else if words.get(at) == "C"
            && words.is_any(next, &["or", "and"])
            && words.get(at + 2) == "C"
        {
            let stretch = words.stretch(at..at + 3);
            let proposed = format!("C {} C++", words.get(next));
            let because = "the second C has lost its sign: C++, or C#?";
            mends.push(Mend::ask(stretch, Fault::LostSign, Some(proposed), because));
        } else if words.is_any(at, ARTICLES) && words.joined(next) && doubled(words, at) {
            let stretch = words.stretch(at..at + 2);
            let both = text.get(stretch.clone()).unwrap_or_default();
            let because = format!("“{both}”: one of the two is too many");
            mends.push(Mend::ask(stretch, Fault::DoubledWord, None, because));
        }
    }
}

/// `the world's 1 clock shop`, `Finland's 1 bakery`: a bare 1 after an owner is a rank.
fn ranks(words: &Words, at: usize) -> bool {
    let owner = words.get(at - 1);
    let owns =
        owner.ends_with("'s") || owner.ends_with("’s") || owner.eq_ignore_ascii_case("worlds");
    let noun = words.get(at + 1).starts_with(char::is_alphabetic);
    owns && noun
        && !words.is_any(
            at + 1,
            &["to", "or", "and", "of", "in", "year", "month", "day"],
        )
}

fn doubled(words: &Words, at: usize) -> bool {
    words.is(at + 1, words.get(at)) || (words.is(at, "the") && words.is_any(at + 1, ARTICLES))
}
