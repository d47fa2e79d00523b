//! People of the talent pool without an application, and the order of those who are found.

use super::{Desk, browser, names};
use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::{Answer, Client},
};
use jiff::SignedDuration;

fn pooled(page: &Answer) -> Vec<String> {
    page.texts("[aria-labelledby=pooled-title] .row__title")
}

#[tokio::test]
async fn whoever_has_not_applied_is_found_by_what_they_sent() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    mill.app.run_tasks().await;
    let mut rosa = Client::clone(&mill.cast.rosa);
    for found in [
        "wilma",
        "ókafor",
        "\"mill by night\"",
        "wilma@example.org",
        "wil*",
    ] {
        let typed: String = url::form_urlencoded::byte_serialize(found.as_bytes()).collect();
        let page = rosa
            .get(&format!("/heron/candidates?q={typed}"))
            .await
            .expect(200);
        assert_eq!(pooled(&page), ["Wilma Okafor"], "{found}");
    }
    for nobody in ["q=zanzibar", "q=wilma&status=active", "q=-night", ""] {
        let page = rosa
            .get(&format!("/heron/candidates?{nobody}"))
            .await
            .expect(200);
        assert!(pooled(&page).is_empty(), "{nobody}");
    }
    let jumps = async |person: &Client, typed: &str| {
        let mut client = person.clone();
        client.htmx = true;
        let page = client.get(&format!("/heron/palette?q={typed}")).await;
        page.expect(200)
            .attributes("[aria-labelledby=palette-pool] a", "href")
    };
    let own = format!(
        "/heron/prospects/{}",
        mill.app.number("select max(id) from prospects").await
    );
    for typed in ["wil", "OKAF", "wilma+ok"] {
        assert_eq!(jumps(&rosa, typed).await, [own.as_str()], "{typed}");
    }
    // By name, and not by what they wrote.
    for typed in ["night", "wi", "%27%3A%2A%26", "wilma+x"] {
        assert!(jumps(&rosa, typed).await.is_empty(), "{typed}");
    }
    let hugo = Client::clone(&mill.cast.hugo);
    assert!(jumps(&hugo, "wilma").await.is_empty());
    // Only for those who see the pool.
    let page = Client::clone(&mill.cast.hugo)
        .get("/heron/candidates?q=wilma")
        .await;
    assert!(!page.expect(200).text().contains("Okafor"));
    let page = Client::clone(&mill.cast.olga)
        .get("/otter/candidates?q=wilma")
        .await;
    assert!(!page.expect(200).text().contains("Okafor"));
    // Once considered they are found like everybody; out of the pool, and gone, not at all.
    let id = mill.app.number("select max(id) from prospects").await;
    let job = mill.live.job.to_string();
    rosa.post(
        &format!("/heron/prospects/{id}/consideration"),
        &[("job", &job)],
    )
    .await
    .expect(303);
    let page = rosa.get("/heron/candidates?q=wilma").await.expect(200);
    assert_eq!(names(&page), ["Wilma Okafor"]);
    assert!(pooled(&page).is_empty());
    rosa.post(&format!("/heron/prospects/{id}/removal"), &[])
        .await
        .expect(303);
    mill.app.app.db.clock.advance(SignedDuration::from_hours(1));
    mill.app.run_tasks().await;
    assert_eq!(
        mill.app
            .number("select count(*) from prospect_documents")
            .await,
        0
    );
}

#[tokio::test]
async fn people_are_ordered_as_one_likes() {
    let desk = Desk::new().await;
    let later = || desk.app.app.db.clock.advance(SignedDuration::from_mins(1));
    desk.applies(desk.miller, "Noor Castellane", "Sieves, sieves and sieves.")
        .await;
    later();
    desk.applies(desk.miller, "Sieves Brackwater", "Nothing else.")
        .await;
    later();
    desk.applies(
        desk.miller,
        "Sanna Willowby",
        "Once near sieves, in a long life of locks and weirs.",
    )
    .await;
    desk.sql("update candidates set last_activity_at = now() + interval '1 day' where family_name = 'Castellane'")
        .await;
    let mut rosa = browser(&desk.cast.rosa);
    for (sort, found) in [
        (
            "",
            ["Noor Castellane", "Sanna Willowby", "Sieves Brackwater"],
        ),
        (
            "&sort=newest",
            ["Sanna Willowby", "Sieves Brackwater", "Noor Castellane"],
        ),
        (
            "&sort=best",
            ["Sieves Brackwater", "Noor Castellane", "Sanna Willowby"],
        ),
        (
            "&sort=x",
            ["Noor Castellane", "Sanna Willowby", "Sieves Brackwater"],
        ),
    ] {
        let page = rosa
            .get(&format!("/heron/candidates?q=sieves{sort}"))
            .await
            .expect(200);
        assert_eq!(names(&page), found, "{sort}");
    }
    // Without words there is no best: the latest come first, and pages go on.
    let page = rosa.get("/heron/candidates?sort=best").await.expect(200);
    assert_eq!(names(&page)[0], "Noor Castellane");
}
