//! The one timeline of a person: over all their applications, as far as whoever looks sees them.

use super::{Desk, browser};
use crate::kit::{app::Answer, statements};

/// What the timeline tells, the newest first.
fn told(page: &Answer) -> Vec<String> {
    page.texts("#timeline .feed li")
}

fn tells(page: &Answer, words: &str) -> bool {
    told(page).iter().any(|entry| entry.contains(words))
}

#[tokio::test]
async fn everything_of_a_person_is_told_in_one_place() {
    let desk = Desk::new().await;
    let first = desk.applies(desk.miller, "Noor Saar", "Stones.").await;
    let second = desk.applies(desk.clerk, "Noor Saar", "Ledgers.").await;
    let cast = &desk.cast;
    desk.notes(&cast.rosa, first, "Knows rye.", "team").await;
    desk.notes(&cast.cora, second, "Asked for less.", "recruiters")
        .await;
    desk.notes(&cast.hugo, first, "My own thoughts.", "private")
        .await;
    let candidate = desk
        .app
        .number("select min(candidate_id) from applications")
        .await;
    let own = format!("/heron/candidates/{candidate}");
    let mut rosa = browser(&cast.rosa);
    let form = rosa.get(&format!("{own}/edit")).await.expect(200);
    let mut fields = form.fields_of("form.form");
    fields.retain(|(name, _)| name != "headline");
    fields.push(("headline".to_owned(), "Miller".to_owned()));
    let fields: Vec<_> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    rosa.post(&format!("{own}/edit"), &fields).await.expect(303);

    let (page, sent) = statements::during(rosa.get(&own)).await;
    let page = page.expect(200);
    // Session and side, the person, the timeline, and what of it can be taken back.
    assert!(sent.len() <= 4, "{sent:#?}");
    assert!(told(&page)[0].contains("Rosa Lindqvist changed the work"));
    assert!(tells(&page, "Knows rye.") && tells(&page, "Asked for less."));
    assert!(!tells(&page, "My own thoughts."));
    let applied: Vec<_> = told(&page)
        .into_iter()
        .filter(|entry| entry.contains("applied"))
        .collect();
    assert_eq!(applied.len(), 2);
    let leads = page.attributes("#timeline .feed a", "href");
    for id in [first, second] {
        assert!(leads.contains(&format!("/heron/applications/{id}/activity")));
    }
    // What changed the record is taken back from here.
    let undo = page.attributes("#timeline .feed form", "action").remove(0);
    let page = rosa.post_and_follow(&undo, &[]).await.expect(200);
    assert!(told(&page)[0].contains("changed the work (taking it back)"));
    // Whoever reads only takes nothing back; of the clerk's job Hugo sees nothing.
    let page = browser(&cast.otto).get(&own).await.expect(200);
    assert!(tells(&page, "changed the work") && !tells(&page, "My own thoughts."));
    assert!(page.attributes("#timeline form", "action").is_empty());
    let page = browser(&cast.hugo).get(&own).await.expect(200);
    assert!(tells(&page, "My own thoughts.") && !tells(&page, "Asked for less."));
    let leads = page.attributes("#timeline .feed a", "href");
    assert!(!leads.contains(&format!("/heron/applications/{second}/activity")));
    browser(&cast.iris).get(&own).await.expect(404);
    browser(&cast.olga).get(&own).await.expect(404);
}

#[tokio::test]
async fn a_confidential_job_says_nothing_in_it() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Saar", "Stones.").await;
    let second = desk.applies(desk.clerk, "Noor Saar", "Ledgers.").await;
    sqlx::query("update jobs set confidential = true where id = $1")
        .bind(desk.clerk.job)
        .execute(desk.app.app.db.pages())
        .await
        .expect("a secret");
    let candidate = desk
        .app
        .number("select min(candidate_id) from applications")
        .await;
    let own = format!("/heron/candidates/{candidate}");
    for (person, sees) in [(&desk.cast.rosa, false), (&desk.cast.ada, true)] {
        let page = browser(person).get(&own).await.expect(200);
        let leads = page.attributes("#timeline .feed a", "href");
        let there = leads.contains(&format!("/heron/applications/{second}/activity"));
        assert_eq!(there, sees, "{}", person.name);
        let applied = told(&page)
            .into_iter()
            .filter(|entry| entry.contains("applied"));
        assert_eq!(applied.count(), if sees { 2 } else { 1 });
    }
}

#[tokio::test]
async fn a_long_story_has_pages_and_parts() {
    let desk = Desk::new().await;
    let first = desk.applies(desk.miller, "Noor Saar", "Stones.").await;
    desk.applies(desk.clerk, "Noor Saar", "Ledgers.").await;
    for n in 0..60 {
        desk.notes(&desk.cast.rosa, first, &format!("Note {n}."), "team")
            .await;
    }
    let candidate = desk
        .app
        .number("select min(candidate_id) from applications")
        .await;
    let own = format!("/heron/candidates/{candidate}");
    let mut rosa = browser(&desk.cast.rosa);
    let page = rosa.get(&own).await.expect(200);
    assert_eq!(told(&page).len(), 50);
    assert!(tells(&page, "Note 59.") && !tells(&page, "Note 9."));
    let next = page.attributes("#timeline [rel=next]", "href").remove(0);
    let page = rosa.get(&next).await.expect(200);
    assert!(tells(&page, "Note 9.") && !tells(&page, "Note 10."));
    assert_eq!(
        told(&page)
            .iter()
            .filter(|entry| entry.contains("applied"))
            .count(),
        2
    );
    let page = rosa.get(&format!("{own}?show=record")).await.expect(200);
    assert!(
        page.text()
            .contains("Nothing of this kind has happened yet.")
    );
    rosa.get(&format!("{own}?show=no&after=no"))
        .await
        .expect(200);
}
