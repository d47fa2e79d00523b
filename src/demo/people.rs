//! Invented people: a name, where they are, what they did. Nobody here exists.

use super::resume::Resume;

const GIVEN: [&str; 48] = [
    "Noor",
    "Wren",
    "Mateo",
    "Linnea",
    "Yusuf",
    "Bao",
    "Zainab",
    "Tomasz",
    "Aoife",
    "Kofi",
    "Sanna",
    "Dmitri",
    "Hana",
    "Ines",
    "Teodor",
    "Leila",
    "Ravi",
    "Oluwaseun",
    "Freya",
    "Jonas",
    "Amara",
    "Lucian",
    "Mirela",
    "Pavel",
    "Signe",
    "Tariq",
    "Elodie",
    "Gideon",
    "Halima",
    "Ivo",
    "Juniper",
    "Kasimir",
    "Lotte",
    "Marisol",
    "Nadia",
    "Orla",
    "Priya",
    "Quentin",
    "Rasmus",
    "Saoirse",
    "Tamsin",
    "Ulrika",
    "Viggo",
    "Wanda",
    "Ximena",
    "Yara",
    "Zdenek",
    "Anselm",
];
const FAMILY: [&str; 47] = [
    "Castellane",
    "Halloway",
    "Fernglass",
    "Ashgrove",
    "Demirhall",
    "Lindenmere",
    "Holloway-Reed",
    "Greywick",
    "Merriweather",
    "Larkspur",
    "Willowby",
    "Valebrook",
    "Thistlewood",
    "Marlowe-Quist",
    "Brackwater",
    "Ashdown",
    "Penhallow",
    "Fairbairn",
    "Stonebridge",
    "Winterbourne",
    "Okonjo-Vale",
    "Radescu",
    "Novakova",
    "Sandvik",
    "Rahimi",
    "Beaumarchais",
    "Oakridge",
    "Farouk",
    "Petrov-Lane",
    "Rivers",
    "Morozov",
    "van der Heide",
    "Delacroix-Mendoza",
    "Haddad",
    "Connemara",
    "Raman",
    "Lefevre",
    "Kjeldsen",
    "Byrne",
    "Thornbury",
    "Lindqvist",
    "Halvorsen",
    "Kowalczyk",
    "Estrada",
    "Mansour",
    "Havel",
    "Brightwater",
];
const PLACES: [(&str, &str); 12] = [
    ("Tallinn, Estonia", "+372 5550 0"),
    ("Porto, Portugal", "+351 910 555 0"),
    ("Leeds, United Kingdom", "+44 113 555 0"),
    ("Gdańsk, Poland", "+48 58 555 00"),
    ("Nairobi, Kenya", "+254 20 555 0"),
    ("Lyon, France", "+33 4 55 55 0"),
    ("Malmö, Sweden", "+46 40 555 0"),
    ("Monterrey, Mexico", "+52 81 5550 0"),
    ("Halifax, Canada", "+1 902 555 0"),
    ("Córdoba, Argentina", "+54 351 555 0"),
    ("Brno, Czechia", "+420 555 000 "),
    ("Cork, Ireland", "+353 21 555 0"),
];
const EMPLOYERS: [&str; 14] = [
    "Fjordlink Libraries",
    "Quayside Freight",
    "Moorland Radio",
    "Pinecrest Mapping",
    "Larkfield Housing Trust",
    "Clover Street Clinics",
    "Stonebridge College",
    "Harbour & Vale Insurance",
    "Tidewater Ferries",
    "Aldermoor Council",
    "Saltmarsh Energy",
    "Copperleaf Bank",
    "Northgate Museums",
    "Bluebell Textiles",
];
/// What somebody did, for whom they might apply, and what they can show for it.
const TRADES: [(&str, &[&str]); 6] = [
    (
        "Support engineer",
        &[
            "Answered forty tickets a week on Linux desktops and printers, nine in ten within the agreed time",
            "Wrote the guide that cut repeat calls about remote access by a third",
            "Took part in an on-call rota for two hundred branch computers",
        ],
    ),
    (
        "Service desk lead",
        &[
            "Led seven people over two shifts and hired three of them",
            "Introduced weekly reviews of escalated cases with the product team",
            "Kept customer satisfaction above 94 per cent through a change of suppliers",
        ],
    ),
    (
        "Systems administrator",
        &[
            "Ran eighty Ubuntu servers and their backups, restored twice a year for practice",
            "Moved the mail and file services to a public cloud without a lost message",
            "Automated the set-up of new workplaces, from two days to forty minutes",
        ],
    ),
    (
        "Project manager",
        &[
            "Brought four infrastructure projects to their end on time, two of them across three countries",
            "Kept one plan for engineering, finance and the customer, and said early when it slipped",
            "Negotiated the statement of work for a five-year hosting contract",
        ],
    ),
    (
        "Partner manager",
        &[
            "Built a channel of eleven resellers in a region that had none",
            "Trained sixty people at partners and kept in touch with each every month",
            "Grew sales through distributors by 40 per cent in two years",
        ],
    ),
    (
        "Computer science student",
        &[
            "Repairs neighbours’ computers and writes down what was wrong",
            "Packages small programs for a Linux distribution",
            "Ran the help corner of the college library for three terms",
        ],
    ),
];
const ANSWERS: [&str; 6] = [
    "After an update some branch computers came up without network. The journal showed a missing firmware file, only on machines from one order. I compared the package list with a healthy desk and found the split package.",
    "A printer queue stopped every Monday. I watched it for two weeks, saw that a weekly report filled the disk, and moved its spool.",
    "People could not sign in after lunch. The clock of one server ran eleven minutes ahead, so tickets from it were refused. I fixed the time source first and then wrote the check.",
    "The web proxy lost requests now and then. I kept a capture running until it happened and saw that a timeout was shorter than the service behind it.",
    "My neighbour’s laptop would not wake up. I tried the older kernel, it did, and I reported the difference upstream with the log.",
    "A colleague’s screen flickered in one application only. It turned out to be a setting of the toolkit, which we now ship with the right default.",
];

/// An applicant of the demonstration.
#[derive(Debug)]
pub(super) struct Person {
    pub given: &'static str,
    pub family: &'static str,
    pub email: String,
    pub phone: String,
    pub headline: String,
    pub place: &'static str,
    pub link: Option<String>,
    pub answer: &'static str,
    pub resume: Resume,
}

/// Makes people one after another, always the same ones.
#[derive(Default)]
pub(super) struct Crowd {
    made: usize,
}

impl Crowd {
    pub fn next(&mut self) -> Person {
        let n = self.made;
        self.made += 1;
        // 48 and 47 have no common factor, so that no name comes twice in 2,256 people.
        let (given, family) = (pick(&GIVEN, n), pick(&FAMILY, n));
        let (place, phone) = pick(&PLACES, n / 3);
        let (trade, deeds) = pick(&TRADES, n.wrapping_mul(7) / 3);
        let employer = pick(&EMPLOYERS, n.wrapping_mul(5));
        let earlier = pick(&EMPLOYERS, n.wrapping_mul(5) + 3);
        let plain = crate::base::links::words(&format!("{given} {family}"));
        let email = format!("{}@mail.example", plain.replace('-', "."));
        let since = 2015 + n % 9;
        let headline = format!("{trade}, {employer}");
        let mut lines = vec![
            format!("{given} {family}"),
            headline.clone(),
            place.to_owned(),
            email.clone(),
            String::new(),
            "Experience".to_owned(),
            format!("{trade}, {employer}, {since} to today"),
        ];
        lines.extend(deeds.iter().map(|deed| format!("- {deed}")));
        lines.extend([
            String::new(),
            format!("Assistant, {earlier}, {} to {since}", since - 3),
            "- Looked after the people at the counter and the machines behind it".to_owned(),
            String::new(),
            "Languages".to_owned(),
            "English, fluent; one more at home".to_owned(),
        ]);
        Person {
            given,
            family,
            phone: format!("{phone}{:03}", 100 + n % 900),
            headline,
            place,
            link: n
                .is_multiple_of(3)
                .then(|| format!("https://{plain}.example")),
            answer: pick(&ANSWERS, n),
            resume: Resume {
                name: plain,
                lines,
                pdf: !n.is_multiple_of(4),
            },
            email,
        }
    }
}

fn pick<T: Copy, const N: usize>(from: &[T; N], n: usize) -> T {
    from[n % N]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn nobody_comes_twice() {
        let mut crowd = Crowd::default();
        let addresses: BTreeSet<_> = (0..2_256).map(|_| crowd.next().email).collect();
        assert_eq!(addresses.len(), 2_256);
    }
}
