//! Résumés, many at once.

use super::browser;
use crate::{
    careers::own::Mill,
    kit::{
        app::{Answer, Client},
        documents::archive,
    },
};
use jiff::SignedDuration;
use uuid::Uuid;

const DROP: &str = "/heron/resumes";
const WILMA: &[u8] = b"Wilma Okafor\nwilma@example.org\n+372 5550 0199\n";
const OSKAR: &[u8] = b"Oskar Lind\noskar@example.org\n";
const NAMELESS: &[u8] = b"12 years of milling, and 4 of baking\n";

type File<'f> = (&'f str, &'f str, &'f str, &'f [u8]);

fn text<'f>(name: &'f str, bytes: &'f [u8]) -> File<'f> {
    ("files", name, "text/plain", bytes)
}

async fn drops(client: &mut Client, to: &str, files: &[File<'_>]) -> Answer {
    let key = Uuid::new_v4().to_string();
    client
        .post_files(DROP, &[("key", &key), ("to", to)], files)
        .await
}

async fn first_stage(mill: &Mill) -> String {
    let stage = mill.app.stage(mill.live, "Application review").await;
    format!("{}-{stage}", mill.live.job)
}

/// What stands where: the file's name, and how it stands.
fn standings(page: &Answer) -> Vec<(String, String)> {
    let names = page.texts("#resumes .rows .t-m");
    names
        .into_iter()
        .zip(page.texts("#resumes .rows .badge"))
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    pairs.iter().map(own).collect()
}

#[tokio::test]
async fn resumes_become_rows_and_rows_become_people() {
    let mill = Mill::new().await;
    mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let mut rosa = browser(&mill.cast.rosa);
    let to = first_stage(&mill).await;
    let known = b"Noor Castellane\nnoor.castellane@example.org\n";
    let files = [
        text("wilma.txt", WILMA),
        text("oskar.txt", OSKAR),
        text("cv.txt", NAMELESS),
        text("noor.txt", known),
        (
            "files",
            "broken.pdf",
            "application/pdf",
            b"%PDF-1.4\nnothing",
        ),
        ("files", "virus.exe", "application/octet-stream", b"MZ"),
    ];
    let list = drops(&mut rosa, &to, &files).await.location();
    let reading = rosa.get(&list).await.expect(200);
    assert!(reading.text().contains("5 being read"));
    mill.app.run_tasks().await;
    let page = rosa.get(&list).await.expect(200);
    let as_read = [
        ("wilma.txt", "Ready"),
        ("oskar.txt", "Ready"),
        ("cv.txt", "Needs a name"),
        ("noor.txt", "Known already"),
        ("broken.pdf", "Unreadable"),
        ("virus.exe", "Left out"),
    ];
    assert_eq!(standings(&page), pairs(&as_read));
    assert_eq!(mill.app.number("select count(*) from candidates").await, 1);

    // All that are ready, by a task; killed or asked twice, it does it once.
    rosa.post(&format!("{list}/ready"), &[]).await.expect(303);
    rosa.post(&format!("{list}/ready"), &[]).await.expect(303);
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number("select count(*) from candidates").await, 3);
    assert_eq!(
        mill.app
            .number("select count(*) from attachments where kind = 'resume'")
            .await,
        3
    );
    let board = rosa.get(&format!("/heron/jobs/{}", mill.live.job)).await;
    assert!(board.expect(200).text().contains("Wilma Okafor"));

    // One by one, corrected.
    let row = |nr: &'static str, given: &'static str| {
        [
            ("nr", nr),
            ("given_name", given),
            ("family_name", "Tamm"),
            ("email", ""),
            ("phone", ""),
            ("act", "add"),
        ]
    };
    let rows = format!("{list}/rows");
    let wrong = rosa.post(&rows, &row("3", " ")).await.expect(422);
    assert!(wrong.text().contains("Enter a given name"));
    rosa.post(&rows, &row("3", "Mirja")).await.expect(303);
    rosa.post(&rows, &row("3", "Mirja")).await.expect(303);
    assert_eq!(mill.app.number("select count(*) from candidates").await, 4);
    // Who is known is added to, when somebody says that it is them.
    let page = rosa.get(&format!("{list}?show=known")).await.expect(200);
    let noor = page.value("known");
    let mut fields = vec![
        ("nr", "4"),
        ("given_name", "Noor"),
        ("email", "noor.castellane@example.org"),
        ("act", "add"),
    ];
    rosa.post(&rows, &fields).await.expect(409);
    fields.push(("known", "7777777"));
    rosa.post(&rows, &fields).await.expect(409);
    fields.pop();
    fields.push(("known", &noor));
    let twice = rosa.post(&rows, &fields).await.expect(409);
    assert!(twice.text().contains("They are there already"));
    rosa.post(&rows, &[("nr", "4"), ("act", "leave")])
        .await
        .expect(303);
    assert_eq!(mill.app.number("select count(*) from candidates").await, 4);
    assert_eq!(
        mill.app
            .number("select count(*) from messages where kind <> 'received'")
            .await,
        0
    );
}

#[tokio::test]
async fn an_archive_becomes_what_is_in_it_and_a_hostile_one_nothing() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let zip = archive(&[
        ("people/wilma.txt", WILMA),
        ("../../../etc/oskar.txt", OSKAR),
        ("__MACOSX/people/._wilma.txt", b"junk"),
        ("more.zip", &archive(&[("hidden.txt", b"Hidden Person\n")])),
    ]);
    let files = [("files", "all.zip", "application/zip", zip.as_slice())];
    let list = drops(&mut rosa, "pool-0", &files).await.location();
    mill.app.run_tasks().await;
    let page = rosa.get(&list).await.expect(200);
    let inside = [
        ("wilma.txt", "Ready"),
        ("oskar.txt", "Ready"),
        ("more.zip", "Left out"),
    ];
    assert_eq!(standings(&page), pairs(&inside));

    let bomb = archive(&[("cv.txt", &vec![b' '; 30 << 20])]);
    let many: Vec<String> = (0..250).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), WILMA)).collect();
    let many = archive(&many);
    for hostile in [
        bomb.as_slice(),
        many.as_slice(),
        b"PK\x03\x04 no archive",
        b"",
    ] {
        let files = [("files", "all.zip", "application/zip", hostile)];
        let list = drops(&mut rosa, "pool-0", &files).await.location();
        let page = rosa.get(&list).await.expect(200);
        assert_eq!(standings(&page), pairs(&[("all.zip", "Left out")]));
    }
    assert_eq!(mill.app.number("select count(*) from files").await, 2);
}

#[tokio::test]
async fn a_script_sends_them_one_by_one_and_others_keep_out() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    drops(&mut rosa, "pool-0", &[]).await.expect(422);
    drops(&mut rosa, "", &[text("wilma.txt", WILMA)])
        .await
        .expect(422);
    drops(&mut rosa, "7777777-1", &[text("wilma.txt", WILMA)])
        .await
        .expect(422);
    let key = Uuid::new_v4().to_string();
    let fields = [("key", key.as_str()), ("to", "pool-0"), ("alone", "yes")];
    let list = rosa.post_files(DROP, &fields, &[]).await.location();
    assert_eq!(rosa.post_files(DROP, &fields, &[]).await.location(), list);
    let files = format!("{list}/files");
    rosa.post_files(&files, &[], &[text("wilma.txt", WILMA)])
        .await
        .expect(204);
    rosa.post_files(&files, &[], &[]).await.expect(400);
    mill.app.run_tasks().await;
    for person in [
        &mill.cast.hugo,
        &mill.cast.cora,
        &mill.cast.iris,
        &mill.cast.otto,
    ] {
        browser(person).get(&list).await.expect(403);
        browser(person)
            .post(&format!("{list}/ready"), &[])
            .await
            .expect(403);
    }
    browser(&mill.cast.olga).get(&list).await.expect(404);
    browser(&mill.cast.ada).get(&list).await.expect(200);
    rosa.post(&format!("{list}/ready"), &[]).await.expect(303);
    mill.app.run_tasks().await;
    let pool = rosa.get("/heron/prospects").await.expect(200);
    assert_eq!(pool.texts("tbody th a"), ["Wilma Okafor"]);
    let path = pool.attributes("tbody th a", "href").remove(0);
    assert!(
        rosa.get(&path)
            .await
            .expect(200)
            .text()
            .contains("wilma.txt")
    );
}

#[tokio::test]
async fn what_was_not_added_is_forgotten() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    drops(&mut rosa, "pool-0", &[text("cv.txt", NAMELESS)])
        .await
        .expect(303);
    mill.app.run_tasks().await;
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(31 * 24));
    mill.app.run_tasks().await;
    for table in [
        "select count(*) from arrivals",
        "select count(*) from arrival_rows",
        "select count(*) from files",
    ] {
        assert_eq!(mill.app.number(table).await, 0, "{table}");
    }
}
