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
