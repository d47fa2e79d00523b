//! Six weeks in the demonstration: people apply, are met, and hear from the company.

use super::{
    people::{Crowd, Person},
    pool,
    postings::Begun,
};
use crate::{
    access::{
        Actor, Permit,
        permissions::{Apply, DecideApplications, WriteNotes},
    },
    app::App,
    base::{
        error::{Error, Result},
        ids::{ApplicationId, JobId, PostingId, StageId, Version},
    },
    domain::{
        accounts::users::Email,
        applications::{Enclosed, FileRole, Submission, answers::Answer, consent::Consent, submit},
        candidates::Applicant,
        decisions::{self, Hire, Rejection, When},
        files::{FileKind, SentFile},
        jobs,
        notes::{self, Wording},
        postings::{self, advert::QuestionKind},
        todos::{self, Subject, TodoInput},
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use std::sync::Arc;
use uuid::Uuid;

/// How many people apply for the first job of a company, the second, …
const PEOPLE: [usize; 6] = [26, 44, 19, 23, 12, 9];

/// What colleagues write down.
const NOTES: [&str; 5] = [
    "Could start in January. Asked twice about the learning budget; tell them more on the next call.",
    "Explained a hard case so that I would have understood it on my first day.",
    "Wants to stay near their parents, so evenings are fine and weekends are not.",
    "Strong on people, thinner on Linux. Worth a second conversation.",
    "Please take the written exercise together, I am away until Thursday.",
];

/// What recruiters have to do.
const TODOS: [&str; 3] = [
    "Call about the notice period",
    "Ask the team when they can meet",
    "Send the reading list that was promised",
];

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
    let mut fates = Vec::new();
    for (n, (begun, job, posting)) in mixed(sent).into_iter().enumerate() {
        app.db.clock.advance(step);
        let application = apply(app, begun, posting, &crowd.next()).await?;
        fates.push((n, begun, job, application));
        if n.is_multiple_of(15) {
            pool::comes(app, begun, &crowd.next(), n / 15).await?;
        }
        // Who came a while ago has been looked at since.
        if let Some(index) = n.checked_sub(12) {
            let (n, begun, job, application) = fates[index];
            decide(app, begun, job, application, n).await?;
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

/// What became of an application: some wait, some move on, some hear no, a few are hired.
async fn decide(
    app: &App,
    begun: &Begun,
    job: JobId,
    application: ApplicationId,
    n: usize,
) -> Result<()> {
    if n.is_multiple_of(5) {
        let write = begun
            .staff
            .recruiter
            .permit::<WriteNotes>(app, &begun.company)?;
        let wording = Wording::check(NOTES[n / 5 % NOTES.len()], "team")?;
        write
            .change(async |change| notes::write(change, application, Uuid::new_v4(), wording).await)
            .await?;
    }
    if n.is_multiple_of(15) {
        let recruiter = &begun.staff.recruiter;
        let write = recruiter.permit::<WriteNotes>(app, &begun.company)?;
        let due =
            todos::next_working_day(&mut *write.read().await?, &begun.company, write.now()).await?;
        let text = TODOS[n / 15 % TODOS.len()];
        let todo = TodoInput::check(text, &due.0.to_string(), &recruiter.member.to_string())?;
        let subject = Subject::Application(application);
        write
            .change(async |change| todos::add(change, subject, Uuid::new_v4(), todo).await)
            .await?;
    }
    let steps = [0, 1, 0, 2, 1, 0, 3, 1, 2, 4, 0, 1][n % 12];
    let permit = begun
        .staff
        .recruiter
        .permit::<DecideApplications>(app, &begun.company)?;
    let stages: Vec<StageId> = jobs::stages(&mut *permit.read().await?, begun.company.id, job)
        .await?
        .into_iter()
        .map(|stage| stage.id)
        .collect();
    let mut version = Version(1);
    for stage in stages.iter().skip(1).take(steps) {
        let seen = version;
        version = permit
            .change(async |change| decisions::move_to(change, application, seen, *stage).await)
            .await?
            .version;
    }
    if n % 9 == 3 || n % 9 == 7 {
        let reasons = decisions::rejection_reasons(
            &mut *permit.read().await?,
            begun.company.id,
            permit.actor(),
        )
        .await?;
        let reason = reasons
            .get(n % reasons.len().max(1))
            .ok_or(Error::NotFound)?
            .id;
        let when = if n % 18 == 3 { When::Held } else { When::Now };
        let rejection = Rejection {
            version,
            reason,
            note: String::new(),
            words: String::new(),
            when,
        };
        permit
            .change(async |change| decisions::reject(change, application, rejection).await)
            .await?;
    } else if steps == 4 && n % 24 == 9 {
        let openings = decisions::open_openings(
            &mut *permit.read().await?,
            begun.company.id,
            permit.actor(),
            application,
        )
        .await?;
        if let Some(opening) = openings.first() {
            let hire = Hire {
                version,
                opening: opening.id,
            };
            permit
                .change(async |change| decisions::hire(change, application, hire).await)
                .await?;
        }
    }
    Ok(())
}
