//! Fields, from a few sentences each.

use crate::domain::postings::advert::EmploymentType;

use super::super::{Block, Strength, What};
use super::*;

fn title(text: &str) -> (Option<String>, bool) {
    let found = of(text).title;
    (
        found.as_ref().map(|found| found.value.clone()),
        found.is_some_and(|found| found.sure),
    )
}

#[test]
fn a_title_is_found_wherever_it_hides() {
    for (text, expected, sure) in [
        (
            "# Clock Mender\n\nWe mend clocks.",
            Some("Clock Mender"),
            true,
        ),
        (
            "Clock Mender (f/m/x)\n\nWe mend clocks.",
            Some("Clock Mender"),
            true,
        ),
        (
            "Head of Clocks at Halden\n\nWe mend clocks.",
            Some("Head of Clocks"),
            true,
        ),
        (
            "★ Clock Mender – Turku or Remote (EU)\n\nWe mend clocks.",
            Some("Clock Mender"),
            true,
        ),
        (
            "We are hiring two Clock Menders for our towers.",
            Some("Clock Mender"),
            true,
        ),
        (
            "Title: Mender of Clocks\nWe mend clocks.",
            Some("Mender of Clocks"),
            true,
        ),
        (
            "The role of a Tower Clock Mender at Halden\nYou wind. You oil.",
            Some("Tower Clock Mender"),
            true,
        ),
        (
            "As a Tower Clock Mender, you wind and oil. You report to the Workshop Manager.",
            Some("Tower Clock Mender"),
            true,
        ),
        (
            "Halden is looking for a clock mender with patience.",
            Some("Clock Mender"),
            true,
        ),
        (
            "Our Clock Menders know every tower. We are looking for menders who can climb.",
            Some("Clock Mender"),
            true,
        ),
        (
            "Clock Mender key responsibilities:\n\nWind\nOil\n",
            Some("Clock Mender"),
            true,
        ),
        (
            "You meet Clock Menders and a Bell Tester.",
            Some("Clock Mender"),
            false,
        ),
        ("We mend clocks.", None, false),
    ] {
        assert_eq!(title(text), (expected.map(str::to_owned), sure), "{text}");
    }
    let named = read("in/007_tower-clock-mender.txt", b"We mend clocks.", TODAY)
        .title
        .unwrap();
    assert_eq!(
        (named.value.as_str(), named.sure),
        ("Tower Clock Mender", false)
    );
}

#[test]
fn the_employer_is_who_the_text_is_about() {
    for (text, expected) in [
        (
            "---\ntitle: Mender\ncompany: \"Halden & Co\"\n---\nWork at Rival.",
            Some("Halden & Co"),
        ),
        (
            "We sell Tidebook.\n\nAbout Halden Works\nHalden Works mends clocks.",
            Some("Halden Works"),
        ),
        (
            "Halden is an equal opportunity employer with clocks.",
            Some("Halden"),
        ),
        (
            "Halden is a small company that mends clocks. It works with Rival.",
            Some("Halden"),
        ),
        ("Halden Works Ltd mends clocks.", Some("Halden Works Ltd")),
        ("Join Halden’s team.", Some("Halden")),
        ("About the role\nYou mend clocks. You do it well.", None),
    ] {
        assert_eq!(
            found(of(text).company.as_ref()).as_deref(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_place_is_found_wherever_it_hides() {
    for (text, expected) in [
        (
            "Location: Turku, Finland or Remote (EU)\n\nWe mend.",
            "Turku, FI; Remote, EU",
        ),
        ("Clock Mender – Turku, Finland\n\nWe mend.", "Turku, FI"),
        ("Clock Mender – Halden Works\n\nWe mend.", ""),
        ("The post is based in Turku, Finland.", "Turku, FI"),
        (
            "---\nlocation: Turku\nremote: true\n---\nWe mend.",
            "Remote, Turku",
        ),
        ("We mend.\n#LI-Hybrid", "Hybrid"),
        ("We offer:\n\nWork from home\nHolidays", "Remote"),
        ("About us\nWe are based in Turku, Finland.", ""),
    ] {
        assert_eq!(places(&of(text)), expected, "{text}");
    }
}

#[test]
fn several_openings_are_told_apart() {
    let reading = of(
        "We are hiring several menders; Tower Clock Group and Pocket Watch Group. All are entry level posts.",
    );
    let names = |list: &[super::super::Found<String>]| {
        list.iter().map(|one| one.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&reading.openings.groups),
        ["Tower Clock Group", "Pocket Watch Group"]
    );
    assert_eq!(names(&reading.openings.levels), ["entry level"]);
    let reading = of(
        "We are seeking multiple menders, including roles that focus on Towers, Ships and/or South America.",
    );
    assert_eq!(
        names(&reading.openings.tracks),
        ["Towers", "Ships", "South America"]
    );
    assert!(
        of("We are seeking a mender, focused on Towers.")
            .openings
            .several
            .is_none()
    );
    let typed = of("---\ntitle: Mender\ntype: Executive\n---\nText");
    assert_eq!(names(&typed.openings.levels), ["Executive"]);
}

#[test]
fn the_type_of_employment_is_taken_only_when_stated() {
    let of_type = |text: &str| found(of(text).employment_type.as_ref());
    assert_eq!(
        of_type("Job type: Part-time\n\nWe mend."),
        Some(EmploymentType::PartTime)
    );
    assert_eq!(
        of_type("---\ntype: Internship\n---\nWe mend."),
        Some(EmploymentType::Intern)
    );
    assert_eq!(
        of_type("This is a full-time job in a tower."),
        Some(EmploymentType::FullTime)
    );
    assert_eq!(
        of_type("You lead contract negotiations over the full lifecycle of a temporary clock."),
        None
    );
}

#[test]
fn pay_is_stated_or_not_and_says_why() {
    let pay = |text: &str| {
        let pay = of(text).pay;
        let money = pay.amount.as_ref().map(|found| found.value.to_string());
        (money, pay.not_stated.is_some(), pay.variable.len())
    };
    assert_eq!(
        pay("Salary: €40k-€45k per year\n\nWe mend."),
        (Some("40000–45000 EUR a year".into()), false, 0)
    );
    assert_eq!(
        pay("We offer:\n\nA salary of £30,000 a year\nAnnual bonus"),
        (Some("30000 GBP a year".into()), false, 1)
    );
    assert_eq!(
        pay("We offer:\n\nPay that depends on where you live\nLearning budget of $500"),
        (None, true, 0)
    );
    assert_eq!(pay("Salary: to be agreed\n\nWe mend."), (None, true, 0));
    assert_eq!(pay("You raise $2,000 for the tower."), (None, false, 0));
}

#[test]
fn benefits_carry_their_amounts() {
    let reading = of("We offer:\n\nA learning budget of 1,200EUR per annum\nHolidays\n");
    let benefits: Vec<_> = reading
        .benefits
        .iter()
        .map(|found| (found.value.amount.is_some(), found.at[0].line))
        .collect();
    assert_eq!(benefits, [(true, 3), (false, 4)]);
}

#[test]
fn languages_are_asked_with_their_strength() {
    let asked = |item: &str| -> Vec<(Option<&str>, Strength)> {
        let reading = of(&format!("Requirements\n\n{item}\nPatience\n"));
        reading
            .languages
            .iter()
            .map(|found| (found.value.name, found.value.strength))
            .collect()
    };
    use Strength::*;
    assert_eq!(
        asked("Fluent German; some Danish would be an advantage"),
        [(Some("German"), Must), (Some("Danish"), Preferred)]
    );
    assert_eq!(
        asked("Preferably fluent in two languages, English being the main one"),
        [(Some("English"), Must), (None, Preferred)]
    );
    assert_eq!(
        asked("Knows how to Polish brass, and C, Go and French windows"),
        []
    );
}

#[test]
fn a_reporting_line_ends_where_the_name_does() {
    let line = |text: &str| found(of(text).reports_to.as_ref());
    assert_eq!(
        line("This role reports to the Director, Tower Clocks and winds them.").as_deref(),
        Some("Director, Tower Clocks")
    );
    assert_eq!(
        line("You will report directly to our Head of Clocks.").as_deref(),
        Some("Head of Clocks")
    );
    assert_eq!(line("You report to nobody."), None);
}

#[test]
fn what_a_label_states_is_a_field_and_no_paragraph() {
    let reading =
        of("We mend clocks in towers.\nLocation: Turku, Finland\nDuties\n\n- Wind\n- Oil\n");
    assert_eq!(outline(&reading), "intro 1+0, responsibilities 0+2");
    let entries: Vec<_> = reading
        .tiles
        .iter()
        .filter(|tile| matches!(tile.what, What::Entry { .. }))
        .collect();
    assert_eq!((entries.len(), entries[0].at.line), (1, 2));
}

#[test]
fn lists_lie_in_lists() {
    let reading =
        of("## Duties\n\n- Wind\n  - on Mondays\n\n    - at noon\n- Oil\n\n### Also\n\n- Dust\n");
    let depths: Vec<_> = reading.sections[0]
        .blocks
        .iter()
        .map(|block| {
            if let Block::Item { depth, .. } = block {
                Some(*depth)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(depths, [Some(0), Some(1), Some(2), Some(0), None, Some(0)]);
    assert_eq!(
        reading.sections[0].markdown(),
        "- Wind\n  - on Mondays\n    - at noon\n- Oil\n\n### Also\n\n- Dust"
    );
}
