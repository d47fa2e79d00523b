//! Who is proposed, and to whom.

use super::Twins;
use sqlx::Connection;

const LIST: &str = "/heron/candidates/duplicates";

#[tokio::test]
async fn whoever_has_the_same_phone_is_proposed_and_told_apart() {
    let twins = Twins::new().await;
    let mut rosa = twins.cast.rosa.clone();
    let page = rosa.get(LIST).await.expect(200);
    assert_eq!(page.texts("article h2"), ["Noor Saar and Noor Castellane"]);
    assert_eq!(
        page.texts("article .panel__head span"),
        ["same phone, same link"]
    );
    assert!(
        page.texts("article mark")
            .contains(&"+372 5550 0142".to_owned())
    );
    for path in [
        format!("/heron/candidates/{}", twins.one),
        format!("/heron/applications/{}", twins.first),
    ] {
        let page = rosa.get(&path).await.expect(200);
        let hint = page.text_of("p.note");
        assert!(
            hint.starts_with("May be the same person as Noor Castellane: same phone, same link."),
            "{hint}"
        );
    }
    let form = page.attributes("article form", "action").remove(0);
    let notice = rosa.post_and_follow(&form, &[]).await.expect(200);
    assert!(notice.texts("article").is_empty());
    // Told once; whoever comes second hears of it, and a comparison changes nothing.
    let again = rosa.post(&form, &[]).await.expect(409);
    assert!(again.text().contains("Rosa Lindqvist has said meanwhile"));
    twins
        .sql(&format!(
            "update candidates set headline = 'Miller' where id = {}",
            twins.one
        ))
        .await;
    twins.find().await;
    let page = rosa
        .get(&format!("{LIST}?show=dismissed"))
        .await
        .expect(200);
    assert_eq!(page.texts("article h2").len(), 1);
    rosa.post(&format!("{form}/undo"), &[]).await.expect(303);
    assert_eq!(rosa.get(LIST).await.expect(200).texts("article").len(), 1);
    rosa.post(&format!("{form}/undo"), &[]).await.expect(409);
}

#[tokio::test]
async fn each_likeness_is_found_however_it_is_written() {
    let twins = Twins::new().await;
    let evidence = async || -> String {
        twins.find().await;
        let found: Option<String> = sqlx::query_scalar(
            "select string_agg(array_to_string(evidence, ' '), '|') from duplicates",
        )
        .fetch_one(twins.app.app.db.pages())
        .await
        .unwrap();
        found.unwrap_or_default()
    };
    let other = twins.other;
    twins.sql(&format!("update candidate_phones set phone = '00372 (0)555-00142' where candidate_id = {other};
        update candidate_links set url = 'http://www.castellane.example.org?utm_source=x' where candidate_id = {other}")).await;
    assert_eq!(evidence().await, "phone link");
    twins.sql(&format!("delete from candidate_phones where candidate_id = {other};
        delete from candidate_links where candidate_id = {other};
        insert into candidate_emails (company_id, candidate_id, email) select company_id, id, 'noor.saar+jobs@example.org' from candidates where id = {other}")).await;
    assert_eq!(evidence().await, "address");
    twins.sql(&format!("delete from candidate_emails where email like '%+jobs%';
        update candidates set given_name = 'Nóor', family_name = 'Saar', headline = 'Miller at Teal Kilns' where id in ({other}, {})", twins.one)).await;
    assert_eq!(evidence().await, "name");
    twins.sql(&format!("update candidates set headline = 'Clerk' where id = {other};
        with f as (insert into files (company_id, name, kind, size, sha256, storage_key, created_at)
            select company_id, 'cv.pdf', 'pdf', 1, sha256('x'), id::text, now() from candidates where id in ({other}, {}) returning company_id, id, storage_key)
        insert into attachments (company_id, candidate_id, file_id, kind, created_at)
            select company_id, storage_key::bigint, id, 'resume', now() from f", twins.one)).await;
    assert_eq!(evidence().await, "file");
    twins
        .sql(&format!(
            "delete from attachments where candidate_id = {other}"
        ))
        .await;
    assert_eq!(evidence().await, "");
}

#[tokio::test]
async fn what_many_share_says_nothing() {
    let twins = Twins::new().await;
    for name in [
        "Edda Vane",
        "Ola Penn",
        "Ida Holt",
        "Uno Kask",
        "Ants Rebane",
    ] {
        twins
            .app
            .applies(&twins.cast.company, twins.miller.id, name)
            .await;
    }
    twins.find().await;
    twins.sql("insert into duplicate_checks (company_id, candidate_id) select company_id, id from candidates").await;
    twins.find().await;
    assert_eq!(twins.app.number("select count(*) from duplicates").await, 0);
}

#[tokio::test]
async fn only_those_who_see_both_are_told() {
    let twins = Twins::new().await;
    twins
        .sql(&format!(
            "update jobs set confidential = true where id = {}",
            twins.clerk.job
        ))
        .await;
    let pair = twins.app.number("select min(id) from duplicates").await;
    let mut rosa = twins.cast.rosa.clone();
    assert!(rosa.get(LIST).await.expect(200).texts("article").is_empty());
    let page = rosa
        .get(&format!("/heron/candidates/{}", twins.one))
        .await
        .expect(200);
    assert!(!page.text().contains("Castellane"));
    rosa.get(&twins.merge_path()).await.expect(404);
    rosa.post(&format!("{LIST}/{pair}/dismissal"), &[])
        .await
        .expect(404);
    let own = format!("/heron/candidates/{}/merge", twins.one);
    rosa.post(&own, &[("with", &twins.other.to_string())])
        .await
        .expect(404);
    let found = format!("{own}?address=noor.castellane@example.org");
    rosa.get(&found).await.expect(422);
    let mut ada = twins.cast.ada.clone();
    assert_eq!(ada.get(LIST).await.expect(200).texts("article").len(), 1);
    assert!(
        ada.get(&found)
            .await
            .expect(200)
            .text()
            .contains("Merge Noor Castellane into")
    );
    for person in [
        &twins.cast.cora,
        &twins.cast.hugo,
        &twins.cast.otto,
        &twins.cast.iris,
    ] {
        let mut browser = (*person).clone();
        browser.get(LIST).await.expect(403);
        browser
            .post(&format!("{LIST}/{pair}/dismissal"), &[])
            .await
            .expect(403);
        browser
            .post(&own, &[("with", &twins.other.to_string())])
            .await
            .expect(403);
    }
    let mut olga = twins.cast.olga.clone();
    olga.post(
        &format!("/otter/candidates/duplicates/{pair}/dismissal"),
        &[],
    )
    .await
    .expect(404);
    olga.get(&format!(
        "/otter/candidates/{}/merge?with={}",
        twins.one, twins.other
    ))
    .await
    .expect(404);
}

/// Five thousand people are compared by indexes: no plan reads all of them.
#[tokio::test]
async fn a_comparison_reads_few_rows_of_many() {
    let twins = Twins::new().await;
    twins.sql(&format!("with made as (
            insert into candidates (company_id, given_name, family_name, headline, last_activity_at, created_at, updated_at)
            select company_id, 'P' || md5(n::text), md5('f' || n), 'Miller', now(), now(), now()
            from candidates cross join generate_series(1, 5000) n where id = {} returning company_id, id),
        emails as (insert into candidate_emails (company_id, candidate_id, email) select company_id, id, id || '@example.net' from made),
        links as (insert into candidate_links (company_id, candidate_id, url) select company_id, id, 'https://example.net/' || id from made)
        insert into candidate_phones (company_id, candidate_id, phone) select company_id, id, '+44 20 ' || (70000000 + id) from made", twins.one)).await;
    // Only the owner may count what is there.
    let mut owner = sqlx::PgConnection::connect_with(&twins.app.db.owner)
        .await
        .unwrap();
    sqlx::raw_sql("select gin_clean_pending_list('candidates_likeness'); analyze candidates; analyze candidate_emails; analyze candidate_phones; analyze candidate_links").execute(&mut owner).await.unwrap();
    let mut db = twins.app.app.db.pages().acquire().await.unwrap();
    sqlx::raw_sql("set pg_trgm.similarity_threshold = '0.7'")
        .execute(&mut *db)
        .await
        .unwrap();
    for statement in [
        "select candidate_id from candidate_phones where company_id = 1 and plain_phone(phone) = '+3725550142'",
        "select candidate_id from candidate_links where company_id = 1 and plain_link(url) = 'example.net/7'",
        "select candidate_id from candidate_emails where company_id = 1 and plain_address(email) = '7@example.net'",
        "select id from candidates where folded(given_name || ' ' || family_name) % 'noor saar'",
    ] {
        let plan: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("explain {statement}")))
                .fetch_all(&mut *db)
                .await
                .unwrap();
        let plan = plan.join("\n");
        assert!(
            plan.contains("Index") && !plan.contains("Seq Scan"),
            "{plan}"
        );
    }
}
