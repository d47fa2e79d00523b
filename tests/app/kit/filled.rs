//! A company at work, with a bit of everything in it: two jobs, a posting, applications, a note, a file.

use super::{
    app::TestApp,
    cast::Person,
    documents,
    postings::{Live, clerk, miller, question},
};
use candor::{
    access::{
        Actor, CompanyRef, Member, Permission, Permit, TeamRole,
        permissions::{ActInBulk, Apply, DecideApplications, EditJobs, EditTexts, WriteNotes},
    },
    base::ids::{ApplicationId, Version},
    domain::{
        accounts::users::Email,
        applications::{Enclosed, FileRole, Submission, answers::Answer, consent::Consent, submit},
        bulk,
        candidates::Applicant,
        decisions::{self, Rejection, When},
        files::{FileKind, SentFile},
        intake::{self, Signs},
        jobs,
        notes::{self, Wording},
        postings::{
            self,
            advert::{QuestionKind, SectionKind},
            texts::{self, TextInput},
        },
        todos::{self, Subject, TodoInput},
    },
};
use std::sync::Arc;
use uuid::Uuid;

/// See [`TestApp::far_from_here`].
pub const FAR: i64 = 1_000_000;

/// What a filled company holds.
pub struct Filled {
    /// With questions, and applications of two people: Noor, and Nils, who was rejected.
    pub miller: Live,
    /// Without applications.
    pub clerk: Live,
    pub noor: ApplicationId,
    pub nils: ApplicationId,
}

impl Person {
    /// Leave for them to do something in their company.
    pub fn permit<P: Permission>(&self, app: &TestApp, company: &CompanyRef) -> Permit<P> {
        let member = Member {
            id: self.member,
            user: self.user,
            role: self.role,
            name: self.name.clone(),
        };
        let actor = Arc::new(Actor::Member(member));
        Permit::issue(&app.app.db, Arc::new(company.clone()), actor, None).expect("leave")
    }
}

impl TestApp {
    /// Fills a company, by the hands of a recruiter or administrator and with a hiring manager on the miller's team.
    pub async fn fill(
        &self,
        company: &CompanyRef,
        writer: &Person,
        manager: Option<&Person>,
    ) -> Filled {
        let mut ad = miller();
        ad.advert.questions = vec![
            question(QuestionKind::YesNo, "May you work in Estonia?", true),
            question(
                QuestionKind::SingleChoice,
                "Which grain do you know best?",
                false,
            ),
        ];
        let (miller, clerk) = (
            self.publish(company, ad).await,
            self.publish(company, clerk()).await,
        );
        if let Some(manager) = manager {
            let edit = self.system::<EditJobs>(company);
            let role = TeamRole::HiringManager;
            let added = edit.change(async |change| {
                jobs::add_teammate(change, miller.job, manager.member, role).await
            });
            added.await.expect("a teammate");
        }
        let text = TextInput {
            name: "About the mill".to_owned(),
            kind: SectionKind::About,
            heading: "About us".to_owned(),
            source: "We have milled since 1871.".to_owned(),
        };
        let permit = self.system::<EditTexts>(company);
        let made = permit.change(async |change| texts::create_text(change, text).await);
        made.await.expect("a text");
        self.is_held(company, miller, "Robin Tester").await;
        let noor = self.apply(company, miller, "Noor Saar").await;
        let nils = self.apply(company, miller, "Nils Aho").await;
        let wording = Wording::check("Knows **stones** well.", "team").expect("a note");
        let write = writer.permit::<WriteNotes>(self, company);
        let noted =
            write.change(async |change| notes::write(change, noor, Uuid::new_v4(), wording).await);
        noted.await.expect("a note");
        let todo = TodoInput::check(
            "Call Noor about notice period",
            "2100-01-04",
            &writer.member.to_string(),
        );
        let todo = todo.expect("a to-do");
        let subject = Subject::Application(noor);
        let added =
            write.change(async |change| todos::add(change, subject, Uuid::new_v4(), todo).await);
        added.await.expect("something to do");
        self.meets(company, writer, noor, &[writer.member]).await;
        self.reject(company, writer, nils).await;
        self.tag_both(company, writer, miller, vec![noor, nils])
            .await;
        sqlx::query(
            "insert into retention_rules (company_id, months, created_at, updated_at) values ($1, 12, now(), now())",
        )
        .bind(company.id)
        .execute(self.app.db.pages())
        .await
        .expect("a rule for how long data stays");
        sqlx::query(
            "insert into self_identification_choices (company_id, set_key, created_at, updated_at) values ($1, 'general', now(), now())",
        )
        .bind(company.id)
        .execute(self.app.db.pages())
        .await
        .expect("a choice of questions");
        sqlx::query(
            "insert into unmatched_mail (company_id, fingerprint, sender, subject, raw, received_at)
             values ($1, decode(repeat('07', 32), 'hex'), 'noor@heron.example.org', 'My other address', convert_to(E'From: Noor <noor@heron.example.org>\nSubject: My other address\n\nWrite to me here, please.\n', 'UTF8'), now())",
        )
        .bind(company.id)
        .execute(self.app.db.pages())
        .await
        .expect("mail that names nothing");
        sqlx::query(
            "insert into library_questions (company_id, kind, label, created_at, updated_at) values ($1, 'yes_no', 'May you lift 20 kg?', now(), now())",
        )
        .bind(company.id)
        .execute(self.app.db.pages())
        .await
        .expect("a question of the library");
        sqlx::query(
            "insert into application_limits (company_id, scope, most, days, created_at, updated_at) values ($1, 'company', 100, 30, now(), now())",
        )
        .bind(company.id)
        .execute(self.app.db.pages())
        .await
        .expect("a limit that nobody reaches");
        sqlx::query(
            "with pool as (insert into pools (company_id, name, created_at) values ($1, 'Talent pool', now()) returning id),
                  code as (insert into source_codes (company_id, code, source_id, created_at)
                           select $1, 'fair-2026', min(id), now() from sources where company_id = $1)
             insert into prospects (company_id, pool_id, candidate_id, words, months, created_at, confirmed_at, ends_at)
             select $1, pool.id, a.candidate_id, 'I would like to mill by night.', 12, now(), now(), now() + interval '1 year'
             from pool, applications a where a.company_id = $1 and a.id = $2",
        )
        .bind(company.id)
        .bind(noor)
        .execute(self.app.db.pages())
        .await
        .expect("somebody in the pool");
        // Résumés first: whoever knocks takes the first of the two.
        for statement in [
            "with brought as (
                 insert into arrivals (company_id, member_id, kind, once, pool_id, created_at)
                 select $1, min(m.id), 'resumes', gen_random_uuid(), (select min(id) from pools where company_id = $1), now()
                 from memberships m where m.company_id = $1 and m.role = 'administrator' returning id)
             insert into arrival_rows (company_id, arrival_id, nr, state, name, given_name, email)
             select $1, id, n, 'open', n || '-wilma.txt', case n when 1 then 'Wilma' else '' end, 'wilma@heron.example.org'
             from brought, generate_series(1, 2) n",
            "with brought as (
                 insert into arrivals (company_id, member_id, kind, phase, name, columns, once, pool_id, created_at)
                 select $1, min(m.id), 'table', 'checked', 'people.csv', '[{\"heading\": \"Name\", \"field\": \"name\"}]',
                        gen_random_uuid(), (select min(id) from pools where company_id = $1), now()
                 from memberships m where m.company_id = $1 and m.role = 'administrator' returning id)
             insert into arrival_rows (company_id, arrival_id, nr, state, outcome, cells)
             select $1, id, 2, 'open', 'created', array['Wilma Okafor'] from brought",
        ] {
            sqlx::query(statement)
                .bind(company.id)
                .execute(self.app.db.pages())
                .await
                .expect("people who were brought in");
        }
        Filled {
            miller,
            clerk,
            noor,
            nils,
        }
    }

    /// Whatever is made from now on has an id above [`FAR`], so that a company that is filled afterwards shares none with
    /// those before it.
    pub async fn far_from_here(&self) {
        let far = sqlx::query(
            "select setval(c.oid::regclass, $1) from pg_class c where relkind = 'S' and relnamespace = 'public'::regnamespace",
        );
        far.bind(FAR)
            .execute(self.app.db.pages())
            .await
            .expect("ids far away");
    }

    fn visits(&self, company: &CompanyRef) -> Permit<Apply> {
        let (company, actor) = (Arc::new(company.clone()), Arc::new(Actor::Visitor));
        Permit::issue(&self.app.db, company, actor, None).expect("leave")
    }

    /// Somebody applies with a résumé.
    pub async fn apply(&self, company: &CompanyRef, live: Live, name: &str) -> ApplicationId {
        let submission = self.submission(company, live, name).await;
        let permit = self.visits(company);
        let sent = permit.change(async |change| submit(change, submission).await);
        sent.await.expect("an application");
        let newest = sqlx::query_scalar("select max(id) from applications where company_id = $1")
            .bind(company.id);
        newest.fetch_one(self.app.db.pages()).await.expect("its id")
    }

    /// A program fills in the form, and it is held.
    pub async fn is_held(&self, company: &CompanyRef, live: Live, name: &str) {
        let submission = self.submission(company, live, name).await;
        let signs = Signs {
            drawn_at: None,
            trapped: true,
            network: "192.0.2.0/24".to_owned(),
            per_network: 0,
        };
        let permit = self.visits(company);
        let taken = permit.change(async |change| intake::take(change, submission, &signs).await);
        taken.await.expect("a held one");
    }

    async fn submission(&self, company: &CompanyRef, live: Live, name: &str) -> Submission {
        let permit = self.visits(company);
        let mut db = permit.read().await.expect("a connection");
        let advert = postings::published(&mut db, company.id, live.id)
            .await
            .expect("a look")
            .expect("a live posting");
        drop(db);
        let answers = advert.content.questions.iter().filter_map(|question| {
            let given = match question.kind {
                QuestionKind::YesNo => "yes",
                _ => "1",
            };
            Answer::check(question, &[given.to_owned()]).expect("an answer")
        });
        let (given, family) = name.split_once(' ').expect("two names");
        Submission {
            key: Uuid::new_v4(),
            posting: live.id,
            applicant: Applicant {
                given_name: given.to_owned(),
                family_name: family.to_owned(),
                email: Email::parse(&format!("{given}@{}.example.org", company.slug))
                    .expect("an address"),
                phone: Some("+372 5550 1234".to_owned()),
                headline: String::new(),
                place: "Tartu".to_owned(),
                links: vec!["https://example.org/mills".to_owned()],
            },
            answers: answers.collect(),
            files: vec![Enclosed {
                role: FileRole::Resume,
                file: self
                    .keep(&documents::pdf(&[name, "Millstones and sieves"]))
                    .await,
            }],
            consents: vec![Consent::application(&company.name, false)],
            adjustments: None,
            referrer: None,
            touch: Default::default(),
        }
    }

    /// An act on many, for the worker to do.
    async fn tag_both(
        &self,
        company: &CompanyRef,
        writer: &Person,
        live: Live,
        people: Vec<ApplicationId>,
    ) {
        let permit = writer.permit::<ActInBulk>(self, company);
        let start = bulk::Start {
            job: Some(live.job),
            whom: bulk::Whom::Picked(people),
            pooled: Vec::new(),
            deed: bulk::Deed::Tag {
                tag: "Night shift".to_owned(),
            },
            seen: permit.now(),
            once: Uuid::new_v4(),
        };
        let started = permit.change(async |change| bulk::start(change, &start).await);
        started.await.expect("an act on many");
    }

    async fn keep(&self, bytes: &[u8]) -> SentFile {
        let mut incoming = self.app.storage.receive(1 << 20).await.expect("a file");
        incoming.write(bytes).await.expect("its bytes");
        SentFile {
            name: "cv.pdf".to_owned(),
            kind: FileKind::Pdf,
            stored: incoming.keep().await.expect("a kept file"),
        }
    }

    pub async fn reject(&self, company: &CompanyRef, writer: &Person, application: ApplicationId) {
        let permit = writer.permit::<DecideApplications>(self, company);
        let mut db = permit.read().await.expect("a connection");
        let reasons = decisions::rejection_reasons(&mut db, company.id, permit.actor())
            .await
            .expect("reasons");
        drop(db);
        let rejection = Rejection {
            version: Version(1),
            reason: reasons.first().expect("a reason").id,
            note: String::new(),
            words: String::new(),
            when: When::Held,
        };
        let rejected =
            permit.change(async |change| decisions::reject(change, application, rejection).await);
        rejected.await.expect("a rejection");
    }
}
