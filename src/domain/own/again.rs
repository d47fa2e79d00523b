//! The link again, for somebody who lost it: whoever asks hears the same, and only a mailbox learns more.

use crate::{
    access::{
        Change, Event, Task,
        permissions::{AskForLink, RunTasks},
    },
    base::{
        error::Result,
        ids::{ApplicationId, JobId},
    },
    domain::{
        accounts::users::Email,
        candidates,
        mail::{self, Kind, Letter},
    },
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Most askings from one network in [`WHILE`].
const MOST: i32 = 20;
const WHILE: SignedDuration = SignedDuration::from_hours(1);
/// An application's link is mailed once in this time, so that nobody's mailbox is filled by a stranger.
const QUIET: SignedDuration = SignedDuration::from_mins(10);

/// Mails the links of an address's newest applications, if it has any.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendLinks {
    pub email: String,
}

impl Task for SendLinks {
    const KIND: &'static str = "send_links";
}

/// Takes the question. Whether anybody has the address is looked up by the task, so that neither the answer nor its time
/// tells.
pub async fn ask_for_links(
    change: &mut Change<AskForLink>,
    email: &Email,
    network: &str,
) -> Result<()> {
    mail::count_asking(change, &format!("link {network}"), MOST, WHILE).await?;
    let email = email.as_str().to_owned();
    change.later(&SendLinks { email }).await
}

/// Does the task: a mail for each of the five newest applications that did not get one just now.
pub async fn send_links(change: &mut Change<RunTasks>, task: SendLinks) -> Result<()> {
    let Some(email) = Email::parse(&task.email) else {
        return Ok(());
    };
    let (company, now) = (change.company(), change.now());
    let Some(candidate) = candidates::held_by_address(change, &email).await? else {
        return Ok(());
    };
    let since = now.minus(QUIET);
    let newest = sqlx::query!(
        r#"select n.id as "id!: ApplicationId", n.job_id as "job!: JobId", coalesce(p.title, j.name) as "title!"
           from (select company_id, id, job_id, posting_id from told_applications
                 where company_id = $1 and candidate_id = $2 order by applied_at desc, id desc limit 5) n
           join jobs j on (j.company_id, j.id) = (n.company_id, n.job_id)
           left join postings p on (p.company_id, p.id) = (n.company_id, n.posting_id)
           where not exists (select from messages m where m.company_id = $1 and m.application_id = n.id and m.kind = $3 and m.created_at > $4)
           order by n.id desc"#,
        company as _,
        candidate as _,
        Kind::Link.key(),
        since as _,
    )
    .fetch_all(change.db())
    .await?;
    for application in newest {
        let link = mail::newest_link(change, application.id).await?;
        let letter = Letter {
            kind: Kind::Link,
            candidate,
            application: Some(application.id),
            to: Some(&email),
            link: Some(link),
            code: None,
            values: &[("posting", &application.title)],
            send_at: now,
            held: false,
        };
        mail::write(change, letter).await?;
        change
            .record(
                Event::new("link.sent")
                    .job(application.job)
                    .candidate(candidate)
                    .application(application.id),
            )
            .await?;
    }
    Ok(())
}
