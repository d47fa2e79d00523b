//! Of somebody: their interview, their record, the pool.

use super::{browser, given, typed, undo_of};
use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::Answer,
};
use candor::base::ids::ApplicationId;
use jiff::SignedDuration;

async fn candidate(mill: &Mill, id: ApplicationId) -> i64 {
    sqlx::query_scalar("select candidate_id from applications where id = $1")
        .bind(id)
        .fetch_one(mill.app.app.db.pages())
        .await
        .expect("a candidate")
}

/// Gives a record another name, as Rosa does.
async fn renames(mill: &Mill, own: &str, name: &str) -> Answer {
    let (path, mut rosa) = (format!("{own}/edit"), browser(&mill.cast.rosa));
    let form = rosa.get(&path).await.expect(200);
    let fields = typed(&form, "form.form", &[("given_name", name)]);
    rosa.post_and_follow(&path, &given(&fields))
        .await
        .expect(200)
}

#[tokio::test]
async fn a_record_is_what_it_was_unless_somebody_changed_it_since() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let own = format!("/heron/candidates/{}", candidate(&mill, id).await);
    let page = renames(&mill, &own, "Nora").await;
    assert_eq!(page.text_of("h1"), "Nora Castellane");
    let first = undo_of(&page);
    for (person, status) in [
        (&mill.cast.otto, 403),
        (&mill.cast.iris, 404),
        (&mill.cast.olga, 404),
    ] {
        browser(person).post(&first, &[]).await.expect(status);
    }
    let page = browser(&mill.cast.hugo)
        .post_and_follow(&first, &[])
        .await
        .expect(200);
    assert_eq!(page.text_of("h1"), "Noor Castellane");
    let card = browser(&mill.cast.rosa)
        .get(&format!("/heron/applications/{id}"))
        .await
        .expect(200);
    assert_eq!(card.text_of("h1"), "Noor Castellane", "its copies follow");
    let twice = browser(&mill.cast.rosa).post(&first, &[]).await.expect(409);
    assert!(
        twice
            .text()
            .contains("Hugo Brandt has taken this back already.")
    );

    let second = undo_of(&renames(&mill, &own, "Norah").await);
    renames(&mill, &own, "Eleonora").await;
    let since = browser(&mill.cast.hugo)
        .post(&second, &[])
        .await
        .expect(409);
    assert!(
        since
            .text()
            .contains("Rosa Lindqvist changed the record since, on ")
    );
    // What the candidate changed themselves is no event of the record's, and stays as well.
    let last = mill
        .app
        .number("select max(id) from events where kind = 'candidate.changed'")
        .await;
    sqlx::raw_sql("update candidates set headline = 'Miller', version = version + 1")
        .execute(mill.app.app.db.pages())
        .await
        .expect("a change");
    let undo = format!("{own}/activity/{last}/undo");
    let stays = browser(&mill.cast.hugo).post(&undo, &[]).await.expect(409);
    assert!(
        stays
            .text()
            .contains("changed this record since, so this stays")
    );
    assert_eq!(
        mill.app
            .history(&mill.cast.company, "candidate.changed")
            .await
            .len(),
        4
    );
}

#[tokio::test]
async fn of_whom_somebody_does_not_see_they_are_not_told_who_did_what() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let own = format!("/heron/candidates/{}", candidate(&mill, id).await);
    let first = undo_of(&renames(&mill, &own, "Nora").await);
    renames(&mill, &own, "Norah").await;
    browser(&mill.cast.rosa).post(&first, &[]).await.expect(409);
    sqlx::query("update jobs set confidential = true")
        .execute(mill.app.app.db.pages())
        .await
        .expect("a confidential job");
    browser(&mill.cast.hugo).post(&first, &[]).await.expect(409);
    browser(&mill.cast.rosa).post(&first, &[]).await.expect(404);
}

#[tokio::test]
async fn whoever_was_made_confidential_is_so_no_longer() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let own = format!("/heron/candidates/{}", candidate(&mill, id).await);
    let mut hugo = browser(&mill.cast.hugo);
    let page = hugo
        .post_and_follow(&format!("{own}/confidential"), &[("confidential", "yes")])
        .await
        .expect(200);
    let undo = undo_of(&page);
    // Rosa is not in the team of the job, and no longer sees them.
    browser(&mill.cast.rosa).post(&undo, &[]).await.expect(404);
    let page = hugo.get(&own).await.expect(200);
    assert!(
        page.text_of("#timeline .feed li")
            .contains("changed who sees them")
    );
    hugo.post(&undo, &[]).await.expect(303);
    browser(&mill.cast.rosa).get(&own).await.expect(200);
    hugo.post(&undo, &[]).await.expect(409);
}

#[tokio::test]
async fn an_interview_is_where_it_was_and_everybody_is_told() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (company, cast) = (&mill.cast.company, &mill.cast);
    let iris = cast.iris.member;
    let interview = mill.app.meets(company, &cast.rosa, id, &[iris]).await;
    let path = format!("/heron/interviews/{interview}");
    let moved = async |to: &str| {
        let mut rosa = browser(&cast.rosa);
        let form = rosa.get(&path).await.expect(200);
        let other = [("place", to), ("way", "place")];
        let fields = typed(&form, "form.form", &other);
        let page = rosa.post_and_follow(&path, &given(&fields)).await;
        undo_of(&page.expect(200))
    };
    let undo = moved("The old mill").await;
    mill.app.run_tasks().await;
    let letters = mill.app.mail_of(id).await.len();
    for (person, status) in [(&cast.hugo, 403), (&cast.otto, 403), (&cast.olga, 404)] {
        browser(person).post(&undo, &[]).await.expect(status);
    }
    browser(&cast.cora).post(&undo, &[]).await.expect(303);
    let is: (String, String, i32) =
        sqlx::query_as("select place, way::text, sequence from scheduled_interviews")
            .fetch_one(mill.app.app.db.pages())
            .await
            .expect("an interview");
    let before = "https://meet.example.com/mill-1".to_owned();
    assert_eq!(is, (before, "video".to_owned(), 2));
    mill.app.run_tasks().await;
    let told = mill.app.mail_of(id).await;
    assert_eq!(
        told.len(),
        letters + 2,
        "the candidate and Iris are told again"
    );
    browser(&cast.cora).post(&undo, &[]).await.expect(409);
    // Once the time that it had has passed, it stays.
    let undo = moved("The new mill").await;
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(80));
    let late = browser(&cast.cora).post(&undo, &[]).await;
    assert!(late.status.as_u16() == 409 || late.location().contains("sign-in"));
}

#[tokio::test]
async fn whoever_was_moved_or_taken_out_of_a_pool_is_back() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    mill.app.run_tasks().await;
    let mut rosa = browser(&mill.cast.rosa);
    rosa.post("/heron/prospects/pools", &[("name", "Night shift")])
        .await
        .expect(303);
    let pool = mill.app.number("select max(id) from pools").await;
    let id = mill.app.number("select max(id) from prospects").await;
    let path = format!("/heron/prospects/{id}");
    let page = rosa
        .post_and_follow(&format!("{path}/pool"), &[("pool", &pool.to_string())])
        .await
        .expect(200);
    let moved = undo_of(&page);
    for (person, status) in [
        (&mill.cast.cora, 403),
        (&mill.cast.hugo, 404),
        (&mill.cast.olga, 404),
    ] {
        browser(person).post(&moved, &[]).await.expect(status);
    }
    let page = rosa
        .post_and_follow(&format!("{path}/removal"), &[])
        .await
        .expect(200);
    let removed = undo_of(&page);
    let since = rosa.post(&moved, &[]).await.expect(409).text();
    assert!(
        since.contains("Rosa Lindqvist let them go since"),
        "{since}"
    );
    // The next run leaves whoever was taken out a moment ago.
    mill.app.app.db.clock.advance(SignedDuration::from_mins(5));
    mill.app.run_tasks().await;
    // Nobody says where that was pressed: it leads to where they are seen.
    let back = rosa.post(&removed, &[]).await.expect(303);
    assert_eq!(back.location(), path);
    rosa.get(&path).await.expect(200);
    rosa.post(&removed, &[]).await.expect(409);
    let agreed =
        "select count(*) from prospects where ends_at > confirmed_at + interval '300 days'";
    assert_eq!(
        mill.app.number(agreed).await,
        1,
        "until when they agreed to"
    );
    // Taken out for good, there is nobody to put back.
    let page = rosa
        .post_and_follow(&format!("{path}/removal"), &[])
        .await
        .expect(200);
    let gone = undo_of(&page);
    mill.app.app.db.clock.advance(SignedDuration::from_hours(2));
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number("select count(*) from candidates").await, 0);
    rosa.post(&gone, &[]).await.expect(404);
}

#[tokio::test]
async fn those_of_the_pool_are_tagged_together() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    let mut rosa = browser(&mill.cast.rosa);
    let list = rosa.get("/heron/prospects").await.expect(200);
    let id = list.attributes("[name=pick]", "value").remove(0);
    let path = "/heron/prospects/together";
    let form = |act| [("pick", id.as_str()), ("act", act), ("tag", "Night shift")];
    browser(&mill.cast.cora)
        .post(path, &form("tag"))
        .await
        .expect(403);
    let done = rosa.post_and_follow(path, &form("tag")).await.expect(200);
    assert!(
        done.text_of("#toast")
            .contains("1 person tagged: Night shift.")
    );
    assert_eq!(done.texts("tbody .tag"), ["Night shift"]);
    let again = rosa.post_and_follow(path, &form("tag")).await.expect(200);
    assert!(
        again
            .text_of("#toast")
            .contains("1 skipped: Has the tag already")
    );
    rosa.post(path, &[("pick", &*id), ("act", "tag"), ("tag", " ")])
        .await
        .expect(409);
    // They are found by it, and it is taken back where it was put on.
    let found = rosa
        .get("/heron/candidates?q=%22Night+shift%22")
        .await
        .expect(200);
    assert!(
        found.text().contains("Wilma Okafor"),
        "the pool is searched by tags"
    );
    let (candidate, event) = (
        mill.app.number("select max(id) from candidates").await,
        mill.app
            .number("select max(id) from events where kind = 'candidate.tagged'")
            .await,
    );
    let undo = format!("/heron/candidates/{candidate}/activity/{event}/undo");
    browser(&mill.cast.cora).post(&undo, &[]).await.expect(403);
    let back = rosa.post(&undo, &[]).await.expect(303);
    assert_eq!(back.location(), format!("/heron/prospects/{id}"));
    rosa.post(&undo, &[]).await.expect(409);
    let page = rosa
        .get(&format!("/heron/prospects/{id}"))
        .await
        .expect(200);
    assert!(page.texts(".tag").is_empty());
    let off = rosa.post_and_follow(path, &form("untag")).await.expect(200);
    assert!(
        off.text_of("#toast")
            .contains("1 skipped: Does not have this tag")
    );
}
