//! Six weeks in the demonstration: people apply, are met, and hear from the company.

use super::{
    fate::Fate,
    people::{Crowd, Person},
    pool,
    postings::Begun,
};
use crate::{
    access::{Actor, Permit, permissions::Apply},
    app::App,
    base::{
        error::{Error, Result},
        ids::{ApplicationId, PostingId},
    },
    domain::{
        accounts::users::Email,
        applications::{Enclosed, FileRole, Submission, answers::Answer, consent::Consent, submit},
        candidates::Applicant,
        files::{FileKind, SentFile},
        postings::{self, advert::QuestionKind},
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// How many people apply for the first job of a company, the second, …
const PEOPLE: [usize; 6] = [26, 44, 19, 23, 12, 9];

/// Lets people live through the weeks, and gives how many applied. The clock ends where it began.
pub(super) async fn live(
    app: &App,
    companies: &[Begun],
    crowd: &mut Crowd,
    weeks: SignedDuration,
) -> Result<usize> {
    let mut sent = Vec::new();
    for begun in companies {
        let open = begun.jobs.iter().filter(|(_, _, live)| *live);
        for ((job, posting, _), people) in open.zip(PEOPLE) {
            sent.extend((0..people).map(|_| (begun, *job, *posting)));
        }
    }
    // Applications of all jobs are spread over the time, in an order that mixes them.
    sent.sort_by_key(|(_, job, posting)| (job.0 * 7 + posting.0 * 13) % 5);
    let step = weeks / i32::try_from(sent.len()).unwrap_or(i32::MAX).max(1);
    let mut fates: Vec<Fate> = Vec::new();
    // Who is looked at again once so many have applied: the number of their fate.
    let mut turns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, (begun, job, posting)) in mixed(sent).into_iter().enumerate() {
        app.db.clock.advance(step);
        let application = apply(app, begun, posting, &crowd.next()).await?;
        let fate = Fate::new(n, begun, job, application);
        turns.entry(n + fate.rest()).or_default().push(n);
        fates.push(fate);
        if n.is_multiple_of(15) {
            pool::comes(app, begun, &crowd.next(), n / 15).await?;
        }
        for who in turns.remove(&n).unwrap_or_default() {
            let fate = fates.get_mut(who).ok_or(Error::NotFound)?;
            if fate.turn(app).await? {
                turns.entry(n + fate.rest()).or_default().push(who);
            }
        }
    }
    app.db
        .clock
        .advance(weeks - step * i32::try_from(fates.len()).unwrap_or_default());
    Ok(fates.len())
}

/// Deals the list like cards into eleven heaps and takes them one after another.
fn mixed<T>(list: Vec<T>) -> Vec<T> {
    let mut heaps: Vec<Vec<T>> = (0..11).map(|_| Vec::new()).collect();
    for (i, thing) in list.into_iter().enumerate() {
        heaps[i % 11].push(thing);
    }
    heaps.into_iter().flatten().collect()
}

async fn apply(
    app: &App,
    begun: &Begun,
    posting: PostingId,
    person: &Person,
) -> Result<ApplicationId> {
    let company = Arc::new(begun.company.clone());
    let permit: Permit<Apply> = Permit::issue(&app.db, company, Arc::new(Actor::Visitor), None)?;
    let live = postings::published(&mut *permit.read().await?, begun.company.id, posting)
        .await?
        .ok_or(Error::NotFound)?;
    let answers = live.content.questions.iter().filter_map(|question| {
        let given = match question.kind {
            QuestionKind::SingleChoice => "2",
            _ => person.answer,
        };
        Answer::check(question, &[given.to_owned()]).ok().flatten()
    });
    let submission = Submission {
        key: Uuid::new_v4(),
        posting,
        applicant: Applicant {
            given_name: person.given.to_owned(),
            family_name: person.family.to_owned(),
            email: Email::parse(&person.email).ok_or(Error::NotFound)?,
            phone: Some(person.phone.clone()),
            headline: person.headline.clone(),
            place: person.place.to_owned(),
            links: person.link.iter().cloned().collect(),
        },
        answers: answers.collect(),
        files: vec![Enclosed {
            role: FileRole::Resume,
            file: resume(app, person).await?,
        }],
        consents: vec![Consent::application(&begun.company.name, false)],
        adjustments: None,
        referrer: None,
        touch: Default::default(),
    };
    let key = submission.key;
    permit
        .change(async |change| submit(change, submission).await)
        .await?;
    let id = sqlx::query_scalar!(
        r#"select application_id as "id!: ApplicationId" from submissions where company_id = $1 and key = $2"#,
        begun.company.id as _,
        key,
    );
    Ok(id.fetch_one(&mut *permit.read().await?).await?)
}

pub(super) async fn resume(app: &App, person: &Person) -> Result<SentFile> {
    let bytes = person.resume.bytes();
    let mut incoming = app
        .storage
        .receive(1 << 20)
        .await
        .context("a résumé cannot be kept")?;
    incoming
        .write(&bytes)
        .await
        .context("a résumé cannot be kept")?;
    let kind = if person.resume.pdf {
        FileKind::Pdf
    } else {
        FileKind::Txt
    };
    let stored = incoming.keep().await.context("a résumé cannot be kept")?;
    Ok(SentFile {
        name: person.resume.file_name(),
        kind,
        stored,
    })
}
