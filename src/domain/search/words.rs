//! What people type into a search, and what Postgres is asked for it.
//!
//! Words are all wanted; `"words between quotes"` stand side by side; `or` joins what stands left and right of it; `-` before
//! a word leaves out whoever has it; `*` at the end of a word stands for any ending. Nothing that can be typed is an error
//! of syntax: what makes no sense as an operator is a word, and what is no word is left out.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest search, in characters.
pub const LONGEST: usize = 300;
/// Words and phrases that one search may have.
const MOST_TERMS: usize = 16;
/// Characters of a word that count. (Postgres refuses words of more than 2,046 bytes.)
const LONGEST_WORD: usize = 100;

/// A search that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// All of these are wanted; of each group, one.
    groups: Vec<Vec<Term>>,
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    text: String,
    /// Any ending.
    begins: bool,
    /// Whoever has it is left out.
    without: bool,
}

impl Words {
    /// Reads what was typed: nothing when there is nothing in it, and in words what is wrong when it cannot be asked for.
    pub fn read(typed: &str) -> Result<Option<Self>, &'static str> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        if typed.chars().count() > LONGEST {
            return Err("Search for less at once: 300 characters are the most");
        }
        if let Some(number) = phone(typed) {
            return Ok(Some(Self {
                groups: vec![vec![number]],
            }));
        }
        let mut groups: Vec<Vec<Term>> = Vec::new();
        let mut joins = false;
        for piece in pieces(typed) {
            if piece.is_or() {
                joins = !groups.is_empty();
                continue;
            }
            let Some(term) = piece.term() else { continue };
            match groups.last_mut() {
                Some(group) if joins => group.push(term),
                _ => groups.push(vec![term]),
            }
            joins = false;
        }
        match groups.iter().map(Vec::len).sum() {
            0 => Err("Type a word, a name or an address to look for"),
            1..=MOST_TERMS => Ok(Some(Self { groups })),
            _ => Err("Search for less at once: 16 words are the most"),
        }
    }

    /// The text for `to_tsquery('folded', …)`: every operand in quotes, so that nothing in it is an operator.
    pub fn query(&self) -> String {
        let groups = self.groups.iter().map(|group| {
            let terms: Vec<_> = group.iter().map(Term::query).collect();
            format!("({})", terms.join(" | "))
        });
        groups.collect::<Vec<_>>().join(" & ")
    }

    /// Whether something is left out.
    pub fn without(&self) -> bool {
        self.groups.iter().flatten().any(|term| term.without)
    }

    /// What could be a name: a few words of letters, and no operators.
    pub fn name(&self) -> Option<String> {
        let words = self.groups.iter().map(|group| match group.as_slice() {
            [term] if !term.without => Some(term.text.as_str()),
            _ => None,
        });
        let words: Option<Vec<&str>> = words.collect();
        let name = words.filter(|words| words.len() <= 4)?.join(" ");
        let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '.');
        (name.chars().count() >= 3 && name.chars().all(letters)).then(|| folded(&name))
    }

    /// How large a part of all documents has what is looked for, if words fall independently of each other, given how large
    /// a part has one word, or a word that begins so.
    pub fn share(&self, of: impl Fn(&str, bool) -> f64) -> f64 {
        let all = self.groups.iter().map(|group| {
            let none = group.iter().map(|term| {
                let has: f64 = term.words().map(|word| of(&word, term.begins)).product();
                if term.without { has } else { 1.0 - has }
            });
            1.0 - none.product::<f64>()
        });
        all.product()
    }
}

impl Term {
    fn query(&self) -> String {
        let not = if self.without { "!" } else { "" };
        let begins = if self.begins { ":*" } else { "" };
        let text = self.text.replace('\\', " ").replace('\'', "''");
        format!("{not}'{text}'{begins}")
    }

    fn words(&self) -> impl Iterator<Item = String> {
        self.text
            .split(|c: char| c.is_whitespace())
            .map(folded)
            .filter(|word| !word.is_empty())
    }
}

/// A stretch of what was typed.
struct Piece {
    text: String,
    quoted: bool,
    without: bool,
}

impl Piece {
    fn is_or(&self) -> bool {
        !self.quoted && !self.without && self.text.eq_ignore_ascii_case("or")
    }

    /// Nothing when there is no letter and no digit in it.
    fn term(self) -> Option<Term> {
        let begins = !self.quoted && self.text.ends_with('*');
        // Postgres reads "full-stack" as one word and as two: as two it also finds "full stack".
        let text: String = self
            .text
            .chars()
            .map(|c| match c {
                '-' | '*' | '\'' | '’' | '\\' => ' ',
                c if c.is_control() => ' ',
                c => c,
            })
            .collect();
        let words = text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric));
        let words: Vec<String> = words
            .map(|word| word.chars().take(LONGEST_WORD).collect())
            .collect();
        (!words.is_empty()).then(|| Term {
            text: words.join(" "),
            begins,
            without: self.without,
        })
    }
}

/// Words, and what stands between quotes; a quote that is not closed ends with the text.
fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let bare = rest.strip_prefix('-');
        let without = bare.is_some_and(|bare| !bare.starts_with(|c: char| c.is_whitespace()));
        let begin = if without { bare.unwrap_or(rest) } else { rest };
        let (text, quoted, after) = match begin.strip_prefix(['"', '“', '”', '„']) {
            Some(inside) => {
                let (text, after) = inside.split_once(['"', '“', '”']).unwrap_or((inside, ""));
                (text, true, after)
            }
            None => {
                let end = begin.find(char::is_whitespace).unwrap_or(begin.len());
                let (text, after) = begin.split_at(end);
                (text, false, after)
            }
        };
        pieces.push(Piece {
            text: text.to_owned(),
            quoted,
            without,
        });
        rest = after.trim_start();
    }
    pieces
}

/// A telephone number, however it is grouped: documents have the digits alone.
fn phone(typed: &str) -> Option<Term> {
    let shaped = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '/' | '.'));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let grouped = typed.trim() != digits && !typed.trim().starts_with('-');
    (shaped && grouped && digits.len() >= 6).then_some(Term {
        text: digits,
        begins: true,
        without: false,
    })
}

/// Lower case and without accents, nearly as Postgres has it: enough for guesses and for names.
pub fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(typed: &str) -> String {
        Words::read(typed).unwrap().unwrap().query()
    }

    #[test]
    fn words_mean_what_the_help_says() {
        for (typed, asked) in [
            ("ubuntu printer", "('ubuntu') & ('printer')"),
            ("\"library network\" desk", "('library network') & ('desk')"),
            ("rust or go -java", "('rust' | 'go') & (!'java')"),
            ("eng* -\"sales manager\"", "('eng':*) & (!'sales manager')"),
            ("full-stack", "('full stack')"),
            ("or rust", "('rust')"),
            ("rust or", "('rust')"),
            ("\"or\"", "('or')"),
            ("O'Brien", "('O Brien')"),
            ("a & b | !c", "('a') & ('b') & ('!c')"),
            ("\"open", "('open')"),
            ("- rust", "('rust')"),
            ("+372 5550-0142", "('37255500142':*)"),
            ("noor@mail.example", "('noor@mail.example')"),
        ] {
            assert_eq!(query(typed), asked, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_asked_for_says_why() {
        assert_eq!(Words::read("  "), Ok(None));
        for typed in ["***", "or", "-", "\"\"", "🦀 …", "'", "\\"] {
            assert!(Words::read(typed).is_err(), "{typed}");
        }
        assert!(Words::read(&"a".repeat(LONGEST + 1)).is_err());
        assert!(Words::read(&"a ".repeat(MOST_TERMS + 1)).is_err());
    }

    #[test]
    fn a_name_is_a_few_words_of_letters() {
        let name = |typed: &str| Words::read(typed).unwrap().unwrap().name();
        assert_eq!(name("Noor Castellane").as_deref(), Some("noor castellane"));
        assert_eq!(name("Zoë").as_deref(), Some("zoe"));
        for typed in [
            "no",
            "noor -castellane",
            "noor or nils",
            "a1 b2",
            "a b c d e",
        ] {
            assert_eq!(name(typed), None, "{typed}");
        }
    }

    #[test]
    fn shares_multiply() {
        let of = |word: &str, begins: bool| match word {
            "half" => 0.5,
            "tenth" => 0.1,
            "ten" if begins => 0.2,
            _ => 0.0,
        };
        let share = |typed: &str| Words::read(typed).unwrap().unwrap().share(of);
        for (typed, expected) in [
            ("half", 0.5),
            ("Half tenth", 0.05),
            ("\"half tenth\"", 0.05),
            ("half or tenth", 0.55),
            ("-tenth", 0.9),
            ("ten*", 0.2),
            ("nobody", 0.0),
        ] {
            assert!((share(typed) - expected).abs() < 1e-9, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn operands_are_always_closed(typed in "\\PC{0,80}|[a-z\"'\\\\ *:&|!()<>-]{0,80}") {
            if let Ok(Some(words)) = Words::read(&typed) {
                let query = words.query();
                // Outside the quotes there is nothing but our own operators.
                let outside: String = query.split('\'').step_by(2).collect();
                prop_assert!(outside.chars().all(|c| "()&|!:* ".contains(c)), "{}", query);
                prop_assert!(query.matches('\'').count().is_multiple_of(2));
                prop_assert!(!query.contains("''"), "an empty operand in {}", query);
                prop_assert!((0.0..=1.0).contains(&words.share(|_, _| 0.3)));
            }
        }
    }
}
