//! The kinds of sections, and the headings under which employers write them.

use crate::domain::postings::advert::SectionKind;

use super::vocabulary::{FILLERS, HEADINGS, MARKS};
use super::words::Words;

/// Sections of this kind are mostly lists.
pub(super) fn lists(kind: SectionKind) -> bool {
    use SectionKind::{NiceToHave, Offer, Required, Responsibilities};
    matches!(kind, Responsibilities | Required | NiceToHave | Offer)
}

/// The company writes this once and puts it under all its postings.
pub(in crate::domain::transfer) fn belongs_to_company(kind: SectionKind) -> bool {
    use SectionKind::{About, EqualOpportunity, Offer};
    matches!(kind, Offer | About | EqualOpportunity)
}

/// How sure a heading is of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The whole line is a heading that employers use: `What we offer you`.
    Whole,
    /// The line holds such words, and more: `Required skills for this team`.
    Part,
}

/// The kind that a heading gives its section, and how sure that is.
pub(super) fn of_heading(heading: &str) -> Option<(SectionKind, Fit)> {
    const LONGEST: usize = 16;
    let words = Words::of(heading);
    if words.len() > LONGEST {
        return None;
    }
    if let Some(kind) = by_company(&words) {
        return Some((kind, Fit::Whole));
    }
    let list: Vec<String> = (0..words.len()).map(|at| plain(words.get(at))).collect();
    let spoken = list.join(" ");
    let kept: Vec<&str> = list
        .iter()
        .map(String::as_str)
        .filter(|word| !FILLERS.contains(word))
        .collect();
    let bare = kept.join(" ");
    let whole = HEADINGS.iter().find(|(_, phrases)| {
        phrases.contains(&bare.as_str()) || phrases.contains(&spoken.as_str())
    });
    if let Some((kind, _)) = whole {
        return Some((*kind, Fit::Whole));
    }
    if spoken.starts_with("the role of") {
        return Some((SectionKind::Intro, Fit::Whole));
    }
    let holds = |phrase: &str| format!(" {spoken} ").contains(&format!(" {phrase} "));
    MARKS
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|phrase| holds(phrase)))
        .map(|(kind, _)| (*kind, Fit::Part))
}

/// Headings that name the company: `About Halden`, `What Halden offers`, `Halden is an equal opportunity employer`.
fn by_company(words: &Words) -> Option<SectionKind> {
    const LONGEST_NAME: usize = 4;
    let count = words.len();
    if words.has(&["equal opportunity employer", "equal opportunities employer"]) && count <= 10 {
        return Some(SectionKind::EqualOpportunity);
    }
    let named = |from: usize, until: usize| {
        until > from && until - from <= LONGEST_NAME && words.capital(from)
    };
    let proper = !words.is_any(1, &["The", "Us", "You", "Your", "Our", "This"]);
    if words.is(0, "about") && named(1, count) && proper {
        return Some(SectionKind::About);
    }
    let offers = (2..count).find(|at| words.is(*at, "offers"))?;
    let ends = offers + 1 == count || (offers + 2 == count && words.is(offers + 1, "you"));
    (words.is(0, "what") && named(1, offers) && ends).then_some(SectionKind::Offer)
}

/// A word in lower case and at its full length: `day-to-day` becomes three, `you'll` and `youll` two.
fn plain(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'").replace('-', " ");
    let full = match lower.as_str() {
        "you'll" | "youll" => "you will",
        "we're" => "we are",
        "you're" | "youre" => "you are",
        "what's" | "whats" => "what is",
        _ => return lower.replace('\'', ""),
    };
    full.to_owned()
}

/// Headings that say little by themselves, so that the text below decides.
pub(super) fn is_vague(heading: &str) -> bool {
    let plain = heading.trim_end_matches(':').to_lowercase();
    let vague = [
        "background",
        "work environment",
        "working environment",
        "environment",
        "culture",
        "other",
        "details",
    ];
    vague.contains(&plain.as_str())
        || ["additional information", "more information"].contains(&plain.as_str())
}

/// The kind that a text shows by what it says; for sections without a heading that tells.
pub(super) fn of_text(text: &str, company: Option<&str>) -> Option<SectionKind> {
    let words = Words::of(text);
    if promises_equality(text) {
        return Some(SectionKind::EqualOpportunity);
    }
    if words.has(&[
        "compensation",
        "benefits",
        "salary",
        "bonus",
        "annual leave",
    ]) {
        return Some(SectionKind::Offer);
    }
    let names_company = company.is_some_and(|name| text.matches(name).nth(1).is_some());
    (names_company || words.has(&["founded in", "we are a leading", "established in"]))
        .then_some(SectionKind::About)
}

/// The text says that nobody is treated worse for who they are.
pub(super) fn promises_equality(text: &str) -> bool {
    let words = Words::of(text);
    words.has(&[
        "equal opportunity",
        "equal opportunities",
        "free from discrimination",
        "without regard to race",
    ]) || words.has(&[
        "whatever your identity",
        "regardless of race",
        "regardless of gender",
        "all qualified applicants",
    ]) || (words.has(&["discrimination", "discriminate"])
        && words.has(&["applicants", "applications", "diversity"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_give_sections_their_kind() {
        use Fit::{Part, Whole};
        use SectionKind::*;
        for (heading, expected) in [
            ("Key responsibilities", Some((Responsibilities, Whole))),
            ("What you’ll do", Some((Responsibilities, Whole))),
            (
                "Clock Mender key responsibilities:",
                Some((Responsibilities, Part)),
            ),
            ("Your day-to-day", Some((Responsibilities, Whole))),
            ("What youll need", Some((Required, Whole))),
            ("Requirements", Some((Required, Whole))),
            ("What we are looking for in you", Some((Required, Whole))),
            ("Required skills to mend clocks:", Some((Required, Part))),
            ("About you", Some((Required, Whole))),
            ("Nice-to-have skills:", Some((NiceToHave, Whole))),
            ("Preferred, but not needed", Some((NiceToHave, Part))),
            ("What Halden Works offers you:", Some((Offer, Whole))),
            ("Perks & benefits", Some((Offer, Part))),
            ("About Halden & Reyes", Some((About, Whole))),
            ("About the role", Some((Intro, Whole))),
            ("The role of a Clock Mender at Halden", Some((Intro, Whole))),
            (
                "Halden is an equal opportunity employer",
                Some((EqualOpportunity, Whole)),
            ),
            ("How we hire", None),
        ] {
            assert_eq!(of_heading(heading), expected, "{heading}");
        }
    }

    #[test]
    fn text_tells_where_its_heading_does_not() {
        let about = "Halden mends clocks. In 1990 Halden opened its second shop.";
        assert_eq!(of_text(about, Some("Halden")), Some(SectionKind::About));
        assert_eq!(
            of_text("We pay well, and the benefits are good.", None),
            Some(SectionKind::Offer)
        );
        assert_eq!(
            of_text("We hire regardless of gender or age.", None),
            Some(SectionKind::EqualOpportunity)
        );
        assert_eq!(of_text("Bring a pencil.", None), None);
    }
}
