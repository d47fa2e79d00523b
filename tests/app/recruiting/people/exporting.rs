//! Lists and packets of people go out.

use super::browser;
use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::{applications::crowd, archive::part, cast::PASSWORD},
};
use candor::domain::accounts::sessions::CONFIRMED_FOR;
use std::{collections::BTreeSet, io::Cursor};
use zip::ZipArchive;

async fn mill() -> Mill {
    let mill = Mill::new().await;
    for name in ["Noor Castellane", "Nils Aho", "=HYPERLINK Evil"] {
        mill.applies(name).await;
    }
    mill.app.run_tasks().await;
    mill
}

fn names(bytes: &[u8]) -> Vec<String> {
    let zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names = zip.file_names();
    names
        .map(|name| name.expect("a name").into_owned())
        .collect()
}

#[tokio::test]
async fn a_list_goes_out_as_a_table_without_formulas() {
    let mill = mill().await;
    let mut rosa = browser(&mill.cast.rosa);
    let job = mill.live.job.to_string();
    let all = [("all", "1"), ("job", job.as_str()), ("where", "")];
    let csv = rosa
        .post("/heron/exports/applications?format=csv", &all)
        .await
        .expect(200);
    assert!(csv.header("content-disposition").contains(".csv"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 4);
    assert!(
        text.contains("\r\n'=HYPERLINK Evil,") && text.contains("'+372 5550 0142"),
        "{text}"
    );
    let some = [("all", "1"), ("job", job.as_str()), ("where", "q=Nils")];
    let xlsx = rosa
        .post("/heron/exports/applications?format=xlsx", &some)
        .await
        .expect(200);
    let sheet = part(&xlsx.body, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("Nils Aho") && !sheet.contains("Noor") && !sheet.contains("<f>"));
    assert!(sheet.ends_with("</sheetData></worksheet>"));
    let found = rosa
        .post(
            "/heron/exports/candidates",
            &[("query", "q=nils"), ("format", "csv")],
        )
        .await
        .expect(200)
        .text();
    assert!(found.lines().count() == 2 && found.contains("Nils Aho"));
    let told = "select count(*) from events e join event_details d on d.event_id = e.id
        where e.kind = 'people.exported' and d.detail->>'people' in ('3', '1')";
    assert_eq!(mill.app.number(told).await, 3);
    let none = [("all", "1"), ("job", job.as_str()), ("where", "q=Zebediah")];
    rosa.post("/heron/exports/applications", &none)
        .await
        .expect(409);
    rosa.post("/heron/exports/pool", &[]).await.expect(409);
    rosa.post("/heron/exports/applications", &[])
        .await
        .expect(409);
}

#[tokio::test]
async fn a_search_goes_out_with_everybody_whom_it_finds() {
    let mill = mill().await;
    crowd(&mill.app, mill.live.job.0, 1_203).await;
    let mut rosa = browser(&mill.cast.rosa);
    for (query, people) in [("", 1_206), ("sort=best&q=valley", 1_203)] {
        let form = [("query", query), ("format", "csv")];
        let table = rosa.post("/heron/exports/candidates", &form).await;
        let table = table.expect(200).text();
        let people_in_it: BTreeSet<&str> = table.lines().skip(1).collect();
        assert_eq!(people_in_it.len(), people, "{query}");
        assert!(query.is_empty() == table.contains("Noor Castellane"));
    }
    let page = rosa.get("/heron/candidates").await.expect(200);
    assert!(page.text().contains("Up to 50,000 people at once"));
}

#[tokio::test]
async fn taking_many_along_asks_for_the_password() {
    let mut mill = mill().await;
    let id = mill.applies("Mirja Tamm").await;
    mill.cast.rosa.has_password(&mill.app).await;
    let mut rosa = browser(&mill.cast.rosa);
    mill.app.app.db.clock.advance(CONFIRMED_FOR);
    let list = "/heron/exports/applications?format=xlsx";
    let job = mill.live.job.to_string();
    let all = [("all", "1"), ("job", job.as_str()), ("where", "q=Nils")];
    for path in [
        list,
        "/heron/exports/packets",
        "/heron/exports/candidates",
        "/heron/exports/pool",
    ] {
        let asked = rosa.post(path, &all).await.expect(403);
        assert_eq!(asked.attributes("form", "action"), [path]);
    }
    // One person's is what their page shows.
    let packet = format!("/heron/applications/{id}/packet");
    rosa.post(&packet, &[]).await.expect(200);

    let from = "http://localhost:8080/heron/jobs/1/list?q=Nils";
    rosa.headers.insert("referer".to_owned(), from.to_owned());
    let asked = rosa.post(list, &all).await.expect(403);
    let mut fields = asked.fields_of("form");
    rosa.headers.insert(
        "referer".to_owned(),
        "http://localhost:8080/heron/exports/applications".to_owned(),
    );
    for (password, status) in [("a guess", 422), (PASSWORD, 200)] {
        fields.retain(|(name, _)| name != "confirm_password");
        fields.push(("confirm_password".to_owned(), password.to_owned()));
        let form: Vec<_> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
        let answer = rosa.post(list, &form).await.expect(status);
        if status == 422 {
            assert_eq!(
                answer.attributes("a.full", "href"),
                ["/heron/jobs/1/list?q=Nils"]
            );
        } else {
            let sheet = part(&answer.body, "xl/worksheets/sheet1.xml");
            assert!(sheet.contains("Nils Aho") && !sheet.contains("Noor"));
        }
    }
    rosa.post(list, &all).await.expect(200);
    let elsewhere = [("confirm_back", "//elsewhere.example")];
    mill.app.app.db.clock.advance(CONFIRMED_FOR);
    let asked = rosa.post(list, &elsewhere).await.expect(403);
    assert!(asked.attributes("a.full", "href").is_empty());
}

#[tokio::test]
async fn nobody_takes_along_whom_they_do_not_see() {
    let mill = mill().await;
    let id = mill.applies("Mirja Tamm").await;
    let job = mill.live.job.to_string();
    let all = [("all", "1"), ("job", job.as_str()), ("where", "")];
    let packet = format!("/heron/applications/{id}/packet");
    for person in [
        &mill.cast.hugo,
        &mill.cast.iris,
        &mill.cast.cora,
        &mill.cast.otto,
    ] {
        let mut client = browser(person);
        client
            .post("/heron/exports/applications", &all)
            .await
            .expect(403);
        client
            .post("/heron/exports/packets", &all)
            .await
            .expect(403);
        client.post(&packet, &[]).await.expect(403);
    }
    browser(&mill.cast.hugo).get(&packet).await.expect(200);
    browser(&mill.cast.iris).get(&packet).await.expect(404);
    browser(&mill.cast.olga).get(&packet).await.expect(404);
    sqlx::query("update jobs set confidential = true")
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    let mut rosa = browser(&mill.cast.rosa);
    let picked = id.to_string();
    rosa.post("/heron/exports/applications", &all)
        .await
        .expect(409);
    rosa.post("/heron/exports/applications", &[("pick", picked.as_str())])
        .await
        .expect(409);
    rosa.post("/heron/exports/packets", &[("pick", picked.as_str())])
        .await
        .expect(409);
    rosa.post(&packet, &[]).await.expect(404);
}

#[tokio::test]
async fn the_pool_goes_out_as_its_list_shows_it() {
    let mill = mill().await;
    in_the_pool(&mill).await;
    let sql = async |statement: &'static str| {
        let done = sqlx::query(statement).execute(mill.app.app.db.pages());
        done.await.expect("a statement");
    };
    sql("update companies set time_zone = 'Europe/Tallinn'").await;
    sql("update prospects set confirmed_at = '2026-03-01 23:30Z'").await;
    let pool = async |person| browser(person).post("/heron/exports/pool", &[]).await;
    let table = pool(&mill.cast.rosa).await.expect(200).text();
    assert!(table.lines().count() == 2 && table.contains("Wilma Okafor"));
    assert!(table.contains(",2026-03-02,"), "the company's day: {table}");
    // Whoever is about to be erased is for administrators; a place that another record stands for is shown nowhere.
    sql(
        "insert into retention_notices (company_id, candidate_id, warned_at, quarantined_at)
         select company_id, candidate_id, now(), now() from prospects",
    )
    .await;
    pool(&mill.cast.rosa).await.expect(409);
    pool(&mill.cast.ada).await.expect(200);
    sql("update candidates set merged_into_id = (select min(candidate_id) from applications) where given_name = 'Wilma'")
        .await;
    pool(&mill.cast.ada).await.expect(409);
}

#[tokio::test]
async fn packets_are_read_on_paper_and_taken_along_with_their_files() {
    let mill = mill().await;
    let id = mill.applies("Mirja Tamm").await;
    mill.app.run_tasks().await;
    let mut rosa = browser(&mill.cast.rosa);
    let path = format!("/heron/applications/{id}/packet");
    let page = rosa.get(&path).await.expect(200);
    assert_eq!(page.text_of("h1"), "Mirja Tamm");
    assert!(page.text_of(".sheet").contains("I mill."));
    let zip = rosa.post(&path, &[]).await.expect(200);
    let folder = format!("Mirja-Tamm-{id}");
    let mut inside = names(&zip.body);
    inside.sort();
    assert_eq!(
        inside,
        [
            format!("{folder}/1-resume.txt"),
            format!("{folder}/packet.html"),
            "people.csv".to_owned()
        ]
    );
    assert_eq!(
        part(&zip.body, &format!("{folder}/1-resume.txt")),
        "I mill."
    );
    assert!(part(&zip.body, "people.csv").contains("Mirja Tamm"));
    let job = mill.live.job.to_string();
    let all = [("all", "1"), ("job", job.as_str()), ("where", "")];
    let zip = rosa.post("/heron/exports/packets", &all).await.expect(200);
    assert_eq!(names(&zip.body).len(), 9);
    assert_eq!(mill.app.happened(id, "packet.taken").await, 2);
}
