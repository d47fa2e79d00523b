//! `/{company}/settings/users`: who is in the company, and what they may do.

mod invitation;
mod list;
mod member;
mod rights;

use crate::{
    access::{CompanyRef, Role},
    base::links,
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use serde::Deserialize;

pub fn routes() -> Routes {
    list::routes()
        .and(invitation::routes())
        .and(member::routes())
}

/// A one-time link, shown once to whoever passes it on.
#[derive(Template)]
#[template(path = "settings/users/link.html")]
struct LinkPage {
    page: Page,
    title: &'static str,
    /// Whom it is for.
    whom: String,
    /// What it does, and how long it works.
    text: String,
    link: String,
}

/// A form of which the button says all.
#[derive(Deserialize)]
struct Nothing {}

/// The address of the list, or of something below it.
fn address(company: &CompanyRef, below: &str) -> String {
    let list = links::settings(&company.slug, "users");
    if below.is_empty() {
        list
    } else {
        format!("{list}/{below}")
    }
}

/// "a recruiter", "an auditor".
fn with_article(role: &Role) -> String {
    let label = role.label().to_lowercase();
    let article = if label.starts_with(['a', 'i']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {label}")
}

/// What a role is for, in a line.
fn duty(role: &Role) -> &'static str {
    match role {
        Role::Administrator => "Runs the company’s settings, people and everything below.",
        Role::Recruiter => {
            "Makes jobs and postings, moves and rejects, sees all but confidential jobs."
        }
        Role::Coordinator => "Sees what recruiters see, plans interviews, writes notes.",
        Role::HiringManager => "Sees and decides in the jobs they hire for.",
        Role::Interviewer => "Sees whom they interview.",
        Role::Auditor => "Reads everything, changes nothing.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_their_article() {
        assert_eq!(with_article(&Role::Interviewer), "an interviewer");
        assert_eq!(with_article(&Role::HiringManager), "a hiring manager");
    }
}
