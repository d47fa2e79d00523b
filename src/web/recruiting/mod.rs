//! Recruiters' pages: jobs, postings, applications.

mod applications;
mod attachments;
mod board;
mod bulk;
mod came;
mod decisions;
mod erasure;
mod home;
mod imports;
mod jobs;
mod notes;
mod owner;
mod postings;
mod shown;
mod tags;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
        .and(jobs::routes())
        .and(board::routes())
        .and(bulk::routes())
        .and(applications::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(erasure::routes())
        .and(notes::routes())
        .and(owner::routes())
        .and(tags::routes())
        .and(postings::routes())
        .and(imports::routes())
}
