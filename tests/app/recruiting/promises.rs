//! How often promises are kept: what counts, who sees it, and what a company publishes of it.

use crate::{careers::own::Mill, kit::app::Client};
use candor::{
    access::permissions::DecideApplications,
    base::{clock::Time, ids::ApplicationId},
    domain::{
        decisions::{self, When},
        promises::{End, Fate, fate},
    },
};
use jiff::SignedDuration;

/// Every promise that an application had: what ended each, if anything did.
async fn ends(mill: &Mill, id: ApplicationId) -> Vec<Option<String>> {
    sqlx::query_scalar("select ended::text from promises where application_id = $1 order by id")
        .bind(id)
        .fetch_all(mill.app.app.db.pages())
        .await
        .unwrap()
}

fn some(ends: &[&str]) -> Vec<Option<String>> {
    ends.iter()
        .map(|end| (!end.is_empty()).then(|| (*end).to_owned()))
        .collect()
}

async fn moves(mill: &Mill, id: ApplicationId, stage: &str) {
    let (stage, version) = (
        mill.app.stage(mill.live, stage).await,
        mill.version(id).await,
    );
    mill.cast
        .rosa
        .permit::<DecideApplications>(&mill.app, &mill.cast.company)
        .change(async |change| decisions::move_to(change, id, version, stage).await)
        .await
        .expect("a move");
}

#[tokio::test]
async fn every_promise_has_its_end() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    assert_eq!(ends(&mill, id).await, some(&[""]));
    let stages: Vec<String> = sqlx::query_scalar(
        "select name from stages where company_id = $1 and job_id = $2 order by position",
    )
    .bind(mill.cast.company.id)
    .bind(mill.live.job)
    .fetch_all(mill.app.app.db.pages())
    .await
    .unwrap();
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(24));
    moves(&mill, id, &stages[1]).await;
    assert_eq!(ends(&mill, id).await, some(&["moved", ""]));
    let version = mill.version(id).await;
    let decide = mill
        .cast
        .rosa
        .permit::<DecideApplications>(&mill.app, &mill.cast.company);
    decide
        .change(async |change| decisions::take_back_move(change, id, version).await)
        .await
        .expect("taken back");
    assert_eq!(ends(&mill, id).await, some(&[""]), "it answered nobody");
    moves(&mill, id, &stages[1]).await;
    moves(&mill, id, &stages[0]).await;
    assert_eq!(
        ends(&mill, id).await,
        some(&["moved", ""]),
        "a move back is no answer"
    );
    mill.reject(id, When::Now, "").await;
    assert_eq!(
        ends(&mill, id).await,
        some(&["moved", ""]),
        "decided is not told"
    );
    mill.app.app.db.clock.advance(SignedDuration::from_mins(15));
    mill.app.run_tasks().await;
    assert_eq!(ends(&mill, id).await, some(&["moved", "answered"]));
    let version = mill.version(id).await;
    decide
        .change(async |change| decisions::unreject(change, id, version).await)
        .await
        .expect("unrejected");
    assert_eq!(
        ends(&mill, id).await,
        some(&["moved", ""]),
        "they wait again"
    );
    let path = mill.app.link_of(id).await;
    let mut noor = mill.app.visitor();
    noor.post(&format!("{path}/withdrawal"), &[])
        .await
        .expect(303);
    assert_eq!(ends(&mill, id).await, some(&["moved", "withdrawn"]));
}

#[tokio::test]
async fn whoever_was_promised_nothing_is_late_for_nobody_until_they_are_promised_something() {
    let mill = Mill::new().await;
    let (told, again) = (
        mill.applies("Noor Castellane").await,
        mill.applies("Nils Aho").await,
    );
    mill.app.run_tasks().await;
    // As somebody who was brought in three weeks ago.
    for statement in [
        "delete from promises",
        "update applications set unpromised = true, promised_by = promised_by - interval '40 days'",
    ] {
        sqlx::query(statement)
            .execute(mill.app.app.db.pages())
            .await
            .unwrap();
    }
    let (board, profile) = (
        format!("/heron/jobs/{}", mill.live.job),
        format!("/heron/applications/{told}"),
    );
    let mut rosa = Client::clone(&mill.cast.rosa);
    for page in [
        "/heron",
        &board,
        &format!("{board}/list"),
        &format!("{board}/review"),
        &profile,
    ] {
        let mut page = rosa.get(page).await;
        while page.status == 303 {
            page = rosa.get(&page.location()).await;
        }
        let page = page.expect(200);
        assert!(page.texts(".badge--bad").is_empty(), "{}", page.path);
        assert!(!page.text().contains(" late</span>"), "{}", page.path);
    }
    let late = rosa.get(&format!("{board}/list?late=1")).await.expect(200);
    assert!(!late.text().contains("Noor Castellane"));
    let late = rosa.get("/heron/waiting?for=late").await.expect(200);
    assert!(late.texts(".row__title").is_empty());
    let overview = rosa.get(&profile).await.expect(200);
    assert!(overview.text().contains("Nothing promised"));
    let link = mill.app.link_of(told).await;
    let mut noor = mill.app.visitor();
    assert_eq!(noor.get(&link).await.text_of(".next h2"), "We are on it");
    let copy = noor.get(&format!("{link}/copy.json")).await.json();
    assert!(copy["applications"][0]["answer_promised_by"].is_null());
    moves(&mill, told, "Interviews").await;
    assert!(ends(&mill, told).await.is_empty());

    // A word to the candidate is a promise, and so is the answer to whoever applies.
    let until = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(72));
    let until = until.0.strftime("%Y-%m-%d").to_string();
    let version = mill.version(told).await.to_string();
    let more = [
        ("until", &*until),
        ("words", "We met at the fair."),
        ("version", &version),
    ];
    let path = format!("{profile}/promise");
    rosa.post(&path, &more).await.expect(303);
    assert_eq!(ends(&mill, told).await, some(&[""]));
    let heading = noor.get(&link).await.text_of(".next h2");
    assert!(heading.starts_with("You have an answer by"), "{heading}");
    assert_eq!(mill.applies("Nils Aho").await, again);
    assert_eq!(ends(&mill, again).await, some(&[""]));
}

/// Promises by the hand of the test: days from now to the due day, and to the end; negative is past.
async fn promised(mill: &Mill, id: ApplicationId, cases: &[(i64, Option<(i64, &str)>)]) -> i64 {
    let now = mill.app.app.db.clock.now();
    let day = |days: i64| now.plus(SignedDuration::from_hours(24 * days));
    let mut kept = 0;
    for (due, end) in cases {
        sqlx::query(
            "insert into promises (company_id, application_id, job_id, milestone, due_at, ended_at, ended)
             values ($1, $2, $3, 'in_review', $4, $5, $6::promise_end)",
        )
        .bind(mill.cast.company.id)
        .bind(id)
        .bind(mill.live.job)
        .bind(day(*due))
        .bind(end.map(|(at, _)| day(at)))
        .bind(end.map(|(_, how)| how))
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
        let end: Option<(Time, End)> = end.map(|(at, how)| {
            let how = match how {
                "answered" => End::Answered,
                "moved" => End::Moved,
                "extended" => End::Extended,
                _ => End::Withdrawn,
            };
            (day(at), how)
        });
        kept += i64::from(fate(day(*due), end, now) == Fate::Kept);
    }
    kept
}

#[tokio::test]
async fn what_is_counted_is_what_the_definition_says_and_may_be_published() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let cases = [
        (-10, Some((-11, "answered"))),
        (-10, Some((-9, "answered"))),
        (-10, Some((-12, "moved"))),
        (-10, Some((-10, "extended"))),
        (-10, Some((-12, "withdrawn"))),
        (-10, Some((-9, "withdrawn"))),
        (-10, None),
        (-400, None),
    ];
    let kept = promised(&mill, id, &cases).await;
    assert_eq!(kept, 3);
    let mut rosa = Client::clone(&mill.cast.rosa);
    let path = "/heron/reports/promises?period=365";
    let page = rosa.get(path).await.expect(200);
    assert_eq!(
        page.text_of("#says"),
        "3 of 6 answers came by the promised day; the table has every number."
    );
    // Whoever sees no candidates of the job sees nothing of its promises.
    let mut iris = Client::clone(&mill.cast.iris);
    iris.get(path).await.expect(403);
    let mut olga = Client::clone(&mill.cast.olga);
    olga.get(path).await.expect(404);

    // Published once the company says so, and once there are enough.
    let posting = format!("/careers/heron/jobs/{}-miller", mill.live.id);
    let publish = "update companies set publish_promises = true where slug = 'heron'";
    sqlx::query(publish)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    let count = async || {
        let clock = &mill.app.app.db.clock;
        clock.advance(SignedDuration::from_hours(25));
        mill.app.run_tasks().await;
    };
    count().await;
    let page = mill.app.visitor().get(&posting).await.expect(200);
    assert!(!page.text().contains("We answered in time"));
    promised(&mill, id, &[(-20, Some((-21, "answered"))); 14]).await;
    count().await;
    mill.app
        .eventually(&posting, |page| {
            page.text()
                .contains("We answered in time in 85 % of 20 cases in the last 12 months.")
        })
        .await;
    sqlx::query("update companies set publish_promises = false where slug = 'heron'")
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
    mill.app
        .eventually(&posting, |page| !page.text().contains("We answered"))
        .await;
}
