//! What candidates answer finds its application.

use super::{Office, heads};
use crate::kit::{
    documents,
    smtp::{Catcher, Mood},
};
use candor::{base::ids::ApplicationId, domain::replies::Received};

pub const FROM: &str = "Noor <noor.castellane@example.org>";

/// A company that answers come in to, with Noor's application and the address for answers about it.
pub async fn office() -> (Office, ApplicationId, String) {
    let office = Office::set(Catcher::new(Mood::Takes).await, |config| {
        config.reply_address = Some("replies@heron.example.com".to_owned());
    })
    .await;
    let id = office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let address = reply_to(&office);
    (office, id, address)
}

/// Where the newest mail wants its answer.
fn reply_to(office: &Office) -> String {
    let caught = office.catcher.caught();
    let raw = String::from_utf8_lossy(&caught.last().expect("a mail").raw).into_owned();
    let line = raw.lines().find(|line| line.starts_with("Reply-To: "));
    let line = line.expect("an address for answers");
    line["Reply-To: ".len()..].trim().to_owned()
}

impl Office {
    /// A mail comes in.
    pub async fn comes(&self, raw: impl Into<Vec<u8>>) -> Received {
        let app = &self.app.app;
        candor::domain::replies::receive(&app.db, &app.storage, raw.into(), None)
            .await
            .expect("a mail that is taken in")
    }

    pub async fn count(&self, of: &'static str) -> i64 {
        sqlx::query_scalar(of)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a count")
    }
}

/// A mail of one part.
pub fn plain(from: &str, to: &str, heads: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: Re: We have your application\r\nMessage-ID: <one@example.org>\r\n\
         Date: Mon, 23 Nov 2026 10:00:00 +0200\r\n{heads}\r\n{text}\r\n"
    )
}

/// A mail with a text and files.
pub fn with_files(to: &str, files: &[(&str, &str, &[u8])]) -> String {
    use base64::Engine;
    let mut mail = format!(
        "From: {FROM}\r\nTo: {to}\r\nSubject: My papers\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n"
    );
    for (name, kind, bytes) in files {
        let text = base64::prelude::BASE64_STANDARD.encode(bytes);
        mail.push_str(&format!(
            "--cut\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{text}\r\n"
        ));
    }
    mail.push_str("--cut--\r\n");
    mail
}

#[tokio::test]
async fn mail_about_an_application_says_where_answers_go() {
    let (office, id, address) = office().await;
    let (local, domain) = address.split_once('@').unwrap();
    assert_eq!(domain, "heron.example.com");
    let token = local.strip_prefix("replies+").expect("plus-addressing");
    assert_eq!(token.len(), 40);
    assert!(local.len() <= 64, "RFC 5321");
    let kept: String = sqlx::query_scalar(
        "select coalesce(string_agg(t::text, ''), '') from (select to_jsonb(m) t from messages m union all select to_jsonb(r) from reply_addresses r) x",
    )
    .fetch_one(office.app.app.db.pages())
    .await
    .unwrap();
    assert!(!kept.contains(token), "the database knows no address");
    let caught = office.catcher.caught();
    if let Some(mail) = heads::read(&caught[0].raw) {
        assert_eq!(
            heads::head(&mail, "reply-to"),
            std::slice::from_ref(&address)
        );
    }
    office.writes(id, 1).await;
    office.app.run_tasks().await;
    assert_eq!(reply_to(&office), address, "it stays the same");
}

#[tokio::test]
async fn an_answer_is_on_the_application_and_the_people_on_the_job_see_that_it_is_new() {
    let (mut office, id, address) = office().await;
    let page = format!("/heron/applications/{id}");
    office.cast.rosa.post(&format!("{page}/reading"), &[]).await;
    office
        .app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_hours(1));
    let text =
        "Tuesday suits me.\r\n\r\nOn Mon, 23 Nov 2026 Heron Mills wrote:\r\n> Which day?\r\n";
    let raw = plain(FROM, &address, "", text);
    assert_eq!(office.comes(raw.clone()).await, Received::Filed);
    assert_eq!(office.comes(raw).await, Received::Known, "once is once");

    let shown = office
        .cast
        .rosa
        .get(&format!("{page}/mail"))
        .await
        .expect(200);
    let message = shown.texts(".msg").pop().expect("the answer");
    assert!(
        message.starts_with("NCNoor CastellaneRe: We have"),
        "{message}"
    );
    assert!(message.contains("Tuesday suits me."), "{message}");
    assert!(!message.contains("From another address"), "{message}");
    assert_eq!(
        shown.texts(".msg details p"),
        ["On Mon, 23 Nov 2026 Heron Mills wrote: > Which day?"]
    );
    let activity = office
        .cast
        .rosa
        .get(&format!("{page}/activity?show=mail"))
        .await
        .expect(200);
    assert!(
        activity
            .text_of(".feed")
            .contains("Noor Castellane wrote a mail: Re: We have"),
        "{}",
        activity.text_of(".feed")
    );

    let own = office.app.link_of(id).await;
    let standing = office.app.visitor().get(&own).await.expect(200);
    assert!(
        standing
            .text_of("section[aria-labelledby=m]")
            .contains("Tuesday suits me.")
    );
    let copy = office
        .app
        .visitor()
        .get(&format!("{own}/copy.json"))
        .await
        .expect(200);
    let copy = copy.json();
    let answer = copy["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(answer["from"], "noor.castellane@example.org");
    assert!(
        answer["body"]
            .as_str()
            .unwrap()
            .starts_with("Tuesday suits me.")
    );
    assert_eq!(office.app.happened(id, "mail.received").await, 1);
}

#[tokio::test]
async fn the_mark_goes_with_reading() {
    let (mut office, id, address) = office().await;
    let page = format!("/heron/applications/{id}");
    let list = format!("/heron/jobs/{}/list", office.live.job);
    let badges = async |office: &mut Office| {
        let list = office.cast.rosa.get(&list).await.expect(200);
        list.texts("th .badge")
    };
    office.cast.rosa.post(&format!("{page}/reading"), &[]).await;
    assert!(badges(&mut office).await.is_empty());
    office
        .app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_hours(1));
    office
        .comes(plain(FROM, &address, "", "Still there?"))
        .await;
    assert_eq!(badges(&mut office).await, ["Replied"]);
    office
        .app
        .app
        .db
        .clock
        .advance(jiff::SignedDuration::from_hours(1));
    office.cast.rosa.post(&format!("{page}/reading"), &[]).await;
    assert!(badges(&mut office).await.is_empty());
}

#[tokio::test]
async fn an_answer_from_elsewhere_is_filed_and_says_so() {
    let (mut office, id, address) = office().await;
    // Servers may change the case of an address.
    let raw = plain(
        "n@elsewhere.example",
        &address.to_uppercase(),
        "",
        "It is me.",
    );
    assert_eq!(office.comes(raw).await, Received::Filed);
    let shown = office
        .cast
        .rosa
        .get(&format!("/heron/applications/{id}/mail"))
        .await
        .expect(200);
    let message = shown.texts(".msg").pop().unwrap();
    assert!(
        message.contains("From another address: n@elsewhere.example"),
        "{message}"
    );
}

#[tokio::test]
async fn files_are_taken_as_from_a_form_and_what_is_not_is_named() {
    let (mut office, id, address) = office().await;
    let raw = with_files(
        &address,
        &[
            (
                "references.pdf",
                "application/pdf",
                &documents::pdf(&["Knows stones"]),
            ),
            ("../../tool.exe", "application/octet-stream", b"MZ"),
            ("fake.pdf", "application/pdf", b"no pdf at all"),
        ],
    );
    assert_eq!(office.comes(raw).await, Received::Filed);
    let page = format!("/heron/applications/{id}/mail");
    let shown = office.cast.rosa.get(&page).await.expect(200);
    let message = shown.texts(".msg").pop().unwrap();
    for part in [
        "Not taken: ../../tool.exe, because this kind of file is not taken",
        "Not taken: fake.pdf, because it is not what its name says",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let href = shown.attributes(".msg a", "href").pop().expect("the file");
    let file = office.cast.rosa.get(&href).await.expect(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    office
        .cast
        .olga
        .get(&href.replace("heron", "otter"))
        .await
        .expect(404);
}

#[tokio::test]
async fn an_invented_address_names_nothing() {
    let (office, _, address) = office().await;
    let (head, tail) = address.split_at(20);
    let other = format!(
        "{head}{}{}",
        if tail.starts_with('0') { '1' } else { '0' },
        &tail[1..]
    );
    for to in [
        other.as_str(),
        "replies+1@heron.example.com",
        "replies@heron.example.com",
    ] {
        let raw = plain(FROM, to, "", to);
        assert_eq!(office.comes(raw.clone()).await, Received::Unmatched);
        assert_eq!(office.comes(raw).await, Received::Known);
    }
    assert_eq!(
        office
            .count("select count(*) from messages where direction = 'in'")
            .await,
        0
    );
    let delivered = format!("Delivered-To: {address}\r\n");
    let raw = plain(FROM, "undisclosed@example.org", &delivered, "A blind copy");
    assert_eq!(
        office.comes(raw).await,
        Received::Filed,
        "the envelope counts too"
    );
}

#[tokio::test]
async fn without_an_address_for_answers_they_go_to_the_company() {
    let office = Office::new(Mood::Takes).await;
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let raw = String::from_utf8_lossy(&office.catcher.caught()[0].raw).into_owned();
    assert!(!raw.contains("Reply-To"), "{raw}");
}
