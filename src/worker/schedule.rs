//! What runs again and again: whoever takes the row first runs it, so that many instances run it once.

use crate::{
    app::App,
    base::clock::Time,
    domain::{
        alerts::{self, SendAlerts},
        audit, deleted, duplicates, files, intake, notes, pipeline, postings,
        privacy::{self, RunPool, RunRetention},
        promises, prospects,
        transfer::people,
    },
};
use jiff::SignedDuration;

/// A name, how often, and what.
const SCHEDULES: [(&str, SignedDuration); 14] = [
    // Chains what was written into history since.
    ("seal_history", SignedDuration::from_mins(1)),
    // Compares people who have changed with those who are like them.
    ("find_duplicates", SignedDuration::from_mins(1)),
    // Adds up what has changed in how many people are where.
    ("add_up", SignedDuration::from_mins(1)),
    ("forget", SignedDuration::from_hours(1)),
    // Staged files of forms that nobody sent, files that no row names.
    ("sweep_files", SignedDuration::from_hours(1)),
    // Notes that were deleted a while ago.
    ("purge_notes", SignedDuration::from_hours(1)),
    // Sendings that were held for too long.
    ("discard_held", SignedDuration::from_hours(1)),
    // Files of those who were erased a day ago.
    ("clear_away", SignedDuration::from_hours(1)),
    // Warns those whose time comes, and erases those whose time has come.
    ("retention", SignedDuration::from_hours(1)),
    // Lets go of what was deleted a month ago.
    ("purge_deleted", SignedDuration::from_hours(24)),
    // How often companies that publish it keep their promises: each once a day.
    ("count_promises", SignedDuration::from_hours(1)),
    // Asks those of the pool whose consent ends, and lets go whose has ended.
    ("pool", SignedDuration::from_hours(1)),
    // Tells in the morning what opened, and forgets who never answered.
    ("alerts", SignedDuration::from_hours(1)),
    // Forgets what was brought and never taken in.
    ("arrivals", SignedDuration::from_hours(1)),
];

/// Runs what is due.
pub(super) async fn tick(app: &App, now: Time) -> anyhow::Result<()> {
    for (name, every) in SCHEDULES {
        if take(app, name, every, now).await? {
            run(app, name, now).await?;
        }
    }
    Ok(())
}

/// Fetches answers, if it is time: apart from everything else, because a server that hangs holds it up.
pub(super) async fn fetch_mail(app: &App, now: Time) -> anyhow::Result<()> {
    let every = SignedDuration::from_mins(1);
    if let Some(mailbox) = &app.mailbox
        && take(app, "fetch_mail", every, now).await?
    {
        mailbox.fetch(&app.db, &app.storage).await?;
    }
    Ok(())
}

/// Whether it is time, and nobody else has taken it.
async fn take(app: &App, name: &str, every: SignedDuration, now: Time) -> anyhow::Result<bool> {
    let mine = sqlx::query_scalar!(
        r#"insert into schedules as s (name, next_at) values ($1, $3)
           on conflict (name) do update set next_at = excluded.next_at where s.next_at <= $2
           returning name"#,
        name,
        now as _,
        now.plus(every) as _,
    )
    .fetch_optional(app.db.work())
    .await?;
    Ok(mine.is_some())
}

async fn run(app: &App, name: &str, now: Time) -> anyhow::Result<()> {
    match name {
        // Sessions, links, counts of wrong passwords and of questions, and finished tasks that nobody needs any more; mail
        // that nobody has filed.
        "forget" => {
            let old = now.minus(SignedDuration::from_hours(30 * 24));
            for statement in [
                "delete from sessions where coalesce(ended_at, expires_at) < $1",
                "delete from account_links where coalesce(used_at, expires_at) < $1",
                "delete from sign_in_failures where last_at < $1",
                "delete from work where finished_at < $1",
                "delete from unmatched_mail where received_at < $1",
            ] {
                sqlx::query(statement)
                    .bind(old)
                    .execute(app.db.work())
                    .await?;
            }
            // Hashes of who asked, and from where, and addresses that nobody has confirmed: no window is longer than a day.
            let over = now.minus(SignedDuration::from_hours(2 * 24));
            for statement in [
                "delete from asked where since < $1",
                "delete from address_changes where expires_at < $1",
            ] {
                sqlx::query(statement)
                    .bind(over)
                    .execute(app.db.work())
                    .await?;
            }
            Ok(postings::fetches::forget(app.db.work(), now).await?)
        }
        "discard_held" => {
            for company in intake::with_old(app.db.work(), now).await? {
                let permit = super::tasks::permit(app, company).await?;
                permit
                    .change(async |change| intake::discard_old(change).await)
                    .await?;
            }
            Ok(())
        }
        "purge_notes" => Ok(notes::purge(app.db.work(), now).await?),
        "find_duplicates" => Ok(duplicates::find(app.db.work(), now).await?),
        "add_up" => Ok(pipeline::add_up(app.db.work()).await?),
        "seal_history" => Ok(audit::seal(app.db.work()).await?),
        "sweep_files" => Ok(files::sweep(app.db.work(), &app.storage, now).await?),
        "clear_away" => Ok(privacy::clear_away(app.db.work(), &app.storage, now).await?),
        "purge_deleted" => Ok(deleted::purge(app.db.work(), now).await?),
        "count_promises" => Ok(promises::count_for_publishing(app.db.work(), now).await?),
        "retention" => {
            for company in privacy::with_work(app.db.work()).await? {
                let permit = super::tasks::permit(app, company).await?;
                permit
                    .change(async |change| change.later_at(now, &RunRetention {}).await)
                    .await?;
            }
            Ok(())
        }
        "pool" => {
            prospects::forget_introductions(app.db.work(), now).await?;
            for company in prospects::with_prospects(app.db.work()).await? {
                let permit = super::tasks::permit(app, company).await?;
                permit
                    .change(async |change| change.later_at(now, &RunPool {}).await)
                    .await?;
            }
            Ok(())
        }
        "alerts" => {
            alerts::forget_alerts(app.db.work(), now).await?;
            for company in alerts::with_alerts(app.db.work()).await? {
                let permit = super::tasks::permit(app, company).await?;
                permit
                    .change(async |change| change.later_at(now, &SendAlerts {}).await)
                    .await?;
            }
            Ok(())
        }
        "arrivals" => Ok(people::forget(app.db.work(), now).await?),
        _ => Ok(()),
    }
}
