//! Somebody becomes confidential, and is so wherever they go.

use super::{House, browser, says};
use crate::kit::{app::Answer, cast::Person};
use candor::{
    access::{TeamRole, permissions::DecideApplications},
    base::{
        error::Error,
        ids::{ApplicationId, Version},
    },
    domain::decisions,
};
use uuid::Uuid;

async fn name_on_board(house: &House, person: &Person, name: &str) -> bool {
    let board = format!("/heron/jobs/{}", house.filled.miller.job);
    let board = browser(person).get(&board).await.expect(200);
    board.text().contains(name)
}

#[tokio::test]
async fn whoever_goes_on_seeing_them_makes_somebody_confidential_and_takes_it_back() {
    let house = House::new().await;
    let zorve = house.applies("Zorve Quibblestone").await;
    let candidate = house.candidate(zorve).await;
    let path = format!("/heron/candidates/{candidate}/confidential");
    let mut hugo = browser(&house.cast.hugo);
    let page = hugo.get(&path).await.expect(200);
    assert_eq!(page.text_of("h1"), "Make Zorve Quibblestone confidential?");
    let names = page.text_of("section p");
    assert_eq!(names, "Ada Marsh, Hugo Brandt, Otto Quill");
    // Rosa sees them now, and would not afterwards; Otto changes nothing.
    let refused = says(&house.cast.rosa, candidate, true).await.expect(409);
    assert!(refused.text().contains("would not see them any more"));
    says(&house.cast.otto, candidate, true).await.expect(403);
    says(&house.cast.olga, candidate, true).await.expect(404);
    house.app.visitor().get(&path).await.expect(303);
    assert!(name_on_board(&house, &house.cast.rosa, "Zorve").await);
    // An editing form that was opened before is stale then.
    let edit = format!("/heron/candidates/{candidate}/edit");
    let fields = hugo.get(&edit).await.expect(200).fields_of("form.form");
    let to = house.hugo_says(zorve, true).await.location();
    let own = hugo.get(&to).await.expect(200);
    assert!(
        own.texts(".who .badge")
            .contains(&"Confidential".to_owned())
    );
    assert!(!name_on_board(&house, &house.cast.rosa, "Zorve").await);
    assert!(name_on_board(&house, &house.cast.hugo, "Zorve").await);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    hugo.post(&edit, &fields).await.expect(409);
    assert_eq!(
        house
            .app
            .number("select count(*) from events where kind = 'candidate.changed'")
            .await,
        1
    );
    // The same again changes nothing.
    house.hugo_says(zorve, true).await.location();
    assert_eq!(
        house
            .app
            .number("select count(*) from events where kind = 'candidate.changed'")
            .await,
        1
    );
    says(&house.cast.rosa, candidate, false).await.expect(404);
    browser(&house.cast.rosa).get(&path).await.expect(404);
    house.hugo_says(zorve, false).await.location();
    assert!(name_on_board(&house, &house.cast.rosa, "Zorve").await);
    assert_eq!(
        house
            .app
            .number("select count(*) from events where kind = 'candidate.changed'")
            .await,
        2
    );
}

#[tokio::test]
async fn they_are_put_only_where_whoever_does_it_sees_them() {
    let house = House::new().await;
    let (app, cast) = (&house.app, &house.cast);
    let (miller, clerk) = (house.filled.miller, house.filled.clerk);
    app.joins(&cast.company, miller, cast.rosa.member, TeamRole::Recruiter)
        .await;
    let zorve = house.applies("Zorve Quibblestone").await;
    house.hugo_says(zorve, true).await.location();
    assert!(name_on_board(&house, &cast.rosa, "Zorve").await);
    let mut rosa = browser(&cast.rosa);
    let own = format!("/heron/applications/{zorve}");
    let version = Version(
        house
            .number(&format!(
                "select version from applications where id = {zorve}"
            ))
            .await,
    );
    let decide = cast.rosa.permit::<DecideApplications>(app, &cast.company);
    let there =
        decide.change(async |change| decisions::transfer(change, zorve, version, clerk.job).await);
    assert!(matches!(there.await, Err(Error::Invalid(_))));
    let (pick, from) = (zorve.to_string(), miller.job.to_string());
    let many = [
        ("act", "transfer"),
        ("pick", &pick),
        ("job", &from),
        ("to", &clerk.job.to_string()),
        ("back", "/heron"),
    ];
    let preview = rosa.post("/heron/bulk/preview", &many).await.expect(200);
    assert_eq!(
        preview.texts("#skipped li"),
        ["1: They are confidential, and you are not in the team of that job."]
    );
    // To somebody who would not see them, the application is not given, nor are they offered for it.
    let other = house.applies("Mirja Tamm").await;
    let cora = cast.cora.member.to_string();
    let offers = |page: &Answer| page.attributes("#owner option", "value").contains(&cora);
    for (id, offered) in [(zorve, false), (other, true)] {
        let path = format!("/heron/applications/{id}/owner");
        let page = rosa.get(&path).await.expect(200);
        assert_eq!(offers(&page), offered);
        let (id, also) = (id.to_string(), zorve.to_string());
        let many = [
            ("act", "assign"),
            ("job", &from),
            ("pick", &id),
            ("pick", &also),
        ];
        let page = rosa.post("/heron/bulk/form", &many).await.expect(200);
        assert_eq!(offers(&page), offered, "if they see one of them");
    }
    let given = rosa
        .post(
            &format!("{own}/owner"),
            &[("owner", &cast.cora.member.to_string())],
        )
        .await;
    assert!(
        [409, 422].contains(&given.status.as_u16()),
        "{}",
        given.status
    );
    // Who writes them down outside a team does not see them, but for the pool.
    let adds = async |to: String| {
        let key = Uuid::new_v4().to_string();
        let fields = [
            ("key", key.as_str()),
            ("given_name", "Wilma"),
            ("family_name", "Okafor"),
            ("email", "wilma@example.org"),
            ("to", &to),
            ("confidential", "yes"),
        ];
        browser(&cast.rosa)
            .post_files("/heron/candidates/new", &fields, &[])
            .await
    };
    let stage = app.stage(clerk, "Application review").await;
    let job = clerk.job.to_string();
    let refused = adds(format!("{}-{stage}", clerk.job)).await.expect(422);
    assert!(refused.text().contains("would not see them there"));
    assert_eq!(
        app.number("select count(*) from candidates where given_name = 'Wilma'")
            .await,
        0
    );
    let pool = app.number("select min(id) from pools").await;
    let added = adds(format!("pool-{pool}")).await.location();
    assert!(
        rosa.get(&added)
            .await
            .expect(200)
            .text()
            .contains("Wilma Okafor")
    );
    assert!(
        !browser(&cast.cora)
            .get(&added)
            .await
            .expect(200)
            .text()
            .contains("Wilma")
    );
    let prospect = app.number("select max(id) from prospects").await;
    let person = format!("/heron/prospects/{prospect}");
    assert!(
        rosa.get(&person)
            .await
            .expect(200)
            .texts(".badge")
            .contains(&"Confidential".to_owned())
    );
    browser(&cast.cora).get(&person).await.expect(404);
    let considered = rosa
        .post(&format!("{person}/consideration"), &[("job", &job)])
        .await
        .expect(422);
    assert!(considered.text().contains("would not see them there"));
    let miller_job = miller.job.to_string();
    rosa.post(&format!("{person}/consideration"), &[("job", &miller_job)])
        .await
        .location();
    assert!(name_on_board(&house, &cast.rosa, "Wilma").await);
    assert!(!name_on_board(&house, &cast.cora, "Wilma").await);
}

#[tokio::test]
async fn a_stage_that_goes_says_how_many_went_of_those_who_are_seen() {
    let house = House::new().await;
    let miller = house.filled.miller;
    let zorve = house.applies("Zorve Quibblestone").await;
    house.applies("Mirja Tamm").await;
    house.hugo_says(zorve, true).await.location();
    let stage = house.app.stage(miller, "Application review").await;
    let target = house.app.stage(miller, "Offer").await.to_string();
    let path = format!("/heron/jobs/{}/plan/{stage}/deletion", miller.job);
    let mut rosa = browser(&house.cast.rosa);
    let asked = rosa.get(&path).await.expect(200);
    let seen = house
        .number(&format!(
            "select count(*) from applications where stage_id = {stage} and status = 'active' and not confidential"
        ))
        .await;
    let said = format!("{seen} people are in it.");
    assert!(asked.text().contains(&said), "{said}\n{}", asked.text());
    let fields = [("version", &*asked.value("version")), ("target", &target)];
    let page = rosa.post_and_follow(&path, &fields).await.expect(200);
    let said = format!("Application review is deleted, and {seen} people are in Offer now");
    assert_eq!(page.text_of(".toast span"), said);
    let there =
        format!("select count(*) from applications where id = {zorve} and stage_id = {target}");
    assert_eq!(house.number(&there).await, 1, "and Zorve with them");
}

#[tokio::test]
async fn a_seat_leads_to_whoever_has_it_for_those_who_see_them() {
    let house = House::new().await;
    let zorve = house.applies("Zorve Quibblestone").await;
    house.hugo_says(zorve, true).await.location();
    let (company, job) = (house.cast.company.id, house.filled.miller.job);
    house
        .sql(&format!(
            "insert into openings (company_id, job_id, status, application_id, opened_at, closed_at, created_at, updated_at)
             values ({company}, {job}, 'filled', {zorve}, now(), now(), now(), now())"
        ))
        .await;
    let leads = format!("/heron/applications/{zorve}");
    for (person, sees) in [(&house.cast.hugo, true), (&house.cast.rosa, false)] {
        let path = format!("/heron/jobs/{job}/openings");
        let page = browser(person).get(&path).await.expect(200);
        assert!(page.text().contains("Filled"));
        assert_eq!(page.attributes("a", "href").contains(&leads), sees);
    }
}

#[tokio::test]
async fn knowing_an_address_opens_nothing() {
    let house = House::new().await;
    let zorve = house.applies("Zorve Quibblestone").await;
    house.hugo_says(zorve, true).await.location();
    let candidate = house.candidate(zorve).await.to_string();
    let pool = house.app.number("select min(id) from pools").await;
    let key = Uuid::new_v4().to_string();
    let to = format!("pool-{pool}");
    let fields = [
        ("key", key.as_str()),
        ("given_name", "Zorve"),
        ("family_name", "Q"),
        ("email", "zorve@heron.example.org"),
        ("to", &to),
        ("known", &candidate),
    ];
    let mut rosa = browser(&house.cast.rosa);
    let refused = rosa
        .post_files("/heron/candidates/new", &fields, &[])
        .await
        .expect(409);
    assert!(refused.text().contains("Somebody whom you do not see"));
    assert!(
        !rosa
            .get("/heron/prospects")
            .await
            .expect(200)
            .text()
            .contains("Zorve")
    );
}

#[tokio::test]
async fn applications_follow_whoever_they_belong_to() {
    let house = House::new().await;
    let zorve = house.applies("Zorve Quibblestone").await;
    let nils = house.candidate(house.filled.nils).await;
    let candidate = house.candidate(zorve).await;
    house.hugo_says(zorve, true).await.location();
    let confidential = async |id: ApplicationId| {
        house
            .number(&format!(
                "select confidential::integer::bigint from applications where id = {id}"
            ))
            .await
            == 1
    };
    assert!(confidential(zorve).await);
    // As a merge moves them, and as taking apart moves them back.
    house
        .sql(&format!(
            "update applications set candidate_id = {nils} where id = {zorve}"
        ))
        .await;
    assert!(!confidential(zorve).await);
    house
        .sql(&format!(
            "update applications set candidate_id = {candidate} where id = {zorve}"
        ))
        .await;
    assert!(confidential(zorve).await);
    // Whoever applies again does so as who they are.
    let again = house
        .app
        .apply(
            &house.cast.company,
            house.filled.clerk,
            "Zorve Quibblestone",
        )
        .await;
    assert!(confidential(again).await);
    house
        .sql(&format!(
            "update candidates set private = false where id = {candidate}"
        ))
        .await;
    assert!(!confidential(zorve).await && !confidential(again).await);
}
