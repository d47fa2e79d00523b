//! Mail servers that are down, slow, busy, unwilling, or gone in the middle: no mail is lost, and none that was refused
//! comes twice.

use super::Office;
use crate::kit::{
    app::TestApp,
    smtp::{Catcher, Mood},
};
use candor::{
    access::permissions::RunTasks,
    domain::mail::{self, Kind},
    worker::Worker,
};
use jiff::SignedDuration;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// The same for whoever asks with the same number.
fn mood_of(turn: usize) -> Mood {
    match turn % 7 {
        0 => Mood::Says("451 4.7.1 Come back later"),
        1 => Mood::HangsUp,
        2 => Mood::KeepsAndHangsUp,
        3 => Mood::Says("421 4.3.2 Going away"),
        4 => Mood::Slow(Duration::from_millis(2)),
        _ => Mood::Takes,
    }
}

fn message_id(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let line = text.lines().find(|line| line.starts_with("Message-ID:"));
    line.expect("a Message-ID").trim().to_owned()
}

#[tokio::test]
async fn of_a_thousand_mails_none_is_lost_and_none_comes_twice_that_was_refused() {
    let mut turn = 0;
    let catcher = Catcher::moody(move || {
        turn += 1;
        // Once in a while everything goes well for a moment.
        if turn > 1_600 {
            Mood::Takes
        } else {
            mood_of(turn)
        }
    })
    .await;
    let office = Office::set(catcher, |_| ()).await;
    let noor = office.applies("Noor Castellane").await;
    office.writes(noor, 999).await;
    for _ in 0..40 {
        office.app.run_tasks().await;
        let left: i64 = sqlx::query_scalar("select count(*) from messages where state = 'queued'")
            .fetch_one(office.app.app.db.pages())
            .await
            .unwrap();
        if left == 0 {
            break;
        }
        office
            .app
            .app
            .db
            .clock
            .advance(SignedDuration::from_hours(4));
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for mail in office.catcher.caught() {
        *times.entry(message_id(&mail.raw)).or_default() += 1;
    }
    assert_eq!(times.len(), 1_000, "none is lost");
    let sent: i64 = sqlx::query_scalar("select count(*) from messages where state = 'sent'")
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
    assert_eq!(sent, 1_000);
    // Only what the server kept before it hung up can have come again: nobody was told that it had it.
    let again: usize = times.values().map(|times| times - 1).sum();
    let unsure = (1..=1_600)
        .filter(|turn| mood_of(*turn) == Mood::KeepsAndHangsUp)
        .count();
    assert!(again <= unsure, "{again} came again, {unsure} could have");
}

#[tokio::test]
async fn a_server_that_is_away_or_busy_gets_the_mail_when_it_is_back() {
    let office = Office::new(Mood::Says("451 4.7.1 Come back later")).await;
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let (state, tries, words) = office.newest().await;
    assert_eq!((state.as_str(), tries), ("queued", 1));
    assert!(words.unwrap().contains("Come back later"));
    office.app.run_tasks().await;
    assert_eq!(office.newest().await.1, 1, "it waits");
    office
        .catcher
        .becomes(Mood::Slow(Duration::from_millis(50)));
    office
        .app
        .app
        .db
        .clock
        .advance(SignedDuration::from_mins(2));
    office.app.run_tasks().await;
    assert_eq!(office.newest().await, ("sent".to_owned(), 2, None));
    assert_eq!(office.catcher.caught().len(), 1);

    // Nobody listens there.
    let closed = Catcher::new(Mood::Takes).await;
    let away = TestApp::set("localhost:8080", |config| {
        config.smtp_url = Some(candor::base::secret::Secret::new("smtp://127.0.0.1:1"));
    })
    .await;
    let cast = crate::kit::cast::Cast::of(&away).await;
    let live = away.mill(&cast).await;
    let id = away
        .applies(&cast.company, live.id, "Noor Castellane")
        .await;
    away.run_tasks().await;
    assert_eq!(away.mail_of(id).await[0].state, "queued");
    assert!(closed.caught().is_empty());
}

#[tokio::test]
async fn what_went_before_it_was_taken_back_was_sent() {
    let office = Office::new(Mood::Slow(Duration::from_millis(200))).await;
    let noor = office.applies("Noor Castellane").await;
    let permit = office.app.system::<RunTasks>(&office.cast.company);
    let taken_back = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        permit
            .change(async |change| mail::cancel(change, noor, &[Kind::Received]).await)
            .await
            .unwrap();
        assert_eq!(office.newest().await.0, "cancelled");
    };
    tokio::join!(office.app.run_tasks(), taken_back);
    assert_eq!(office.catcher.caught().len(), 1);
    assert_eq!(office.newest().await.0, "sent");
}

#[tokio::test]
async fn after_three_days_a_mail_has_failed_and_says_why() {
    let office = Office::new(Mood::Says("450 4.2.1 The mailbox is asleep")).await;
    let noor = office.applies("Noor Castellane").await;
    for hours in 0..80 {
        office.app.run_tasks().await;
        let (state, ..) = office.newest().await;
        if hours < 71 {
            assert_eq!(state, "queued", "after {hours} hours");
        }
        office
            .app
            .app
            .db
            .clock
            .advance(SignedDuration::from_hours(1));
    }
    let (state, tries, words) = office.newest().await;
    assert_eq!(state, "failed");
    assert!((15..40).contains(&tries), "{tries} tries");
    assert!(words.unwrap().contains("The mailbox is asleep"));
    assert_eq!(office.app.happened(noor, "message.failed").await, 1);
    assert!(office.catcher.caught().is_empty());
}

#[tokio::test]
async fn what_is_refused_has_failed_at_once_and_what_we_may_not_is_tried_again() {
    let office = Office::new(Mood::Says("550 5.1.1 Nobody of that name")).await;
    office.applies("Noor Castellane").await;
    office.app.run_tasks().await;
    let (state, _, words) = office.newest().await;
    assert_eq!(state, "failed");
    assert!(words.unwrap().contains("Nobody of that name"));

    office
        .catcher
        .becomes(Mood::Says("530 5.7.0 Authentication required"));
    office.applies("Nils Aamot").await;
    office.app.run_tasks().await;
    assert_eq!(office.newest().await.0, "queued");
}

#[tokio::test]
async fn while_a_server_hangs_everything_else_goes_on() {
    let office = Office::new(Mood::Silent).await;
    office.applies("Noor Castellane").await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(Worker::new(office.app.app.clone()).run(stop.clone()));
    // The mail is in the worker's hands.
    for _ in 0..200 {
        let leased: i64 = sqlx::query_scalar(
            "select count(*) from work where kind = 'send_mail' and leased_until is not null",
        )
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
        if leased > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let resume = office
        .app
        .resume(
            "resume.txt",
            candor::domain::files::FileKind::Txt,
            b"I mill.",
        )
        .await;
    let began = Instant::now();
    office
        .app
        .sends(
            &office.cast.company,
            office.live.id,
            "Nils Aamot",
            Vec::new(),
            vec![resume],
        )
        .await;
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    // His résumé is read meanwhile.
    for n in 0..500 {
        let read: i64 = sqlx::query_scalar(
            "select count(*) from work where kind <> 'send_mail' and finished_at is not null",
        )
        .fetch_one(office.app.app.db.pages())
        .await
        .unwrap();
        if read > 0 {
            break;
        }
        assert!(n < 499, "nothing else was done");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(office.catcher.caught().is_empty());
    worker.abort();
}
