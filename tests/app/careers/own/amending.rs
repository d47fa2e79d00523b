//! Correcting what one sent: what changes, for whom, and what is refused.

use super::Mill;
use crate::kit::{
    app::{Answer, Client},
    documents,
};
use candor::{base::ids::ApplicationId, domain::decisions::When};
use serde_json::{Value, json};

pub const PDF: &str = "application/pdf";
pub type File<'a> = (&'a str, &'a str, &'a str, &'a [u8]);

/// Somebody at their form.
pub struct Desk {
    pub mill: Mill,
    pub id: ApplicationId,
    path: String,
    noor: Client,
}

impl Desk {
    async fn new() -> Self {
        let mill = Mill::new().await;
        let id = mill.applies("Noor Castellane").await;
        Self::at(mill, id).await
    }

    pub async fn at(mill: Mill, id: ApplicationId) -> Self {
        mill.app.run_tasks().await;
        let path = format!("{}/details", mill.app.link_of(id).await);
        let noor = mill.app.visitor();
        Self {
            mill,
            id,
            path,
            noor,
        }
    }

    /// What the form has in it, with some of it typed over.
    pub async fn form(&mut self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let page = self.noor.get(&self.path).await.expect(200);
        let mut fields = page.fields_of("form");
        for (name, value) in typed {
            fields.retain(|(had, _)| had != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }

    pub async fn send(&mut self, fields: &[(String, String)], files: &[File<'_>]) -> Answer {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.noor.post_files(&self.path, &fields, files).await
    }

    /// What the history says of the last correction.
    pub async fn changed(&self) -> Value {
        sqlx::query_scalar(
            "select d.detail->'changed' from events e join event_details d on d.event_id = e.id
             where e.kind = 'application.amended' order by e.id desc limit 1",
        )
        .fetch_one(self.mill.app.app.db.pages())
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn corrections_reach_the_record_and_every_card() {
    let mut desk = Desk::new().await;
    let typed = [
        ("given_name", " Nora "),
        ("phone", "+372 5550 0199\r\n+372 5550 0142"),
        ("headline", "Grinder"),
        ("links", "nora.example.org"),
    ];
    let form = desk.form(&typed).await;
    let pdf = documents::pdf(&["Nora mills."]);
    let page = desk.send(&form, &[("resume", "nora.pdf", PDF, &pdf)]).await;
    let own = desk.noor.get(&page.location()).await.expect(200);
    assert!(own.text_of(".note--good").contains("We have your changes"));
    assert!(own.texts(".job__aside a").contains(&"nora.pdf".to_owned()));
    let card: (String, String, String) =
        sqlx::query_as("select name, headline, place from applications")
            .fetch_one(desk.mill.app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(
        card,
        ("Nora Castellane".into(), "Grinder".into(), "Tallinn".into())
    );
    assert_eq!(
        desk.changed().await,
        json!([
            { "what": "Given name", "before": "Noor", "after": "Nora" },
            { "what": "Phone", "before": ["+372 5550 0142"], "after": ["+372 5550 0199", "+372 5550 0142"] },
            { "what": "What they do now", "before": "", "after": "Grinder" },
            { "what": "Links", "before": ["https://castellane.example.org/"], "after": ["https://nora.example.org/"] },
            { "what": "Résumé", "after": "nora.pdf" },
        ])
    );
    let again = desk.noor.get(&desk.path.clone()).await.expect(200);
    assert_eq!(again.value("given_name"), "Nora");
    assert!(again.text().contains("We have “nora.pdf”"));
    assert!(again.text().contains("noor.castellane@example.org"));
}

#[tokio::test]
async fn a_double_click_is_one_correction() {
    let mut desk = Desk::new().await;
    let form = desk.form(&[("headline", "Grinder")]).await;
    let pdf = documents::pdf(&["Noor mills."]);
    let file: File<'_> = ("resume", "noor.pdf", PDF, &pdf);
    for _ in 0..2 {
        desk.send(&form, &[file]).await.expect(303);
    }
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        1
    );
    assert_eq!(
        desk.mill
            .app
            .number("select count(*) from attachments")
            .await,
        2
    );
    // The same number with something else in the form: nothing is taken, and nothing typed is lost.
    let mut other = form.clone();
    other.retain(|(name, _)| name != "headline");
    other.push(("headline".to_owned(), "Weaver".to_owned()));
    let page = desk.send(&other, &[]).await.expect(422);
    assert_eq!(page.value("headline"), "Weaver");
    let fresh = page.fields_of("form");
    desk.send(&fresh, &[]).await.expect(303);
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        2
    );
    // Nothing is different: nothing happened.
    let same = desk.form(&[]).await;
    desk.send(&same, &[]).await.expect(303);
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        2
    );
}

#[tokio::test]
async fn a_refused_form_keeps_everything() {
    let mut desk = Desk::new().await;
    let typed = [
        ("given_name", " "),
        ("phone", "call me"),
        ("headline", "Grinder"),
        ("links", "my portfolio"),
    ];
    let form = desk.form(&typed).await;
    let pdf = documents::pdf(&["Noor mills."]);
    let page = desk
        .send(&form, &[("resume", "noor.pdf", PDF, &pdf)])
        .await
        .expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 3);
    assert_eq!(page.value("headline"), "Grinder");
    assert!(page.text().contains("my portfolio") && page.text().contains("noor.pdf"));
    let mut mended = page.fields_of("form");
    for (name, value) in [("given_name", "Noor"), ("phone", ""), ("links", "")] {
        mended.retain(|(had, _)| had != name);
        mended.push((name.to_owned(), value.to_owned()));
    }
    desk.send(&mended, &[]).await.expect(303);
    let changed = desk.changed().await;
    assert_eq!(
        changed.as_array().unwrap().last().unwrap()["after"],
        "noor.pdf"
    );
    // A program is no résumé, and eleven megabytes are none either.
    let form = desk.form(&[]).await;
    let page = desk
        .send(
            &form,
            &[("resume", "noor.exe", "application/x-msdownload", b"MZ")],
        )
        .await;
    assert_eq!(page.expect(415).texts(".error-summary li").len(), 1);
    let large = vec![b'x'; (10 << 20) + 1];
    desk.send(&form, &[("resume", "noor.txt", "text/plain", &large)])
        .await
        .expect(413);
    let long = "x".repeat(256);
    let form = desk.form(&[("place", &long)]).await;
    assert!(
        desk.send(&form, &[])
            .await
            .expect(422)
            .text()
            .contains(&long)
    );
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let mut desk = Desk::new().await;
    let path = desk.path.clone();
    desk.noor
        .post(&path, &[("given_name", "Noor")])
        .await
        .expect(400);
    desk.send(&[("given_name".to_owned(), "Noor".to_owned())], &[])
        .await
        .expect(400);
    let mut form = desk.form(&[]).await;
    form.retain(|(name, _)| name != "key");
    form.push(("key".to_owned(), "7".to_owned()));
    desk.send(&form, &[]).await.expect(400);
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        0
    );
}

#[tokio::test]
async fn after_the_answer_only_who_they_are_can_be_corrected() {
    let mut desk = Desk::new().await;
    let form = desk.form(&[("headline", "Grinder")]).await;
    let link = desk.mill.app.link_of(desk.id).await;
    desk.noor
        .post(&format!("{link}/withdrawal"), &[])
        .await
        .expect(303);
    let page = desk.send(&form, &[]).await.expect(409);
    assert_eq!(page.value("headline"), "Grinder", "to be copied from");
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        0
    );
    // Who they are and how to reach them stays theirs to correct.
    let path = desk.path.clone();
    let page = desk.noor.get(&path).await.expect(200);
    assert_eq!(page.text_of("h1"), "How we reach you");
    assert!(
        page.attributes("[name='headline'], [name='resume']", "name")
            .is_empty()
    );
    let (key, name) = (page.value("key"), page.value("given_name"));
    let empty = [
        ("key", key.as_str()),
        ("part", "contact"),
        ("given_name", ""),
    ];
    let refused = desk.noor.post_files(&path, &empty, &[]).await.expect(422);
    let key = refused.value("key");
    let fields = [
        ("key", key.as_str()),
        ("part", "contact"),
        ("given_name", &name),
        ("family_name", "Rowan"),
        ("phone", "+372 5550 0199"),
        ("headline", "Grinder"),
    ];
    for _ in 0..2 {
        let sent = desk.noor.post_files(&path, &fields, &[]).await;
        assert_eq!(sent.location(), link);
    }
    let app = &desk.mill.app;
    assert_eq!(app.happened(desk.id, "application.amended").await, 1);
    let mut rosa = Client::clone(&desk.mill.cast.rosa);
    let page = rosa
        .get(&format!("/heron/applications/{}/activity", desk.id))
        .await;
    let feed = page.texts(".feed__body").join("\n");
    assert!(
        feed.contains("changed what they sent: Family name, Phone"),
        "{feed}"
    );
}

#[tokio::test]
async fn whoever_had_read_it_sees_that_it_is_new() {
    let mut desk = Desk::new().await;
    let (id, job) = (desk.id, desk.mill.live.job);
    let (profile, board) = (
        format!("/heron/applications/{id}"),
        format!("/heron/jobs/{job}"),
    );
    let list = format!("{board}/list");
    let (mut rosa, mut hugo) = (
        Client::clone(&desk.mill.cast.rosa),
        Client::clone(&desk.mill.cast.hugo),
    );
    let reading = format!("{profile}/reading");
    rosa.post(&reading, &[]).await.expect(204);
    desk.mill
        .app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_secs(60));
    let said = |page: Answer| {
        page.expect(200)
            .text()
            .contains("Updated since you read it")
    };
    assert!(!said(rosa.get(&profile).await));
    let version = desk.mill.version(id).await;
    let form = desk.form(&[("headline", "Grinder")]).await;
    desk.send(&form, &[]).await.expect(303);
    for path in [&profile, &board, &list] {
        assert!(said(rosa.get(path).await), "{path}");
        assert!(!said(hugo.get(path).await), "Hugo had not read it: {path}");
    }
    let seen = version.0.to_string();
    let stale = rosa
        .post(
            &format!("{profile}/move"),
            &[("version", &seen), ("stage", "1")],
        )
        .await;
    assert!(
        stale.text().contains("changed what they had sent") || stale.status == 422,
        "{}",
        stale.text()
    );
    desk.mill
        .app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_secs(60));
    rosa.post(&reading, &[]).await.expect(204);
    for path in [&profile, &board, &list] {
        assert!(!said(rosa.get(path).await), "{path}");
    }
    let activity = rosa.get(&format!("{profile}/activity")).await.expect(200);
    assert!(
        activity
            .text()
            .contains("changed what they sent: What they do now")
    );
}

#[tokio::test]
async fn whoever_is_not_told_corrects_as_everybody_does() {
    let mut desk = Desk::new().await;
    desk.mill.reject(desk.id, When::Held, "SECRET-WORDS").await;
    let form = desk.form(&[("headline", "Grinder")]).await;
    desk.send(&form, &[]).await.expect(303);
    assert_eq!(
        desk.mill.app.happened(desk.id, "application.amended").await,
        1
    );
}
