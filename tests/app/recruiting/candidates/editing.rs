//! Correcting who somebody is and how to reach them.

use crate::kit::{
    app::{Client, TestApp},
    cast::{Cast, Person},
};

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

/// The form of somebody who applied, as it is drawn, with these fields another.
async fn form(rosa: &mut Client, path: &str, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = rosa.get(path).await.expect(200);
    let mut fields = page.fields_of("form.form");
    for (name, value) in other {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn given(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect()
}

async fn desk() -> (TestApp, Cast, String, String) {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Saar").await;
    app.applies(&cast.company, live.id, "Tomas Reval").await;
    let candidate: i64 = sqlx::query_scalar("select candidate_id from applications where id = $1")
        .bind(id)
        .fetch_one(app.app.db.pages())
        .await
        .expect("a candidate");
    let path = format!("/heron/candidates/{candidate}/edit");
    (app, cast, path, format!("/heron/applications/{id}"))
}

#[tokio::test]
async fn addresses_numbers_and_links_are_kept_in_their_order() {
    let (app, cast, path, application) = desk().await;
    let mut rosa = browser(&cast.rosa);
    let fields = form(
        &mut rosa,
        &path,
        &[
            ("given_name", "Noor Maria"),
            ("headline", "Miller"),
            ("employer", "Old Mill"),
            ("title", "First hand"),
            ("country", "EE"),
            ("emails", "Noor@Mill.example\nnoor.saar@example.org\n"),
            ("phones", "0044 20 7946 0958\n+372 5550 0142"),
            ("links", "noor.example.org"),
        ],
    )
    .await;
    let page = rosa
        .post_and_follow(&path, &given(&fields))
        .await
        .expect(200);
    let text = page.text();
    for there in [
        "Noor Maria Saar",
        "First hand, Old Mill",
        "+442079460958",
        "+372 5550 0142",
    ] {
        assert!(text.contains(there), "{there}");
    }
    assert_eq!(
        page.attributes(".who__links a[href^=mailto]", "href"),
        ["mailto:noor@mill.example", "mailto:noor.saar@example.org"]
    );
    // What is copied onto the application followed.
    let page = rosa.get(&application).await.expect(200);
    assert!(page.text().contains("Noor Maria Saar") && page.text().contains("Miller"));
    let told = app.history(&cast.company, "candidate.changed").await;
    assert_eq!(told[0]["before"]["given_name"], "Noor");
    assert_eq!(told[0]["after"]["emails"][0], "noor@mill.example");
}

#[tokio::test]
async fn what_is_wrong_or_late_is_said_and_nothing_is_lost() {
    let (_app, cast, path, _) = desk().await;
    let mut rosa = browser(&cast.rosa);
    for (field, typed, complaint) in [
        ("given_name", "", "Enter a name"),
        ("emails", "noor", "“noor” is no email address"),
        (
            "emails",
            "",
            "Keep one address: it is how they are written to",
        ),
        (
            "phones",
            "5550",
            "Write “5550” with its country code, like +372 5550 0142",
        ),
        (
            "links",
            "javascript:alert(1)",
            "“javascript:alert(1)” is no address of the web",
        ),
        ("country", "XX", "Choose a country from the list"),
        (
            "emails",
            "noor.saar@example.org\ntomas.reval@example.org",
            "tomas.reval@example.org is the address of Tomas Reval",
        ),
    ] {
        let fields = form(&mut rosa, &path, &[(field, typed)]).await;
        let page = rosa.post(&path, &given(&fields)).await.expect(422);
        assert_eq!(page.texts(".error-summary li"), [complaint]);
    }
    let mine = form(&mut rosa, &path, &[("title", "Miller")]).await;
    let theirs = form(&mut rosa, &path, &[("place", "Riga")]).await;
    browser(&cast.cora)
        .post(&path, &given(&theirs))
        .await
        .expect(303);
    let page = rosa.post(&path, &given(&mine)).await.expect(409);
    assert!(
        page.text_of("[role=alert]")
            .contains("Cora Penn changed this record meanwhile")
    );
    assert_eq!(page.value("title"), "Miller");
    for (person, status) in [(&cast.otto, 403), (&cast.iris, 404), (&cast.olga, 404)] {
        let mut person = browser(person);
        person.get(&path).await.expect(status);
        person.post(&path, &given(&mine)).await.expect(status);
    }
    let foreign = path.replace("heron", "otter");
    browser(&cast.olga).get(&foreign).await.expect(404);
}

#[tokio::test]
async fn whose_address_it_is_stays_unsaid_to_whoever_does_not_see_them() {
    let (app, cast, path, _) = desk().await;
    let elsewhere = app.mill(&cast).await;
    app.applies(&cast.company, elsewhere.id, "Vera Kask").await;
    sqlx::query("delete from hiring_team where job_id = $1 and member_id = $2")
        .bind(elsewhere.job)
        .bind(cast.hugo.member)
        .execute(app.app.db.pages())
        .await
        .expect("out of the team");
    let mut hugo = browser(&cast.hugo);
    let fields = form(&mut hugo, &path, &[("emails", "vera.kask@example.org")]).await;
    let page = hugo.post(&path, &given(&fields)).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["vera.kask@example.org is somebody else’s address already"]
    );
}
