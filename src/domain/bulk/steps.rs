//! Each deed, done to one and taken back from one, by the functions that do it to one alone.

use super::{
    chunks::{Effect, Progress, Target, Way, work},
    deed::{Deed, Telling},
    people::{Pool, Tag, Untag},
};
use crate::{
    access::{
        Change, Event, Member, Permission, Permit, Task,
        permissions::{DecideApplications, RunTasks, WriteMail, WriteNotes},
    },
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{
            ApplicationId, BulkActId, CandidateId, JobId, MemberId, MessageId, RejectionReasonId,
            StageId, Version,
        },
    },
    domain::{
        applications::{hold, owner},
        correspondence, decisions,
        mail::Template,
        tags::TagName,
    },
};
use serde_json::json;
use uuid::Uuid;

/// Something that is done to one target after another, with a permission.
pub(super) trait Step: Sync {
    type Permission: Permission;

    fn there(
        &self,
        change: &mut Change<Self::Permission>,
        target: &Target,
    ) -> impl Future<Output = Result<Effect>> + Send;

    fn back(
        &self,
        change: &mut Change<Self::Permission>,
        target: &Target,
    ) -> impl Future<Output = Result<()>> + Send;
}

/// Does a deed, or takes it back, as a member who asked for it, for as long as a turn is.
pub(super) async fn take(
    permit: &Permit<RunTasks>,
    member: Member,
    walk: (BulkActId, Way),
    task: &(impl Task + Sync),
    deed: &Deed,
    send_at: Time,
) -> Result<Progress> {
    let tag = |tag: &str| TagName::parse(tag).map_err(|text| Error::field("tag", text));
    match deed {
        Deed::Move { stage, .. } => {
            work(&permit.on_behalf_of(member)?, walk, task, &Move(*stage)).await
        }
        Deed::Transfer { job, .. } => {
            work(&permit.on_behalf_of(member)?, walk, task, &Transfer(*job)).await
        }
        Deed::Reject {
            reason,
            note,
            words,
            telling,
            ..
        } => {
            let step = Reject {
                reason: *reason,
                note,
                words,
                telling: *telling,
            };
            work(&permit.on_behalf_of(member)?, walk, task, &step).await
        }
        Deed::Mail { subject, body } => {
            let step = Mail {
                template: Template {
                    subject: subject.clone(),
                    body: body.clone(),
                },
                send_at,
            };
            work(&permit.on_behalf_of(member)?, walk, task, &step).await
        }
        Deed::Tag { tag: name } => {
            work(&permit.on_behalf_of(member)?, walk, task, &Tag(tag(name)?)).await
        }
        Deed::Untag { tag: name } => {
            work(
                &permit.on_behalf_of(member)?,
                walk,
                task,
                &Untag(tag(name)?),
            )
            .await
        }
        Deed::Assign { owner, .. } => {
            work(&permit.on_behalf_of(member)?, walk, task, &Assign(*owner)).await
        }
        Deed::Pool { pool, .. } => {
            work(&permit.on_behalf_of(member)?, walk, task, &Pool(*pool)).await
        }
    }
}

fn made(version: Version) -> Effect {
    Effect {
        version: Some(version),
        ..Effect::default()
    }
}

/// Holds an application and refuses, with who did what, if it has another version than this one.
async fn still<P>(
    change: &mut Change<P>,
    id: ApplicationId,
    version: Option<Version>,
    since: &str,
) -> Result<(ApplicationId, Version)> {
    let company = change.company();
    let row = sqlx::query!(
        r#"select version as "version: Version", name from applications where company_id = $1 and id = $2 for update"#,
        company as _,
        id as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    if Some(row.version) == version {
        return Ok((id, row.version));
    }
    let did = hold::last_change(change, id, &row.name).await?;
    let text = did.map_or_else(|| format!("{} was changed", row.name), |(did, _)| did);
    Err(Error::refused(hold::STALE, format!("{text} {since}.")))
}

/// The application that was chosen, if its version is still what it was then.
async fn as_seen<P>(change: &mut Change<P>, target: &Target) -> Result<(ApplicationId, Version)> {
    let (id, version) = target.applied()?;
    still(change, id, Some(version), "meanwhile").await
}

/// The application with the version that the act made, if nobody has changed it since.
async fn as_made<P>(change: &mut Change<P>, target: &Target) -> Result<(ApplicationId, Version)> {
    let (id, _) = target.applied()?;
    still(change, id, target.effect.version, "since").await
}

struct Move(StageId);

impl Step for Move {
    type Permission = DecideApplications;

    async fn there(
        &self,
        change: &mut Change<DecideApplications>,
        target: &Target,
    ) -> Result<Effect> {
        let (id, seen) = as_seen(change, target).await?;
        let done = decisions::move_to(change, id, seen, self.0).await?;
        Ok(made(done.version))
    }

    async fn back(&self, change: &mut Change<DecideApplications>, target: &Target) -> Result<()> {
        let (id, made) = as_made(change, target).await?;
        decisions::take_back_move(change, id, made).await?;
        Ok(())
    }
}

struct Transfer(JobId);

impl Step for Transfer {
    type Permission = DecideApplications;

    async fn there(
        &self,
        change: &mut Change<DecideApplications>,
        target: &Target,
    ) -> Result<Effect> {
        let (id, seen) = as_seen(change, target).await?;
        let done = decisions::transfer(change, id, seen, self.0).await?;
        Ok(made(done.version))
    }

    async fn back(&self, change: &mut Change<DecideApplications>, target: &Target) -> Result<()> {
        let (id, made) = as_made(change, target).await?;
        decisions::take_back_transfer(change, id, made).await?;
        Ok(())
    }
}

struct Reject<'d> {
    reason: RejectionReasonId,
    note: &'d str,
    words: &'d str,
    telling: Telling,
}

impl Step for Reject<'_> {
    type Permission = DecideApplications;

    async fn there(
        &self,
        change: &mut Change<DecideApplications>,
        target: &Target,
    ) -> Result<Effect> {
        let (id, version) = as_seen(change, target).await?;
        let rejection = decisions::Rejection {
            version,
            reason: self.reason,
            note: self.note.to_owned(),
            words: self.words.to_owned(),
            when: self.telling.into(),
        };
        let done = decisions::reject(change, id, rejection).await?;
        Ok(made(done.version))
    }

    async fn back(&self, change: &mut Change<DecideApplications>, target: &Target) -> Result<()> {
        let (id, made) = as_made(change, target).await?;
        decisions::unreject(change, id, made).await?;
        Ok(())
    }
}

struct Mail {
    template: Template,
    send_at: Time,
}

impl Step for Mail {
    type Permission = WriteMail;

    async fn there(&self, change: &mut Change<WriteMail>, target: &Target) -> Result<Effect> {
        let (id, _) = as_seen(change, target).await?;
        let once = Uuid::new_v4();
        let message =
            correspondence::write_for(change, id, once, &self.template, self.send_at).await?;
        Ok(Effect {
            message: Some(message),
            ..Effect::default()
        })
    }

    /// Notes down that the mail was held back, if it was: asking did so.
    async fn back(&self, change: &mut Change<WriteMail>, target: &Target) -> Result<()> {
        let company = change.company();
        let row = sqlx::query!(
            r#"select m.id as "id: MessageId", m.subject, m.state = 'cancelled' as "back!", a.id as "application: ApplicationId",
                      a.job_id as "job: JobId", a.candidate_id as "candidate: CandidateId"
               from messages m
               join applications a on (a.company_id, a.id) = (m.company_id, m.application_id)
               where m.company_id = $1 and m.id = $2"#,
            company as _,
            target.effect.message as _,
        )
        .fetch_optional(change.db())
        .await?
        .ok_or(Error::NotFound)?;
        if !row.back {
            return Err(Error::refused("gone", "The mail had gone."));
        }
        let event = Event::new("message.held_back")
            .job(row.job)
            .candidate(row.candidate)
            .application(row.application)
            .detail(json!({ "message": row.id, "subject": row.subject }));
        change.record(event).await?;
        Ok(())
    }
}

struct Assign(Option<MemberId>);

impl Step for Assign {
    type Permission = WriteNotes;

    async fn there(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<Effect> {
        let (id, seen) = as_seen(change, target).await?;
        let done = owner::assign(change, id, seen, self.0).await?;
        Ok(Effect {
            before: done.before,
            ..made(done.version)
        })
    }

    async fn back(&self, change: &mut Change<WriteNotes>, target: &Target) -> Result<()> {
        let (id, made) = as_made(change, target).await?;
        owner::assign(change, id, made, target.effect.before).await?;
        Ok(())
    }
}
