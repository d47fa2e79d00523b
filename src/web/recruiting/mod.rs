//! Recruiters' pages: jobs, postings, applications.

mod applications;
mod attachments;
mod board;
mod came;
mod decisions;
mod home;
mod jobs;
mod notes;
mod postings;
mod shown;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes().and(jobs::routes()).and(postings::routes())
    home::routes()
        .and(board::routes())
        .and(applications::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(notes::routes())
        .and(postings::routes())
}
