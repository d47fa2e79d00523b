//! Tags and the owner, on an application's page.

use crate::kit::{app::TestApp, cast::Cast};

#[tokio::test]
async fn tags_are_the_candidates_on_all_their_applications() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Saar").await;
    let own = format!("/heron/applications/{id}");
    cast.cora
        .post(&format!("{own}/tags"), &[("tag", "Night shift")])
        .await
        .expect(303);
    let page = cast.rosa.get(&own).await.expect(200);
    assert_eq!(page.texts("aside .tag"), ["Night shift"]);
    // Whoever applies again keeps them.
    let other = app.mill(&cast).await;
    let second = app.applies(&cast.company, other.id, "Noor Saar").await;
    let page = cast
        .rosa
        .get(&format!("/heron/applications/{second}"))
        .await
        .expect(200);
    assert_eq!(page.texts("aside .tag"), ["Night shift"]);
    let form = cast.rosa.get(&format!("{own}/tags")).await.expect(200);
    assert_eq!(form.attributes("datalist option", "value"), ["Night shift"]);
    for (tag, complaint) in [
        ("", "Error: Write a tag"),
        (
            "NIGHT  shift",
            "Error: Noor Saar has this tag already, or 30 others.",
        ),
    ] {
        let page = cast
            .rosa
            .post(&format!("{own}/tags"), &[("tag", tag)])
            .await
            .expect(422);
        assert_eq!(page.text_of("#tag-error"), complaint);
    }
    cast.rosa
        .post(&format!("{own}/tags/removal"), &[("tag", "Night shift")])
        .await
        .expect(303);
    cast.rosa
        .post(&format!("{own}/tags/removal"), &[("tag", "Night shift")])
        .await
        .expect(409);
    let activity = cast.rosa.get(&format!("{own}/activity")).await.expect(200);
    assert!(
        activity
            .text_of(".feed li")
            .starts_with("Rosa Lindqvist took off the tag Night shift")
    );
    for (person, status) in [(&mut cast.otto, 403), (&mut cast.iris, 404)] {
        person.get(&format!("{own}/tags")).await.expect(status);
        person
            .post(&format!("{own}/tags"), &[("tag", "x")])
            .await
            .expect(status);
    }
}

#[tokio::test]
async fn an_owner_is_set_and_a_stale_one_is_refused() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let id = app.applies(&cast.company, live.id, "Noor Saar").await;
    let own = format!("/heron/applications/{id}");
    let form = cast.rosa.get(&format!("{own}/owner")).await.expect(200);
    assert_eq!(
        form.texts("#owner option"),
        [
            "Nobody",
            "Ada Marsh",
            "Cora Penn",
            "Hugo Brandt",
            "Rosa Lindqvist"
        ]
    );
    let (version, hugo) = (form.value("version"), cast.hugo.member.to_string());
    let fields = [("owner", &*hugo), ("version", &*version)];
    cast.rosa
        .post(&format!("{own}/owner"), &fields)
        .await
        .expect(303);
    let page = cast
        .cora
        .post(
            &format!("{own}/owner"),
            &[("owner", "nobody"), ("version", &version)],
        )
        .await
        .expect(409);
    assert_eq!(
        page.text_of(".note--bad"),
        "Rosa Lindqvist gave Noor Saar to Hugo Brandt just now. Look again before you decide."
    );
    let iris = cast.iris.member.to_string();
    cast.rosa
        .post(
            &format!("{own}/owner"),
            &[("owner", &iris), ("version", "2")],
        )
        .await
        .expect(422);
    let page = cast.rosa.get(&own).await.expect(200);
    assert!(page.text().contains("Hugo Brandt"));
    cast.otto.get(&format!("{own}/owner")).await.expect(403);
}
