//! Recruiters' pages: jobs, postings, applications.

mod adjustments;
mod applications;
mod attachments;
mod board;
mod bulk;
mod came;
mod candidates;
mod decisions;
mod deleted;
mod duplicates;
mod erasure;
mod feed;
mod held;
mod history;
mod home;
mod imports;
mod interviews;
mod jobs;
mod live;
mod notes;
mod owner;
mod palette;
mod people;
mod postings;
mod prospects;
mod reports;
mod review;
mod share;
mod shown;
mod snooze;
mod tags;
mod todos;
mod views;
mod waiting;

use super::kit::routes::Routes;

pub fn routes() -> Routes {
    home::routes()
        .and(jobs::routes())
        .and(board::routes())
        .and(bulk::routes())
        .and(live::routes())
        .and(review::routes())
        .and(adjustments::routes())
        .and(applications::routes())
        .and(candidates::routes())
        .and(palette::routes())
        .and(people::routes())
        .and(attachments::routes())
        .and(decisions::routes())
        .and(deleted::routes())
        .and(duplicates::routes())
        .and(erasure::routes())
        .and(held::routes())
        .and(history::routes())
        .and(interviews::routes())
        .and(notes::routes())
        .and(owner::routes())
        .and(snooze::routes())
        .and(tags::routes())
        .and(todos::routes())
        .and(waiting::routes())
        .and(postings::routes())
        .and(imports::routes())
        .and(prospects::routes())
        .and(reports::routes())
        .and(share::routes())
        .and(views::routes())
}
