//! For those who do not see somebody, every page is what it would be without them.

use super::{House, browser};
use crate::{
    house::knock::Addresses,
    kit::{applications::crowd, cast::Person, filled::FAR, snapshot},
};
use axum::{body::Body, http::Method};
use candor::{
    access::permissions::ReadApplications,
    base::ids::ApplicationId,
    domain::{
        applications::board::{self, BoardView},
        duplicates,
    },
    web::{
        self,
        kit::routes::{Door, Rule},
    },
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is known of them and of nobody else, in names, addresses, files, answers, notes and mail.
const WORDS: [&str; 7] = [
    "zorv",
    "plantedresume",
    "plantedanswer",
    "plantednote",
    "plantedtodo",
    "plantedmail",
    "plantedplace",
];

/// Numbers that their rows have, where they have any.
const THEIRS: i64 = 12;

fn staff_doors() -> Vec<Door> {
    let doors = web::routes();
    let staff = doors.doors().iter();
    staff
        .filter(|door| matches!(door.rule, Rule::Staff { .. }))
        .cloned()
        .collect()
}

/// Zorve, with all that can be known of somebody, and Zorvina, who was rejected: both confidential.
async fn they_come(house: &House) -> ApplicationId {
    let (app, cast) = (&house.app, &house.cast);
    let zorve = house.applies("Zorve Quibblestone").await;
    let zorvina = house.applies("Zorvina Quibblestone").await;
    app.run_tasks().await;
    house
        .hugo_notes(zorve, "The plantednote, @Rosa Lindqvist")
        .await;
    app.meets(&cast.company, &cast.ada, zorve, &[cast.iris.member])
        .await;
    app.reject(&cast.company, &cast.hugo, zorvina).await;
    let (company, rosa, hugo) = (cast.company.id, cast.rosa.member, cast.hugo.member);
    house
        .sql(&format!(
            "update file_texts x set text = text || ' plantedresume',
                    vector = vector || to_tsvector('folded', 'plantedresume')
             from attachments t where t.file_id = x.file_id and t.application_id = {zorve};
             update answers set text = 'plantedanswer' where application_id = {zorve} and not sensitive;
             update candidates c set place = 'plantedplace' from applications a where a.id = {zorve} and c.id = a.candidate_id;
             update applications set owner_id = {rosa}, promised_by = promised_by - interval '90 days', replied_at = now(),
                    place = 'plantedplace' where id = {zorve};
             update applications set telling = 'held', told_at = null, tell_at = null where id = {zorvina};
             insert into messages (company_id, direction, state, kind, candidate_id, application_id, sender, recipient, subject, body,
                    message_id, send_at, sent_at, created_at, updated_at)
             select company_id, 'in', 'received', 'reply', candidate_id, id, 'zorve@heron.example.org', '', 'plantedmail', 'plantedmail',
                    'planted@example.org', now(), now(), now(), now() from applications where id = {zorve};
             insert into todos (company_id, member_id, author_id, application_id, body, due_on, once, created_at, updated_at)
             select {company}, m, {hugo}, {zorve}, 'plantedtodo', '2026-01-01', gen_random_uuid(), now(), now()
             from unnest(array[{rosa}, {hugo}]) m;
             insert into set_aside (company_id, application_id, member_id, until) values ({company}, {zorve}, {rosa}, null);
             insert into mentions (company_id, member_id, note_id, at)
             select company_id, {rosa}, id, created_at from notes where application_id = {zorve} on conflict do nothing;
             update applications set source_code_id = (select min(id) from source_codes where company_id = {company})
             where id in ({zorve}, {zorvina})"
        ))
        .await;
    for application in [zorve, zorvina] {
        house.hugo_says(application, true).await.location();
    }
    // They send again, in a way that is held.
    app.is_held(&cast.company, house.filled.miller, "Zorve Quibblestone")
        .await;
    // Somebody of the pool whom Ada knows.
    house
        .sql(&format!(
            "with one as (insert into candidates (company_id, given_name, family_name, private, last_activity_at, created_at, updated_at)
                          values ({company}, 'Zorvo', 'Quibblestone', true, now(), now(), now()) returning id),
                  address as (insert into candidate_emails (company_id, candidate_id, email)
                              select {company}, id, 'zorvo@heron.example.org' from one)
             insert into prospects (company_id, pool_id, candidate_id, months, added_by, created_at, confirmed_at, ends_at)
             select {company}, (select min(id) from pools where company_id = {company}), id, 12, {}, now(), now(), now() + interval '1 year' from one",
            cast.ada.member
        ))
        .await;
    let now = app.app.db.clock.now();
    duplicates::find(app.app.db.work(), now)
        .await
        .expect("a comparison");
    zorve
}

/// Every page that somebody can ask for, at addresses that were there before.
async fn paths(house: &House) -> Vec<String> {
    let addresses = Addresses::of(&house.app, &house.cast).await;
    let doors = staff_doors().into_iter();
    let mut paths: Vec<String> = doors
        // Whoever takes a file along stands in the history, and so changes the next page.
        .filter(|door| door.method == Method::GET && door.path != "/{company}/attachments/{id}")
        .map(|door| addresses.own(&door))
        .collect();
    let job = house.filled.miller.job;
    for word in WORDS {
        paths.push(format!("/heron/candidates?q={word}"));
        paths.push(format!("/heron/palette?q={word}"));
    }
    for query in ["zorve@heron.example.org", "quibblestne", "miller"] {
        paths.push(format!("/heron/candidates?q={query}"));
    }
    for status in ["active", "rejected", "hired", "withdrawn"] {
        paths.push(format!("/heron/jobs/{job}/list?status={status}&all=1"));
    }
    for filter in [
        "q=zorve",
        "owner=mine",
        "late=1",
        "unread=1",
        "place=plantedplace",
        "snoozed=1",
    ] {
        paths.push(format!("/heron/jobs/{job}?{filter}"));
        paths.push(format!("/heron/jobs/{job}/list?{filter}"));
    }
    for kind in [
        "late",
        "replies",
        "mentions",
        "untold",
        "adjustments",
        "snoozed",
    ] {
        paths.push(format!("/heron/waiting?for={kind}"));
    }
    for report in [
        "funnel", "stages", "hiring", "sources", "reasons", "promises",
    ] {
        paths.push(format!("/heron/reports/{report}"));
        paths.push(format!("/heron/reports/{report}?job={job}"));
    }
    paths.push("/heron/todos?show=overdue".to_owned());
    paths.push("/heron/interviews?whose=all".to_owned());
    paths.push("/heron/jobs?status=open".to_owned());
    paths
}

/// What somebody reads at each address, without what is new each time.
async fn read(person: &Person, paths: &[String]) -> BTreeMap<String, (u16, String)> {
    let mut read = BTreeMap::new();
    let mut browser = browser(person);
    for path in paths {
        let answer = browser.get(path).await;
        let text = answer.text();
        let same = text
            .split('"')
            .filter(|part| Uuid::parse_str(part).is_err());
        let text = same.collect::<Vec<_>>().join("\"");
        read.insert(path.clone(), (answer.status.as_u16(), text));
    }
    read
}

/// The first line in which two pages differ.
fn difference(one: &str, other: &str) -> String {
    let lines = one.lines().zip(other.lines());
    let differs = lines.into_iter().find(|(one, other)| one != other);
    differs.map_or_else(
        || "one is longer".to_owned(),
        |(one, other)| format!("{one}\n    and\n{other}"),
    )
}

#[tokio::test]
async fn nothing_tells_those_outside_the_team_of_them() {
    let house = House::new().await;
    let paths = paths(&house).await;
    let cast = &house.cast;
    let outside = [&cast.rosa, &cast.cora];
    let mut before = Vec::new();
    for person in outside {
        // What looking leaves behind is there when they look again.
        read(person, &paths).await;
        before.push(read(person, &paths).await);
    }
    they_come(&house).await;
    let mut wrong = Vec::new();
    for (person, before) in outside.into_iter().zip(before) {
        for (path, (status, text)) in read(person, &paths).await {
            let (status_before, text_before) = &before[&path];
            if (status, &text) != (*status_before, text_before) {
                let what = difference(text_before, &text);
                wrong.push(format!(
                    "{}: {path} ({status_before}, {status})\n    {what}",
                    person.name
                ));
            }
            let told = WORDS
                .iter()
                .find(|word| text.to_lowercase().contains(*word));
            if let Some(word) = told.filter(|word| !path.contains(*word)) {
                wrong.push(format!("{}: {path} says {word}", person.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n  {}", wrong.join("\n  "));
    // The same pages say all of it to those who see them.
    let told = read(&cast.ada, &paths).await;
    let told = told
        .values()
        .filter(|(_, text)| text.contains("Zorve Quibblestone"));
    assert!(told.count() > 30);
}

#[tokio::test]
async fn whatever_is_theirs_is_not_there_and_nothing_is_done_to_it() {
    let house = House::new().await;
    they_come(&house).await;
    let addresses = Addresses::of(&house.app, &house.cast).await;
    let everything = async || {
        let mut db = house.app.app.db.read().await.expect("a connection");
        let theirs = [
            "applications",
            "candidates",
            "notes",
            "todos",
            "messages",
            "attachments",
            "prospects",
            "scheduled_interviews",
            "duplicates",
            "held_submissions",
            "candidate_tags",
        ];
        let mut all = snapshot::all(&mut db).await;
        all.retain(|table, _| theirs.contains(&table.as_str()));
        all
    };
    let before = everything().await;
    let mut wrong = Vec::new();
    for door in staff_doors() {
        for person in [&house.cast.rosa, &house.cast.cora] {
            let mut browser = browser(person);
            for number in 0..THEIRS {
                for path in addresses.with(&door, &(FAR + number).to_string()) {
                    let form =
                        (door.method != Method::GET).then_some("application/x-www-form-urlencoded");
                    let answer = browser
                        .send(door.method.clone(), &path, form, Body::empty())
                        .await;
                    let status = answer.status.as_u16();
                    let malformed = form.is_some() && [400, 415, 422].contains(&status);
                    if ![403, 404].contains(&status) && !malformed {
                        wrong.push(format!(
                            "{}: {} {path} answers {status}",
                            person.name, door.method
                        ));
                    }
                }
            }
        }
    }
    let changed = snapshot::changed(&before, &everything().await);
    assert!(changed.is_empty(), "changed all the same: {changed:?}");
    assert!(wrong.is_empty(), "\n  {}", wrong.join("\n  "));
}

#[tokio::test]
async fn the_team_administrators_auditors_and_interviewers_see_them() {
    let house = House::new().await;
    let zorve = they_come(&house).await;
    let (cast, job) = (&house.cast, house.filled.miller.job);
    let own = format!("/heron/applications/{zorve}");
    let candidate = house.candidate(zorve).await;
    for person in [&cast.hugo, &cast.ada, &cast.otto] {
        let mut browser = browser(person);
        let page = browser.get(&own).await.expect(200);
        assert!(
            page.texts(".who .badge")
                .contains(&"Confidential".to_owned())
        );
        let page = browser
            .get(&format!("/heron/candidates/{candidate}"))
            .await
            .expect(200);
        assert!(
            page.texts(".who .badge")
                .contains(&"Confidential".to_owned())
        );
        for word in [
            "zorve",
            "plantedresume",
            "plantedanswer",
            "plantednote",
            "plantedmail",
        ] {
            let found = browser
                .get(&format!("/heron/candidates?q={word}"))
                .await
                .expect(200);
            assert!(
                found.text().contains(&own)
                    || found.text().contains(&format!("/candidates/{candidate}")),
                "{} and {word}",
                person.name
            );
        }
        let board = browser.get(&format!("/heron/jobs/{job}")).await.expect(200);
        assert!(board.text().contains("Zorve Quibblestone"));
        assert_eq!(board.texts("#col-rejected .count"), ["2"]);
    }
    let mut iris = browser(&cast.iris);
    let page = iris.get(&own).await.expect(200);
    assert!(page.text().contains("Zorve Quibblestone"));
    assert!(iris.get("/heron/prospects").await.status == 403);
    // The pool is for administrators and auditors, and for whoever put them there.
    for (person, sees) in [(&cast.ada, true), (&cast.otto, true), (&cast.rosa, false)] {
        let pool = browser(person).get("/heron/prospects").await.expect(200);
        assert_eq!(
            pool.text().contains("Zorvo Quibblestone"),
            sees,
            "{}",
            person.name
        );
    }
}

#[tokio::test]
async fn the_boards_counts_come_from_the_index_alone() {
    let house = House::new().await;
    let (company, job) = (&house.cast.company, house.filled.miller.job);
    // Many for another job, so that an index is worth something; only the owner may count what is there.
    crowd(&house.app, house.filled.clerk.job.0, 3000).await;
    let mut owner = PgConnection::connect_with(&house.app.db.owner)
        .await
        .expect("a connection");
    sqlx::query("analyze applications")
        .execute(&mut owner)
        .await
        .expect("statistics");
    let mut db = house.app.app.db.read().await.expect("a connection");
    let permit = house
        .cast
        .rosa
        .permit::<ReadApplications>(&house.app, company);
    let (view, now) = (BoardView::default(), permit.now());
    board::board(&mut db, company.id, permit.actor(), job, &view, now)
        .await
        .expect("a board");
    // The statement itself, as this connection prepared it.
    let name: String = sqlx::query_scalar(
        "select name from pg_prepared_statements where statement like '%percentile_disc%' and statement not like '%pg_prepared%'",
    )
    .fetch_one(&mut *db)
    .await
    .expect("the statement");
    let explain = format!(
        "explain execute {name}({}, {job}, {})",
        company.id, house.cast.rosa.member
    );
    let plan = sqlx::raw_sql(AssertSqlSafe(explain))
        .fetch_all(&mut *db)
        .await
        .expect("a plan");
    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    let alone = "Index Only Scan using applications_column";
    assert!(plan.contains(alone), "{plan}");
}
