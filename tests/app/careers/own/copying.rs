//! A copy of one's data: complete, and nothing of others' in it.

use super::Mill;
use crate::kit::{
    documents,
    postings::{miller, question},
};
use candor::{
    access::permissions::WriteNotes,
    domain::{
        decisions::When,
        notes::{self, Wording},
        postings::advert::QuestionKind,
    },
};
use std::io::{Cursor, Read};
use uuid::Uuid;
use zip::ZipArchive;

/// Everything that an archive holds: paths and contents.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut all = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its bytes");
        let name = file.name().expect("a name").into_owned();
        all.push((name, content));
    }
    all
}

#[tokio::test]
async fn everything_of_theirs_is_in_it_and_nothing_of_others() {
    let mill = Mill::new().await;
    let mut ad = miller();
    ad.advert.questions = vec![question(QuestionKind::ShortText, "Which stone?", true)];
    ad.advert.questions[0].sensitive = true;
    let live = mill.app.publish(&mill.cast.company, ad).await;
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    let mut noor = mill.app.visitor();
    let page = noor.get(&form).await.expect(200);
    let (key, stone) = (
        page.value("key"),
        page.attributes("[name^=question_]", "name").remove(0),
    );
    let pdf = documents::pdf(&["Noor mills."]);
    noor.post_files(
        &form,
        &[
            ("key", &key),
            ("given_name", "Noor"),
            ("family_name", "Castellane"),
            ("email", "noor.castellane@example.org"),
            ("phone", "+372 5550 0142"),
            ("place", "Tartu, Estonia"),
            ("links", "https://noor.example.org/"),
            ("consent", "yes"),
            (&stone, "Basalt"),
        ],
        &[("resume", "noor.pdf", "application/pdf", &pdf)],
    )
    .await
    .expect(303);
    let first = mill.applies("Noor Castellane").await;
    mill.applies("Abel Karu").await;
    mill.app.run_tasks().await;
    mill.reject(first, When::Now, "SECRET-WORDS").await;
    let wording = Wording::check("SECRET-BODY", "team").expect("a note");
    mill.cast
        .rosa
        .permit::<WriteNotes>(&mill.app, &mill.cast.company)
        .change(async |change| notes::write(change, first, Uuid::new_v4(), wording).await)
        .await
        .expect("a note");
    sqlx::query(
        "insert into external_ids (company_id, external_id, candidate_id) select company_id, 'OLD-4711', candidate_id from applications where id = $1",
    )
    .bind(first)
    .execute(mill.app.app.db.pages())
    .await
    .expect("a number");
    let link = mill.app.link_of(first).await;

    let page = noor.get(&format!("{link}/copy")).await.expect(200);
    for told in [
        "Noor Castellane",
        "Tartu, Estonia",
        "Basalt",
        "noor.pdf",
        "resume.txt",
        "OLD-4711",
    ] {
        assert!(page.text().contains(told), "{told}");
    }
    assert_eq!(page.header("cache-control"), "no-store");

    let json = noor.get(&format!("{link}/copy.json")).await.expect(200);
    assert!(json.header("content-disposition").starts_with("attachment"));
    let copy = json.json();
    assert_eq!(copy["person"]["emails"][0], "noor.castellane@example.org");
    assert_eq!(copy["person"]["links"][0], "https://noor.example.org/");
    assert_eq!(copy["person"]["numbers_elsewhere"][0], "OLD-4711");
    assert_eq!(copy["applications"].as_array().unwrap().len(), 2);
    assert_eq!(copy["applications"][0]["answers"][0]["answer"], "Basalt");
    assert_eq!(copy["applications"][1]["outcome"], serde_json::Value::Null);
    assert_eq!(copy["files"].as_array().unwrap().len(), 2);
    assert_eq!(
        copy["messages"].as_array().unwrap().len(),
        2,
        "what went out"
    );
    assert_eq!(copy["consents"][0]["purpose"], "application");
    assert_eq!(copy["events"][0]["kind"], "application.received");
    assert_eq!(copy["events"][0]["detail"]["sent"]["given_name"], "Noor");

    let zip = noor.get(&format!("{link}/copy.zip")).await.expect(200);
    assert_eq!(zip.header("content-type"), "application/zip");
    let inside = unpacked(&zip.body);
    let names: Vec<_> = inside.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "copy.json",
        "resume.json",
        "files/01 noor.pdf",
        "files/02 resume.txt",
        "messages/001.txt",
        "messages/002.txt",
    ];
    assert_eq!(names, expected);
    assert_eq!(inside[2].1, pdf);
    assert_eq!(inside[3].1, b"I mill.");
    let everything: Vec<u8> = inside
        .into_iter()
        .flat_map(|(_, content)| content)
        .collect();
    let everything =
        String::from_utf8_lossy(&everything).into_owned() + &json.text() + &page.text();
    for secret in ["SECRET", "Karu", "rejected", "{status_link}"] {
        assert!(!everything.contains(secret), "{secret}");
    }

    let resume = noor
        .get(&format!("{link}/resume.json"))
        .await
        .expect(200)
        .json();
    assert_eq!(resume["basics"]["name"], "Noor Castellane");
    assert_eq!(resume["basics"]["location"]["address"], "Tartu, Estonia");
    assert_eq!(resume["meta"]["version"], "v1.0.0");
    assert_eq!(mill.app.happened(first, "copy.taken").await, 3);
}

#[tokio::test]
async fn a_file_that_was_lost_keeps_nobody_from_the_rest() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let key: String = sqlx::query_scalar("select storage_key from files")
        .fetch_one(mill.app.app.db.pages())
        .await
        .unwrap();
    std::fs::remove_file(mill.app.lies_at(&key)).unwrap();
    let link = mill.app.link_of(id).await;
    let zip = mill
        .app
        .visitor()
        .get(&format!("{link}/copy.zip"))
        .await
        .expect(200);
    let names: Vec<_> = unpacked(&zip.body)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names[2], "files/01 resume.txt.missing.txt");
}

#[tokio::test]
async fn it_is_there_after_the_outcome_too() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let link = mill.app.link_of(id).await;
    let mut noor = mill.app.visitor();
    noor.post(&format!("{link}/withdrawal"), &[])
        .await
        .expect(303);
    let copy = noor
        .get(&format!("{link}/copy.json"))
        .await
        .expect(200)
        .json();
    assert_eq!(copy["applications"][0]["outcome"], "withdrawn");
    let own = noor.get(&link).await.expect(200);
    let links = own.attributes("aside a", "href");
    assert!(links.contains(&format!("{link}/copy")));
    assert!(links.contains(&format!("{link}/details")));
}

/// Every page and file under a link.
const PAGES: [&str; 7] = [
    "",
    "/withdrawal",
    "/details",
    "/copy",
    "/copy.json",
    "/copy.zip",
    "/resume.json",
];

#[tokio::test]
async fn an_erased_link_is_gone_and_a_revoked_one_is_nowhere() {
    let mill = Mill::new().await;
    let (erased, revoked) = (
        mill.applies("Noor Castellane").await,
        mill.applies("Abel Karu").await,
    );
    let paths = [
        mill.app.link_of(erased).await,
        mill.app.link_of(revoked).await,
    ];
    for statement in [
        "update application_links set erased_at = now(), application_id = null where application_id = $1",
        "update application_links set revoked_at = now() where application_id = $1",
    ] {
        let id = if statement.contains("erased_at") {
            erased
        } else {
            revoked
        };
        sqlx::query(statement)
            .bind(id)
            .execute(mill.app.app.db.pages())
            .await
            .unwrap();
    }
    let mut visitor = mill.app.visitor();
    for (path, status) in paths.iter().zip([410, 404]) {
        for page in PAGES {
            visitor.get(&format!("{path}{page}")).await.expect(status);
        }
        for act in ["/pool", "/details", "/withdrawal"] {
            visitor
                .post(&format!("{path}{act}"), &[])
                .await
                .expect(status);
        }
    }
}
