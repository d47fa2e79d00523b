//! How often somebody may apply: said before, answered as everybody is, told by mail, and nothing lost.

use super::{PDF, key, noor, reference, with};
use crate::kit::{
    app::{Client, TestApp},
    cast::Cast,
    documents,
    postings::{Live, clerk, miller, question},
};
use candor::{
    access::permissions::{DecideApplications, EditJobs},
    base::ids::{ApplicationId, Version},
    domain::{
        applications::limits::held::held,
        decisions::{self, Rejection, When},
        postings::advert::QuestionKind,
    },
};
use jiff::SignedDuration;

struct Mill {
    app: TestApp,
    cast: Cast,
    miller: Live,
    clerk: Live,
    noor: Client,
}

impl Mill {
    async fn new() -> Self {
        let app = TestApp::new().await;
        app.at_noon();
        let cast = Cast::of(&app).await;
        let mut ad = clerk();
        ad.advert.questions = vec![
            question(QuestionKind::ShortText, "Why us?", true),
            question(QuestionKind::File, "A sample", false),
        ];
        let miller = app.publish(&cast.company, miller()).await;
        let clerk = app.publish(&cast.company, ad).await;
        let noor = app.visitor();
        Self {
            app,
            cast,
            miller,
            clerk,
            noor,
        }
    }

    async fn limit(&mut self, fields: &[(&str, &str)]) {
        let new = "/heron/settings/limits/new";
        self.cast.ada.post(new, fields).await.expect(303);
        let form = self.form(self.clerk);
        self.app
            .eventually(&form, |page| page.text().contains("What comes over this"))
            .await;
    }

    fn form(&self, live: Live) -> String {
        format!("/careers/heron/jobs/{}-x/apply", live.id)
    }

    /// Noor applies, and is answered as everybody is.
    async fn applies(&mut self, live: Live) -> String {
        let path = self.form(live);
        let page = self.noor.get(&path).await.expect(200);
        let names = page.attributes("[name^=question_]", "name");
        let key = page.value("key");
        let mut sent = with(noor(&key), &[("adjustments", "More time.")]);
        let pdf = documents::pdf(&["Noor"]);
        let mut files = vec![("resume", "cv.pdf", PDF, &pdf[..])];
        if let [why, sample] = names.as_slice() {
            sent.push((why.as_str(), "Because"));
            files.push((sample.as_str(), "sample.txt", "text/plain", b"Flour."));
        }
        reference(self.noor.post_files(&path, &sent, &files).await)
    }

    async fn reject(&mut self, when: When) {
        let permit = self
            .cast
            .ada
            .permit::<DecideApplications>(&self.app, &self.cast.company);
        let id = self.app.number("select max(id) from applications").await;
        let version = self
            .app
            .number("select version from applications order by id desc limit 1")
            .await;
        let mut db = permit.read().await.unwrap();
        let reasons =
            decisions::rejection_reasons(&mut db, self.cast.company.id, permit.actor()).await;
        drop(db);
        let rejection = Rejection {
            version: Version(version),
            reason: reasons.unwrap().first().unwrap().id,
            note: String::new(),
            words: String::new(),
            when,
        };
        permit
            .change(async |change| decisions::reject(change, ApplicationId(id), rejection).await)
            .await
            .unwrap();
    }

    async fn mailed(&self) -> Vec<String> {
        sqlx::query_scalar("select kind || ' ' || recipient from messages order by id")
            .fetch_all(self.app.app.db.pages())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn what_comes_over_a_limit_waits_and_its_sender_is_told() {
    let mut mill = Mill::new().await;
    let (miller, clerk) = (mill.miller, mill.clerk);
    mill.limit(&[("scope", "company"), ("most", "1"), ("days", "30")])
        .await;
    let page = mill.noor.get(&mill.form(clerk)).await.expect(200);
    assert!(
        page.text()
            .contains("You can apply to 1 opening of ours within 30 days.")
    );
    let first = mill.applies(miller).await;
    let again = mill.applies(miller).await;
    assert_ne!(first, again);
    let over = mill.applies(clerk).await;
    let count = "select count(*) from applications";
    assert_eq!(mill.app.number(count).await, 1);

    // Publicly it is as every other.
    let mut thanks = Vec::new();
    for reference in [&first, &over] {
        let path = format!("/careers/heron/applied/{reference}");
        let page = mill.noor.get(&path).await.expect(200).text();
        let page = page.replace(reference.as_str(), "…");
        thanks.push(page.replace("Miller", "…").replace("Grain Clerk", "…"));
    }
    assert_eq!(thanks[0], thanks[1]);
    assert!(thanks[0].contains("There is a limit"));

    assert_eq!(
        mill.mailed().await,
        [
            "received noor@example.org",
            "received-again noor@example.org",
            "limited noor@example.org"
        ]
    );
    let told: (String, Option<i64>, bool) = sqlx::query_as(
        "select body, application_id, link_id is not null from messages where kind = 'limited'",
    )
    .fetch_one(mill.app.app.db.pages())
    .await
    .unwrap();
    assert!(told.0.contains("Grain Clerk") && told.0.contains(" you can apply again"));
    assert_eq!((told.1, told.2), (None, true));
    // A mailbox is not filled by whoever sends the form again and again.
    mill.applies(clerk).await;
    assert_eq!(mill.mailed().await.len(), 3);

    // It stands with its job for those who recruit, and with the person's own data.
    let id = mill.app.number("select min(id) from applications").await;
    let own = mill.app.link_of(ApplicationId(id)).await;
    let copy = mill.noor.get(&format!("{own}/copy.json")).await.expect(200);
    let waiting = copy.json()["waiting"][0].clone();
    assert_eq!(waiting["reference"], over);
    assert_eq!(waiting["answers"][0]["answer"], "Because");
    assert_eq!(waiting["adjustments"], "More time.");
    let page = mill.noor.get(&format!("{own}/copy")).await.expect(200);
    assert!(page.text().contains("Waiting: Grain Clerk"));
    let there = format!("/heron/jobs/{}/limited", clerk.job);
    let page = mill.cast.rosa.get(&there).await.expect(200);
    assert_eq!(page.texts(".row .t-m").len(), 2);
    assert!(
        page.text_of(".rows li:last-child .row__sub")
            .contains(&over)
    );
    let act = page
        .attributes(".rows li:last-child form", "action")
        .remove(0);
    mill.app.visitor().get(&there).await.expect(303);
    mill.app.visitor().post(&act, &[]).await.expect(303);
    mill.cast.olga.get(&there).await.expect(404);
    mill.cast.olga.post(&act, &[]).await.expect(404);
    mill.cast.hugo.get(&there).await.expect(404);
    mill.cast.cora.get(&there).await.expect(403);
    mill.cast.cora.post(&act, &[]).await.expect(403);
    let elsewhere = act.replace(
        &format!("/jobs/{}/", clerk.job),
        &format!("/jobs/{}/", miller.job),
    );
    mill.cast.rosa.post(&elsewhere, &[]).await.expect(404);
    // It keeps what led to it.
    let led = "update limited_submissions set touch = '{\"code\": \"fair\", \"source\": \"fair\"}'";
    sqlx::query(led)
        .execute(mill.app.app.db.pages())
        .await
        .expect("a link");

    // Taken in, it is an application as if it had come now.
    let taken = mill.cast.rosa.post(&act, &[]).await.location();
    let page = mill.cast.rosa.get(&taken).await.expect(200);
    assert!(page.text().contains("Because") && page.text().contains("sample.txt"));
    let page = mill
        .cast
        .rosa
        .get(&format!("{taken}/activity"))
        .await
        .expect(200);
    assert!(page.text().contains("had waited over a limit"));
    let touches = "select count(*) from touches t join applications a on a.id = t.application_id
                   where t.code = 'fair' and t.at < a.created_at + interval '1 second'";
    assert_eq!(mill.app.number(touches).await, 2, "the first and the last");
    let page = mill.cast.cora.get(&taken).await.expect(200);
    assert!(page.text_of("#needs").contains("More time."));
    assert_eq!(mill.mailed().await[3], "received noor@example.org");
    mill.cast.rosa.post(&act, &[]).await.expect(404);
    let page = mill.cast.rosa.get(&there).await.expect(200);
    assert!(page.texts(".row .t-m").is_empty(), "they are here by now");
    assert_eq!(
        mill.app
            .number("select count(*) from consents where application_id is not null")
            .await,
        3
    );
}

#[tokio::test]
async fn however_many_wait_each_is_in_the_list_once() {
    let mut mill = Mill::new().await;
    mill.limit(&[("scope", "company"), ("most", "1"), ("days", "30")])
        .await;
    mill.applies(mill.miller).await;
    mill.applies(mill.clerk).await;
    sqlx::raw_sql(
        "insert into submissions (company_id, key, form, posting_id, content_hash, reference, created_at)
         select s.company_id, gen_random_uuid(), s.form, s.posting_id, s.content_hash, 'copy-' || n, s.created_at
         from limited_submissions l
         join submissions s on (s.company_id, s.id) = (l.company_id, l.submission_id), generate_series(1, 120) n;
         insert into limited_submissions
             (company_id, submission_id, candidate_id, job_id, posting_id, open_on, answers, attachments, created_at)
         select l.company_id, s.id, l.candidate_id, l.job_id, l.posting_id, l.open_on, l.answers, '{}', l.created_at
         from limited_submissions l, submissions s where s.reference like 'copy-%'",
    )
    .execute(mill.app.app.db.pages())
    .await
    .expect("more of them");
    let mut at = format!("/heron/jobs/{}/limited", mill.clerk.job);
    let mut seen = Vec::new();
    loop {
        let page = mill.cast.rosa.get(&at).await.expect(200);
        seen.extend(page.attributes(".rows form", "action"));
        match page.attributes("main a[rel=next]", "href").pop() {
            Some(next) => at = next,
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 121);
    let home = mill.cast.rosa.get("/heron").await.expect(200);
    assert!(
        home.text()
            .contains("Look at 121 applications over a limit")
    );
}

#[tokio::test]
async fn after_its_days_the_way_is_open_again() {
    let mut mill = Mill::new().await;
    let (miller, clerk) = (mill.miller, mill.clerk);
    let (first, second) = (miller.job.to_string(), clerk.job.to_string());
    mill.limit(&[
        ("scope", "jobs"),
        ("jobs", &first),
        ("jobs", &second),
        ("most", "1"),
        ("days", "2"),
    ])
    .await;
    mill.applies(miller).await;
    mill.applies(clerk).await;
    let count = "select count(*) from applications";
    assert_eq!(mill.app.number(count).await, 1);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(48));
    mill.applies(clerk).await;
    assert_eq!(mill.app.number(count).await, 2);
    let permit = mill
        .cast
        .rosa
        .permit::<EditJobs>(&mill.app, &mill.cast.company);
    let mut db = permit.read().await.unwrap();
    let held = held(
        &mut db,
        mill.cast.company.id,
        permit.actor(),
        clerk.job,
        None,
    )
    .await;
    assert!(held.unwrap().rows.is_empty(), "they applied since");
}

#[tokio::test]
async fn a_wait_begins_when_somebody_is_told_and_not_before() {
    let mut mill = Mill::new().await;
    let (miller, clerk) = (mill.miller, mill.clerk);
    mill.limit(&[("scope", "company"), ("wait_days", "90")])
        .await;
    mill.applies(miller).await;
    mill.reject(When::Held).await;
    mill.applies(clerk).await;
    let count = "select count(*) from applications";
    assert_eq!(mill.app.number(count).await, 2, "nobody was told");
    mill.reject(When::Now).await;
    mill.app.app.db.clock.advance(SignedDuration::from_mins(30));
    mill.app.run_tasks().await;
    assert_eq!(
        mill.app
            .number("select count(*) from applications where told_at is not null")
            .await,
        1
    );
    mill.applies(clerk).await;
    assert_eq!(mill.app.number(count).await, 2);
    assert!(
        mill.mailed()
            .await
            .contains(&"limited noor@example.org".to_owned())
    );
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(90 * 24));
    mill.applies(clerk).await;
    assert_eq!(mill.app.number(count).await, 3);
}

#[tokio::test]
async fn of_two_windows_at_once_one_is_over_the_limit() {
    let mut mill = Mill::new().await;
    mill.limit(&[("scope", "company"), ("most", "1"), ("days", "30")])
        .await;
    let paths = [mill.form(mill.miller), mill.form(mill.clerk)];
    let pdf = documents::pdf(&["Noor"]);
    let mut sends = Vec::new();
    for path in paths {
        let (mut browser, pdf) = (mill.app.visitor(), pdf.clone());
        sends.push(tokio::spawn(async move {
            let page = browser.get(&path).await.expect(200);
            let names = page.attributes("[name^=question_]", "name");
            let key = key(&mut browser, &path).await;
            let mut sent = noor(&key);
            sent.extend(names.first().map(|why| (why.as_str(), "Why not")));
            reference(
                browser
                    .post_files(&path, &sent, &[("resume", "cv.pdf", PDF, &pdf)])
                    .await,
            )
        }));
    }
    for send in sends {
        send.await.unwrap();
    }
    assert_eq!(
        mill.app.number("select count(*) from applications").await,
        1
    );
    assert_eq!(
        mill.app
            .number("select count(*) from limited_submissions")
            .await,
        1
    );
}
