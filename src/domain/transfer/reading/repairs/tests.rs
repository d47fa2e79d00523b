use super::*;

fn mended(text: &str) -> (String, Vec<Repair>) {
    let mut traced = Traced::empty(0..text.len());
    traced.push_verbatim(text, 0);
    let context = Context::of([text].into_iter(), Some("Halden"));
    let (mended, repairs) = mend(&traced, Place::Paragraph, &context);
    (mended.text().to_owned(), repairs)
}

#[test]
fn what_was_certainly_lost_is_put_back() {
    for (before, after) in [
        (
            "Youll like it, and weve room",
            "You'll like it, and we've room",
        ),
        ("DONT run", "DON'T run"),
        (
            "Haldens clocks and Haldens own-made springs",
            "Halden's clocks and Halden's own-made springs",
        ),
        (
            "Bachelors or Masters degree",
            "Bachelor's or Master's degree",
        ),
        (
            "the worlds best and the worlds 1 clock",
            "the world's best and the world's #1 clock",
        ),
        ("Finland's 1 shop", "Finland's #1 shop"),
        ("100 remote, 100 people", "100% remote, 100 people"),
        ("clocks andor bells", "clocks and/or bells"),
        ("an RFIRFP from a vendor", "an RFI/RFP from a vendor"),
        ("Programproject work", "Program/project work"),
        (
            "printersrouterscamerasetc.",
            "printers/routers/cameras/etc.",
        ),
        ("clocks  the slow ones", "clocks – the slow ones"),
        ("It ticks.  It stops.", "It ticks. It stops."),
        ("a\tb\u{200B}c", "a bc"),
        ("the cafÃ© â€“ openâ€¦", "the café – open…"),
        ("the cafÃƒÂ©", "the café"),
        ("Ð§Ð°Ñ\u{81}Ñ‹", "Часы"),
    ] {
        assert_eq!(mended(before).0, after);
    }
}

#[test]
fn what_only_a_person_can_tell_is_left_and_pointed_at() {
    for (text, part, proposal) in [
        ("C, C or C, Go", "C or C", Some("C or C++")),
        ("the teams processes", "teams", Some("team's")),
        (
            "keep partners satisfaction high",
            "partners",
            Some("partners'"),
        ),
        ("up to date with the our work", "the our", None),
        ("clockspendulumsandbells", "clockspendulumsandbells", None),
        ("ask for Haldens", "Haldens", Some("Halden's")),
        (
            "we use Tidebook, sell Tidebook, love Tidebooks charts",
            "Tidebooks",
            Some("Tidebook's"),
        ),
        ("a \u{FFFD} byte", "\u{FFFD}", None),
    ] {
        let (mended, repairs) = mended(text);
        assert_eq!(mended, text);
        let [repair] = repairs.as_slice() else {
            panic!("{text}: {repairs:?}")
        };
        assert_eq!(
            (
                repair.before.as_str(),
                repair.after.as_deref(),
                repair.applied
            ),
            (part, proposal, false)
        );
    }
}

#[test]
fn sound_text_stays_as_it_is() {
    for text in [
        "We were well, and its hands were lets and cants; wells and worlds of clocks.",
        "Their managers, partners and customers know the world of networks, frameworks and workforces.",
        "Ports, KPIs, SLAs, JavaScript, PostgreSQL, marketplaces and straightforward responsibilities.",
        "In 1 year, 1 of 100 clocks; 100 clocks. C++ or C#, and the C or D string.",
        "Naïve façade – “quoted” … 10 € • ÄÖÜ Straße Ça Ångström",
        "software@halden.example and https://halden.example/programproject",
    ] {
        assert_eq!(mended(text), (text.to_owned(), vec![]));
    }
}

#[test]
fn wide_gaps_say_nothing_where_most_are_wide() {
    let text = "all  words  of  this  text  stand  far  apart";
    assert_eq!(mended(text).0, "all words of this text stand far apart");
}

#[test]
fn headings_and_items_lose_what_closes_nothing() {
    let end = |text: &str, place| {
        let mut traced = Traced::empty(0..text.len());
        traced.push_verbatim(text, 0);
        mend(&traced, place, &Context::default())
            .0
            .text()
            .to_owned()
    };
    assert_eq!(end("We offer:", Place::Heading), "We offer");
    assert_eq!(end("A steady hand,", Place::Item), "A steady hand");
    assert_eq!(end("They include:", Place::Paragraph), "They include:");
    assert_eq!(end("Haldens  clocks", Place::Value), "Haldens  clocks");
}
