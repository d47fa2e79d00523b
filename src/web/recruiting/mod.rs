//! Recruiters' pages: jobs, postings, applications.

mod applications;
mod attachments;
mod board;
mod came;
mod candidates;
mod decisions;
mod erasure;
mod home;
mod imports;
mod jobs;
mod notes;
mod palette;
mod postings;
mod shown;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
        .and(jobs::routes())
        .and(board::routes())
        .and(applications::routes())
        .and(candidates::routes())
        .and(palette::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(erasure::routes())
        .and(notes::routes())
        .and(postings::routes())
        .and(imports::routes())
}
