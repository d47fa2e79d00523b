//! What a mail says, in its head and in both its parts, as another's parser reads it.

use super::Office;
use crate::kit::{
    python::python,
    smtp::{Catcher, Mood},
};
use candor::base::config::MailMode;
use serde_json::{Value, json};

/// Reads a mail with Python's own parser.
const READ: &str = r#"
import sys, json, re, html, email, email.policy
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
page = re.sub(r"<(style|title).*?</\1>", "", parts["text/html"], flags=re.S)
links = re.findall(r'href="([^"]*)"', page)
page = re.sub(r'<p class="btn"><a href="([^"]*)">.*?</a>', r"\1", page)
words = lambda text: [word for word in text.split() if word != "--"]
json.dump({
    "heads": [[name, str(value)] for name, value in mail.items()],
    "kinds": [part.get_content_type() for part in mail.walk()],
    "defects": [str(defect) for part in mail.walk() for defect in part.defects],
    "text": parts["text/plain"],
    "links": links,
    "same": words(parts["text/plain"]) == words(html.unescape(re.sub("<[^>]*>", " ", page)))[len(words(str(mail["from"].addresses[0].display_name))):],
    "page": words(html.unescape(re.sub("<[^>]*>", " ", page))),
    "longest": max(len(line) for line in parts["text/plain"].splitlines()),
}, sys.stdout)
"#;

pub(super) fn read(raw: &[u8]) -> Option<Value> {
    let printed = python(READ, std::str::from_utf8(raw).expect("text"))?;
    Some(serde_json::from_str(&printed).expect("JSON"))
}

pub(super) fn head<'a>(mail: &'a Value, name: &str) -> Vec<&'a str> {
    let heads = mail["heads"].as_array().expect("heads").iter();
    heads
        .filter(|head| {
            head[0]
                .as_str()
                .is_some_and(|it| it.eq_ignore_ascii_case(name))
        })
        .filter_map(|head| head[1].as_str())
        .collect()
}

#[tokio::test]
async fn a_mail_says_the_same_as_text_and_as_a_page() {
    let office = Office::new(Mood::Takes).await;
    sqlx::query("update companies set contact_email = 'people@heron.example.com', sender_name = 'Häron Mills, Tallinn' where slug = 'heron'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    let id = office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let caught = office.catcher.caught();
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0].to, "noor.castellane@example.org");
    let Some(mail) = read(&caught[0].raw) else {
        return;
    };
    assert_eq!(mail["defects"], json!([]));
    assert_eq!(
        mail["kinds"],
        json!(["multipart/alternative", "text/plain", "text/html"])
    );
    assert_eq!(
        head(&mail, "from"),
        ["\"Häron Mills, Tallinn\" <candor@localhost>"]
    );
    assert_eq!(head(&mail, "to"), ["noor.castellane@example.org"]);
    assert_eq!(head(&mail, "reply-to"), ["people@heron.example.com"]);
    assert_eq!(head(&mail, "auto-submitted"), ["auto-generated"]);
    assert_eq!(
        head(&mail, "subject"),
        ["We have your application for Miller"]
    );
    let fixed: String = sqlx::query_scalar("select message_id from messages")
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(head(&mail, "message-id"), [fixed]);
    assert_eq!(head(&mail, "date").len(), 1);

    let text = mail["text"].as_str().unwrap();
    let link = format!("http://localhost:8080{}", office.app.link_of(id).await);
    assert!(text.starts_with("Hello Noor,"), "{text}");
    assert!(text.contains(&link), "{text}");
    assert!(!text.contains('{'), "{text}");
    assert!(mail["longest"].as_u64().unwrap() <= 78 + 40, "{text}");
    assert_eq!(mail["same"], true, "{text}\n{}", mail["page"]);
    let links = mail["links"].as_array().unwrap();
    assert!(links.iter().all(|it| *it == link.as_str()), "{links:?}");
}

#[tokio::test]
async fn what_people_type_reaches_no_head_and_is_read_for_no_words() {
    let office = Office::new(Mood::Takes).await;
    sqlx::query("update companies set sender_name = E'Heron\\r\\nBcc: spy@evil.example' where slug = 'heron'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    sqlx::query("update postings set title = E'Miller\\r\\nX-Evil: yes\\r\\n\\r\\n<b>Body</b>'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    let id = office.applies("Noor Castellane").await;
    sqlx::query("update candidates set given_name = '{status_link}'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    office.writes(id, 1).await;
    sqlx::query("update candidates set given_name = E'Noor\\r\\nBcc: spy@evil.example'")
        .execute(office.app.app.db.pages())
        .await
        .unwrap();
    office.writes(id, 1).await;
    office.app.run_tasks().await;
    let caught = office.catcher.caught();
    assert_eq!(caught.len(), 3);
    for mail in &caught {
        let Some(mail) = read(&mail.raw) else { return };
        let names: Vec<_> = mail["heads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|head| head[0].as_str().unwrap().to_lowercase())
            .collect();
        for name in &names {
            let known = [
                "from",
                "to",
                "subject",
                "date",
                "message-id",
                "auto-submitted",
                "mime-version",
                "content-type",
            ];
            assert!(known.contains(&name.as_str()), "{names:?}");
        }
        assert_eq!(mail["defects"], json!([]));
    }
    let second = read(&caught[1].raw).expect("Python is here");
    let text = second["text"].as_str().unwrap();
    assert!(text.starts_with("Hello (status_link),"), "{text}");
    let third = read(&caught[2].raw).expect("Python is here");
    let text = third["text"].as_str().unwrap();
    assert!(text.starts_with("Hello,"), "{text}");
}

#[tokio::test]
async fn mail_can_be_off_or_go_to_one_address() {
    let off = Office::set(Catcher::new(Mood::Takes).await, |config| {
        config.mail = MailMode::Off;
    })
    .await;
    off.applies("Noor Castellane").await;
    off.app.run_tasks().await;
    assert_eq!(off.newest().await.0, "kept");
    assert!(off.catcher.caught().is_empty());

    let aside = Office::set(Catcher::new(Mood::Takes).await, |config| {
        config.mail = MailMode::Redirect;
        config.mail_redirect = Some("trying@heron.example.com".to_owned());
    })
    .await;
    aside.applies("Noor Castellane").await;
    aside.app.run_tasks().await;
    assert_eq!(aside.newest().await.0, "sent");
    let caught = aside.catcher.caught();
    assert_eq!(caught[0].to, "trying@heron.example.com");
    let text = String::from_utf8_lossy(&caught[0].raw).into_owned();
    assert!(!text.contains("noor.castellane@example.org"), "{text}");
}
