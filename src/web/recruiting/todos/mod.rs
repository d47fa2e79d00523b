//! To-dos: one's own at `/{company}/todos`, and those about an application, a candidate or a job.

mod form;
mod list;

use crate::{
    base::links::{self, Slug},
    domain::todos::Subject,
    web::kit::routes::Routes,
};

pub fn routes() -> Routes {
    list::routes().and(form::routes())
}

/// The page of what a to-do is about.
fn page_of(company: &Slug, subject: Subject) -> String {
    match subject {
        Subject::Application(id) => links::application(company, id),
        Subject::Candidate(id) => links::candidate(company, id),
        Subject::Job(id) => links::job_page(company, id, "todos"),
    }
}
