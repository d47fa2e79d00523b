//! People of the pool are ticked among applications, and nothing is done to anybody in silence.

use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::{Answer, Client, TestApp},
};
use candor::base::ids::ApplicationId;

const FOUND: &str = "/heron/candidates?tag=Mill";

/// Wilma of the pool and Noor, who applied, are found by one tag.
struct Both {
    mill: Mill,
    wilma: i64,
    noor: ApplicationId,
}

impl Both {
    async fn new() -> Self {
        let mill = Mill::new().await;
        in_the_pool(&mill).await;
        let noor = mill.applies("Noor Castellane").await;
        let wilma = mill.app.number("select max(id) from prospects").await;
        let tag = [("tag", "Mill")];
        let mut rosa = Client::clone(&mill.cast.rosa);
        rosa.post(&format!("/heron/applications/{noor}/tags"), &tag)
            .await
            .expect(303);
        let together = [("pick", &*wilma.to_string()), ("act", "tag"), tag[0]];
        rosa.post("/heron/prospects/together", &together)
            .await
            .expect(303);
        mill.app.run_tasks().await;
        Self { mill, wilma, noor }
    }

    /// What Rosa gets who does this to these, beginning at the search.
    async fn does(&self, path: &str, picks: &[&str], more: &[(&str, &str)]) -> Answer {
        let mut form = vec![("back", FOUND)];
        form.extend(picks.iter().map(|pick| ("pick", *pick)));
        form.extend(more);
        Client::clone(&self.mill.cast.rosa).post(path, &form).await
    }
}

#[tokio::test]
async fn those_of_the_pool_are_ticked_by_whoever_may_act_there() {
    let both = Both::new().await;
    let cast = &both.mill.cast;
    let (wilma, noor) = (format!("p{}", both.wilma), both.noor.to_string());
    for (person, boxes, there) in [
        (&cast.rosa, vec![&noor, &wilma], true),
        (&cast.cora, vec![&noor], false),
        (&cast.hugo, vec![&noor], false),
        (&cast.otto, vec![], false),
    ] {
        let page = Client::clone(person).get(FOUND).await.expect(200);
        let name = &person.name;
        assert_eq!(
            page.attributes("[name=pick]", "value")
                .iter()
                .collect::<Vec<_>>(),
            boxes,
            "{name}"
        );
        let button = page.attributes("#select [formmethod=get]", "formaction");
        assert_eq!(!button.is_empty(), there, "{name}");
    }
    // Where only they are found, only what means the same of them is offered.
    let page = Client::clone(&cast.rosa)
        .get("/heron/candidates?q=wilma")
        .await
        .expect(200);
    assert_eq!(page.attributes("[name=pick]", "value"), [&*wilma]);
    assert_eq!(
        page.attributes("#select [name=act]", "value"),
        ["tag", "untag", "pool"]
    );
    assert!(
        page.attributes("#select [formaction*=exports]", "formaction")
            .is_empty()
    );
    assert_eq!(
        page.attributes("#select [formmethod=get]", "formaction"),
        ["/heron/prospects"]
    );
}

#[tokio::test]
async fn the_page_of_the_pool_has_just_them_ticked() {
    let both = Both::new().await;
    let mut rosa = Client::clone(&both.mill.cast.rosa);
    let pick = format!("p{}", both.wilma);
    // Whatever cannot be done to them here, there is their page.
    let asked = both
        .does("/heron/bulk/form", &[&pick], &[("act", "mail")])
        .await;
    let there = asked.expect(303).location();
    let page = rosa.get(&there).await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["Wilma Okafor"]);
    let ticked = page.attributes("[name=pick][checked]", "value");
    assert_eq!(ticked, [both.wilma.to_string()]);
    assert_eq!(page.attributes(".note a", "href"), [FOUND]);
    // With others: they are named, and cannot be ticked.
    let mixed = format!("/heron/prospects?pick={pick}&pick={}", both.noor);
    let page = rosa.get(&mixed).await.expect(200);
    let rows = page.texts("tbody tr");
    assert!(rows[0].contains("Noor Castellane") && rows[0].contains("Skipped Has applied"));
    assert!(rows[1].contains("Wilma Okafor"));
    assert_eq!(page.texts("[name=pick]").len(), 1);
    let act = [("pick", &*ticked[0]), ("act", "tag"), ("tag", "Night")];
    let done = rosa
        .post_and_follow("/heron/prospects/together", &act)
        .await
        .expect(200);
    assert!(done.text_of("#toast").contains("1 person tagged: Night."));
    assert_eq!(done.attributes("#toast form", "action").len(), 1);
    // Whom one does not see is named nowhere; an address that makes no sense shows nobody.
    let mut olga = Client::clone(&both.mill.cast.olga);
    olga.get(&mixed).await.expect(404);
    let page = olga.get(&mixed.replacen("heron", "otter", 1)).await;
    let page = page.expect(200).text();
    assert!(!page.contains("Wilma") && !page.contains("Noor"));
    let nobody = "/heron/prospects?pick=p99999999999999999999&pick=x&back=//evil.example";
    let page = rosa.get(nobody).await.expect(200);
    assert!(page.texts("tbody tr").is_empty());
    assert_eq!(page.attributes(".note a", "href"), ["/heron/jobs"]);
    for person in [&both.mill.cast.hugo, &both.mill.cast.iris] {
        Client::clone(person).get(&mixed).await.expect(403);
    }
}

#[tokio::test]
async fn an_act_on_applications_says_who_of_the_pool_is_skipped() {
    let both = Both::new().await;
    let (pick, noor) = (format!("p{}", both.wilma), both.noor.to_string());
    let picks = [&*noor, &*pick];
    let asked = both
        .does("/heron/bulk/form", &picks, &[("act", "mail")])
        .await;
    let form = asked.expect(200);
    assert_eq!(form.value("pooled"), pick);
    assert_eq!(form.text_of("h1"), "Write to 1 person");
    let typed = [
        ("act", "mail"),
        ("subject", "Come"),
        ("body", "Dear {first_name}"),
        ("pooled", &*pick),
    ];
    let preview = both
        .does("/heron/bulk/preview", &[&noor], &typed)
        .await
        .expect(200);
    assert_eq!(preview.text_of("h1"), "Write to 1 person: Come?");
    let said = preview.text_of("#skipped");
    assert!(said.contains("1: Has not applied for anything."), "{said}");
    let rows = preview.texts("tbody tr");
    assert!(rows[0].contains("Wilma Okafor") && rows[0].contains("Skipped Has not applied"));
    assert!(rows[1].contains("Noor Castellane") && !rows[1].contains("Skipped"));
    let there = preview.attributes("#skipped a", "href").remove(0);
    assert!(there.contains(&format!("pick={pick}")));
    // Hugo does not see the pool, whatever he sends.
    let mut hugo = Client::clone(&both.mill.cast.hugo);
    let sent = [("pick", &*noor), typed[0], typed[1], typed[2], typed[3]];
    let page = hugo.post("/heron/bulk/preview", &sent).await.expect(200);
    assert!(!page.text().contains("Wilma"));
    // Lists and packets are of applications: nobody is left out in silence.
    for path in [
        "/heron/exports/applications?format=csv",
        "/heron/exports/packets",
    ] {
        let refused = both.does(path, &picks, &[]).await.expect(409);
        assert!(refused.text().contains("the pool’s own page"), "{path}");
    }
}

/// The tags of Noor and of Wilma.
async fn tags(both: &Both) -> [String; 2] {
    let of = async |whose: String| {
        let tags = format!(
            "select array_to_string(names_of_tags(company_id, candidate_id), ' ') from {whose}"
        );
        sqlx::query_scalar(sqlx::AssertSqlSafe(tags))
            .fetch_one(both.mill.app.app.db.pages())
            .await
            .expect("tags")
    };
    [
        of(format!("applications where id = {}", both.noor)).await,
        of(format!("prospects where id = {}", both.wilma)).await,
    ]
}

impl Both {
    /// Rosa does this to both, or sees why not.
    async fn previews(&self, act: &str, field: (&str, &str)) -> Answer {
        let (pick, noor) = (format!("p{}", self.wilma), self.noor.to_string());
        let typed = [("act", act), field];
        let picks = [&*noor, &*pick];
        let preview = self.does("/heron/bulk/preview", &picks, &typed).await;
        preview.expect(200)
    }

    /// Starts what was previewed, and gives the page of it once it is done.
    async fn done(&self, preview: &Answer) -> (String, Answer) {
        let own = self.starts(preview).await;
        self.mill.app.run_tasks().await;
        let mut rosa = Client::clone(&self.mill.cast.rosa);
        let page = rosa.get(&own).await.expect(200);
        (own, page)
    }

    async fn starts(&self, preview: &Answer) -> String {
        let form = preview.fields_of("main form");
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let mut rosa = Client::clone(&self.mill.cast.rosa);
        rosa.post("/heron/bulk", &form).await.location()
    }

    async fn takes_back(&self, own: &str) -> Answer {
        let mut rosa = Client::clone(&self.mill.cast.rosa);
        let undo = format!("{own}/undo");
        rosa.post(&undo, &[]).await.expect(303);
        self.mill.app.run_tasks().await;
        rosa.get(own).await.expect(200)
    }
}

#[tokio::test]
async fn one_act_reaches_both_and_is_taken_back_from_both() {
    let both = Both::new().await;
    let (pick, noor) = (format!("p{}", both.wilma), both.noor.to_string());
    let asked = [("act", "tag")];
    let form = both.does("/heron/bulk/form", &[&noor, &pick], &asked).await;
    assert_eq!(form.expect(200).text_of("h1"), "Tag 2 people");
    let preview = both.previews("tag", ("tag", "Night")).await;
    assert_eq!(preview.text_of("h1"), "Tag 2 people: Night?");
    assert!(preview.texts("#skipped").is_empty());
    assert_eq!(preview.texts("tbody tr").len(), 2);
    // A double click is one act, and a task that runs again does nothing twice.
    let own = both.starts(&preview).await;
    assert_eq!(both.starts(&preview).await, own);
    let (_, page) = both.done(&preview).await;
    assert!(page.text_of("#progress").contains("Done: 2 of 2."));
    let links = page.attributes("tbody a", "href");
    assert!(links.contains(&format!("/heron/applications/{noor}")));
    assert!(links.contains(&format!("/heron/prospects/{}", both.wilma)));
    assert_eq!(tags(&both).await, ["Mill Night", "Mill Night"]);
    let page = both.takes_back(&own).await;
    assert!(page.text_of("#progress").contains("2 of 2."));
    assert_eq!(tags(&both).await, ["Mill", "Mill"]);
    let events =
        "select count(*) from events where kind in ('candidate.tagged', 'candidate.untagged')";
    assert_eq!(both.mill.app.number(events).await, 2 + 4);

    // The other way, and one alone.
    let preview = both.previews("untag", ("tag", "mill")).await;
    let (own, _) = both.done(&preview).await;
    assert_eq!(tags(&both).await, ["", ""]);
    both.takes_back(&own).await;
    assert_eq!(tags(&both).await, ["Mill", "Mill"]);
    let alone = [("act", "tag"), ("tag", "Night")];
    let preview = both.does("/heron/bulk/preview", &[&pick], &alone).await;
    both.done(&preview.expect(200)).await;
    assert_eq!(tags(&both).await, ["Mill", "Mill Night"]);
    // Who is so already is skipped by name, and what somebody changed since stays.
    let preview = both.previews("tag", ("tag", "Night")).await;
    assert_eq!(preview.text_of("h1"), "Tag 1 person: Night?");
    let rows = preview.texts("tbody tr");
    assert!(rows[0].contains("Wilma Okafor") && rows[0].contains("Skipped Has the tag already."));
    let (_, page) = both.done(&preview).await;
    assert!(
        page.text_of("#progress")
            .contains("Done: 1 of 2. 1 skipped.")
    );
    let preview = both.previews("untag", ("tag", "Night")).await;
    let (own, _) = both.done(&preview).await;
    let again = [("pick", &pick[1..]), ("act", "tag"), ("tag", "Night")];
    Client::clone(&both.mill.cast.rosa)
        .post("/heron/prospects/together", &again)
        .await
        .expect(303);
    let page = both.takes_back(&own).await;
    assert!(page.text_of("#progress").contains("1 left as they are"));
    assert_eq!(tags(&both).await, ["Mill Night", "Mill Night"]);
}

async fn moved(app: &TestApp, pool: i64) -> i64 {
    let there = format!("select count(*) from prospects where pool_id = {pool}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(there))
        .fetch_one(app.app.db.pages())
        .await
        .expect("a number")
}

#[tokio::test]
async fn both_are_put_into_a_pool_and_come_back() {
    let both = Both::new().await;
    let app = &both.mill.app;
    let mut noor = app.visitor();
    let agrees = format!("{}/pool", app.link_of(both.noor).await);
    noor.post(&agrees, &[("keep", "yes")]).await.expect(303);
    let made = [("name", "Night shift")];
    let mut rosa = Client::clone(&both.mill.cast.rosa);
    rosa.post("/heron/prospects/pools", &made).await.expect(303);
    let pool = app.number("select max(id) from pools").await;
    let preview = both.previews("pool", ("pool", &pool.to_string())).await;
    assert_eq!(
        preview.text_of("h1"),
        "Add 2 people to the pool Night shift?"
    );
    let (own, page) = both.done(&preview).await;
    assert!(page.text_of("#progress").contains("Done: 2 of 2."));
    assert_eq!(moved(app, pool).await, 2);
    both.takes_back(&own).await;
    assert_eq!(moved(app, pool).await, 0);
}

#[tokio::test]
async fn nobody_acts_on_the_pool_through_an_act_on_many_who_may_not_there() {
    let both = Both::new().await;
    let cast = &both.mill.cast;
    let (pick, noor) = (format!("p{}", both.wilma), both.noor.to_string());
    let picks = [("pick", &*noor), ("pick", &*pick)];
    let typed = [picks[0], picks[1], ("act", "tag"), ("tag", "Night")];
    let sees = async |person: &Client| {
        let page = Client::clone(person)
            .post("/heron/bulk/preview", &typed)
            .await;
        page.expect(200).texts("tbody tr")
    };
    let rows = sees(&cast.cora).await;
    assert!(rows[0].contains("Wilma") && rows[0].contains("Only administrators and recruiters"));
    let rows = sees(&cast.hugo).await;
    assert!(rows.len() == 1 && rows[0].contains("Noor"), "{rows:?}");
    // Whoever is about to be erased is for administrators, also when it was started before; whoever has gone leaves no trace.
    let preview = both.previews("tag", ("tag", "Night")).await;
    let own = both.starts(&preview).await;
    let hide = "insert into retention_notices (company_id, candidate_id, warned_at, quarantined_at)
                select company_id, candidate_id, now(), now() from prospects";
    let sql = async |statement: &'static str| {
        let done = sqlx::query(statement).execute(both.mill.app.app.db.pages());
        done.await.expect("a statement");
    };
    sql(hide).await;
    assert_eq!(sees(&cast.rosa).await.len(), 1);
    both.mill.app.run_tasks().await;
    let page = Client::clone(&cast.rosa).get(&own).await.expect(200);
    assert!(
        page.text_of("#progress")
            .contains("Done: 1 of 2. 1 skipped.")
    );
    assert!(page.text().contains("Somebody whom you do not see"));
    assert_eq!(tags(&both).await, ["Mill Night", "Mill"]);
    sql("delete from prospects").await;
    let page = Client::clone(&cast.rosa).get(&own).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 1);
}
