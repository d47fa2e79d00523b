//! One record becomes two again.

use super::Twins;
use candor::{
    access::TeamRole,
    domain::duplicates::{Fate, REGISTER},
};
use sqlx::AssertSqlSafe;

/// What stands in all tables that a merge touches, but for versions and times of changes.
async fn rows(twins: &Twins) -> Vec<(String, String)> {
    let mut tables: Vec<&str> = REGISTER
        .iter()
        .filter(|(_, _, fate)| matches!(fate, Fate::Moves(_)))
        .map(|(table, ..)| *table)
        .collect();
    tables.extend(["retention_notices", "search_documents", "prospect_areas"]);
    let mut all = Vec::new();
    for table in tables {
        let text: String = sqlx::query_scalar(AssertSqlSafe(format!(
            "select coalesce(string_agg(r::text, E'\\n' order by r::text), '') from (
                 select to_jsonb(t) - array['version', 'updated_at', 'written_in'] as r from {table} t) t"
        )))
        .fetch_one(twins.app.app.db.pages())
        .await
        .unwrap();
        all.push((table.to_owned(), text));
    }
    all
}

/// Fills what two people have of every kind; each bit says whether they have something.
async fn fill(twins: &Twins, bits: u32) {
    let has = |n: u32| bits >> n & 1 == 1;
    for (n, person) in [(0, twins.one), (1, twins.other)] {
        let put = async |n: u32, statement: &str| {
            if has(n) {
                twins
                    .sql(&statement.replace("$", &person.to_string()))
                    .await;
            }
        };
        put(n, "insert into candidate_tags (company_id, candidate_id, tag_id, created_at) select company_id, $, id, created_at from tags").await;
        put(n + 2, "insert into candidate_tags (company_id, candidate_id, tag_id, created_at) select company_id, $, id, created_at from tags on conflict do nothing;
            insert into candidate_links (company_id, candidate_id, url, position) select company_id, $, 'https://example.org/' || $, 1 from candidates where id = $").await;
        put(n + 4, "insert into holds (company_id, candidate_id, reason, ends_on, member_id, created_at)
            select c.company_id, $, 'Claim of $', '2030-01-01'::date + $, min(m.id), '2026-01-01' from candidates c join memberships m using (company_id) where c.id = $ group by 1").await;
        put(n + 6, "insert into pools (company_id, name, created_at) select company_id, 'Pool', now() from candidates where id = $ on conflict do nothing;
            insert into prospects (company_id, pool_id, candidate_id, months, created_at, confirmed_at, ends_at)
            select c.company_id, min(p.id), $, 12, now(), now(), now() + interval '1 year' from candidates c join pools p using (company_id) where c.id = $ group by 1").await;
        put(n + 8, "update candidates set headline = 'Miller $', employer = 'Kiln $', country = 'EE', private = true where id = $;
            update applications set headline = 'Miller $' where candidate_id = $").await;
        put(n + 10, "insert into consents (company_id, candidate_id, purpose, text, text_version, locale, given_at)
            select company_id, id, 'talent_pool', 'Yes', 'v', 'en', now() from candidates where id = $;
            insert into notes (company_id, candidate_id, application_id, member_id, body, once, created_at, updated_at)
            select a.company_id, $, a.id, (select min(id) from memberships m where m.company_id = a.company_id), 'Fine', gen_random_uuid(), now(), now()
            from applications a where a.candidate_id = $;
            insert into retention_notices (company_id, candidate_id, warned_at) select company_id, id, now() from candidates where id = $;
            insert into erasure_requests (company_id, candidate_id, nonce, asked_at, expires_at, codes_since)
            select company_id, id, '\\x00', now(), now(), now() from candidates where id = $").await;
    }
}

#[tokio::test]
async fn whatever_was_merged_comes_apart_as_it_was() {
    let mut state = 0x2026_1122_u32;
    for round in 0..6 {
        // xorshift
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let mut twins = Twins::new().await;
        // Some become confidential: she is of the teams that go on seeing them.
        for live in [twins.miller, twins.clerk] {
            let (app, cast) = (&twins.app, &twins.cast);
            app.joins(&cast.company, live, cast.rosa.member, TeamRole::Recruiter)
                .await;
        }
        twins.sql(&format!("insert into tags (company_id, name, created_at) select company_id, 'Night', now() from candidates where id = {}", twins.one)).await;
        let bits = if round == 0 { 0xffff } else { state };
        fill(&twins, bits).await;
        if state >> 20 & 1 == 1 {
            std::mem::swap(&mut twins.one, &mut twins.other);
        }
        let before = rows(&twins).await;
        let mut fields = twins.form().await;
        for (n, (name, value)) in fields.iter_mut().enumerate() {
            if !name.contains("with") && name != "version" && state >> n & 1 == 1 {
                *value = "lesser".to_owned();
            }
        }
        twins.merge_by(&fields).await.expect(303);
        assert_ne!(rows(&twins).await, before);
        let merge = twins.app.number("select max(id) from merges").await;
        let mut rosa = twins.cast.rosa.clone();
        rosa.get(&format!("/heron/candidates/merges/{merge}"))
            .await
            .expect(200);
        let to = rosa
            .post(&format!("/heron/candidates/merges/{merge}"), &[])
            .await
            .location();
        assert_eq!(to, format!("/heron/candidates/{}", twins.other));
        for (was, is) in before.iter().zip(rows(&twins).await) {
            assert_eq!(was, &is, "round {round}, {bits:x}");
        }
    }
}

#[tokio::test]
async fn what_came_since_goes_where_somebody_says() {
    let twins = Twins::new().await;
    let merge = twins.merge().await;
    let path = format!("/heron/candidates/merges/{merge}");
    let (third, fourth) = (
        twins.app.mill(&twins.cast).await,
        twins.app.mill(&twins.cast).await,
    );
    let goes = twins
        .app
        .applies(&twins.cast.company, third.id, "Noor Castellane")
        .await;
    let stays = twins
        .app
        .applies(&twins.cast.company, fourth.id, "Noor Saar")
        .await;
    let mut rosa = twins.cast.rosa.clone();
    rosa.post(
        &format!("/heron/applications/{goes}/tags"),
        &[("tag", "Night shift")],
    )
    .await
    .expect(303);
    let page = rosa.get(&path).await.expect(200);
    let offered = page.attributes("[name=goes]", "value");
    assert_eq!(offered.len(), 3, "{offered:?}");
    let chosen = format!("applications:{goes}");
    // What is not offered goes nowhere.
    let fields = [
        ("goes", chosen.as_str()),
        ("goes", "applications:1"),
        ("goes", "users:1"),
        ("goes", "x"),
    ];
    rosa.post(&path, &fields).await.expect(303);
    assert_eq!(twins.whose(goes).await, twins.other);
    assert_eq!(twins.whose(stays).await, twins.one);
    assert_eq!(twins.whose(twins.first).await, twins.one);
    assert_eq!(twins.whose(twins.second).await, twins.other);
    let page = rosa
        .get(&format!("/heron/candidates/{}", twins.other))
        .await
        .expect(200);
    assert_eq!(page.text_of("h1"), "Noor Castellane");
    let strays = "select count(*) from messages m join applications a on a.id = m.application_id where m.candidate_id <> a.candidate_id";
    assert_eq!(twins.app.number(strays).await, 0);
    assert_eq!(
        twins
            .app
            .history(&twins.cast.company, "candidate.unmerged")
            .await
            .len(),
        1
    );
    // Done once, and the two are not proposed again by themselves.
    rosa.get(&path).await.expect(409);
    rosa.post(&path, &[]).await.expect(409);
    assert_eq!(
        twins
            .app
            .number("select count(*) from merges where kept = '{}'")
            .await,
        1
    );
    twins.find().await;
    let list = rosa.get("/heron/candidates/duplicates").await.expect(200);
    assert!(list.texts("article").is_empty());
}

#[tokio::test]
async fn the_last_merge_is_taken_back_first() {
    let twins = Twins::new().await;
    let other = twins.app.mill(&twins.cast).await;
    let third = twins
        .app
        .applies(&twins.cast.company, other.id, "Edda Winterbourne")
        .await;
    let third = twins.whose(third).await;
    let before = rows(&twins).await;
    let first = twins.merge().await;
    let mut rosa = twins.cast.rosa.clone();
    let page = format!("/heron/candidates/{third}/merge?with={}", twins.one);
    let fields = rosa.get(&page).await.expect(200).fields_of("form.form");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    rosa.post(&format!("/heron/candidates/{third}/merge"), &fields)
        .await
        .expect(303);
    // Both old addresses lead to the one that is left.
    for old in [twins.one, twins.other] {
        let to = rosa
            .get(&format!("/heron/candidates/{old}"))
            .await
            .location();
        assert_eq!(to, format!("/heron/candidates/{third}"));
    }
    let refused = rosa
        .post(&format!("/heron/candidates/merges/{first}"), &[])
        .await
        .expect(409);
    assert!(refused.text().contains("Take those two apart first"));
    rosa.post(&format!("/heron/candidates/merges/{}", first + 1), &[])
        .await
        .expect(303);
    rosa.post(&format!("/heron/candidates/merges/{first}"), &[])
        .await
        .expect(303);
    for (was, is) in before.iter().zip(rows(&twins).await) {
        assert_eq!(was, &is);
    }
}

#[tokio::test]
async fn both_are_held_and_erased_as_one_and_then_nothing_comes_apart() {
    let twins = Twins::new().await;
    fill(&twins, 0b11_0000).await;
    let merge = twins.merge().await;
    let own = format!("/heron/applications/{}", twins.first);
    let mut ada = twins.cast.ada.clone();
    let page = ada.get(&own).await.expect(200);
    assert!(
        page.text()
            .contains(&format!("Claim of {}; Claim of {}", twins.one, twins.other))
    );
    ada.post(&format!("{own}/hold/lifting"), &[])
        .await
        .expect(303);
    assert_eq!(twins.app.number("select count(*) from holds").await, 0);
    let copy = twins.app.link_of(twins.second).await;
    let copy = twins.app.visitor().get(&format!("{copy}/copy.json")).await;
    if copy.status.as_u16() == 200 {
        assert!(
            copy.text().contains("Castellane"),
            "what the other record said is in the copy"
        );
    }
    let form = ada
        .get(&format!("{own}/erasure"))
        .await
        .expect(200)
        .fields_of("form.form");
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(k, v)| (&**k, &**v)).collect();
    fields.retain(|(name, _)| *name != "name");
    fields.push(("name", "Noor Saar"));
    ada.post(&format!("{own}/erasure"), &fields)
        .await
        .expect(303);
    assert_eq!(twins.app.number("select count(*) from candidates").await, 0);
    assert_eq!(
        twins.app.number("select count(*) from applications").await,
        0
    );
    let path = format!("/heron/candidates/merges/{merge}");
    for answer in [ada.get(&path).await, ada.post(&path, &[]).await] {
        assert!(answer.expect(410).text().contains("has been erased since"));
    }
    ada.post("/heron/candidates/merges/7777777", &[])
        .await
        .expect(404);
    twins.cast.cora.clone().post(&path, &[]).await.expect(403);
}
