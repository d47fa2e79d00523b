use crate::domain::postings::advert::SectionKind;

use super::super::{Relation, shared_blocks, similarity};
use super::*;

const ADVERT: &str = "We are looking for a Clock Mender to mend the tower clocks of four towns along the coast.\n\n\
    What you will do\n\nOil the wheels before winter\nWind each clock on Mondays\nWrite down what broke\n\n\
    About Halden\nHalden has looked after tower clocks since 1888, and each of them still shows the right time.\n";

fn relation(name: &str, text: &str, earlier: (&str, &str)) -> Relation {
    let identity = |name: &str, text: &str| read(name, text.as_bytes(), TODAY).identity;
    identity(name, text).relation(&identity(earlier.0, earlier.1))
}

#[test]
fn importing_again_finds_the_same_posting() {
    let before = ("a/clock.txt", ADVERT);
    let corrected = ADVERT.replace("Mondays", "Tuesdays");
    let longer = format!("{ADVERT}\nWe offer:\n\nHolidays\nA bell of your own\n");
    let other = ADVERT.replace("Clock Mender", "Bell Ringer");
    let quite_other = "Halden is looking for a baker. You rise before the birds do, and so does the bread that you bake.\n";
    assert_eq!(relation("b/clock.txt", ADVERT, before), Relation::Same);
    assert_eq!(relation("renamed.txt", ADVERT, before), Relation::Same);
    assert_eq!(relation("clock.txt", &corrected, before), Relation::Revised);
    assert_eq!(relation("clock.txt", &longer, before), Relation::Revised);
    assert_eq!(relation("renamed.txt", &longer, before), Relation::Revised);
    assert_eq!(
        relation("renamed.txt", &other.replace("tower", "church"), before),
        Relation::Other
    );
    assert_eq!(relation("clock.txt", quite_other, before), Relation::Other);
}

#[test]
fn an_identity_can_be_kept_as_json() {
    let identity = of(ADVERT).identity;
    let kept = serde_json::to_string(&identity).unwrap();
    assert_eq!(
        serde_json::from_str::<super::super::Identity>(&kept).unwrap(),
        identity
    );
}

#[test]
fn likeness_grows_with_what_is_shared() {
    assert_eq!(
        similarity("The clock, it ticks.", "the CLOCK it ticks"),
        1.0
    );
    assert_eq!(
        similarity("one two three four", "five six seven eight"),
        0.0
    );
    let near = similarity(
        "we mend every clock in town by hand",
        "we mend every clock in town by night",
    );
    assert!((0.5..1.0).contains(&near), "{near}");
}

#[test]
fn a_companys_text_is_known_again_in_another_posting() {
    let other = "We are looking for a Baker.\n\nAbout Halden\nHalden has looked after tower clocks since 1888 -- and each of them still shows the right time!\n";
    let third = "We are looking for a Cook.\n\nAbout Halden\nHalden mends clocks.\n";
    let stranger = "We are looking for a Cook.\n\nAbout Rival\nRival mends clocks.\n";
    let readings = [of(ADVERT), of(other), of(third), of(stranger)];
    let shared = shared_blocks(&readings);
    let [about] = shared.as_slice() else {
        panic!("{shared:?}")
    };
    assert_eq!(
        (about.kind, about.company.as_deref()),
        (SectionKind::About, Some("Halden"))
    );
    let uses: Vec<Vec<usize>> = about
        .versions
        .iter()
        .map(|version| version.used_by.iter().map(|one| one.reading).collect())
        .collect();
    assert_eq!(uses, [vec![0, 1], vec![2]]);
    assert_eq!(about.versions[0].heading.as_deref(), Some("About Halden"));
}
