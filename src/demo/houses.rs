//! The companies of the demonstration: what they say of themselves, who works there, and whom they look for.

use crate::{access::Role, base::links::Slug};

/// A company of the demonstration.
pub(super) struct Company {
    pub slug: Slug,
    pub name: &'static str,
    pub time_zone: &'static str,
    pub people: [(&'static str, Role); 4],
    pub about: &'static str,
    pub office: (&'static str, &'static str, &'static str, &'static str),
    pub roles: &'static [Offered],
}

/// A job, and what its posting says.
pub(super) struct Offered {
    pub title: &'static str,
    pub department: &'static str,
    pub summary: &'static str,
    /// Markdown; each `## ` begins a section.
    pub text: &'static str,
    /// A region's name for remote work; none means the office.
    pub remote: Option<&'static str>,
    pub pay: Option<(i64, i64, &'static str)>,
    pub openings: i32,
    pub stage: Publishing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Publishing {
    Live,
    Draft,
    Closed,
}

pub(super) const EQUAL: &str = "Different lives make better teams. Whoever you are, your application gets the same fair reading. If something about the way we hire stands in your way, tell us and we change it.";

pub(super) fn companies() -> Vec<Company> {
    let slug = |text| Slug::parse(text).expect("the demonstration's own slugs are slugs");
    vec![
        Company {
            slug: slug("lanternfish"),
            name: "Lanternfish",
            time_zone: "Europe/Tallinn",
            people: [
                ("Petra Lindholm", Role::Administrator),
                ("Imogen Hartwell", Role::Recruiter),
                ("Tobias Renquist", Role::HiringManager),
                ("Adaeze Brightwater", Role::Interviewer),
            ],
            about: "Lanternfish keeps free software running for hospitals, towns and universities. We are 240 people in 31 countries, have worked from home since the first day, and give back every fix that we make.",
            office: ("Tallinn", "Telliskivi 60", "Tallinn", "EE"),
            roles: &[
                Offered {
                    title: "Support Manager",
                    department: "Support",
                    summary: "Lead the people whom our customers call when nothing works, and make sure that fewer have to call.",
                    text: include_str!("text/support-manager.md"),
                    remote: Some("EMEA"),
                    pay: Some((5_800_000, 7_200_000, "EUR")),
                    openings: 2,
                    stage: Publishing::Live,
                },
                Offered {
                    title: "Desktop Support Associate",
                    department: "Support",
                    summary: "A first job in technology: help people whose Linux desktop does not do what they want, and learn why.",
                    text: include_str!("text/desktop-support-associate.md"),
                    remote: Some("EMEA"),
                    pay: Some((3_400_000, 4_200_000, "EUR")),
                    openings: 3,
                    stage: Publishing::Live,
                },
                Offered {
                    title: "Public Cloud PM",
                    department: "Delivery",
                    summary: "Run the projects that bring our software into the big public clouds, with engineers on one side and customers on the other.",
                    text: include_str!("text/public-cloud-pm.md"),
                    remote: Some("EMEA"),
                    pay: None,
                    openings: 1,
                    stage: Publishing::Live,
                },
                Offered {
                    title: "Channel Sales",
                    department: "Sales",
                    summary: "Find, win and look after the partners who sell with us across the Americas.",
                    text: include_str!("text/channel-sales.md"),
                    remote: Some("Americas"),
                    pay: Some((9_500_000, 12_000_000, "USD")),
                    openings: 4,
                    stage: Publishing::Live,
                },
                Offered {
                    title: "Technical Writer",
                    department: "Delivery",
                    summary: "Write the pages that make a support call unnecessary.",
                    text: include_str!("text/technical-writer.md"),
                    remote: None,
                    pay: Some((4_200_000, 5_000_000, "EUR")),
                    openings: 1,
                    stage: Publishing::Draft,
                },
                Offered {
                    title: "Release Engineer",
                    department: "Delivery",
                    summary: "Get a fix from a developer’s machine to a hospital ward in a day, safely.",
                    text: include_str!("text/release-engineer.md"),
                    remote: None,
                    pay: Some((6_000_000, 7_500_000, "EUR")),
                    openings: 1,
                    stage: Publishing::Closed,
                },
            ],
        },
        Company {
            slug: slug("quayside"),
            name: "Quayside Freight",
            time_zone: "Europe/Lisbon",
            people: [
                ("Marguerite Vance", Role::Administrator),
                ("Callum Oakley", Role::Recruiter),
                ("Sunniva Marsh", Role::HiringManager),
                ("Priit Ravens", Role::Interviewer),
            ],
            about: "Quayside Freight moves what small harbours need: timber, grain, machines, now and then an organ. We are 90 people, most of them on the water or beside it.",
            office: ("Porto", "Rua da Alfândega 12", "Porto", "PT"),
            roles: &[
                Offered {
                    title: "Harbour Dispatcher",
                    department: "Operations",
                    summary: "Know where every ship, crane and lorry is, and where it should be in an hour.",
                    text: include_str!("text/harbour-dispatcher.md"),
                    remote: None,
                    pay: Some((2_600_000, 3_100_000, "EUR")),
                    openings: 2,
                    stage: Publishing::Live,
                },
                Offered {
                    title: "Payroll Specialist",
                    department: "Office",
                    summary: "See to it that ninety people are paid correctly, in three countries, on the 25th.",
                    text: include_str!("text/payroll-specialist.md"),
                    remote: None,
                    pay: Some((2_400_000, 2_900_000, "EUR")),
                    openings: 1,
                    stage: Publishing::Live,
                },
            ],
        },
    ]
}
