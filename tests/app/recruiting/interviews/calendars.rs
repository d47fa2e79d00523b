//! Mails and calendars follow an interview from its setting to its end.

use super::{Desk, browser, posts, to, with};
use serde_json::Value;

const NOOR: &str = "noor.castellane@example.org";
const HUGO: &str = "hugo@heron.example.com";
const IRIS: &str = "iris@heron.example.com";

#[tokio::test]
async fn an_interview_is_set_changed_and_cancelled_and_calendars_follow() {
    let desk = Desk::new().await;
    let cast = &desk.office.cast;
    let set = desk.set(&cast.cora, &[&cast.iris, &cast.hugo]).await;
    assert_eq!(set.location(), desk.path);
    desk.set(&cast.cora, &[&cast.iris, &cast.hugo])
        .await
        .expect(303);
    assert_eq!(
        desk.office
            .app
            .happened(desk.id, "interview.scheduled")
            .await,
        1,
        "a double click sets one"
    );
    let page = browser(&cast.cora).get(&desk.path).await.expect(200);
    assert!(
        page.text_of(".row__main")
            .contains("With Hugo Brandt, Iris Vale")
    );

    let Some(sent) = desk.sent().await else {
        return;
    };
    assert_eq!(sent.len(), 3);
    let noor = to(&sent, NOOR);
    assert_eq!(
        noor["kinds"],
        serde_json::json!([
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics"
        ])
    );
    assert_eq!(noor["errors"], serde_json::json!([]));
    for (name, value) in [
        ("subject", "Your interview for Miller"),
        ("method", "REQUEST"),
        ("parameter", "REQUEST"),
        ("status", "CONFIRMED"),
        ("file", "invitation.ics"),
        ("location", "https://meet.example.com/mill-1"),
        ("summary", "First interview: Miller, Heron Mills"),
    ] {
        assert_eq!(noor[name], value, "{name}");
    }
    assert_eq!(
        noor["organizer"],
        serde_json::json!(["mailto:candor@localhost", "Heron Mills"])
    );
    assert_eq!(
        noor["attendee"],
        serde_json::json!([format!("mailto:{NOOR}"), "Noor Castellane"])
    );
    let start = noor["start"].as_str().unwrap();
    assert!(
        start.contains("T12:00:00") || start.contains("T11:00:00"),
        "14:00 in Tallinn is not {start}"
    );
    let text = noor["text"].as_str().unwrap();
    assert!(text.contains("14:00 to 14:45 (Europe/Tallinn"), "{text}");
    assert!(
        text.contains("With: Hugo and Iris") && !text.contains("Brandt"),
        "{text}"
    );
    assert!(text.contains("Bring a handful of rye."), "{text}");
    let iris = to(&sent, IRIS);
    assert_eq!(iris["uid"], noor["uid"]);
    let text = iris["text"].as_str().unwrap();
    assert!(
        text.contains(&format!(
            "http://localhost:8080/heron/applications/{}",
            desk.id
        )),
        "{text}"
    );
    assert!(
        !text.contains("/a/"),
        "nobody gets the candidate's link: {text}"
    );

    // Changed: the same thing in the calendar, and Hugo is out of it.
    let interview = format!("/heron/interviews/{}", desk.newest().await);
    let page = browser(&cast.rosa).get(&interview).await.expect(200);
    assert_eq!(page.value("place"), "https://meet.example.com/mill-1");
    let mut changed = with(desk.typed(&[&cast.iris]), "time", "15:30");
    changed.push(("version".to_owned(), page.value("version")));
    posts(&cast.rosa, &interview, &changed).await.expect(303);
    let sent = desk.sent().await.unwrap();
    assert_eq!(sent.len(), 3);
    assert_eq!(to(&sent, NOOR)["uid"], noor["uid"]);
    assert_eq!(to(&sent, NOOR)["sequence"], 1);
    assert_eq!(to(&sent, IRIS)["method"], "REQUEST");
    assert_eq!(to(&sent, HUGO)["method"], "CANCEL");
    // Stale: nothing is lost, and it is said who was faster.
    let stale = posts(
        &cast.cora,
        &interview,
        &with(changed.clone(), "time", "16:00"),
    )
    .await
    .expect(409);
    assert!(
        stale
            .text()
            .contains("Rosa Lindqvist changed this interview")
    );
    assert_eq!(stale.value("time"), "16:00");
    // The same once more tells nobody anything.
    let same = with(changed, "version", &stale.value("version"));
    posts(&cast.cora, &interview, &same).await.expect(303);
    assert!(desk.sent().await.unwrap().is_empty());

    let off = format!("{interview}/cancellation");
    let page = browser(&cast.ada).get(&off).await.expect(200);
    let fields = [
        ("version", page.value("version")),
        ("words", "The mill stands still that day.".to_owned()),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    posts(&cast.ada, &off, &fields).await.expect(303);
    let sent = desk.sent().await.unwrap();
    assert_eq!(sent.len(), 2);
    let noor = to(&sent, NOOR);
    assert_eq!(
        (&noor["method"], &noor["status"]),
        (&Value::from("CANCEL"), &Value::from("CANCELLED"))
    );
    assert_eq!(noor["sequence"], 2);
    assert!(noor["text"].as_str().unwrap().contains("stands still"));
    assert_eq!(to(&sent, IRIS)["method"], "CANCEL");
    posts(&cast.ada, &off, &fields).await.expect(409);
    let page = browser(&cast.rosa)
        .get(&format!("/heron/applications/{}/activity", desk.id))
        .await;
    let feed = page.texts(".feed__body").join("\n");
    for words in [
        "Cora Penn set the interview “First interview” of",
        "Rosa Lindqvist changed the",
        "Ada Marsh cancelled the",
    ] {
        assert!(feed.contains(words), "{words} in {feed}");
    }
    // Mail to colleagues is none with the candidate.
    let page = browser(&cast.rosa)
        .get(&format!("/heron/applications/{}/mail", desk.id))
        .await;
    assert!(!page.text().contains("You interview Noor"));
}
