//! Home: what waits for whoever looks, counted to the last.

use crate::{
    careers::own::Mill,
    kit::{app::TestApp, applications::crowd, cast::Cast, postings::miller, statements},
};
use candor::{access::TeamRole, base::ids::ApplicationId};
use jiff::{SignedDuration, tz::TimeZone};

#[tokio::test]
async fn an_empty_company_says_how_to_begin() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get("/heron").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No open job yet");
    assert_eq!(
        page.attributes(".empty .btn", "href"),
        ["/heron/jobs/new", "/heron/imports"]
    );
    assert!(page.text_of(".empty").contains("candor demo"));
    let page = cast.iris.get("/heron").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No job is yours yet");
    assert_eq!(page.attributes(".empty .btn", "href"), ["/heron/jobs"]);
}

#[tokio::test]
async fn an_interviewer_for_whom_nothing_waits_is_told_what_would() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    app.mill(&cast).await;
    let page = cast.iris.get("/heron").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "Nothing just now");
    assert_eq!(
        page.attributes(".empty .btn", "href"),
        ["/heron/interviews"]
    );
}

#[tokio::test]
async fn what_waits_is_counted_to_the_last() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    app.joins(&cast.company, mill, cast.rosa.member, TeamRole::Recruiter)
        .await;
    let ids = crowd(&app, mill.job.0, 30).await;
    for id in &ids[..14] {
        app.aged(*id, 20).await;
    }
    let reason = app
        .number("select min(id) from rejection_reasons")
        .await
        .to_string();
    for id in &ids[26..29] {
        let fields = [("reason", &*reason), ("telling", "held"), ("version", "1")];
        cast.rosa
            .post(&format!("/heron/applications/{id}/rejection"), &fields)
            .await
            .expect(303);
    }
    let now = [("reason", &*reason), ("telling", "now"), ("version", "1")];
    cast.rosa
        .post(&format!("/heron/applications/{}/rejection", ids[29]), &now)
        .await
        .expect(303);
    // A job that is not hers asks nothing of Rosa.
    let other = app.publish(&cast.company, miller()).await;
    crowd(&app, other.job.0, 5).await;

    let page = cast.rosa.get("/heron").await.expect(200);
    assert_eq!(
        page.text_of(".page-head__lead"),
        "18 things need you. 14 answers are late."
    );
    let waiting = page.texts("[aria-labelledby=t1] .row__title");
    assert_eq!(waiting[0], "Review 26 new applications");
    assert_eq!(waiting[1..], ["Let 3 people know"]);
    assert!(
        page.text_of("[aria-labelledby=t1] .row__sub")
            .contains("Miller. The oldest has waited 20 d")
    );
    assert_eq!(page.texts("[aria-labelledby=t2] .count"), ["14"]);
    assert_eq!(page.texts("[aria-labelledby=t2] .row__title").len(), 10);
    assert_eq!(
        page.texts("[aria-labelledby=t4] .row__sub"),
        ["26 new, 26 in all"]
    );
    assert_eq!(
        page.attributes(".spark", "aria-label"),
        [
            "Application review 26, Recruiter screen 0, Assessment 0, Interviews 0, Decision 0, Offer 0, Hired 0"
        ]
    );
    // The list has them all, and the verb settles it.
    let untold = "/heron/waiting?for=untold";
    let page = cast.rosa.get(untold).await.expect(200);
    assert_eq!(
        page.texts(".row__title"),
        ["Person 0027", "Person 0028", "Person 0029"]
    );
    let tell = page.attributes(".rows form", "action").remove(0);
    let version = page.attributes(".rows form input", "value").remove(0);
    cast.rosa.headers.insert(
        "referer".to_owned(),
        format!("http://localhost:8080{untold}"),
    );
    let told = cast.rosa.post(&tell, &[("version", &version)]).await;
    assert_eq!(told.location(), untold);
    let page = cast.rosa.get("/heron").await.expect(200);
    assert_eq!(
        page.texts("[aria-labelledby=t1] .row__title")[1],
        "Let 2 people know"
    );
    // Ada is in no team: all that she sees is hers.
    let page = cast.ada.get("/heron").await.expect(200);
    assert_eq!(page.texts("[aria-labelledby=t4] .row__title").len(), 2);
    // Auditors see what is late, and have nothing to tell.
    let page = cast.otto.get("/heron").await.expect(200);
    assert!(!page.text().contains("people know"));
    let page = cast.otto.get(untold).await.expect(200);
    assert!(page.texts(".row__title").is_empty());
    // Iris sees no candidates.
    let page = cast.iris.get("/heron").await.expect(200);
    assert!(!page.text().contains("Person"));
    assert_eq!(page.text_of(".page-head__lead"), "Nothing waits for you.");
    // And the other company is another house.
    let page = cast.olga.get("/otter").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No open job yet");
    cast.olga.get("/heron").await.expect(404);
}

/// The number that a line of home begins with, wherever it stands in it.
fn number(text: &str) -> usize {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

#[tokio::test]
async fn each_count_is_the_length_of_the_list_that_it_opens() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    for (member, role) in [
        (cast.rosa.member, TeamRole::Recruiter),
        (cast.cora.member, TeamRole::Coordinator),
    ] {
        app.joins(&cast.company, mill, member, role).await;
    }
    let other = app.publish(&cast.company, miller()).await;
    let ids = crowd(&app, mill.job.0, 20).await;
    let elsewhere = crowd(&app, other.job.0, 6).await;
    for id in ids[..7].iter().chain(&elsewhere[..2]) {
        app.aged(*id, 20).await;
    }
    let reason = app.number("select min(id) from rejection_reasons").await;
    let reason = reason.to_string();
    for id in ids[16..].iter().chain(&elsewhere[4..]) {
        let fields = [("reason", &*reason), ("telling", "held"), ("version", "1")];
        let path = format!("/heron/applications/{id}/rejection");
        cast.ada.post(&path, &fields).await.expect(303);
    }
    let numbers = |ids: &[ApplicationId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    let wrote = [numbers(&ids[8..11]), numbers(&elsewhere[..1])].concat();
    sqlx::query("update applications set replied_at = $2 where id = any($1)")
        .bind(wrote)
        .bind(app.app.db.clock.now())
        .execute(app.app.db.pages())
        .await
        .expect("replies");
    sqlx::query(
        "insert into adjustment_requests (company_id, application_id, body, created_at, updated_at)
         select company_id, id, 'More time', now(), now() from applications where id = any($1)",
    )
    .bind(numbers(&ids[1..3]))
    .execute(app.app.db.pages())
    .await
    .expect("requests");
    // Two of them are snoozed by Rosa, one of whom is late; she and Iris are named, and have something to do.
    for id in [ids[0], ids[12]] {
        let path = format!("/heron/applications/{id}/snooze");
        let fields = [("until", "week")];
        cast.rosa.post(&path, &fields).await.expect(303);
    }
    let own = format!("/heron/applications/{}", ids[5]);
    for (body, visibility) in [
        ("@Rosa Lindqvist and @Hugo, look", "team"),
        ("@Rosa Lindqvist and @Hugo, look again", "recruiters"),
        ("@Rosa Lindqvist, not for you", "private"),
    ] {
        let fields = [("body", body), ("visibility", visibility)];
        let path = format!("{own}/notes");
        cast.cora.post(&path, &fields).await.expect(303);
    }
    let today = app.app.db.clock.now().day(&TimeZone::UTC).to_string();
    for person in [cast.rosa.member, cast.hugo.member] {
        for body in ["Call", "Write"] {
            let whom = person.to_string();
            let fields = [("body", body), ("due", &*today), ("whom", &*whom)];
            let path = format!("{own}/todos");
            cast.cora.post(&path, &fields).await.expect(303);
        }
    }
    sqlx::query("update todos set due_on = due_on - 1 where body = 'Call'")
        .execute(app.app.db.pages())
        .await
        .expect("a day");
    app.is_held(&cast.company, mill, "Robin Tester").await;

    let mut seen = Vec::new();
    for person in [
        &mut cast.ada,
        &mut cast.rosa,
        &mut cast.cora,
        &mut cast.hugo,
        &mut cast.iris,
        &mut cast.otto,
    ] {
        let page = person.get("/heron").await.expect(200);
        let mut lines: Vec<(String, String)> = page
            .texts("[aria-labelledby=t1] .row__title")
            .into_iter()
            .zip(page.attributes("[aria-labelledby=t1] .row__title", "href"))
            .collect();
        let late = page.texts("[aria-labelledby=t2] .count");
        let all = page.attributes("[aria-labelledby=t2] .panel__head a", "href");
        lines.extend(late.into_iter().zip(all));
        let snoozed = page.texts("[aria-labelledby=t1] .panel__head a");
        let href = page.attributes("[aria-labelledby=t1] .panel__head a", "href");
        lines.extend(snoozed.into_iter().zip(href));
        for (title, href) in lines {
            let list = person.get(&href).await;
            let there = match list.status.as_u16() {
                303 => {
                    let review = person.get(&list.location()).await.expect(200);
                    number(&review.text_of(".review__bar [role=status]"))
                }
                _ => list
                    .expect(200)
                    .texts("main .rows > li, main article")
                    .len(),
            };
            assert_eq!(there, number(&title), "{}: {title}", person.name);
            seen.push(format!("{}: {title}", person.name));
        }
    }
    assert_eq!(
        seen,
        [
            "Ada Marsh: Review 16 new applications",
            "Ada Marsh: Review 4 new applications",
            "Ada Marsh: 4 unanswered replies",
            "Ada Marsh: Let 6 people know",
            "Ada Marsh: Look at 1 held application",
            "Ada Marsh: 9",
            "Rosa Lindqvist: 1 to-do is overdue",
            "Rosa Lindqvist: 1 to-do for today",
            "Rosa Lindqvist: Review 14 new applications",
            "Rosa Lindqvist: 3 unanswered replies",
            "Rosa Lindqvist: 2 notes name you",
            "Rosa Lindqvist: Let 4 people know",
            "Rosa Lindqvist: Look at 1 held application",
            "Rosa Lindqvist: 6",
            "Rosa Lindqvist: Snoozed 2",
            "Cora Penn: Review 16 new applications",
            "Cora Penn: 3 unanswered replies",
            "Cora Penn: 2 adjustments asked for",
            "Cora Penn: 7",
            "Hugo Brandt: 1 to-do is overdue",
            "Hugo Brandt: 1 to-do for today",
            "Hugo Brandt: Review 16 new applications",
            "Hugo Brandt: 1 note names you",
            "Hugo Brandt: Let 4 people know",
            "Hugo Brandt: 7",
            "Otto Quill: Review 16 new applications",
            "Otto Quill: Review 4 new applications",
            "Otto Quill: 9",
        ]
    );
    // What was seen is no news any more, and what was answered is answered.
    let path = format!("{own}/seen");
    cast.rosa.post(&path, &[]).await.expect(303);
    let page = cast.rosa.get("/heron/waiting?for=mentions").await;
    assert!(page.expect(200).texts(".row__title").is_empty());
    cast.olga.post(&path, &[]).await.expect(404);
    let page = cast.olga.get("/otter/waiting?for=late").await.expect(200);
    assert!(page.texts(".row__title").is_empty());
    cast.olga.get("/heron/waiting").await.expect(404);
}

#[tokio::test]
async fn todays_interviews_stand_at_the_side() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    let id = app.applies(&cast.company, mill.id, "Noor Castellane").await;
    app.meets(&cast.company, &cast.ada, id, &[cast.iris.member])
        .await;
    let page = cast.iris.get("/heron").await.expect(200);
    assert!(page.texts(".agenda li").is_empty(), "in three days");
    sqlx::query("update scheduled_interviews set starts_at = $1")
        .bind(app.app.db.clock.now())
        .execute(app.app.db.pages())
        .await
        .expect("today");
    for (person, count) in [(&mut cast.iris, 1), (&mut cast.hugo, 0)] {
        let page = person.get("/heron").await.expect(200);
        assert_eq!(page.texts(".agenda li").len(), count, "{}", person.name);
        let page = person.get("/heron/interviews?day=today").await.expect(200);
        assert_eq!(page.texts(".rows > li").len(), count, "{}", person.name);
    }
}

#[tokio::test]
async fn home_costs_as_many_statements_whatever_there_is() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    for id in crowd(&app, live.job.0, 30).await {
        app.aged(id, 20).await;
    }
    // The first time, a connection asks for the types of columns as well.
    cast.hugo.get("/heron").await.expect(200);
    let (answer, sent) = statements::during(cast.hugo.get("/heron")).await;
    answer.expect(200);
    assert_eq!(sent.len(), 6, "{sent:#?}");
}

#[tokio::test]
async fn what_came_over_a_limit_and_whom_a_hold_keeps_are_counted_as_they_are_listed() {
    let mut mill = Mill::new().await;
    let noor = mill.applies("Noor Castellane").await;
    mill.applies("Nils Aho").await;
    mill.app.run_tasks().await;
    let ends_on = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(72));
    let ends_on = ends_on.day(&TimeZone::UTC).to_string();
    let hold = [("reason", "A claim."), ("ends_on", &*ends_on)];
    let path = format!("/heron/applications/{noor}/hold");
    mill.cast.ada.post(&path, &hold).await.expect(303);
    let link = mill.app.link_of(noor).await;
    mill.erases_themselves(&link).await.expect(303);
    // Two more of each wait; one of them has applied since.
    sqlx::query(
        "insert into limited_submissions (company_id, submission_id, candidate_id, job_id, posting_id, open_on, answers, attachments, created_at)
         select s.company_id, s.id, a.candidate_id, a.job_id, a.posting_id, current_date + 9, '[]', '{}',
                a.applied_at + case when a.id = $1 then interval '1 hour' else interval '-1 hour' end
         from submissions s join applications a on (a.company_id, a.id) = (s.company_id, s.application_id)",
    )
    .bind(noor)
    .execute(mill.app.app.db.pages())
    .await
    .expect("sendings");
    let over = "Look at 1 application over a limit";
    for (person, expected) in [
        (
            &mut mill.cast.ada,
            vec![over, "1 person waits to be erased"],
        ),
        (&mut mill.cast.rosa, vec![over]),
        (&mut mill.cast.cora, vec![]),
        (&mut mill.cast.hugo, vec![]),
        (&mut mill.cast.otto, vec![]),
    ] {
        let page = person.get("/heron").await.expect(200);
        let titles = page.texts("[aria-labelledby=t1] .row__title");
        let hrefs = page.attributes("[aria-labelledby=t1] .row__title", "href");
        let mut seen = Vec::new();
        for (title, href) in titles.into_iter().zip(hrefs) {
            let rows = match &*href {
                "/heron/settings/retention" => "main .row__sub:not(.truncate)",
                href if href.ends_with("/limited") => "main .rows > li",
                _ => continue,
            };
            let list = person.get(&href).await.expect(200);
            let waiting = list.texts(rows).into_iter();
            let waiting = waiting.filter(|row| {
                row.contains("may apply again") || row.contains("Wants everything deleted")
            });
            assert_eq!(waiting.count(), number(&title), "{title}");
            seen.push(title);
        }
        assert_eq!(seen, expected, "{}", person.name);
    }
}
