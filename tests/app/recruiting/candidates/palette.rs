//! What Ctrl-K finds.

use super::{Desk, browser};

#[tokio::test]
async fn people_jobs_pages_and_acts_are_jumped_to() {
    let desk = Desk::new().await;
    let id = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    desk.applies(desk.clerk, "Eleanoor Winterbourne", "Ledgers.")
        .await;
    let mut rosa = browser(&desk.cast.rosa);
    rosa.htmx = true;
    let found = rosa.get("/heron/palette?q=noor").await.expect(200);
    let people = found.texts("[aria-labelledby=palette-people] [role=option] .truncate");
    assert_eq!(people, ["Noor Castellane", "Eleanoor Winterbourne"]);
    assert_eq!(
        found.texts("[aria-labelledby=palette-people] mark"),
        ["Noor", "noor"]
    );
    let acts = found.attributes("[aria-labelledby=palette-do] a", "href");
    let own = format!("/heron/applications/{id}");
    assert_eq!(
        acts,
        [
            format!("{own}/move"),
            format!("{own}#body"),
            format!("{own}/mail")
        ]
    );
    assert_eq!(
        found.attributes("#palette-everywhere", "href"),
        ["/heron/candidates?q=noor"]
    );
    assert_eq!(
        found.text_of("[data-results]"),
        found.texts("[role=option]").len().to_string()
    );

    let found = rosa.get("/heron/palette?q=MILL").await.expect(200);
    assert_eq!(
        found.texts("[aria-labelledby=palette-jobs] .truncate"),
        ["Miller", "Review Miller"]
    );
    assert_eq!(
        found.texts("[aria-labelledby=palette-postings] .truncate"),
        ["Miller"]
    );
    assert_eq!(
        found.attributes("#palette-review", "href"),
        [format!("/heron/jobs/{}/review", desk.miller.job)]
    );
    for (typed, page) in [
        ("talent", "/heron/prospects"),
        ("import+people", "/heron/candidates/imports"),
        ("dup", "/heron/candidates/duplicates"),
        ("deleted", "/heron/deleted"),
    ] {
        let found = rosa.get(&format!("/heron/palette?q=%3E{typed}")).await;
        let pages = found.expect(200).attributes("[role=option]", "href");
        assert_eq!(pages, [page], "{typed}");
    }
    let found = rosa.get("/heron/palette?q=%3E+job").await.expect(200);
    assert_eq!(
        found.texts("[role=option] .truncate"),
        ["Jobs", "Make a job"]
    );
    assert!(
        rosa.get("/heron/palette")
            .await
            .expect(200)
            .texts("[role=option]")
            .len()
            > 5
    );
    for typed in [
        "%25",
        "_",
        "%27",
        "%5C",
        "%22%3E%3Cscript%3E",
        "%F0%9F%A6%80",
    ] {
        let page = rosa
            .get(&format!("/heron/palette?q={typed}"))
            .await
            .expect(200);
        assert!(page.texts("script").is_empty());
    }
    // Without a script the box leads to the list.
    rosa.htmx = false;
    let to = rosa.get("/heron/palette?q=no%26or").await;
    assert_eq!(to.location(), "/heron/candidates?q=no%26or");
}

#[tokio::test]
async fn nobody_jumps_to_what_they_do_not_see() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    desk.applies(desk.clerk, "Eleanoor Winterbourne", "Ledgers.")
        .await;
    let found = async |person, typed: &str| {
        let mut client = browser(person);
        client.htmx = true;
        let page = client
            .get(&format!("/heron/palette?q={typed}"))
            .await
            .expect(200);
        page.texts("[role=option]:not(#palette-everywhere) .truncate")
    };
    let cast = &desk.cast;
    assert_eq!(found(&cast.hugo, "noor").await[0], "Noor Castellane");
    assert!(found(&cast.hugo, "winterbourne").await.is_empty());
    assert!(found(&cast.hugo, "clerk").await.is_empty());
    assert!(found(&cast.iris, "noor").await.is_empty());
    assert!(found(&cast.iris, "talent").await.is_empty());
    // The job of whose team she is, but not its board.
    let mut iris = browser(&cast.iris);
    iris.htmx = true;
    let jobs = iris.get("/heron/palette?q=mill").await.expect(200);
    assert_eq!(
        jobs.attributes("[aria-labelledby=palette-jobs] a", "href"),
        [format!("/heron/jobs/{}/team", desk.miller.job)]
    );
    assert!(
        !found(&cast.iris, "")
            .await
            .contains(&"Make a job".to_owned())
    );
    let mut olga = browser(&cast.olga);
    olga.htmx = true;
    olga.get("/heron/palette?q=noor").await.expect(404);
}
