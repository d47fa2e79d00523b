//! A legal hold makes every erasure wait, and says so.

use crate::careers::own::Mill;
use jiff::SignedDuration;

#[tokio::test]
async fn a_request_waits_for_the_end_of_a_hold() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (path, profile) = (
        mill.app.link_of(id).await,
        format!("/heron/applications/{id}"),
    );
    let day = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(72));
    let day = day.day(&jiff::tz::TimeZone::UTC).to_string();
    let hold = format!("{profile}/hold");
    let ada = &mut mill.cast.ada;
    ada.post(&hold, &[("reason", ""), ("ends_on", &day)])
        .await
        .expect(422);
    let past = [("reason", "A claim."), ("ends_on", "2020-01-01")];
    ada.post(&hold, &past).await.expect(422);
    let told = ada
        .post_and_follow(
            &hold,
            &[("reason", "A claim of SECRET-KIND."), ("ends_on", &day)],
        )
        .await
        .expect(200);
    assert!(told.text().contains("SECRET-KIND"));
    for person in [
        &mut mill.cast.rosa,
        &mut mill.cast.hugo,
        &mut mill.cast.otto,
    ] {
        person.get(&hold).await.expect(403);
    }
    let refused = mill
        .cast
        .ada
        .post(
            &format!("{profile}/erasure"),
            &[("name", "Noor Castellane")],
        )
        .await
        .expect(409);
    assert!(refused.text().contains("legal hold keeps this until"));

    let waits = mill.erases_themselves(&path).await;
    assert_eq!(waits.location(), format!("{path}/erasure"));
    let page = mill.app.visitor().get(&waits.location()).await.expect(200);
    assert!(
        page.text_of(".note--warn")
            .contains("The law makes us keep your data until")
    );
    assert!(!page.text().contains("SECRET-KIND"));
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(200);
    let settings = mill
        .cast
        .ada
        .get("/heron/settings/retention")
        .await
        .expect(200);
    assert!(settings.text().contains("Wants everything deleted"));

    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(4 * 24));
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(410);
}

#[tokio::test]
async fn what_waited_goes_when_the_hold_is_lifted() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (path, hold) = (
        mill.app.link_of(id).await,
        format!("/heron/applications/{id}/hold"),
    );
    let form = [("reason", "A claim."), ("ends_on", "2099-01-01")];
    mill.cast.ada.post(&hold, &form).await.location();
    mill.erases_themselves(&path).await.location();
    mill.cast
        .ada
        .post(&format!("{hold}/lifting"), &[])
        .await
        .location();
    mill.cast
        .ada
        .post(&format!("{hold}/lifting"), &[])
        .await
        .expect(409);
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(410);
}

#[tokio::test]
async fn the_lists_hold_as_many_as_home_counts() {
    let mut mill = Mill::new().await;
    sqlx::raw_sql(
        "with people as (
             insert into candidates (company_id, given_name, family_name, last_activity_at, created_at, updated_at)
             select c.id, 'Waits', 'No ' || n, now(), now(), now() from companies c, generate_series(1, 120) n where c.slug = 'heron'
             returning company_id, id
         ), asked as (
             insert into erasure_requests (company_id, candidate_id, nonce, asked_at, expires_at, codes_since, confirmed_at)
             select company_id, id, 'x', now(), now(), now(), date_trunc('day', now()) from people
         )
         insert into holds (company_id, candidate_id, reason, ends_on, member_id, created_at)
         select p.company_id, p.id, 'A claim.', current_date + 400, m.id, now()
         from people p join (select company_id, min(id) as id from memberships group by 1) m using (company_id)",
    )
    .execute(mill.app.app.db.pages())
    .await
    .expect("people who wait");
    let ada = &mut mill.cast.ada;
    let home = ada.get("/heron").await.expect(200);
    assert!(home.text().contains("120 people wait to be erased"));
    for (list, begins) in [("#requests", "waiting="), ("#holds", "held=")] {
        let mut path = "/heron/settings/retention".to_owned();
        let mut names = Vec::new();
        for rows in [50, 50, 20] {
            let page = ada.get(&path).await.expect(200);
            let seen = page.texts(&format!("{list} .row__title, {list} .t-m"));
            assert_eq!(seen.len(), rows, "{path}");
            names.extend(seen);
            let next = page.attributes(&format!("{list} a[rel=next]"), "href");
            match next.into_iter().next() {
                Some(next) => path = next.split('#').next().unwrap_or_default().to_owned(),
                None => assert_eq!(rows, 20),
            }
            assert!(rows == 20 || path.contains(begins), "{path}");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 120, "nobody twice");
    }
}
