//! The interviews that somebody is invited to, on their own page.

use super::Mill;
use crate::kit::python::python;

#[tokio::test]
async fn an_interview_stands_on_the_page_in_the_readers_zone() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut noor = mill.app.visitor();
    let page = noor.get(&path).await.expect(200);
    assert!(!page.text().contains("Show times in"));
    let (cast, people) = (&mill.cast, [mill.cast.iris.member, mill.cast.hugo.member]);
    let interview = mill.app.meets(&cast.company, &cast.rosa, id, &people).await;
    let page = noor.get(&path).await.expect(200);
    assert_eq!(
        page.text_of("section.next h2"),
        "First interview with Hugo and Iris"
    );
    let section = page.text_of("section.next");
    assert!(
        section.contains("(UTC)") && !section.contains("At Heron Mills"),
        "{section}"
    );
    assert!(section.contains("Bring a handful of rye."));
    assert!(
        !page.text().contains("Vale") && !page.text().contains("iris@"),
        "by given name only"
    );
    let page = noor
        .get(&format!("{path}?zone=Asia/Tokyo"))
        .await
        .expect(200);
    let section = page.text_of("section.next");
    assert!(
        section.contains("(Asia/Tokyo, UTC+9)") && section.contains("At Heron Mills: "),
        "{section}"
    );
    let page = noor
        .get(&format!("{path}?zone=Middle/Earth"))
        .await
        .expect(200);
    assert!(page.text_of("section.next").contains("(UTC)"));

    let file = noor
        .get(&format!("{path}/interviews/{interview}"))
        .await
        .expect(200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(file.header("cache-control"), "no-store");
    let script = "import sys, icalendar\n[e] = icalendar.Calendar.from_ical(sys.stdin.read()).walk('VEVENT')\nprint(e['SUMMARY'], '|', e['LOCATION'], '|', e['UID'])";
    if let Some(read) = python(script, &file.text()) {
        assert!(
            read.starts_with(
                "First interview: Miller, Heron Mills | https://meet.example.com/mill-1 |"
            ),
            "{read}"
        );
    }
    assert!(!file.text().contains("Vale"));
    // Another's link does not lead to it.
    let other = mill.applies("Nils Aho").await;
    let theirs = mill.app.link_of(other).await;
    noor.get(&format!("{theirs}/interviews/{interview}"))
        .await
        .expect(404);
    noor.get(&format!("{path}/interviews/99999"))
        .await
        .expect(404);
    let copy = noor
        .get(&format!("{path}/copy.json"))
        .await
        .expect(200)
        .json();
    let held = &copy["applications"][0]["interviews"][0];
    assert_eq!(held["name"], "First interview");
    assert_eq!(held["people"], serde_json::json!(["Hugo", "Iris"]));
}

#[tokio::test]
async fn withdrawing_cancels_interviews_and_tells_those_who_hold_them() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let cast = &mill.cast;
    mill.app
        .meets(&cast.company, &cast.rosa, id, &[cast.iris.member])
        .await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut noor = mill.app.visitor();
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    mill.app.run_tasks().await;
    assert_eq!(mill.app.happened(id, "interview.cancelled").await, 1);
    let mail = mill.app.mail_of(id).await;
    let released: Vec<_> = mail
        .iter()
        .filter(|mail| mail.kind == "interviewer-released")
        .collect();
    assert_eq!(released.len(), 1);
    assert_eq!(released[0].to, "iris@heron.example.com");
    assert!(
        mail.iter().all(|mail| mail.kind != "interview-cancelled"),
        "they know it themselves"
    );
    let page = noor
        .post_and_follow(&format!("{path}/withdrawal/undo"), &[])
        .await
        .expect(200);
    assert!(page.text().contains("have to be set anew"));
    assert!(!page.text().contains("First interview with"));
}
