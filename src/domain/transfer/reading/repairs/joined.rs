//! Words that ran together when the slash between them was lost: `andor`, `RFIRFP`, `programproject`.

use super::super::words::Words;
use super::{Context, Fault, Mend, lexicon};

const LOST: &str = "words that ran together: the slash between them was lost";

pub(super) fn find(text: &str, words: &Words, context: &Context, mends: &mut Vec<Mend>) {
    for at in 0..words.len() {
        let (word, range) = (words.get(at), words.range(at));
        if word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        let within = text
            .get(..range.start)
            .is_some_and(|before| before.ends_with(['/', '@', '.', '_']));
        let lower = word.to_lowercase();
        if within {
            continue;
        }
        if let Some((_, parted)) = [
            ("andor", "and/or"),
            ("eitheror", "either/or"),
            ("hisher", "his/her"),
            ("heshe", "he/she"),
        ]
        .iter()
        .find(|(joined, _)| lower == *joined)
        {
            mends.push(Mend::make(range, Fault::RunTogether, *parted, LOST));
        } else if let Some(parts) = lexicon::acronyms(word) {
            mends.push(Mend::make(range, Fault::RunTogether, parts.join("/"), LOST));
        } else if word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()) {
            if let Some(parts) = lexicon::parts(word, &context.vocabulary) {
                mends.push(Mend::make(range, Fault::RunTogether, parts.join("/"), LOST));
            } else if word.len() >= lexicon::SUSPICIOUS && !lexicon::is_long_word(&lower) {
                let because = "a word of unusual length: did several run together?";
                mends.push(Mend::ask(range, Fault::RunTogether, None, because));
            }
        }
    }
}
