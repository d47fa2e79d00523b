//! Searches of every shape.

use super::fill::Filled;
use candor::domain::{
    applications::{Owned, Status},
    search::{Filter, Order},
};
use url::form_urlencoded::byte_serialize;

/// Something that recruiters look for.
struct Shape {
    name: &'static str,
    typed: String,
    filter: Filter,
    order: Order,
}

/// The word of a rank in `fill.sql`: a résumé of 120 words has it with a chance of about 12 / rank.
fn word(rank: u32) -> String {
    let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    let letters: String = [rank, rank / 7, rank / 3, rank / 11]
        .into_iter()
        .map(letter)
        .collect();
    format!("{letters}{rank}")
}

/// Each shape of the goals in `docs/performance.md`.
pub fn shapes(filled: &Filled) -> Vec<(&'static str, String)> {
    let (half, three, half_a_percent, tenth) = (word(17), word(404), word(2_420), word(12_120));
    let mut typo = filled.name.to_lowercase();
    typo.remove(typo.len() - 3);
    let words = [
        ("search, nobody has it", "zanzibar".to_owned()),
        ("search, one has it", "own777".to_owned()),
        ("search, 0.1 %", tenth),
        ("search, 0.5 %", half_a_percent),
        ("search, 3 %", three.clone()),
        ("search, 50 %", half.clone()),
        ("search, two words", format!("{three} {half}")),
        (
            "search, three words",
            format!("{three} {half} {}", word(200)),
        ),
        ("search, a phrase", format!("\"{} {}\"", word(3), word(9))),
        ("search, a name with a typo", typo),
        ("search, a beginning", "own77*".to_owned()),
        ("search, without a word", format!("{three} -{half}")),
    ];
    let mut shapes: Vec<Shape> = words
        .into_iter()
        .map(|(name, typed)| Shape {
            name,
            typed,
            filter: Filter::default(),
            order: Order::Activity,
        })
        .collect();
    shapes.push(Shape {
        name: "search, filters only",
        typed: String::new(),
        filter: Filter {
            jobs: vec![filled.big_job],
            statuses: vec![Status::Active],
            ..Filter::default()
        },
        order: Order::Activity,
    });
    // Nobody has these, some are everybody's: what an index finds, and what a walk meets at once.
    for (name, filter) in [
        (
            "search, a tag alone",
            Filter {
                tags: vec!["Nobody has it".to_owned()],
                ..Filter::default()
            },
        ),
        (
            "search, one's own alone",
            Filter {
                owners: vec![Owned::Mine],
                ..Filter::default()
            },
        ),
        (
            "search, a place alone",
            Filter {
                places: vec!["Nowhere".to_owned()],
                ..Filter::default()
            },
        ),
        (
            "search, a status alone",
            Filter {
                statuses: vec![Status::Withdrawn],
                ..Filter::default()
            },
        ),
    ] {
        shapes.push(Shape {
            name,
            typed: String::new(),
            filter,
            order: Order::Activity,
        });
    }
    for (name, typed) in [
        ("search, 0.1 %, best first", word(12_120)),
        ("search, 50 %, best first", half),
    ] {
        shapes.push(Shape {
            name,
            typed,
            filter: Filter::default(),
            order: Order::Best,
        });
    }
    shapes.push(Shape {
        name: "search, 3 % and filters",
        typed: three,
        filter: Filter {
            statuses: vec![Status::Rejected],
            ..Filter::default()
        },
        order: Order::Activity,
    });
    shapes
        .iter()
        .map(|shape| (shape.name, shape.path()))
        .collect()
}

impl Shape {
    fn path(&self) -> String {
        let typed: String = byte_serialize(self.typed.as_bytes()).collect();
        let jobs = self.filter.jobs.iter().map(|id| format!("&job={id}"));
        let statuses = self
            .filter
            .statuses
            .iter()
            .map(|one| format!("&status={}", one.key()));
        let of = |name: &'static str, values: &[String]| {
            let values = values.iter().map(move |value| {
                let value: String = byte_serialize(value.as_bytes()).collect();
                format!("&{name}={value}")
            });
            values.collect::<Vec<_>>()
        };
        let owners = self.filter.owners.iter().map(|one| format!("&owner={one}"));
        let filters: String = jobs
            .chain(statuses)
            .chain(of("tag", &self.filter.tags))
            .chain(of("place", &self.filter.places))
            .chain(owners)
            .collect();
        let order = self.order.key();
        format!("/bench/candidates?q={typed}{filters}&sort={order}")
    }
}
