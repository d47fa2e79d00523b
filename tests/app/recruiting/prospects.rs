//! The talent pool as recruiters use it.

use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::{Client, TestApp},
};
use candor::{base::ids::ApplicationId, demo};

async fn person(mill: &Mill) -> String {
    let id = mill
        .app
        .number("select max(id) from prospects where once is not null")
        .await;
    format!("/heron/prospects/{id}")
}

#[tokio::test]
async fn somebody_of_the_pool_is_considered_for_a_job() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    mill.app.run_tasks().await;
    let (path, mut rosa) = (person(&mill).await, Client::clone(&mill.cast.rosa));
    let page = rosa.get(&path).await.expect(200);
    assert!(page.text().contains("mill by night") && page.text().contains("cv.pdf"));
    rosa.get(&format!("{path}/resume")).await.expect(200);
    let job = mill.live.job.to_string();
    let form = format!("{path}/consideration");
    let to = rosa.post(&form, &[("job", &job)]).await.location();
    let profile = rosa.get(&to).await.expect(200);
    assert_eq!(profile.text_of("h1"), "Wilma Okafor");
    assert!(profile.text().contains("cv.pdf"), "the résumé comes along");
    let id = ApplicationId(to.rsplit('/').next().unwrap().parse().unwrap());
    mill.app.run_tasks().await;
    let mail = mill.app.mail_of(id).await;
    assert_eq!(
        (mail.len(), mail[0].kind.as_str(), mail[0].to.as_str()),
        (1, "considered", "wilma@example.org")
    );
    mill.app
        .visitor()
        .get(&mill.app.link_of(id).await)
        .await
        .expect(200);
    assert_eq!(mill.app.happened(id, "application.considered").await, 1);
    let promised = "select count(*) from applications where promised_by > applied_at + interval '9 days' and status = 'active'";
    assert_eq!(mill.app.number(promised).await, 1);
    let again = rosa.post(&form, &[("job", &job)]).await.expect(409);
    assert!(again.text().contains("considered for this job already"));
    rosa.post(&form, &[("job", "7777777")]).await.expect(422);
    rosa.post(&form, &[]).await.expect(422);
}

#[tokio::test]
async fn the_demonstration_shows_what_the_pool_is_for() {
    let app = TestApp::new().await;
    let shown = demo::fill(&app.app).await.expect("the demonstration");
    assert!(demo::fill(&app.app).await.is_err(), "it is there once");
    let staff = shown.people.iter().filter(|(_, role)| *role == "Recruiter");
    let mut recruiters = 0;
    for (email, _) in staff {
        let mut recruiter = app.visitor();
        let typed = [("email", email.as_str()), ("password", &shown.password)];
        recruiter.post("/sign-in", &typed).await.expect(303);
        let home = email.split(['@', '.']).nth(1).expect("their company");
        let list = recruiter
            .get(&format!("/{home}/prospects"))
            .await
            .expect(200);
        assert!(list.texts("tbody tr").len() > 3, "{home}");
        assert_eq!(list.texts(".tabs a").len(), 3, "two pools, and all");
        assert!(!list.texts("tbody .tag").is_empty());
        recruiters += 1;
    }
    assert_eq!(recruiters, 2);
    let soon = "select count(*) from prospects p join consents c on c.candidate_id = p.candidate_id and c.purpose = 'talent_pool'
                where p.ends_at < now() + interval '30 days'";
    assert_eq!(app.number(soon).await, 6, "whose time is nearly over");
}

#[tokio::test]
async fn pools_are_made_and_people_moved_and_taken_out() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    let (path, mut rosa) = (person(&mill).await, Client::clone(&mill.cast.rosa));
    let pools = "/heron/prospects/pools";
    rosa.post(pools, &[("name", "Night shift")])
        .await
        .expect(303);
    rosa.post(pools, &[("name", "night shift")])
        .await
        .expect(422);
    rosa.post(pools, &[("name", " ")]).await.expect(422);
    let id = mill
        .app
        .number("select max(id) from pools")
        .await
        .to_string();
    rosa.post(&format!("{path}/pool"), &[("pool", &id)])
        .await
        .expect(303);
    let list = rosa
        .get(&format!("/heron/prospects?pool={id}"))
        .await
        .expect(200);
    assert_eq!(list.texts("tbody th a"), ["Wilma Okafor"]);
    // Enter in a field presses the first button, which writes to nobody.
    assert_eq!(list.attributes("#select button", "value")[0], "tag");
    rosa.post("/heron/prospects/term", &[("months", "24")])
        .await
        .expect(403);
    let mut ada = Client::clone(&mill.cast.ada);
    ada.post("/heron/prospects/term", &[("months", "0")])
        .await
        .expect(422);
    ada.post("/heron/prospects/term", &[("months", "24")])
        .await
        .expect(303);
    let form = mill
        .app
        .visitor()
        .get("/careers/heron/introduction")
        .await
        .expect(200);
    assert!(form.text().contains("for 24 months"));

    rosa.post(&format!("{path}/removal"), &[]).await.expect(303);
    rosa.get(&path).await.expect(404);
    mill.app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_hours(1));
    mill.app.run_tasks().await;
    assert_eq!(mill.app.number("select count(*) from candidates").await, 0);
}

#[tokio::test]
async fn the_pool_is_for_those_who_recruit() {
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    let path = person(&mill).await;
    let (mut hugo, mut iris) = (
        Client::clone(&mill.cast.hugo),
        Client::clone(&mill.cast.iris),
    );
    for page in [&path, "/heron/prospects"] {
        hugo.get(page).await.expect(403);
        iris.get(page).await.expect(403);
        Client::clone(&mill.cast.otto).get(page).await.expect(200);
        Client::clone(&mill.cast.olga).get(page).await.expect(404);
    }
    let mut cora = Client::clone(&mill.cast.cora);
    cora.get(&path).await.expect(200);
    cora.post(&format!("{path}/removal"), &[]).await.expect(403);
}

#[tokio::test]
async fn applicants_who_agree_are_there_for_as_long_as_they_do() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let switch = format!("{}/pool", mill.app.link_of(id).await);
    let mut noor = mill.app.visitor();
    noor.post(&switch, &[("keep", "yes")]).await.expect(303);
    let mut rosa = Client::clone(&mill.cast.rosa);
    let list = rosa.get("/heron/prospects").await.expect(200);
    assert_eq!(list.texts("tbody th a"), ["Noor Castellane"]);
    let path = list.attributes("tbody th a", "href").remove(0);
    let page = rosa.get(&path).await.expect(200);
    assert!(
        page.attributes("a", "href")
            .contains(&format!("/heron/applications/{id}"))
    );
    noor.post(&switch, &[("keep", "no")]).await.expect(303);
    rosa.get(&path).await.expect(404);
}

/// What shows Wilma to somebody, of all that is asked of the pool.
async fn shown_to(mill: &Mill, who: &Client, words: &str) -> Vec<&'static str> {
    let path = person(mill).await;
    let candidate = "select candidate_id from prospects where once is not null";
    let candidate = mill.app.number(candidate).await;
    let removed = "select max(id) from events where kind = 'prospect.removed'";
    let removed = mill.app.number(removed).await;
    let mut who = Client::clone(who);
    let mut shown = Vec::new();
    let pages = [
        ("list", "/heron/prospects".to_owned()),
        ("person", path.clone()),
        ("résumé", format!("{path}/resume")),
        ("search", format!("/heron/candidates?q={words}")),
        (
            "record",
            format!("/heron/candidates/{candidate}/confidential"),
        ),
    ];
    for (what, path) in pages {
        let page = who.get(&path).await;
        if page.status == 200 && (what == "résumé" || page.text().contains("Wilma")) {
            shown.push(what);
        }
        if what == "list" && page.texts(".tabs .badge") == ["2", "2"] {
            shown.push("count");
        }
    }
    let table = who.post("/heron/exports/pool", &[]).await.expect(200);
    if table.text().contains("Wilma") {
        shown.push("export");
    }
    let undo = format!("/heron/candidates/{candidate}/activity/{removed}/undo");
    let pool = mill.app.number("select max(id) from pools").await;
    let pool = [("pool", pool.to_string())];
    let pool = pool.each_ref().map(|(name, id)| (*name, id.as_str()));
    let acts = [
        ("move", format!("{path}/pool"), &pool[..]),
        ("removal", format!("{path}/removal"), &[]),
        ("history", undo, &[]),
    ];
    for (what, path, form) in acts {
        match who.post(&path, form).await.status.as_u16() {
            // What was taken back already is refused, to whom it is shown.
            303 | 409 => shown.push(what),
            status => assert_eq!(status, 404, "{what}"),
        }
    }
    shown
}

#[tokio::test]
async fn nothing_of_the_pool_shows_whom_one_does_not_see() {
    const ALL: [&str; 10] = [
        "list", "count", "person", "résumé", "search", "record", "export", "move", "removal",
        "history",
    ];
    let mill = Mill::new().await;
    in_the_pool(&mill).await;
    let sql = async |statement: &'static str| {
        let done = sqlx::raw_sql(statement).execute(mill.app.app.db.pages());
        done.await.expect("a statement");
    };
    // Somebody whom everybody sees.
    sql("with one as (insert into candidates (company_id, given_name, last_activity_at, created_at, updated_at)
                      select company_id, 'Orla', now(), now(), now() from prospects returning company_id, id)
         insert into prospects (company_id, pool_id, candidate_id, months, created_at, confirmed_at, ends_at)
         select o.company_id, p.pool_id, o.id, 12, p.created_at, p.confirmed_at, p.ends_at from one o, prospects p")
        .await;
    mill.app.run_tasks().await;
    let path = person(&mill).await;
    Client::clone(&mill.cast.ada)
        .post(&format!("{path}/removal"), &[])
        .await
        .expect(303);
    let back = "update prospects set ends_at = confirmed_at + interval '1 year'";
    sql(back).await;

    let (ada, rosa) = (&mill.cast.ada, &mill.cast.rosa);
    assert_eq!(shown_to(&mill, rosa, "wilma").await, ALL);
    for (hidden, shows, administrators) in [
        (
            "insert into retention_notices (company_id, candidate_id, warned_at, quarantined_at)
             select company_id, candidate_id, now(), now() from prospects where once is not null",
            "delete from retention_notices",
            true,
        ),
        (
            "update candidates set private = true where given_name = 'Wilma'",
            "update candidates set private = false",
            true,
        ),
        (
            "update candidates set merged_into_id = (select id from candidates where given_name = 'Orla') where given_name = 'Wilma'",
            "update candidates set merged_into_id = null",
            false,
        ),
    ] {
        sql(back).await;
        sql(hidden).await;
        assert!(shown_to(&mill, rosa, "wilma").await.is_empty(), "{hidden}");
        let all: &[&str] = if administrators { &ALL } else { &[] };
        assert_eq!(shown_to(&mill, ada, "wilma").await, all, "{hidden}");
        sql(shows).await;
    }
}
