//! Mail that is not about one's own application: one click ends it (RFC 8058).

use super::{
    Office,
    heads::{head, read},
};
use crate::kit::smtp::Mood;
use candor::{
    access::permissions::RunTasks,
    domain::{
        accounts::users::Email,
        mail::{Kind, Mailing, OwnLink, own_token, write_mailing},
    },
};

const NONCE: [u8; 32] = [7; 32];

async fn sends(office: &Office, one_click: bool) {
    let to = Email::parse("wilma@example.org").unwrap();
    office
        .app
        .system::<RunTasks>(&office.cast.company)
        .change(async |change| {
            let mailing = Mailing {
                kind: Kind::Written,
                to: &to,
                given_name: "Wilma",
                candidate: None,
                locale: None,
                link: Some(OwnLink {
                    path: "/heron/alerts/{token}",
                    nonce: NONCE,
                    one_click,
                }),
                values: &[("posting", "Miller")],
                send_at: change.now(),
            };
            write_mailing(change, mailing).await
        })
        .await
        .expect("a mail");
}

#[tokio::test]
async fn one_click_ends_a_mailing() {
    let office = Office::new(Mood::Takes).await;
    sqlx::query("insert into mail_templates (company_id, kind, locale, subject, body, created_at, updated_at)
                 select id, 'written', 'en', 'New jobs', E'Hello {first_name},\\n\\n{own_link}', now(), now() from companies where slug = 'heron'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    sends(&office, true).await;
    office.app.run_tasks().await;
    let token = own_token(&office.app.app.db.key, &NONCE);
    let url = format!("http://localhost:8080/heron/alerts/{}", token.reveal());
    let caught = office.catcher.caught();
    assert_eq!(caught[0].to, "wilma@example.org");
    let raw = String::from_utf8_lossy(&caught[0].raw).into_owned();
    assert!(
        raw.contains(&format!("List-Unsubscribe: <{url}>\r\n")),
        "{raw}"
    );
    let kept: String = sqlx::query_scalar("select body || own_path from messages")
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
    assert!(!kept.contains(token.reveal()), "{kept}");
    let Some(mail) = read(&caught[0].raw) else {
        return;
    };
    assert_eq!(head(&mail, "list-unsubscribe"), [format!("<{url}>")]);
    assert_eq!(
        head(&mail, "list-unsubscribe-post"),
        ["List-Unsubscribe=One-Click"]
    );
    let text = mail["text"].as_str().unwrap().replace('\r', "");
    assert!(text.contains(&format!("Hello Wilma,\n\n{url}")), "{text}");
    assert!(
        text.contains(&format!("No more of these mails:\n{url}")),
        "{text}"
    );
    assert_eq!(mail["same"], true, "{text}\n{}", mail["page"]);
}

#[tokio::test]
async fn what_is_no_mailing_has_no_such_heads() {
    let office = Office::new(Mood::Takes).await;
    sends(&office, false).await;
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let caught = office.catcher.caught();
    assert_eq!(caught.len(), 2);
    for mail in caught {
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        assert!(!raw.contains("List-"), "{raw}");
    }
}
