//! Promises: a move onwards begins a new wait, and more time needs a word to the candidate.

use super::{Desk, browser};
use jiff::{SignedDuration, Timestamp};

impl Desk {
    async fn promised(&self) -> Timestamp {
        let text: String = self
            .fact("to_char(promised_by at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
            .await;
        text.parse().expect("a time")
    }
}

#[tokio::test]
async fn whoever_moves_on_waits_anew_and_taking_it_back_takes_that_back() {
    let desk = Desk::new().await;
    // They have waited for a week.
    sqlx::query("update applications set promised_by = promised_by - interval '7 days'")
        .execute(desk.app.app.db.pages())
        .await
        .unwrap();
    let first = desk.promised().await;
    let mut rosa = browser(&desk.cast.rosa);
    desk.move_to(&mut rosa, "Interviews", &desk.version().await)
        .await
        .expect(303);
    let onwards = desk.promised().await;
    assert!(onwards > first, "{onwards} {first}");
    // After the interviews it is five working days, a week.
    desk.move_to(&mut rosa, "Decision", &desk.version().await)
        .await
        .expect(303);
    let met = desk.promised().await;
    let now = desk.app.app.db.clock.now().0;
    let days = met.duration_since(now).as_hours() / 24;
    assert!((5..=8).contains(&days), "{days}");
    let undo = format!("{}/move/undo", desk.own);
    rosa.post(&undo, &[("version", &desk.version().await)])
        .await
        .expect(303);
    assert_eq!(desk.promised().await, onwards);
    // Going back promises nothing new.
    desk.move_to(&mut rosa, "Application review", &desk.version().await)
        .await
        .expect(303);
    assert_eq!(desk.promised().await, onwards);
}

#[tokio::test]
async fn more_time_needs_a_day_and_a_reason_and_the_candidate_hears_of_it() {
    let desk = Desk::new().await;
    let mut rosa = browser(&desk.cast.rosa);
    let path = format!("{}/promise", desk.own);
    let page = rosa.get(&path).await.expect(200);
    assert_eq!(page.text_of("h1"), "More time for Noor Castellane");
    let version = page.value("version");
    let day = |days: i64| {
        let at = desk
            .app
            .app
            .db
            .clock
            .now()
            .plus(SignedDuration::from_hours(24 * days));
        at.0.strftime("%Y-%m-%d").to_string()
    };
    for (until, words, field) in [
        ("", "Illness.", "until"),
        ("soon", "Illness.", "until"),
        (&*day(2), "Illness.", "until"),
        (&*day(120), "Illness.", "until"),
        (&*day(30), " ", "words"),
    ] {
        let fields = [("until", until), ("words", words), ("version", &version)];
        let again = rosa.post(&path, &fields).await.expect(422);
        assert_eq!(
            again.texts(&format!("#{field}-error")).len(),
            1,
            "{until} {words}"
        );
        assert!(again.text().contains(words.trim()));
    }
    assert_eq!(desk.app.mail_of(desk.id).await.len(), 1);
    let until = day(30);
    let fields = [
        ("until", &*until),
        ("words", "The head miller is ill."),
        ("version", &*version),
    ];
    rosa.post(&path, &fields).await.expect(303);
    rosa.post(&path, &fields).await.expect(409);
    desk.app.run_tasks().await;
    let mail = desk.app.mail_of(desk.id).await;
    assert_eq!(mail[1].kind, "extended");
    assert!(
        mail[1].body.contains("The head miller is ill."),
        "{}",
        mail[1].body
    );
    let page = desk
        .app
        .visitor()
        .get(&desk.app.link_of(desk.id).await)
        .await
        .expect(200);
    assert!(page.attributes("#n time", "datetime")[0].starts_with(&until));
    let history = rosa
        .get(&format!("{}/activity", desk.own))
        .await
        .expect(200);
    assert!(history.text().contains("put off the answer"));
    let mut iris = browser(&desk.cast.iris);
    assert!([403, 404].contains(&iris.post(&path, &fields).await.status.as_u16()));
}
