//! Whoever may not see something finds nothing by it: not in the list, not in its numbers, not in what is proposed.

use super::{Desk, browser, names};

#[tokio::test]
async fn a_confidential_job_is_found_by_its_team_only() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Stones and sieves.")
        .await;
    // The same person, for a job that few know of, and somebody who applied for that only.
    desk.applies(desk.clerk, "Noor Castellane", "Ledgers and zanzibar.")
        .await;
    desk.applies(desk.clerk, "Edda Winterbourne", "Ledgers too.")
        .await;
    sqlx::query("update jobs set confidential = true where id = $1")
        .bind(desk.clerk.job)
        .execute(desk.app.app.db.pages())
        .await
        .unwrap();
    let cast = &desk.cast;
    assert_eq!(desk.names(&cast.ada, "ledgers").await.len(), 2);
    for person in [&cast.rosa, &cast.cora, &cast.hugo] {
        for typed in ["zanzibar", "ledgers", "winterbourne", "-stones"] {
            let page = desk.search(person, typed).await.expect(200);
            assert!(names(&page).is_empty(), "{} finds {typed}", person.name);
            assert_eq!(page.text_of("#found [role=status] b"), "0 people");
            assert!(!page.text().contains("Edda"), "{typed}");
        }
        let page = desk.search(person, "winterborne").await.expect(200);
        assert!(page.texts("#similar-title").is_empty());
        let page = browser(person).get("/heron/candidates").await.expect(200);
        assert_eq!(names(&page), ["Noor Castellane"]);
        assert_eq!(
            page.texts(".facets [name=job]").len(),
            page.attributes(".facets [name=job]", "value").len()
        );
        assert_eq!(
            page.attributes(".facets [name=job]", "value"),
            [desk.miller.job.to_string()]
        );
        // Asking for the job by its number tells nothing of it.
        let asked = format!("/heron/candidates?job={}", desk.clerk.job);
        let page = browser(person).get(&asked).await.expect(200);
        assert!(names(&page).is_empty());
        assert_eq!(
            page.attributes(".facets [name=job]", "value"),
            [desk.miller.job.to_string()]
        );
    }
    for (person, sees) in [(&cast.iris, 0), (&cast.otto, 2)] {
        let page = browser(person).get("/heron/candidates").await.expect(200);
        assert_eq!(names(&page).len(), sees, "{}", person.name);
    }
    browser(&cast.olga)
        .get("/heron/candidates")
        .await
        .expect(404);
    assert!(
        names(
            &browser(&cast.olga)
                .get("/otter/candidates?q=ledgers")
                .await
                .expect(200)
        )
        .is_empty()
    );
}

#[tokio::test]
async fn a_note_is_found_by_those_it_is_for() {
    let desk = Desk::new().await;
    let id = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    let cast = &desk.cast;
    desk.notes(&cast.rosa, id, "Team says marimba.", "team")
        .await;
    desk.notes(&cast.cora, id, "Recruiters say ocarina.", "recruiters")
        .await;
    desk.notes(&cast.hugo, id, "Only I say sackbut.", "private")
        .await;
    for (person, finds) in [
        (&cast.rosa, [true, true, false]),
        (&cast.cora, [true, true, false]),
        (&cast.hugo, [true, false, true]),
        (&cast.otto, [true, true, false]),
        (&cast.iris, [false, false, false]),
    ] {
        for (word, found) in ["marimba", "ocarina", "sackbut"].iter().zip(finds) {
            let page = desk.search(person, word).await.expect(200);
            assert_eq!(
                !names(&page).is_empty(),
                found,
                "{} and {word}",
                person.name
            );
            assert_eq!(
                page.texts(".snippet mark"),
                if found {
                    vec![(*word).to_owned()]
                } else {
                    vec![]
                }
            );
            let count = if found { "1 person" } else { "0 people" };
            assert_eq!(
                page.text_of("#found [role=status] b"),
                count,
                "{} and {word}",
                person.name
            );
        }
    }
    let with = desk
        .search(&cast.hugo, "castellane")
        .await
        .expect(200)
        .text();
    assert!(!with.contains("ocarina"));
}

#[tokio::test]
async fn a_person_is_shown_as_far_as_one_sees_them() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    desk.applies(desk.clerk, "Noor Castellane", "Ledgers.")
        .await;
    desk.applies(desk.clerk, "Edda Winterbourne", "Ledgers.")
        .await;
    let ids: Vec<i64> = sqlx::query_scalar("select id from candidates order by id")
        .fetch_all(desk.app.app.db.pages())
        .await
        .unwrap();
    let cast = &desk.cast;
    let noor = format!("/heron/candidates/{}", ids[0]);
    let page = browser(&cast.rosa).get(&noor).await.expect(200);
    assert_eq!(page.text_of("h1"), "Noor Castellane");
    assert_eq!(
        page.texts("[aria-labelledby=applications-title] .row__title")
            .len(),
        2
    );
    assert_eq!(
        page.texts("[aria-labelledby=files-title] .row__title")
            .len(),
        2
    );
    assert!(page.text().contains("noor.castellane@example.org"));
    let page = browser(&cast.hugo).get(&noor).await.expect(200);
    assert_eq!(
        page.texts("[aria-labelledby=applications-title] .row__title"),
        ["Miller"]
    );
    assert_eq!(
        page.texts("[aria-labelledby=files-title] .row__title")
            .len(),
        1
    );
    let edda = format!("/heron/candidates/{}", ids[1]);
    for (person, path, status) in [
        (&cast.hugo, &edda, 404),
        (&cast.iris, &noor, 404),
        (&cast.olga, &noor, 404),
        (&cast.otto, &edda, 200),
    ] {
        browser(person).get(path).await.expect(status);
    }
}

#[tokio::test]
async fn whoever_interviews_somebody_finds_them_and_nobody_else() {
    let desk = Desk::new().await;
    let noor = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    desk.applies(desk.miller, "Edda Winterbourne", "Stones.")
        .await;
    let iris = &desk.cast.iris;
    sqlx::query(
        "with it as (
             insert into scheduled_interviews (company_id, application_id, name, starts_at, minutes, time_zone, way, place, words, uid, once, created_at, updated_at)
             select company_id, id, 'A talk', now(), 30, 'UTC', 'phone', '', '', gen_random_uuid(), gen_random_uuid(), now(), now()
             from applications where id = $1
             returning company_id, id, application_id
         )
         insert into interviewers (company_id, interview_id, member_id, application_id, job_id)
         select it.company_id, it.id, $2, it.application_id, a.job_id from it join applications a on a.id = it.application_id",
    )
    .bind(noor)
    .bind(iris.member)
    .execute(desk.app.app.db.pages())
    .await
    .unwrap();
    for words in ["", "stones"] {
        let page = desk.search(iris, words).await.expect(200);
        assert_eq!(names(&page), ["Noor Castellane"], "{words}");
        assert_eq!(page.text_of("#found [role=status] b"), "1 person");
    }
    desk.sql("update interviewers set cancelled = true").await;
    assert!(desk.names(iris, "stones").await.is_empty());
}
