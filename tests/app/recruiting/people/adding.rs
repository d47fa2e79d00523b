//! Somebody is added by hand.

use super::browser;
use crate::{
    careers::own::Mill,
    kit::app::{Answer, Client},
};
use candor::base::ids::ApplicationId;
use uuid::Uuid;

const NEW: &str = "/heron/candidates/new";
const CV: &[u8] = b"Wilma Okafor\nwilma@example.org\n+372 5550 0199\nMiller by trade\n";

/// The first stage of the miller's job, as the form says it.
async fn to(mill: &Mill, stage: &str) -> String {
    format!(
        "{}-{}",
        mill.live.job,
        mill.app.stage(mill.live, stage).await
    )
}

async fn adds(
    client: &mut Client,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &str, &[u8])],
) -> Answer {
    let key = Uuid::new_v4().to_string();
    let mut all = vec![("key", key.as_str())];
    all.extend(fields);
    client.post_files(NEW, &all, files).await
}

fn id_of(leads: &str) -> ApplicationId {
    ApplicationId(leads.rsplit('/').next().unwrap().parse().unwrap())
}

#[tokio::test]
async fn somebody_added_by_hand_is_told_and_promised_nothing() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let board = rosa.get(&format!("/heron/jobs/{}", mill.live.job)).await;
    let lead = format!("{NEW}?job={}", mill.live.job);
    assert!(board.expect(200).attributes("a", "href").contains(&lead));
    let form = rosa.get(&lead).await.expect(200);
    assert_eq!(form.texts("optgroup").len(), 2, "the job and the pools");
    let places = form.texts("#to optgroup:first-child option");
    assert!(
        places.iter().all(|place| place.contains(", ")),
        "{places:?}"
    );
    let first = to(&mill, "Application review").await;
    assert_eq!(form.attributes("option[selected]", "value")[0], first);
    let to = to(&mill, "Interviews").await;
    assert!(form.attributes("option", "value").contains(&to));
    let fields = [
        ("given_name", "Wilma"),
        ("family_name", "Okafor"),
        ("email", "Wilma@Example.org"),
        ("phone", "+372 5550 0199\n+372 5550 0200"),
        ("links", "wilma.example.org"),
        ("to", to.as_str()),
        ("note", "Met at the fair."),
    ];
    let files: [(&str, &str, &str, &[u8]); 1] = [("resume", "cv.txt", "text/plain", CV)];
    let added = adds(&mut rosa, &fields, &files).await.location();
    mill.app.run_tasks().await;
    let page = rosa.get(&added).await.expect(200);
    assert_eq!(page.text_of("h1"), "Wilma Okafor");
    for word in [
        "wilma@example.org",
        "5550 0200",
        "cv.txt",
        "Met at the fair.",
        "Interviews",
    ] {
        assert!(page.text().contains(word), "{word}");
    }
    let activity = rosa.get(&format!("{added}/activity")).await.expect(200);
    assert!(activity.text().contains("by hand; they were not told"));
    let id = id_of(&added);
    assert_eq!(mill.app.happened(id, "candidate.added").await, 1);
    assert!(mill.app.mail_of(id).await.is_empty());
    for nothing in [
        "select count(*) from promises",
        "select count(*) from consents",
    ] {
        assert_eq!(mill.app.number(nothing).await, 0, "{nothing}");
    }
    // Moving them on promises nothing either.
    let rejected = "update applications set promised_by = promised_by + interval '1 day'";
    sqlx::query(rejected)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(mill.app.number("select count(*) from promises").await, 0);
}

#[tokio::test]
async fn whoever_is_told_hears_of_it_and_has_a_promise() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let to = to(&mill, "Application review").await;
    let mut fields = vec![
        ("given_name", "Wilma"),
        ("to", to.as_str()),
        ("tell", "yes"),
    ];
    let refused = adds(&mut rosa, &fields, &[]).await.expect(422);
    assert!(refused.text().contains("Without an email address"));
    fields.push(("email", "wilma@example.org"));
    let id = id_of(&adds(&mut rosa, &fields, &[]).await.location());
    mill.app.run_tasks().await;
    let mail = mill.app.mail_of(id).await;
    assert_eq!((mail.len(), mail[0].kind.as_str()), (1, "considered"));
    assert_eq!(mill.app.number("select count(*) from promises").await, 1);
    let own = mill.app.link_of(id).await;
    mill.app.visitor().get(&own).await.expect(200);
}

#[tokio::test]
async fn a_known_address_leads_to_whoever_has_it() {
    let mill = Mill::new().await;
    let noor = mill.applies("Noor Castellane").await;
    let mut rosa = browser(&mill.cast.rosa);
    let to = to(&mill, "Application review").await;
    let mut fields = vec![
        ("given_name", "Noor"),
        ("email", "noor.castellane@example.org"),
        ("phone", "+372 5550 0777"),
        ("to", "pool-0"),
    ];
    let told = adds(&mut rosa, &fields, &[]).await.expect(409);
    assert!(told.text_of("[role=alert]").contains("Noor Castellane"));
    let known = told.value("known");
    assert_eq!(mill.app.number("select count(*) from candidates").await, 1);
    // Olga's people are nobody here, and a number that was not shown is no yes.
    fields.push(("known", "7777777"));
    adds(&mut rosa, &fields, &[]).await.expect(409);
    fields.pop();
    fields.push(("known", &known));
    adds(&mut rosa, &fields, &[]).await.expect(303);
    let phones = "select count(*) from candidate_phones where phone = '+372 5550 0777'";
    assert_eq!(mill.app.number(phones).await, 1);
    let pool = rosa.get("/heron/prospects").await.expect(200);
    assert!(pool.text().contains("Added by") && pool.text().contains("has not agreed"));
    // One active application for a job.
    fields[3] = ("to", &to);
    let twice = adds(&mut rosa, &fields, &[]).await.expect(409);
    assert!(twice.text().contains("considered for this job already"));
    assert_eq!(mill.app.happened(noor, "candidate.added").await, 0);
}

#[tokio::test]
async fn the_form_is_filled_in_from_a_resume_and_sent_once() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let key = Uuid::new_v4().to_string();
    let to = to(&mill, "Application review").await;
    let file: [(&str, &str, &str, &[u8]); 1] = [("resume", "cv.txt", "text/plain", CV)];
    let read = rosa
        .post_files(
            &format!("{NEW}/resume"),
            &[("key", &key), ("to", &to)],
            &file,
        )
        .await
        .expect(200);
    assert_eq!(read.value("given_name"), "Wilma");
    assert_eq!(read.value("email"), "wilma@example.org");
    assert_eq!(mill.app.number("select count(*) from candidates").await, 0);
    let fields = read.fields_of("form[enctype]");
    let fields: Vec<_> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let first = rosa.post_files(NEW, &fields, &[]).await.location();
    let again = rosa.post_files(NEW, &fields, &[]).await;
    assert_eq!(again.location(), first);
    assert_eq!(mill.app.number("select count(*) from attachments").await, 1);
    assert_eq!(
        mill.app.number("select count(*) from applications").await,
        1
    );
    let none: [(&str, &str, &str, &[u8]); 1] = [("resume", "cv.exe", "text/plain", b"MZ")];
    let wrong = rosa.post_files(NEW, &fields, &none).await;
    assert_eq!(wrong.status, 415);
}

#[tokio::test]
async fn only_those_who_recruit_add_people_and_only_where_they_decide() {
    let mill = Mill::new().await;
    let to = to(&mill, "Application review").await;
    let fields = [("given_name", "Wilma"), ("to", to.as_str())];
    for person in [
        &mill.cast.hugo,
        &mill.cast.iris,
        &mill.cast.cora,
        &mill.cast.otto,
    ] {
        browser(person).get(NEW).await.expect(403);
        adds(&mut browser(person), &fields, &[]).await.expect(403);
    }
    browser(&mill.cast.olga).get(NEW).await.expect(404);
    let mut rosa = browser(&mill.cast.rosa);
    for (field, value, status) in [
        ("to", "", 422),
        ("to", "7777777-7777777", 422),
        ("to", "pool-7777777", 422),
        ("given_name", " ", 422),
        ("email", "wilma", 422),
        ("links", "javascript:alert(1)", 422),
        ("phone", "none", 422),
    ] {
        let mut fields = vec![("given_name", "Wilma"), ("to", to.as_str())];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        adds(&mut rosa, &fields, &[]).await.expect(status);
    }
    rosa.post_files(NEW, &fields, &[]).await.expect(400);
    assert_eq!(mill.app.number("select count(*) from candidates").await, 0);
}
