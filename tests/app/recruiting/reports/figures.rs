//! What is counted, of histories that go there and back.

use super::row;
use crate::careers::own::Mill;
use candor::domain::decisions::{self, When};

#[tokio::test]
async fn a_funnel_counts_how_far_people_came_and_not_what_was_taken_back() {
    let mill = Mill::new().await;
    let mut ids = Vec::new();
    for name in ["Ann A", "Ben B", "Cai C", "Dee D", "Eve E", "Fay F"] {
        ids.push(mill.applied(name, 10).await);
    }
    // Before the period.
    mill.applied("Old Olaf", 100).await;
    // There and back: they were at interviews.
    mill.goes_to(ids[0], "Interviews").await;
    mill.goes_to(ids[0], "Application review").await;
    // A slip.
    mill.goes_to(ids[1], "Offer").await;
    let version = mill.version(ids[1]).await;
    let decide = mill.decider();
    decide
        .change(async |change| decisions::take_back_move(change, ids[1], version).await)
        .await
        .expect("taken back");
    // Hired from review, which is all the way; and hired and not.
    mill.openings(2, 30).await;
    mill.hired(ids[2]).await;
    mill.goes_to(ids[3], "Recruiter screen").await;
    mill.hired(ids[3]).await;
    let version = mill.version(ids[3]).await;
    decide
        .change(async |change| decisions::unhire(change, ids[3], version).await)
        .await
        .expect("unhired");
    // Rejected; and rejected and not.
    mill.reject(ids[4], When::Held, "").await;
    mill.reject(ids[5], When::Held, "").await;
    let version = mill.version(ids[5]).await;
    decide
        .change(async |change| decisions::unreject(change, ids[5], version).await)
        .await
        .expect("unrejected");

    let mut rosa = mill.rosa();
    let page = rosa.get("/heron/reports/funnel").await.expect(200);
    let steps = |name| row(&page, "How far they came", name);
    assert_eq!(steps("Applied"), ["6"]);
    assert_eq!(steps("In review"), ["3", "50", "%"]);
    assert_eq!(steps("Assessment"), ["2", "–"], "of three, too few to say");
    assert_eq!(steps("Interviews"), ["2", "–"]);
    assert_eq!(steps("Offer"), ["1", "–"]);
    assert_eq!(steps("Hired"), ["1", "–"]);
    let ends = |name| row(&page, "How it ended", name);
    assert_eq!(ends("Still active"), ["4", "66", "%"]);
    assert_eq!(ends("Hired"), ["1", "16", "%"]);
    assert_eq!(ends("Rejected"), ["1", "16", "%"]);
    assert_eq!(ends("Withdrawn"), ["0", "0", "%"]);
    assert_eq!(row(&page, "Pass-through by job", "Miller")[0], "6");
    assert_eq!(
        page.attributes("svg.chart", "role"),
        ["img"],
        "a drawing, told in a sentence"
    );
    assert!(
        page.attributes("svg.chart", "aria-label")[0]
            .starts_with("Funnel from 6 applications to 1 hires")
    );
    assert!(page.text().contains("How this is counted"));

    // By the stages of the one job.
    let one = format!("/heron/reports/funnel?job={}", mill.live.job);
    let page = rosa.get(&one).await.expect(200);
    let steps = |name| row(&page, "How far they came", name);
    assert_eq!(steps("Recruiter screen"), ["3", "50", "%"]);
    assert_eq!(steps("Interviews"), ["2", "–"]);
    // Whoever applied before counts in a longer time.
    let page = rosa
        .get("/heron/reports/funnel?period=365")
        .await
        .expect(200);
    assert_eq!(row(&page, "How far they came", "Applied"), ["7"]);
    // Days of one's own, and nonsense, which is left out.
    let none = rosa
        .get("/heron/reports/funnel?from=2020-01-01&to=2020-12-31")
        .await
        .expect(200);
    assert_eq!(row(&none, "How far they came", "Applied"), ["0"]);
    assert!(none.text().contains("1 January to 31 December 2020"));
    rosa.get("/heron/reports/funnel?from=x&to=&job=&department=y&period=z")
        .await
        .expect(200);
}

#[tokio::test]
async fn stays_are_as_long_as_people_were_there() {
    let mill = Mill::new().await;
    for (n, days) in [1, 2, 3, 4, 10].into_iter().enumerate() {
        let id = mill.applied(&format!("Person {n}"), days).await;
        mill.goes_to(id, "Recruiter screen").await;
    }
    // Left nothing yet; a slip left nothing either; a decision that was taken back ended nothing.
    mill.applied("Still There", 50).await;
    let slip = mill.applied("Slip Ped", 50).await;
    mill.goes_to(slip, "Offer").await;
    let version = mill.version(slip).await;
    let decide = mill.decider();
    decide
        .change(async |change| decisions::take_back_move(change, slip, version).await)
        .await
        .expect("taken back");
    mill.reject(slip, When::Held, "").await;
    let version = mill.version(slip).await;
    decide
        .change(async |change| decisions::unreject(change, slip, version).await)
        .await
        .expect("unrejected");
    let mut rosa = mill.rosa();
    let page = rosa.get("/heron/reports/stages").await.expect(200);
    let received = row(&page, "Time in stage", "Received");
    assert_eq!(received.join(" "), "5 3.0 days 10 days");
    let path = format!("/heron/reports/stages?job={}", mill.live.job);
    let page = rosa.get(&path).await.expect(200);
    let review = row(&page, "Time in stage", "Application review");
    assert_eq!(review.join(" "), "5 3.0 days 10 days");
    // A stay that goes on begins where it began.
    mill.goes_to(slip, "Offer").await;
    let page = rosa.get(&path).await.expect(200);
    let review = row(&page, "Time in stage", "Application review");
    assert_eq!(review.join(" "), "6 3.0 days 50 days");
}

#[tokio::test]
async fn hires_and_openings_have_both_ends() {
    let mill = Mill::new().await;
    mill.openings(6, 40).await;
    sqlx::query("update openings set opened_at = now() - interval '40 days'")
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    for (n, days) in [5, 10, 20, 30, 60].into_iter().enumerate() {
        let id = mill.applied(&format!("Person {n}"), days).await;
        mill.hired(id).await;
    }
    let slip = mill.applied("Not Hired", 3).await;
    mill.hired(slip).await;
    let version = mill.version(slip).await;
    mill.decider()
        .change(async |change| decisions::unhire(change, slip, version).await)
        .await
        .expect("unhired");
    let mut rosa = mill.rosa();
    let page = rosa.get("/heron/reports/hiring").await.expect(200);
    let times = |name| row(&page, "From what to what", name).join(" ");
    assert_eq!(
        times("Time to hire"),
        "they applied they were hired 5 20 days 60 days"
    );
    assert_eq!(
        times("Time to fill"),
        "the opening was opened it was filled 5 40 days 40 days"
    );
    let overview = rosa.get("/heron/reports").await.expect(200);
    let stats = overview.texts(".stat__n");
    assert_eq!(stats, ["6", "1", "5", "20 days", "40 days"]);
}

#[tokio::test]
async fn sources_reasons_and_promises_are_counted_by_what_stands() {
    let mill = Mill::new().await;
    let mut ids = Vec::new();
    for n in 0..6 {
        ids.push(mill.applied(&format!("Person {n}"), 30).await);
    }
    mill.goes_to(ids[0], "Interviews").await;
    mill.hired(ids[1]).await;
    for id in &ids[2..5] {
        mill.reject(*id, When::Now, "").await;
    }
    let version = mill.version(ids[4]).await;
    mill.decider()
        .change(async |change| decisions::unreject(change, ids[4], version).await)
        .await
        .expect("unrejected");
    let mut rosa = mill.rosa();
    let page = rosa.get("/heron/reports/sources").await.expect(200);
    assert_eq!(
        row(&page, "Sources", "Careers site").join(" "),
        "6 2 1 16 %"
    );
    let page = rosa.get("/heron/reports/reasons").await.expect(200);
    assert_eq!(row(&page, "Reasons", "All"), ["2"]);
    // Thirty days ago they were promised an answer in ten working days; nobody had one in time.
    let page = rosa.get("/heron/reports/promises").await.expect(200);
    assert_eq!(
        row(&page, "Where people waited", "All").join(" "),
        "6 0 6 0 %"
    );
    let mut old = mill.rosa();
    let moved = old.get("/heron/promises").await.expect(303);
    assert_eq!(moved.location(), "/heron/reports/promises?period=365");
}

#[tokio::test]
async fn a_transfer_takes_the_application_along_and_leaves_the_stay() {
    let mill = Mill::new().await;
    let company = &mill.cast.company;
    let (other, id) = (
        mill.app.job(company, "Baker").await,
        mill.applied("Noor Castellane", 10).await,
    );
    mill.goes_to(id, "Interviews").await;
    let version = mill.version(id).await;
    let decide = mill.decider();
    decide
        .change(async |change| decisions::transfer(change, id, version, other).await)
        .await
        .expect("a transfer");
    let mut rosa = mill.rosa();
    let funnel = async |rosa: &mut crate::kit::app::Client, job| {
        let path = format!("/heron/reports/funnel?job={job}");
        let page = rosa.get(&path).await.expect(200);
        let steps = ["Applied", "Interviews"];
        steps.map(|name| row(&page, "How far they came", name)[0].clone())
    };
    assert_eq!(funnel(&mut rosa, mill.live.job).await, ["0", "0"]);
    assert_eq!(
        funnel(&mut rosa, other).await,
        ["1", "0"],
        "they begin anew there"
    );
    let stays = async |rosa: &mut crate::kit::app::Client| {
        let path = format!("/heron/reports/stages?job={}", mill.live.job);
        let page = rosa.get(&path).await.expect(200);
        page.texts("[aria-label^=\"Time in stage\"] tbody tr").len()
    };
    assert_eq!(stays(&mut rosa).await, 2, "review and interviews are over");
    let version = mill.version(id).await;
    decide
        .change(async |change| decisions::take_back_transfer(change, id, version).await)
        .await
        .expect("taken back");
    assert_eq!(funnel(&mut rosa, mill.live.job).await, ["1", "1"]);
    assert_eq!(stays(&mut rosa).await, 1, "they are at interviews");
}
