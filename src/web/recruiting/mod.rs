//! Recruiters' pages: jobs, postings, applications.

mod adjustments;
mod applications;
mod attachments;
mod board;
mod came;
mod decisions;
mod erasure;
mod held;
mod home;
mod imports;
mod interviews;
mod jobs;
mod live;
mod notes;
mod postings;
mod promises;
mod review;
mod shown;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
        .and(jobs::routes())
        .and(board::routes())
        .and(live::routes())
        .and(review::routes())
        .and(adjustments::routes())
        .and(applications::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(erasure::routes())
        .and(held::routes())
        .and(interviews::routes())
        .and(notes::routes())
        .and(postings::routes())
        .and(promises::routes())
        .and(imports::routes())
}
