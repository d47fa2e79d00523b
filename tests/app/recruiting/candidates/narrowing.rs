//! Filters, and the numbers beside them.

use super::{Desk, browser, names};
use crate::kit::statements;

#[tokio::test]
async fn filters_narrow_and_say_how_many_they_leave() {
    let desk = Desk::new().await;
    let noor = desk
        .applies(desk.miller, "Noor Castellane", "Ubuntu.")
        .await;
    let teodor = desk
        .applies(desk.clerk, "Teodor Brackwater", "Ubuntu.")
        .await;
    desk.app
        .applies(&desk.cast.company, desk.clerk.id, "Sanna Willowby")
        .await;
    sqlx::query("update applications set place = 'Tartu', applied_at = '2026-01-15T10:00:00Z', last_activity_at = '2026-01-15T10:00:00Z' where id = $1")
        .bind(noor)
        .execute(desk.app.app.db.pages())
        .await
        .unwrap();
    let mut rosa = browser(&desk.cast.rosa);
    let own = format!("/heron/applications/{teodor}");
    rosa.post(&format!("{own}/tags"), &[("tag", "Night")])
        .await
        .expect(303);
    let owner = [
        ("owner", &*desk.cast.rosa.member.to_string()),
        ("version", "1"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let owner: Vec<(&str, &str)> = owner
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    rosa.post(&format!("{own}/owner"), &owner).await.expect(303);
    sqlx::query("update candidates set employer = 'Otter Boats', country = 'EE' where family_name = 'Willowby'")
        .execute(desk.app.app.db.pages())
        .await
        .unwrap();
    let page = rosa.get("/heron/candidates").await.expect(200);
    assert_eq!(page.text_of("#found [role=status] b"), "3 people");
    for ticked in [
        "tag-Night",
        "owner-me",
        "owner-nobody",
        "employer-Otter Boats",
        "country-EE",
    ] {
        let found = page.attributes(&format!("[id='{ticked}']"), "value");
        assert_eq!(found.len(), 1, "{ticked}");
    }
    let counts = page.texts(".facets fieldset:first-of-type .count");
    assert_eq!(counts, ["2", "1"]);
    let job = format!("job={}", desk.miller.job);
    for (query, found) in [
        (&*job, &["Noor Castellane"][..]),
        ("q=ubuntu", &["Teodor Brackwater", "Noor Castellane"]),
        ("q=ubuntu&place=Tartu", &["Noor Castellane"]),
        ("place=Tallinn", &["Sanna Willowby", "Teodor Brackwater"]),
        ("resume=1", &["Teodor Brackwater", "Noor Castellane"]),
        (
            "status=active",
            &["Sanna Willowby", "Teodor Brackwater", "Noor Castellane"],
        ),
        ("status=rejected&status=hired", &[]),
        (
            "step=application_review",
            &["Sanna Willowby", "Teodor Brackwater", "Noor Castellane"],
        ),
        ("step=offer", &[]),
        ("from=2026-01-15&to=2026-01-15", &["Noor Castellane"]),
        ("to=2026-01-14", &[]),
        ("from=2026-01-16", &["Sanna Willowby", "Teodor Brackwater"]),
        ("active=older", &["Noor Castellane"]),
        (
            "active=older&active=week",
            &["Sanna Willowby", "Teodor Brackwater", "Noor Castellane"],
        ),
        ("source=999999", &[]),
        ("tag=Night", &["Teodor Brackwater"]),
        ("tag=Day&tag=Night", &["Teodor Brackwater"]),
        ("owner=me", &["Teodor Brackwater"]),
        ("owner=nobody", &["Sanna Willowby", "Noor Castellane"]),
        ("employer=Otter+Boats", &["Sanna Willowby"]),
        ("country=EE&country=FI", &["Sanna Willowby"]),
        ("q=ubuntu&tag=Night&owner=me", &["Teodor Brackwater"]),
    ] {
        let page = rosa
            .get(&format!("/heron/candidates?{query}"))
            .await
            .expect(200);
        assert_eq!(names(&page), found, "{query}");
        let count = if found.len() == 1 {
            "1 person".to_owned()
        } else {
            format!("{} people", found.len())
        };
        assert_eq!(page.text_of("#found [role=status] b"), count, "{query}");
    }
    let page = rosa
        .get("/heron/candidates?place=Tartu&from=2026-01-01&resume=1")
        .await
        .expect(200);
    assert_eq!(page.texts(".chip--on").len(), 3);
    let without = page.attributes(".chip--on", "href");
    assert!(
        without.contains(&"/heron/candidates?from=2026-01-01&resume=1".to_owned()),
        "{without:?}"
    );
    // A script gets the part, with the filters that belong to it.
    rosa.htmx = true;
    let part = rosa
        .get("/heron/candidates?place=Tartu")
        .await
        .expect(200)
        .text();
    assert!(
        !part.contains("<html") && part.contains("hx-swap-oob"),
        "{part}"
    );
}

#[tokio::test]
async fn a_search_costs_few_statements_however_many_are_shown() {
    let desk = Desk::new().await;
    for n in 0..6 {
        desk.app
            .applies(
                &desk.cast.company,
                desk.miller.id,
                &format!("Noor Castellane{n}"),
            )
            .await;
    }
    let mut rosa = browser(&desk.cast.rosa);
    rosa.get("/heron/candidates").await.expect(200);
    for path in [
        "/heron/candidates",
        "/heron/candidates?q=tallinn",
        "/heron/candidates?q=tallinn&status=active",
    ] {
        let (_, statements) = statements::during(rosa.get(path)).await;
        assert!(statements.len() <= 6, "{path}: {statements:#?}");
    }
    let ids: i64 = sqlx::query_scalar("select min(id) from candidates")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    let (_, statements) = statements::during(rosa.get(&format!("/heron/candidates/{ids}"))).await;
    // Session and side, the person, the timeline, and what can be taken back.
    assert!(statements.len() <= 4, "{statements:#?}");
}
