//! What mail programs and mail servers answer by themselves.

use super::{
    Office,
    answers::{FROM, office, plain},
};
use candor::domain::replies::Received;

#[tokio::test]
async fn what_a_program_answers_is_filed_quietly() {
    let (mut office, id, address) = office().await;
    for (n, head) in [
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: auto_reply\r\n",
    ]
    .iter()
    .enumerate()
    {
        // Of absence notes many come without a return path.
        let heads = format!("Return-Path: <{FROM}>\r\n{head}");
        let raw = plain(FROM, &address, &heads, &format!("I am away. {n}"));
        assert_eq!(office.comes(raw).await, Received::Filed);
    }
    let away = plain(
        FROM,
        &address,
        "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n",
        "Away.",
    );
    assert_eq!(office.comes(away).await, Received::Filed);
    assert_eq!(
        office
            .count("select count(*) from applications where replied_at is not null")
            .await,
        0
    );
    assert_eq!(
        office
            .count("select count(*) from messages where state = 'bounced'")
            .await,
        0
    );
    let shown = office
        .cast
        .rosa
        .get(&format!("/heron/applications/{id}/mail"))
        .await
        .expect(200);
    assert!(shown.texts(".msg").pop().unwrap().contains("Automatic"));
    let own = office.app.link_of(id).await;
    let standing = office.app.visitor().get(&own).await.expect(200);
    assert!(!standing.text().contains("Away."));
}

#[tokio::test]
async fn a_mail_that_comes_back_is_marked_with_the_reason() {
    let (mut office, id, address) = office().await;
    let message: String = sqlx::query_scalar("select message_id from messages")
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
    let report = |action: &str| {
        format!(
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {address}\r\nSubject: Undelivered Mail\r\n\
             Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=cut\r\n\r\n\
             --cut\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --cut\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; noor.castellane@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 No such\r\n user\r\n\
             --cut\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message}\r\nSubject: We have\r\n--cut--\r\n"
        )
    };
    assert_eq!(office.comes(report("delayed")).await, Received::Filed);
    assert_eq!(office.newest_out().await.0, "sent", "it is only late");
    assert_eq!(office.comes(report("failed")).await, Received::Bounced);
    assert_eq!(office.comes(report("failed")).await, Received::Known);
    assert_eq!(
        office.newest_out().await,
        (
            "bounced".to_owned(),
            Some("550 5.1.1 No such user".to_owned())
        )
    );
    let outbox = office
        .cast
        .ada
        .get("/heron/settings/outbox?state=bounced")
        .await
        .expect(200);
    assert!(outbox.text_of(".row__sub").contains("No such user"));
    let activity = office
        .cast
        .rosa
        .get(&format!("/heron/applications/{id}/activity?show=mail"))
        .await
        .expect(200);
    let told = activity.text_of(".feed");
    assert!(
        told.contains("A mail to Noor Castellane came back (550 5.1.1 No such user)"),
        "{told}"
    );

    // A server that knows no reports.
    office.writes(id, 1).await;
    office.app.run_tasks().await;
    let raw = plain(
        "postmaster@mx.example",
        &address,
        "Return-Path: <>\r\n",
        "Mailbox full",
    );
    assert_eq!(office.comes(raw).await, Received::Bounced);
    assert_eq!(
        office.newest_out().await,
        ("bounced".to_owned(), Some("Mailbox full".to_owned()))
    );
}

impl Office {
    /// State and reason of the newest mail that went out.
    async fn newest_out(&self) -> (String, Option<String>) {
        sqlx::query_as("select state::text, last_error from messages where direction = 'out' order by id desc limit 1")
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a mail")
    }
}
