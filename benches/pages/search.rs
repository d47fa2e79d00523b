//! Searches of every shape, as a page and as its statements alone.

use super::fill::Filled;
use anyhow::Context;
use candor::{
    access::{Actor, Member, Role},
    base::{ids::UserId, links::Slug},
    domain::{
        applications::{Owned, Status},
        companies,
        search::{self, Asked, Filter, Order, Search, Viewer, Words},
    },
    server::Installation,
};
use std::time::{Duration, Instant};
use url::form_urlencoded::byte_serialize;

/// Something that recruiters look for.
pub struct Shape {
    pub name: &'static str,
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
pub fn shapes(filled: &Filled) -> Vec<Shape> {
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
}

impl Shape {
    pub fn path(&self) -> String {
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

    /// The middle time that its statements take in this process, in milliseconds.
    pub async fn bare(
        &self,
        installation: &Installation,
        filled: &Filled,
        times: usize,
    ) -> anyhow::Result<f64> {
        let app = installation.app();
        let slug = Slug::parse("bench").context("a slug")?;
        let company = companies::by_slug(&mut *app.db.read().await?, &slug)
            .await?
            .context("the company")?;
        let actor = Actor::Member(Member {
            id: filled.recruiter,
            user: UserId(0),
            role: Role::Administrator,
            name: String::new(),
        });
        let now = app.db.clock.now();
        let viewer = Viewer::of(company.id, &actor, now);
        let asked = Asked {
            words: Words::read(&self.typed).map_err(anyhow::Error::msg)?,
            filter: self.filter.clone(),
            order: self.order,
        };
        let mut db = app.db.search().await?;
        let mut took: Vec<Duration> = Vec::with_capacity(times);
        let start = Instant::now();
        for i in 0..times + 10 {
            if i > 20 && start.elapsed() > crate::PATIENCE {
                break;
            }
            let began = Instant::now();
            let known = app.frequencies.known(&mut db, now).await?;
            let search = Search::begin(&mut db, viewer, &asked, known).await?;
            let people = search.people(&mut db, None).await?;
            search.facets(&mut db).await?;
            let name = asked.words.as_ref().and_then(|words| words.name());
            if let Some(name) = name.filter(|_| people.rows.len() < 3) {
                search::similar(&mut db, &viewer, &name).await?;
            }
            if i >= 10 {
                took.push(began.elapsed());
            }
        }
        took.sort_unstable();
        let middle = took.get(took.len() / 2).context("a time")?;
        Ok(middle.as_secs_f64() * 1000.0)
    }
}
