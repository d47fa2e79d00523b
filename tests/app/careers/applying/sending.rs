//! A form that is sent is an application, whole and once.

use super::{PDF, files_on_disk, key, mill, noor, reference, with};
use crate::kit::{app::TestApp, documents};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use sqlx::Row;

#[tokio::test]
async fn somebody_applies_and_everything_is_kept() {
    let app = TestApp::new().await;
    let (heron, live, path) = mill(&app).await;
    let mut browser = app.visitor();
    browser.headers.insert(
        "referer".to_owned(),
        format!(
            "http://localhost:8080/careers/heron/jobs/{}-miller?utm_source=fair",
            live.id
        ),
    );
    let form = browser.get(&path).await.expect(200);
    assert_eq!(form.header("cache-control"), "no-store");
    assert_ne!(
        form.value("key"),
        key(&mut browser, &path).await,
        "a key for every visit"
    );
    let pdf = documents::pdf(&["Noor Castellane", "Grinds finely"]);
    let key = form.value("key");
    let came = form.value("came");
    let sent = with(noor(&key), &[("talent_pool", "yes"), ("came", &came)]);
    let before = app.app.db.clock.now();
    let answer = browser
        .post_files(&path, &sent, &[("resume", "Noor’s CV.pdf", PDF, &pdf)])
        .await;
    let reference = reference(answer);

    let thanks = browser
        .get(&format!("/careers/heron/applied/{reference}"))
        .await
        .expect(200);
    assert_eq!(thanks.header("cache-control"), "no-store");
    assert_eq!(thanks.text_of("#reference"), reference);
    assert!(
        thanks
            .text_of(".lead")
            .contains("for the role of Miller at Heron Mills")
    );
    for personal in ["Noor", "noor", "Castellane", "5550", "Tartu"] {
        assert!(!thanks.text().contains(personal), "{personal}");
    }

    let mut db = app.app.db.read().await.unwrap();
    let row = sqlx::query(
        "select a.name, a.headline, a.place, a.referrer, s.name as stage, src.kind::text as source, c.given_name, c.family_name, e.email, p.phone,
                array(select url from candidate_links l where l.candidate_id = c.id order by position) as links,
                a.status::text, a.promised_by - a.applied_at > interval '10 days' as promised, a.revision_id = po.live_revision_id as pinned,
                f.name as file, f.size, f.sha256, f.storage_key, t.state::text, m.kind::text as attached, su.application_id = a.id as of_it, a.company_id
         from applications a join candidates c on c.id = a.candidate_id join candidate_emails e on e.candidate_id = c.id
         join candidate_phones p on p.candidate_id = c.id join stages s on s.id = a.stage_id join sources src on src.id = a.source_id
         join postings po on po.id = a.posting_id join attachments m on m.application_id = a.id join files f on f.id = m.file_id
         join file_texts t on t.file_id = f.id join submissions su on su.reference = $1",
    )
    .bind(&reference)
    .fetch_one(&mut *db)
    .await
    .unwrap();
    for (column, value) in [
        ("name", "Noor Aziza Castellane"),
        ("headline", "Grinder, Teal Kilns"),
        ("place", "Tartu, Estonia"),
        ("referrer", "fair"),
        ("stage", "Application review"),
        ("source", "careers_site"),
        ("given_name", "Noor Aziza"),
        ("family_name", "Castellane"),
        ("email", "noor@example.org"),
        ("phone", "+372 5550 0142"),
        ("status", "active"),
        ("file", "Noor’s CV.pdf"),
        ("state", "pending"),
        ("attached", "resume"),
    ] {
        assert_eq!(row.get::<&str, _>(column), value, "{column}");
    }
    assert_eq!(
        row.get::<Vec<String>, _>("links"),
        ["https://noor.example.org/", "https://code.example.org/noor"]
    );
    assert!(
        row.get::<bool, _>("promised")
            && row.get::<bool, _>("pinned")
            && row.get::<bool, _>("of_it")
    );
    assert_eq!(row.get::<i64, _>("company_id"), heron.id.0);
    assert_eq!(
        row.get::<Vec<u8>, _>("sha256"),
        Sha256::digest(&pdf).to_vec()
    );
    let storage_key: &str = row.get("storage_key");
    assert_eq!(std::fs::read(app.lies_at(storage_key)).unwrap(), pdf);

    let consents: Vec<(String, String, String)> =
        sqlx::query_as("select purpose::text, text, text_version from consents order by id")
            .fetch_all(&mut *db)
            .await
            .unwrap();
    let shown = form.texts(".check span:not(.opt)");
    assert_eq!(
        consents.iter().map(|c| c.0.as_str()).collect::<Vec<_>>(),
        ["application", "talent_pool"]
    );
    assert_eq!(consents[0].1, shown[0]);
    assert!(shown[1].starts_with(&consents[1].1), "{shown:?}");
    assert_eq!(consents[0].2.len(), 64);
    let event: (String, String, Option<i64>) = sqlx::query_as(
        "select kind, actor::text, member_id from events where application_id is not null",
    )
    .fetch_one(&mut *db)
    .await
    .unwrap();
    assert_eq!(
        event,
        (
            "application.received".to_owned(),
            "visitor".to_owned(),
            None
        )
    );
    assert!(app.app.db.clock.now() > before);
}

#[tokio::test]
async fn the_same_form_is_one_application_however_often_it_is_sent() {
    let app = TestApp::new().await;
    let (_, _, path) = mill(&app).await;
    let mut browser = app.visitor();
    let key = key(&mut browser, &path).await;
    let pdf = documents::pdf(&["Noor"]);
    let files: &[(&str, &str, &str, &[u8])] = &[("resume", "cv.pdf", PDF, &pdf)];
    let sends: Vec<_> = (0..6)
        .map(|_| {
            let (mut browser, path, key, pdf) =
                (app.visitor(), path.clone(), key.clone(), pdf.clone());
            tokio::spawn(async move {
                reference(
                    browser
                        .post_files(&path, &noor(&key), &[("resume", "cv.pdf", PDF, &pdf)])
                        .await,
                )
            })
        })
        .collect();
    let mut references = Vec::new();
    for send in sends {
        references.push(send.await.unwrap());
    }
    references.push(reference(
        browser.post_files(&path, &noor(&key), files).await,
    ));
    references.dedup();
    assert_eq!(references.len(), 1, "{references:?}");
    for table in [
        "applications",
        "candidates",
        "submissions",
        "files",
        "attachments",
        "consents",
        "work where kind = 'extract_text'",
        "messages",
        "application_links",
        "events where kind = 'application.received'",
    ] {
        let count: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
                .fetch_one(app.app.db.pages())
                .await
                .unwrap();
        assert_eq!(count, 1, "{table}");
    }
    assert_eq!(files_on_disk(&app), 1, "the others’ files are gone");

    // The key is used up: it takes nothing else.
    let other = with(noor(&key), &[("place", "Riga, Latvia")]);
    let refused = browser.post_files(&path, &other, files).await.expect(422);
    assert!(
        refused.text().contains(&references[0]),
        "{}",
        refused.text()
    );
    let otherwise = browser
        .post_files(
            &path,
            &noor(&key),
            &[("resume", "cv.pdf", PDF, &documents::pdf(&["Somebody else"]))],
        )
        .await;
    otherwise.expect(422);
    browser
        .post_files(&path, &with(noor(&key), &[("email", "")]), files)
        .await
        .expect(422);
    assert_eq!(app.number("select count(*) from applications").await, 1);
    assert_eq!(app.number("select count(*) from staged_files").await, 0);
    assert_eq!(files_on_disk(&app), 1);
    // After the posting has closed, too.
    app.app.db.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(
        reference(browser.post_files(&path, &noor(&key), files).await),
        references[0]
    );
}
