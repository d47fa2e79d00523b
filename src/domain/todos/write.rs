//! Writing to-dos down, changing them, and ticking them off.

use super::{Subject, Todo, may_not_write, today, todo};
use crate::{
    access::{Change, Event, permissions::WriteNotes},
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        ids::{CandidateId, JobId, MemberId, TodoId, Version},
    },
    domain::applications::hold::STALE,
};
use serde_json::json;
use uuid::Uuid;

/// The longest to-do, in characters.
const LONGEST: usize = 500;

/// What is to be done, by when, by whom.
#[derive(Clone, Debug)]
pub struct TodoInput {
    body: String,
    due_on: Day,
    member: MemberId,
}

impl TodoInput {
    /// A to-do that may be written, or what is wrong with it.
    pub fn check(body: &str, due: &str, member: &str) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
        match body.chars().count() {
            0 => errors.add("body", "Write what is to be done"),
            1..=LONGEST => {}
            _ => errors.add("body", "Shorten it to 500 characters"),
        }
        let due: Option<jiff::civil::Date> = due.trim().parse().ok();
        // Years that Postgres and people understand.
        let due = due.filter(|day| (2000..=2200).contains(&day.year()));
        if due.is_none() {
            errors.add("due", "Choose a day");
        }
        let member = member.parse().ok();
        if member.is_none() {
            errors.add("whom", "Choose who does it");
        }
        match (due, member) {
            (Some(due), Some(member)) if errors.is_empty() => Ok(Self {
                body,
                due_on: Day(due),
                member,
            }),
            _ => Err(errors),
        }
    }
}

/// Writes a to-do down; the same one-time key again writes nothing.
pub async fn add(
    change: &mut Change<WriteNotes>,
    subject: Subject,
    once: Uuid,
    input: TodoInput,
) -> Result<()> {
    let (company, actor, now) = (change.company(), change.actor().clone(), change.now());
    let about = super::about(change.db(), company, &actor, subject).await?;
    if !about.writes {
        return Err(may_not_write());
    }
    if input.due_on < today(change.company_ref(), now) {
        return Err(Error::field("due", "Choose today or a later day"));
    }
    let name = colleague(change, subject, input.member).await?;
    let id: Option<TodoId> = sqlx::query_scalar!(
        r#"insert into todos (company_id, member_id, author_id, application_id, candidate_id, job_id, body, due_on, once, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
           on conflict on constraint todos_once_key do nothing
           returning id as "id: _""#,
        company as _,
        input.member as _,
        actor.member_id() as _,
        subject.application() as _,
        subject.candidate() as _,
        subject.job() as _,
        input.body,
        input.due_on as _,
        once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = id else {
        let same = sqlx::query_scalar!(
            r#"select body = $4 and application_id is not distinct from $5 and candidate_id is not distinct from $6
                      and job_id is not distinct from $7 as "same!"
               from todos where company_id = $1 and author_id = $2 and once = $3"#,
            company as _,
            actor.member_id() as _,
            once,
            input.body,
            subject.application() as _,
            subject.candidate() as _,
            subject.job() as _,
        )
        .fetch_one(change.db())
        .await?;
        return match same {
            true => Ok(()),
            false => Err(Error::field(
                "body",
                "This form has sent another to-do already. Send it again to add this one too",
            )),
        };
    };
    let event = event(change, "todo.made", subject).await?;
    let detail = json!({ "todo": id, "text": input.body, "due_on": input.due_on, "to": { "id": input.member, "name": name } });
    change.record(event.detail(detail)).await?;
    Ok(())
}

/// Changes what is to be done, when or by whom.
pub async fn edit(
    change: &mut Change<WriteNotes>,
    id: TodoId,
    seen: Version,
    input: TodoInput,
) -> Result<Subject> {
    let before = hold(change, id).await?;
    if before.version != seen {
        return Err(Error::refused(
            STALE,
            "Somebody changed this to-do meanwhile. What you typed is still here.",
        ));
    }
    let (company, now) = (change.company(), change.now());
    if input.due_on != before.due_on && input.due_on < today(change.company_ref(), now) {
        return Err(Error::field("due", "Choose today or a later day"));
    }
    let name = colleague(change, before.subject, input.member).await?;
    sqlx::query!(
        r#"update todos set member_id = $3, body = $4, due_on = $5, updated_at = $6, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        input.member as _,
        input.body,
        input.due_on as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let event = event(change, "todo.changed", before.subject).await?;
    let detail = json!({
        "todo": id, "text": input.body, "due_on": input.due_on, "to": { "id": input.member, "name": name },
        "before": { "text": before.body, "due_on": before.due_on, "to": { "id": before.member, "name": before.name } },
    });
    change.record(event.detail(detail)).await?;
    Ok(before.subject)
}

/// Ticks a to-do off, or opens it again; done already, nothing happens.
pub async fn set_done(change: &mut Change<WriteNotes>, id: TodoId, done: bool) -> Result<Todo> {
    let todo = hold(change, id).await?;
    if todo.done_at.is_some() == done {
        return Ok(todo);
    }
    let (company, now) = (change.company(), change.now());
    sqlx::query!(
        r#"update todos set done_at = case when $3 then $4::timestamptz end, updated_at = $4, version = version + 1
           where company_id = $1 and id = $2"#,
        company as _,
        id as _,
        done,
        now as _,
    )
    .execute(change.db())
    .await?;
    let kind = if done { "todo.done" } else { "todo.reopened" };
    let event = event(change, kind, todo.subject).await?;
    let detail = json!({ "todo": id, "text": todo.body });
    change.record(event.detail(detail)).await?;
    Ok(todo)
}

/// A to-do that nobody else can change until the transaction ends, if the actor may.
async fn hold(change: &mut Change<WriteNotes>, id: TodoId) -> Result<Todo> {
    let (company, actor) = (change.company(), change.actor().clone());
    sqlx::query!(
        "select id from todos where company_id = $1 and id = $2 for update",
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?;
    let todo = todo(change.db(), company, &actor, id).await?;
    if !todo.writes {
        return Err(may_not_write());
    }
    Ok(todo)
}

/// The name of somebody to whom a to-do can be given.
async fn colleague(
    change: &mut Change<WriteNotes>,
    subject: Subject,
    member: MemberId,
) -> Result<String> {
    let (company, actor) = (change.company(), change.actor().clone());
    let known = super::colleagues(change.db(), company, &actor, subject).await?;
    let one = known.into_iter().find(|one| one.id == member);
    one.map(|one| one.name)
        .ok_or_else(|| Error::field("whom", "Choose somebody who sees this and works with it"))
}

/// An event about what a to-do is about.
async fn event(
    change: &mut Change<WriteNotes>,
    kind: &'static str,
    subject: Subject,
) -> Result<Event> {
    let event = Event::new(kind);
    let company = change.company();
    Ok(match subject {
        Subject::Application(id) => {
            let row = sqlx::query!(
                r#"select job_id as "job: JobId", candidate_id as "candidate: CandidateId"
                   from applications where company_id = $1 and id = $2"#,
                company as _,
                id as _,
            )
            .fetch_one(change.db())
            .await?;
            event.job(row.job).candidate(row.candidate).application(id)
        }
        Subject::Candidate(id) => event.candidate(id),
        Subject::Job(id) => event.job(id),
    })
}
