//! Held applications: who sees them, letting in, discarding, and that they go with the person.

use crate::{careers::own::Mill, kit::documents};
use candor::{access::TeamRole, base::ids::ApplicationId};
use jiff::SignedDuration;

const PAGE: &str = "/heron/held";

impl Mill {
    /// Somebody whose form was filled in by a program, as it seems.
    async fn is_held(&self, name: &str) -> i64 {
        let path = format!("/careers/heron/jobs/{}-miller/apply", self.live.id);
        let number = self.app.form_number();
        let email = format!("{}@example.org", name.to_lowercase());
        let fields = [
            ("key", number.as_str()),
            ("given_name", name),
            ("family_name", "Castellane"),
            ("email", &email),
            ("place", "Tartu"),
            ("consent", "yes"),
            ("comments", "Nice site"),
        ];
        let pdf = documents::pdf(&[name, "Zorvesecret grinding"]);
        let files: &[_] = &[("resume", "zorvefile.pdf", "application/pdf", &*pdf)];
        let mut browser = self.app.visitor();
        browser.post_files(&path, &fields, files).await.location();
        self.count("select max(id) from held_submissions").await
    }
}

#[tokio::test]
async fn recruiters_let_in_what_a_person_sent_as_of_when_it_was_sent() {
    let mut mill = Mill::new().await;
    let home = mill.cast.rosa.get("/heron").await.expect(200);
    assert!(!home.text().contains("held application"));
    let id = mill.is_held("Noor").await;
    let sent_at = mill.app.app.db.clock.now();
    mill.app.app.db.clock.advance(SignedDuration::from_hours(3));

    let home = mill.cast.rosa.get("/heron").await.expect(200);
    assert!(home.text().contains("Look at 1 held application"));
    let page = mill.cast.rosa.get(PAGE).await.expect(200);
    assert_eq!(page.texts("article h2"), ["Noor Castellane"]);
    assert!(page.text().contains("a field that people do not see"));
    let file = mill.cast.rosa.get(&format!("{PAGE}/{id}/files/1")).await;
    let file = file.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(file.body.starts_with(b"%PDF"));
    mill.cast
        .rosa
        .get(&format!("{PAGE}/{id}/files/2"))
        .await
        .expect(404);

    // It counts even when the posting has closed since.
    mill.app.close_posting(&mill.cast.company, mill.live).await;
    let admission = format!("{PAGE}/{id}/admission");
    let to = mill.cast.rosa.post(&admission, &[]).await.location();
    let application = ApplicationId(to.rsplit('/').next().unwrap().parse().unwrap());
    let profile = mill.cast.rosa.get(&to).await.expect(200);
    assert!(profile.text().contains("Noor Castellane"));
    let activity = mill.cast.rosa.get(&format!("{to}/activity")).await;
    assert!(activity.expect(200).text().contains("let it in"));
    let applied: candor::base::clock::Time =
        sqlx::query_scalar("select applied_at from applications where id = $1")
            .bind(application)
            .fetch_one(mill.app.app.db.pages())
            .await
            .unwrap();
    assert!(sent_at.since(applied) < SignedDuration::from_secs(5));
    mill.app.run_tasks().await;
    assert_eq!(
        mill.kinds(application).await,
        [("received".to_owned(), "kept".to_owned())]
    );
    assert_eq!(mill.count("select count(*) from attachments").await, 1);
    assert_eq!(mill.count("select count(*) from held_submissions").await, 0);
    // Once.
    mill.cast.rosa.post(&admission, &[]).await.expect(404);
    mill.cast.rosa.get(PAGE).await.expect(200);
}

#[tokio::test]
async fn only_those_judge_who_see_the_job() {
    let mut mill = Mill::new().await;
    let id = mill.is_held("Noor").await;
    let acts = ["admission", "discarding"].map(|act| format!("{PAGE}/{id}/{act}"));
    let page = mill.cast.otto.get(PAGE).await.expect(200);
    assert!(page.texts("article button").is_empty(), "auditors look");
    for act in &acts {
        mill.cast.otto.post(act, &[]).await.expect(403);
        mill.cast.hugo.post(act, &[]).await.expect(403);
        mill.cast.cora.post(act, &[]).await.expect(403);
        mill.cast.olga.post(act, &[]).await.expect(404);
        let elsewhere = act.replace("/heron", "/otter");
        mill.cast.olga.post(&elsewhere, &[]).await.expect(404);
    }
    mill.cast.iris.get(PAGE).await.expect(403);
    sqlx::query("update jobs set confidential = true where id = $1")
        .bind(mill.live.job)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    let page = mill.cast.rosa.get(PAGE).await.expect(200);
    assert!(!page.text().contains("Noor"), "she is not in its team");
    let home = mill.cast.rosa.get("/heron").await.expect(200);
    assert!(!home.text().contains("held application"));
    mill.cast
        .rosa
        .get(&format!("{PAGE}/{id}/files/1"))
        .await
        .expect(404);
    for act in &acts {
        mill.cast.rosa.post(act, &[]).await.expect(404);
    }
    let (company, rosa) = (mill.cast.company.clone(), mill.cast.rosa.member);
    mill.app
        .joins(&company, mill.live, rosa, TeamRole::Recruiter)
        .await;
    mill.cast.rosa.post(&acts[1], &[]).await.location();
}

#[tokio::test]
async fn what_is_discarded_goes_and_its_files_a_day_later() {
    let mut mill = Mill::new().await;
    let by_hand = mill.is_held("Noor").await;
    mill.is_held("Juhan").await;
    let keys: Vec<String> =
        sqlx::query_scalar("select unnest(storage_keys) from held_submissions order by 1")
            .fetch_all(mill.app.app.db.pages())
            .await
            .unwrap();
    let there = |mill: &Mill| {
        keys.iter()
            .filter(|key| mill.app.lies_at(key).exists())
            .count()
    };
    let discarding = format!("{PAGE}/{by_hand}/discarding");
    assert_eq!(mill.cast.rosa.post(&discarding, &[]).await.location(), PAGE);
    let page = mill.cast.rosa.get(PAGE).await.expect(200);
    assert_eq!(page.texts("article h2"), ["Juhan Castellane"]);
    assert!(page.text().contains("after 30 days"));
    mill.app.run_tasks().await;
    assert_eq!(there(&mill), 2);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(25));
    mill.app.run_tasks().await;
    assert_eq!(there(&mill), 1);

    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(30 * 24));
    mill.app.run_tasks().await;
    assert_eq!(mill.count("select count(*) from held_submissions").await, 0);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(25));
    mill.app.run_tasks().await;
    assert_eq!(there(&mill), 0);
    let told = "select count(*) from events where kind = 'submission.discarded'";
    assert_eq!(mill.count(told).await, 2);
}

#[tokio::test]
async fn what_is_held_is_in_the_copy_and_goes_with_the_person() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor").await;
    mill.is_held("Noor").await;
    mill.is_held("Juhan").await;
    let path = mill.app.link_of(id).await;
    let copy = mill.app.visitor().get(&format!("{path}/copy.json")).await;
    let copy = copy.expect(200).json();
    assert_eq!(copy["held"].as_array().unwrap().len(), 1);
    assert_eq!(copy["held"][0]["sender"]["email"], "noor@example.org");
    let page = mill.app.visitor().get(&format!("{path}/copy")).await;
    assert!(page.expect(200).text().contains("zorvefile.pdf"));
    let archive = mill.app.visitor().get(&format!("{path}/copy.zip")).await;
    let names = String::from_utf8_lossy(&archive.expect(200).body).into_owned();
    assert!(names.contains("01 zorvefile.pdf"));

    mill.erases_themselves(&path).await.location();
    mill.app.run_tasks().await;
    let left: Vec<String> = sqlx::query_scalar("select email from held_submissions")
        .fetch_all(mill.app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(left, ["juhan@example.org"]);
    assert_eq!(
        mill.tables_with("noor@example.org").await,
        Vec::<String>::new()
    );
    let files = "select count(*) from file_removals";
    assert_eq!(mill.count(files).await, 2, "the résumé of each sending");
}
