//! Answers that are fetched from a mailbox.

use super::{
    Office,
    answers::{FROM, plain},
};
use crate::kit::{
    imap::{Lying, Postbox},
    smtp::{Catcher, Mood},
};
use candor::base::config::Config;
use std::path::Path;
use tempfile::TempDir;

fn set(config: &mut Config, folder: &Path, url: &str, password: &str) {
    let file = folder.join("password");
    std::fs::write(&file, password).expect("a password");
    config.reply_address = Some("*@replies.heron.example.com".to_owned());
    config.imap_url = Some(url.parse().expect("an address"));
    config.imap_user = Some("noor".to_owned());
    config.imap_password_file = Some(file);
}

async fn office(postbox: &Postbox, password: &str) -> (Office, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("imap://127.0.0.1:{}/Answers", postbox.port);
    let office = Office::set(Catcher::new(Mood::Takes).await, |config| {
        set(config, folder.path(), &url, password);
    })
    .await;
    (office, folder)
}

#[tokio::test]
async fn answers_are_fetched_once_and_stay_in_the_mailbox() {
    let postbox = Postbox::new().await;
    let (office, _folder) = office(&postbox, "open sesame\n").await;
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let raw = String::from_utf8_lossy(&office.catcher.caught()[0].raw).into_owned();
    let line = raw
        .lines()
        .find(|line| line.starts_with("Reply-To: reply-"));
    let address = line.expect("an address").replace("Reply-To: ", "");
    postbox.put(plain(FROM, &address, "", "Tuesday suits me."));
    postbox.put(plain(FROM, "nobody@heron.example.com", "", "Hello?"));
    postbox.mails.lock().unwrap().push(Lying {
        raw: b"Subject: large\r\n\r\nx".to_vec(),
        size: Some(26 << 20),
        ..Lying::default()
    });
    let now = jiff::SignedDuration::from_mins(2);
    office.app.app.db.clock.advance(now);
    office.app.run_tasks().await;
    assert_eq!(postbox.flags(), ["(\\Seen)", "(\\Seen)", "(\\Flagged)"]);
    let filed =
        "select count(*) from messages where direction = 'in' and body = 'Tuesday suits me.'";
    assert_eq!(office.count(filed).await, 1);
    assert_eq!(office.count("select count(*) from unmatched_mail").await, 1);
    // The marks got lost: it comes again.
    postbox.mails.lock().unwrap()[0].flags.clear();
    office.app.app.db.clock.advance(now);
    office.app.run_tasks().await;
    assert_eq!(postbox.flags()[0], "(\\Seen)");
    assert_eq!(office.count(filed).await, 1);
}

#[tokio::test]
async fn a_mailbox_that_does_not_open_holds_nothing_up() {
    let postbox = Postbox::new().await;
    let (office, _folder) = office(&postbox, "guess").await;
    postbox.put("Subject: x\r\n\r\ny");
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    assert_eq!(office.catcher.caught().len(), 1, "mail goes out");
    assert_eq!(postbox.flags(), [""], "and what lies there stays");
}

#[test]
fn a_password_is_not_sent_in_clear() {
    use candor::domain::replies::Mailbox;
    use clap::Parser;
    #[derive(Parser)]
    struct Settings {
        #[command(flatten)]
        config: Config,
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Settings::parse_from(["candor"]).config;
    for (url, fine) in [
        ("imaps://mail.example:993/INBOX", true),
        ("imap://localhost/INBOX", true),
        ("imap://mail.example/INBOX", false),
        ("https://mail.example/", false),
    ] {
        set(&mut config, folder.path(), url, "x");
        assert_eq!(Mailbox::new(&config).is_ok(), fine, "{url}");
    }
    config.imap_user = None;
    assert!(Mailbox::new(&config).is_err());
}
