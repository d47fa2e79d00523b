//! People who apply, through the domain, as the form does it.

use super::{
    app::TestApp,
    cast::Cast,
    postings::{Ad, Live, miller},
};
use candor::{
    access::{
        CompanyRef, TeamRole,
        permissions::{Apply, EditJobs},
    },
    base::ids::{ApplicationId, MemberId, PostingId, StageId},
    domain::{
        accounts::users::Email,
        applications::{self, Enclosed, FileRole, Submission, answers::Answer},
        candidates::Applicant,
        files::{FileKind, SentFile},
        intake, jobs,
    },
};
use jiff::SignedDuration;
use std::path::PathBuf;
use uuid::Uuid;

/// A file that passes for a PDF, of its sender's own, which anything that is lost or mixed up would change.
pub fn large_pdf(sender: u64, size: usize) -> Vec<u8> {
    let mut state = sender + 1;
    let mut bytes = b"%PDF-1.4\n%".to_vec();
    while bytes.len() < size {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes
}

/// What people need for a form that a test fills in at once.
pub const FILLING_IN: SignedDuration = SignedDuration::from_secs(5);

impl TestApp {
    /// The number of a form that was drawn just before people send it.
    pub fn form_number(&self) -> String {
        let number = intake::number(&self.app.db.key, self.app.db.clock.now());
        self.time_for_a_form();
        number
    }

    /// As much as people need to fill one in.
    pub fn time_for_a_form(&self) {
        self.app.db.clock.advance(FILLING_IN);
    }

    /// A live posting of a miller, whose job Hugo manages and Iris interviews for.
    pub async fn mill(&self, cast: &Cast) -> Live {
        self.staffed(cast, miller()).await
    }

    /// A live posting whose job Hugo manages and Iris interviews for.
    pub async fn staffed(&self, cast: &Cast, ad: Ad) -> Live {
        let live = self.publish(&cast.company, ad).await;
        let team = [
            (cast.hugo.member, TeamRole::HiringManager),
            (cast.iris.member, TeamRole::Interviewer),
        ];
        for (member, role) in team {
            self.joins(&cast.company, live, member, role).await;
        }
        live
    }

    /// Puts somebody into a job's team.
    pub async fn joins(&self, company: &CompanyRef, live: Live, member: MemberId, role: TeamRole) {
        self.system::<EditJobs>(company)
            .change(async |change| jobs::add_teammate(change, live.job, member, role).await)
            .await
            .expect("a teammate");
    }

    /// Somebody applies, without answers or files.
    pub async fn applies(
        &self,
        company: &CompanyRef,
        posting: PostingId,
        name: &str,
    ) -> ApplicationId {
        self.sends(company, posting, name, Vec::new(), Vec::new())
            .await
    }

    /// Somebody sends the form.
    pub async fn sends(
        &self,
        company: &CompanyRef,
        posting: PostingId,
        name: &str,
        answers: Vec<Answer>,
        files: Vec<Enclosed>,
    ) -> ApplicationId {
        let (given, family) = name.split_once(' ').unwrap_or((name, ""));
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let submission = Submission {
            key: Uuid::new_v4(),
            posting,
            applicant: Applicant {
                given_name: given.to_owned(),
                family_name: family.to_owned(),
                email: Email::parse(&email).expect("an address"),
                phone: Some("+372 5550 0142".to_owned()),
                headline: String::new(),
                place: "Tallinn".to_owned(),
                links: vec!["https://castellane.example.org/".to_owned()],
            },
            answers,
            files,
            consents: Vec::new(),
            adjustments: None,
            referrer: None,
            touch: Default::default(),
        };
        let sent = self
            .system::<Apply>(company)
            .change(async |change| applications::submit(change, submission).await)
            .await
            .expect("an application");
        let id = sqlx::query_scalar("select application_id from submissions where reference = $1")
            .bind(sent.reference)
            .fetch_one(self.app.db.pages())
            .await;
        id.expect("the application")
    }

    /// A file as it lies in the storage before its row is written.
    pub async fn stored(&self, name: &str, kind: FileKind, bytes: &[u8]) -> SentFile {
        let mut incoming = self.app.storage.receive(1 << 20).await.expect("room");
        incoming.write(bytes).await.expect("a file");
        SentFile {
            name: name.to_owned(),
            kind,
            stored: incoming.keep().await.expect("a file"),
        }
    }

    /// Where a stored file lies.
    pub fn lies_at(&self, storage_key: &str) -> PathBuf {
        let (first, second) = (&storage_key[..1], &storage_key[1..2]);
        let files = self.data.path().join("files");
        files.join(first).join(second).join(storage_key)
    }

    /// A résumé to send with the form.
    pub async fn resume(&self, name: &str, kind: FileKind, bytes: &[u8]) -> Enclosed {
        Enclosed {
            role: FileRole::Resume,
            file: self.stored(name, kind, bytes).await,
        }
    }

    /// The id of a stage of a job, by its name.
    pub async fn stage(&self, live: Live, name: &str) -> StageId {
        let id = sqlx::query_scalar("select id from stages where job_id = $1 and name = $2")
            .bind(live.job)
            .bind(name)
            .fetch_one(self.app.db.pages())
            .await;
        id.expect("a stage")
    }

    /// Makes an application so many days older: the clock may stay, so that nobody's session ends.
    pub async fn aged(&self, application: ApplicationId, days: i32) {
        let done = sqlx::query(
            "update applications set applied_at = applied_at - $2 * interval '1 day', promised_by = promised_by - $2 * interval '1 day',
                 stage_entered_at = stage_entered_at - $2 * interval '1 day'
             where id = $1",
        );
        let done = done.bind(application).bind(days);
        done.execute(self.app.db.pages()).await.expect("a change");
    }

    /// How often something of this kind happened to an application.
    pub async fn happened(&self, application: ApplicationId, kind: &str) -> i64 {
        let count = sqlx::query_scalar(
            "select count(*) from events where application_id = $1 and kind like $2",
        );
        count
            .bind(application)
            .bind(kind)
            .fetch_one(self.app.db.pages())
            .await
            .expect("the history")
    }
}

/// Makes so many people apply at once, in the order of their numbers.
pub async fn crowd(app: &TestApp, job: i64, people: i32) -> Vec<ApplicationId> {
    let now = app.app.db.clock.now();
    let ids = sqlx::query_scalar(
        "with people as (
             insert into candidates (company_id, given_name, family_name, last_activity_at, created_at, updated_at)
             select j.company_id, 'Person', to_char(n, 'FM0000'), $3, $3, $3 from jobs j, generate_series(1, $2) n where j.id = $1
             returning company_id, id, given_name || ' ' || family_name as name
         )
         insert into applications (company_id, uuid, candidate_id, job_id, stage_id, name, headline, applied_at, stage_entered_at,
             last_activity_at, promised_by, created_at, updated_at)
         select p.company_id, gen_random_uuid(), p.id, $1, (select id from stages where job_id = $1 order by position limit 1), p.name,
                'Miller of the valley', $3::timestamptz - (9999 - right(p.name, 4)::int) * interval '1 second', $3, $3, $3::timestamptz + interval '14 days', $3, $3
         from people p order by p.name
         returning id",
    );
    let ids = ids
        .bind(job)
        .bind(people)
        .bind(now)
        .fetch_all(app.app.db.pages());
    ids.await.expect("a crowd")
}
