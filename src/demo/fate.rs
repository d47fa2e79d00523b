//! What becomes of an application in the demonstration: some wait, some move on stage by stage, some hear no, a few are hired.

use super::postings::Begun;
use crate::{
    access::{
        Permit,
        permissions::{DecideApplications, WriteNotes},
    },
    app::App,
    base::{
        error::{Error, Result},
        ids::{ApplicationId, JobId, Version},
    },
    domain::{
        decisions::{self, Hire, Rejection, When},
        jobs,
        notes::{self, Wording},
        todos::{self, Subject, TodoInput},
    },
};
use uuid::Uuid;

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

/// How far people come, in stages.
const STAGES: [usize; 12] = [0, 1, 0, 2, 1, 0, 3, 1, 2, 4, 0, 1];

/// How long they wait for the next thing to happen, in people who apply meanwhile: from a day to five.
const RESTS: [usize; 7] = [8, 12, 4, 15, 7, 10, 5];

/// An application, and what will happen to it.
pub(super) struct Fate<'a> {
    /// Its number among all, which decides.
    n: usize,
    begun: &'a Begun,
    job: JobId,
    application: ApplicationId,
    version: Version,
    /// The stages that it has moved on.
    moved: usize,
    met: bool,
}

impl<'a> Fate<'a> {
    pub fn new(n: usize, begun: &'a Begun, job: JobId, application: ApplicationId) -> Self {
        Self {
            n,
            begun,
            job,
            application,
            version: Version(1),
            moved: 0,
            met: false,
        }
    }

    /// How many more apply before somebody looks at it again.
    pub fn rest(&self) -> usize {
        RESTS[(self.n + 3 * self.moved) % RESTS.len()]
    }

    /// One more thing happens. Whether more will.
    pub async fn turn(&mut self, app: &App) -> Result<bool> {
        if !self.met {
            self.met = true;
            self.write(app).await?;
        }
        if self.moved < STAGES[self.n % STAGES.len()] {
            return self.advance(app).await;
        }
        self.end(app).await?;
        Ok(false)
    }

    /// Somebody has read it, and writes down what they think and what is to be done.
    async fn write(&self, app: &App) -> Result<()> {
        let (n, application) = (self.n, self.application);
        let recruiter = &self.begun.staff.recruiter;
        let write = recruiter.permit::<WriteNotes>(app, &self.begun.company)?;
        if n.is_multiple_of(5) {
            let wording = Wording::check(NOTES[n / 5 % NOTES.len()], "team")?;
            write
                .change(async |change| {
                    notes::write(change, application, Uuid::new_v4(), wording).await
                })
                .await?;
        }
        if n.is_multiple_of(15) {
            let mut db = write.read().await?;
            let due = todos::next_working_day(&mut db, &self.begun.company, write.now()).await?;
            drop(db);
            let text = TODOS[n / 15 % TODOS.len()];
            let todo = TodoInput::check(text, &due.0.to_string(), &recruiter.member.to_string())?;
            let subject = Subject::Application(application);
            write
                .change(async |change| todos::add(change, subject, Uuid::new_v4(), todo).await)
                .await?;
        }
        Ok(())
    }

    fn decides(&self, app: &App) -> Result<Permit<DecideApplications>> {
        self.begun.staff.recruiter.permit(app, &self.begun.company)
    }

    /// To the next stage; at the end of the plan there is nothing left but a decision.
    async fn advance(&mut self, app: &App) -> Result<bool> {
        let permit = self.decides(app)?;
        let stages =
            jobs::stages(&mut *permit.read().await?, self.begun.company.id, self.job).await?;
        self.moved += 1;
        let Some(stage) = stages.get(self.moved).map(|stage| stage.id) else {
            self.end(app).await?;
            return Ok(false);
        };
        let (application, seen) = (self.application, self.version);
        self.version = permit
            .change(async |change| decisions::move_to(change, application, seen, stage).await)
            .await?
            .version;
        Ok(true)
    }

    /// A decision, if there is one.
    async fn end(&self, app: &App) -> Result<()> {
        let (n, application, version) = (self.n, self.application, self.version);
        let (permit, company) = (self.decides(app)?, self.begun.company.id);
        if n % 9 == 3 || n % 9 == 7 {
            let mut db = permit.read().await?;
            let reasons = decisions::rejection_reasons(&mut db, company, permit.actor()).await?;
            drop(db);
            let reason = reasons
                .get(n % reasons.len().max(1))
                .ok_or(Error::NotFound)?
                .id;
            let rejection = Rejection {
                version,
                reason,
                note: String::new(),
                words: String::new(),
                when: if n % 18 == 3 { When::Held } else { When::Now },
            };
            permit
                .change(async |change| decisions::reject(change, application, rejection).await)
                .await?;
        } else if n % 24 == 9 {
            let mut db = permit.read().await?;
            let openings =
                decisions::open_openings(&mut db, company, permit.actor(), application).await?;
            drop(db);
            if let Some(opening) = openings.first() {
                let opening = opening.id;
                let hire = Hire { version, opening };
                permit
                    .change(async |change| decisions::hire(change, application, hire).await)
                    .await?;
            }
        }
        Ok(())
    }
}
