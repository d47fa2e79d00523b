//! People of the pool are ticked among applications, and nothing is done to anybody in silence.

use crate::{
    careers::{introducing::in_the_pool, own::Mill},
    kit::app::{Answer, Client},
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
    // Where only they are found, nothing is offered that is done to applications.
    let page = Client::clone(&cast.rosa)
        .get("/heron/candidates?q=wilma")
        .await
        .expect(200);
    assert_eq!(page.attributes("[name=pick]", "value"), [&*wilma]);
    assert!(page.attributes("#select [name=act]", "value").is_empty());
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
    // Whatever was asked for, there is their page for it.
    let asked = both
        .does("/heron/bulk/form", &[&pick], &[("act", "tag")])
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
        .does("/heron/bulk/form", &picks, &[("act", "tag")])
        .await;
    let form = asked.expect(200);
    assert_eq!(form.value("pooled"), pick);
    let typed = [("act", "tag"), ("tag", "Night"), ("pooled", &*pick)];
    let preview = both
        .does("/heron/bulk/preview", &[&noor], &typed)
        .await
        .expect(200);
    assert_eq!(preview.text_of("h1"), "Tag 1 person: Night?");
    let said = preview.text_of("#skipped");
    assert!(said.contains("1: Has not applied for anything."), "{said}");
    let rows = preview.texts("tbody tr");
    assert!(rows[0].contains("Wilma Okafor") && rows[0].contains("Skipped Has not applied"));
    assert!(rows[1].contains("Noor Castellane") && !rows[1].contains("Skipped"));
    let there = preview.attributes("#skipped a", "href").remove(0);
    assert!(there.contains(&format!("pick={pick}")));
    // Hugo does not see the pool, whatever he sends.
    let mut hugo = Client::clone(&both.mill.cast.hugo);
    let sent = [("pick", &*noor), typed[0], typed[1], typed[2]];
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
