//! Two records become one.

use super::Twins;
use candor::domain::duplicates::{Fate, REGISTER};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_column_that_leads_to_a_candidate_has_its_place_in_the_list() {
    let db = crate::kit::db::TestDb::new().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select c.conrelid::regclass::text, a.attname::text from pg_constraint c
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname not in ('company_id', 'confidential')
         where c.contype = 'f' and c.confrelid = 'candidates'::regclass
         union
         select c.relname::text, a.attname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'candidate_id' and not a.attisdropped
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&db.pool)
    .await
    .unwrap();
    let there: BTreeSet<(&str, &str)> = columns.iter().map(|(t, c)| (&**t, &**c)).collect();
    let mut listed: BTreeSet<(&str, &str)> = REGISTER.iter().map(|(t, c, _)| (*t, *c)).collect();
    assert_eq!(listed.len(), REGISTER.len(), "a column stands there twice");
    // It names candidates, jobs and others by number alone.
    assert!(listed.remove(&("custom_field_values", "subject_id")));
    assert_eq!(
        there, listed,
        "say in src/domain/duplicates/register.rs what a merge does"
    );
    for (table, _, fate) in REGISTER {
        if let Fate::Stays(why) = fate {
            assert!(!why.is_empty(), "{table}");
        }
    }
}

#[tokio::test]
async fn all_of_the_lesser_record_goes_over_and_contradictions_are_asked() {
    let twins = Twins::new().await;
    twins
        .sql(&format!(
            "update candidates set headline = 'Miller', employer = 'Teal Kilns' where id = {};
        update candidates set headline = 'Clerk', can_mail = false where id = {}",
            twins.one, twins.other
        ))
        .await;
    let mut rosa = twins.cast.rosa.clone();
    let link = twins.app.link_of(twins.second).await;
    let page = rosa.get(&twins.merge_path()).await.expect(200);
    assert_eq!(
        page.texts("form.form fieldset legend"),
        ["Name", "What they do", "Address that mail goes to"]
    );
    let mut fields = twins.form().await;
    for (name, value) in &mut fields {
        if name == "headline" || name == "address" {
            *value = "lesser".to_owned();
        }
    }
    let missing: Vec<_> = fields
        .iter()
        .filter(|(name, _)| name != "headline")
        .cloned()
        .collect();
    let page = twins.merge_by(&missing).await.expect(422);
    assert_eq!(
        page.text_of("#headline-error"),
        "Error: Choose which one to keep"
    );
    let to = twins.merge_by(&fields).await.location();
    assert_eq!(to, format!("/heron/candidates/{}", twins.one));
    let page = rosa.get(&to).await.expect(200);
    assert_eq!(page.text_of("h1"), "Noor Saar");
    assert_eq!(page.text_of(".who__sub"), "Clerk");
    assert_eq!(page.texts("#applications-title + .count"), ["2"]);
    assert!(
        page.text().contains("noor.saar@example.org")
            && page.text().contains("noor.castellane@example.org")
    );
    assert!(
        page.text()
            .contains("Rosa Lindqvist merged Noor Castellane into this record")
    );
    assert_eq!(twins.whose(twins.second).await, twins.one);
    // The card, the search, the old address and the candidate's own link follow.
    let card = "select count(*) from applications where name = 'Noor Saar' and headline = 'Clerk'";
    assert_eq!(twins.app.number(card).await, 2);
    let documents = "select count(distinct candidate_id) from search_documents";
    assert_eq!(twins.app.number(documents).await, 1);
    let old = rosa
        .get(&format!("/heron/candidates/{}", twins.other))
        .await;
    assert_eq!(old.location(), to);
    twins.app.visitor().get(&link).await.expect(200);
    let first = "select count(*) from candidate_emails where position = 0 and email like 'noor.castellane%'";
    assert_eq!(twins.app.number(first).await, 1);
    assert_eq!(
        twins
            .app
            .number(
                "select count(*) from candidates where not can_mail and employer = 'Teal Kilns'"
            )
            .await,
        1
    );
    assert_eq!(
        twins
            .app
            .history(&twins.cast.company, "candidate.merged")
            .await
            .len(),
        1
    );
    // Whoever applies with either address is this person.
    let again = twins
        .app
        .applies(&twins.cast.company, twins.miller.id, "Noor Castellane")
        .await;
    assert_eq!(twins.whose(again).await, twins.one);
}

#[tokio::test]
async fn whoever_comes_second_is_told() {
    let twins = Twins::new().await;
    let fields = twins.form().await;
    let (one, two) = tokio::join!(twins.merge_by(&fields), twins.merge_by(&fields));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(twins.app.number("select count(*) from merges").await, 1);
    // What was seen is not what is there.
    let twins = Twins::new().await;
    let fields = twins.form().await;
    twins
        .sql("update candidates set version = version + 1")
        .await;
    let page = twins.merge_by(&fields).await.expect(409);
    assert!(page.text().contains("was changed while you looked"));
    let own = format!("/heron/candidates/{}/merge", twins.one);
    let mut rosa = twins.cast.rosa.clone();
    for with in ["", "x", "0", "9223372036854775807"] {
        rosa.post(&own, &[("with", with)]).await.expect(404);
    }
    rosa.post(&own, &[("with", &twins.one.to_string())])
        .await
        .expect(404);
}

#[tokio::test]
async fn two_applications_for_one_job_are_decided_first() {
    let twins = Twins::new().await;
    let third = twins
        .app
        .applies(&twins.cast.company, twins.miller.id, "Noor Castellane")
        .await;
    let page = twins.merge_by(&twins.form().await).await.expect(409);
    assert!(
        page.text().contains("Both are being considered for"),
        "{}",
        page.text()
    );
    assert_eq!(twins.whose(third).await, twins.other);
    // Somebody who asked to be erased goes alone.
    twins.sql(&format!("update applications set status = 'withdrawn' where id = {third};
        insert into erasure_requests (company_id, candidate_id, nonce, asked_at, expires_at, codes_since, confirmed_at)
        select company_id, id, '\\x00', now(), now(), now(), now() from candidates where id = {}", twins.other)).await;
    let page = twins.merge_by(&twins.form().await).await.expect(409);
    assert!(page.text().contains("has asked to be erased"));
    twins.sql("delete from erasure_requests").await;
    twins.merge().await;
}

#[tokio::test]
async fn their_timelines_become_one_and_two_again() {
    let twins = Twins::new().await;
    let own = format!("/heron/candidates/{}", twins.one);
    let merge = twins.merge().await;
    let mut rosa = twins.cast.rosa.clone();
    let told = |page: &crate::kit::app::Answer| {
        let told = page.texts("#timeline .feed li");
        let applied = told.iter().filter(|entry| entry.contains("applied"));
        (told[0].clone(), applied.count())
    };
    let page = rosa.get(&own).await.expect(200);
    let (newest, applied) = told(&page);
    assert!(newest.contains("Rosa Lindqvist merged Noor Castellane into this one"));
    assert_eq!(applied, 2);
    rosa.post(&format!("/heron/candidates/merges/{merge}"), &[])
        .await
        .expect(303);
    let page = rosa.get(&own).await.expect(200);
    let (newest, applied) = told(&page);
    assert!(newest.contains("took Noor Castellane apart from this one"));
    assert_eq!(applied, 1);
}
