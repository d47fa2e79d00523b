//! `/{company}/bulk`: one act on many applications. Somebody ticks them, says what to do, sees what will happen, and
//! starts it; then a page shows how far it is, and takes it back.

mod acts;
mod form;
mod options;
mod preview;

pub use form::BulkForm;

use crate::{
    access::permissions::ManageProspects,
    base::links,
    domain::applications::job::JobHead,
    web::kit::{filters, page::Page, routes::Routes},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/bulk", acts::list)
        .post("/{company}/bulk", preview::start)
        .post("/{company}/bulk/form", form::ask)
        .post("/{company}/bulk/preview", preview::show)
        .get("/{company}/bulk/{id}", acts::show)
        .post("/{company}/bulk/{id}/undo", acts::undo)
}

/// The bar with what can be done to those who are ticked on a board or list.
pub struct Select {
    pub company: String,
    pub job: JobHead,
    /// The filter, as the page's address has it.
    pub query: String,
    /// The page.
    pub back: String,
    /// "51 people".
    pub people: String,
    /// Whether the viewer may put people into pools.
    pub pools: bool,
}

impl Select {
    /// For the page at an address, with so many people in all.
    pub fn new(page: &Page, job: &JobHead, at: &str, people: String) -> Self {
        Self {
            company: page.company.slug.to_string(),
            job: job.clone(),
            query: at.split_once('?').map_or("", |(_, query)| query).to_owned(),
            back: at.to_owned(),
            people,
            pools: page.may::<ManageProspects>(),
        }
    }
}

/// "51 people".
pub fn people(n: i64) -> String {
    match n {
        1 => "1 person".to_owned(),
        n => format!("{} people", filters::grouped(n)),
    }
}

/// Where an act leads back to: a page of the company, else its jobs.
pub fn way_back(page: &Page, back: &str) -> String {
    let ours = format!("/{}/", page.company.slug);
    match links::local(back) && back.starts_with(&ours) {
        true => back.to_owned(),
        false => links::jobs(&page.company.slug),
    }
}
