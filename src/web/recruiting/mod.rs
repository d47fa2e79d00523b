//! Recruiters' pages: jobs, postings, applications.

mod applications;
mod attachments;
mod board;
mod came;
mod decisions;
mod erasure;
mod held;
mod home;
mod imports;
mod jobs;
mod notes;
mod postings;
mod shown;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
        .and(jobs::routes())
        .and(board::routes())
        .and(applications::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(erasure::routes())
        .and(held::routes())
        .and(notes::routes())
        .and(postings::routes())
        .and(imports::routes())
}
