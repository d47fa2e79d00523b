//! The demonstration: invented companies, postings, people and applications in every stage, so that a visitor sees a
//! living system at once. Everything goes through the domain, as people would do it, on a clock that starts six weeks ago.

mod cast;
mod fate;
mod houses;
mod life;
mod people;
mod pool;
mod postings;
mod resume;

use crate::{
    access::AccountPermit,
    app::App,
    base::{
        error::{Error, Result},
        secret::Token,
    },
    domain::companies,
};
use jiff::SignedDuration;

/// How long ago the story begins.
const AGO: SignedDuration = SignedDuration::from_hours(24 * 42);

/// How a visitor gets in.
#[derive(Debug)]
pub struct Shown {
    /// Addresses with what their people are.
    pub people: Vec<(String, &'static str)>,
    /// The password of all of them: random, and shown this once.
    pub password: String,
    pub applications: usize,
}

/// Fills an installation. Refuses when the demonstration is there already.
pub async fn fill(app: &App) -> Result<Shown> {
    let accounts = AccountPermit::new(&app.db, None);
    let companies = houses::companies();
    for company in &companies {
        let there = companies::by_slug(&mut *accounts.read().await?, &company.slug).await?;
        if there.is_some() {
            let text = format!(
                "The demonstration is here already: /{} exists.",
                company.slug
            );
            return Err(Error::refused("exists", text));
        }
    }
    app.db.clock.advance(-AGO);
    let password = Token::random()
        .reveal()
        .chars()
        .take(20)
        .collect::<String>();
    let hash = app.passwords.hash(password.clone()).await?;
    let mut shown = Shown {
        people: Vec::new(),
        password,
        applications: 0,
    };
    let mut crowd = people::Crowd::default();
    let mut begun = Vec::new();
    for company in companies {
        let staff = cast::found(&accounts, &company, &hash).await?;
        shown.people.extend(staff.shown());
        let house = companies::by_slug(&mut *accounts.read().await?, &company.slug)
            .await?
            .ok_or(Error::NotFound)?;
        begun.push(postings::publish(app, house, staff, company).await?);
    }
    pool::begin(app, &begun, &mut crowd).await?;
    shown.applications = life::live(app, &begun, &mut crowd, AGO).await?;
    Ok(shown)
}
