//! A recruiter's day, by keys where there are keys: each step is a function, and the day is their order.

use super::Mill;
use crate::kit::{applications::crowd, archive::part, hand::Hand};
use jiff::SignedDuration;

/// Those whom a queue holds, and those of them who are gone through.
const QUEUE: i32 = 80;
const REVIEWED: usize = 50;
/// Those who are rejected together.
const REJECTED: usize = 30;
/// One person, as two recruiters wrote her down.
const TWINS: [(&str, &str); 2] = [
    ("Edda Vane", "Keeper of the weir"),
    ("Edda Winterbourne", "Keeper of the lock"),
];
const PHONE: &str = "+372 5550 9001";

#[tokio::test]
async fn a_recruiter_reviews_rejects_undoes_merges_unmerges_searches_and_exports() {
    let Some(mill) = Mill::open().await else {
        return;
    };
    crowd(&mill.site, mill.live.job.0, QUEUE).await;
    reviews_fifty(&mill).await;
    rejects_thirty(&mill).await;
    takes_them_back(&mill).await;
    adds_one_twice(&mill).await;
    let apart = written(&mill).await;
    makes_them_one(&mill).await;
    takes_them_apart(&mill).await;
    assert_eq!(written(&mill).await, apart);
    finds_one(&mill).await;
    exports_all(&mill).await;
}

/// From the board into the queue, and through it: one moves on, one is put off, and so on, without a mouse.
async fn reviews_fifty(mill: &Mill) {
    let hand = &mill.hand;
    hand.goes_to(&mill.board()).await;
    hand.presses("r").await;
    for n in 0..REVIEWED {
        let at = at_somebody(hand, None).await;
        hand.presses(if n % 2 == 0 { "a" } else { "l" }).await;
        at_somebody(hand, Some(&at)).await;
    }
    let half = i64::try_from(REVIEWED / 2).expect("few");
    let moved = "select count(*) from events where kind = 'application.moved'";
    assert_eq!(mill.site.number(moved).await, half);
    let aside = "select count(*) from set_aside";
    assert_eq!(mill.site.number(aside).await, half);
}

/// Waits until the review is at somebody, and at somebody else than before. Gives whom.
async fn at_somebody(hand: &Hand, before: Option<&str>) -> String {
    let other = before.unwrap_or("nobody");
    let condition = format!(
        "const at = new URLSearchParams(location.search).get('at');
         return at && at !== '{other}' && document.readyState === 'complete' && !document.querySelector('.review__foot')?.inert",
    );
    let condition = format!("(() => {{ {condition} }})()");
    hand.until(&condition, "the review did not go on").await;
    let at = hand
        .reads("new URLSearchParams(location.search).get('at')")
        .await;
    at.as_str().expect("an id").to_owned()
}

async fn rejects_thirty(mill: &Mill) {
    let hand = &mill.hand;
    hand.goes_to(&format!("{}/list", mill.board())).await;
    hand.presses("jx").await;
    hand.sees("1 selected").await;
    hand.presses(&"j".repeat(REJECTED - 1)).await;
    hand.presses("X").await;
    hand.sees("30 selected").await;
    hand.presses("e").await;
    hand.sees("Reject 30 people").await;
    hand.clicks("Skills do not match").await;
    hand.clicks("Preview").await;
    hand.clicks("Reject 30 people: Skills do not match").await;
    hand.sees("0 of 30.").await;
    mill.site.run_tasks().await;
    hand.sees("Done: 30 of 30.").await;
}

async fn takes_them_back(mill: &Mill) {
    let hand = &mill.hand;
    hand.clicks("Take it back").await;
    hand.sees("It is being taken back.").await;
    mill.site.run_tasks().await;
    hand.sees("Taken back by Rosa Lindqvist: 30 of 30.").await;
    let rejected = "select count(*) from applications where status = 'rejected'";
    assert_eq!(mill.site.number(rejected).await, 0);
}

/// For two jobs: for one, nobody can be considered twice.
async fn adds_one_twice(mill: &Mill) {
    let hand = &mill.hand;
    let other = mill.site.mill(&mill.cast).await;
    for ((name, headline), job) in TWINS.into_iter().zip([mill.live.job, other.job]) {
        let (given, family) = name.split_once(' ').expect("two names");
        hand.goes_to(&format!("/heron/jobs/{job}/list")).await;
        hand.clicks("Add a candidate").await;
        hand.types("#given_name", given).await;
        hand.types("#family_name", family).await;
        hand.types("#email", &address(name)).await;
        hand.types("#phone", PHONE).await;
        hand.types("#headline", headline).await;
        hand.chooses("#to", "Miller, Application review").await;
        hand.clicks("Add").await;
        hand.sees(headline).await;
    }
    mill.site.app.db.clock.advance(SignedDuration::from_mins(2));
    mill.site.run_tasks().await;
}

fn address(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

/// From the proposal: the name stays that of the one, and work and address of the other are right.
async fn makes_them_one(mill: &Mill) {
    let hand = &mill.hand;
    let [(name, _), (other, headline)] = TWINS;
    hand.goes_to("/heron/candidates").await;
    hand.clicks("Duplicates").await;
    hand.sees("same phone").await;
    hand.clicks("Merge… Edda").await;
    hand.sees("Address that mail goes to").await;
    hand.clicks(headline).await;
    hand.clicks(&address(other)).await;
    hand.clicks("Merge").await;
    hand.sees("They are one person now.").await;
    hand.sees(headline).await;
    let title = hand.reads("document.querySelector('h1').textContent").await;
    assert_eq!(title, name);
    for (name, _) in TWINS {
        hand.sees(&address(name)).await;
    }
}

async fn takes_them_apart(mill: &Mill) {
    let hand = &mill.hand;
    hand.clicks("Take apart…").await;
    hand.sees("Both become what they were then").await;
    hand.clicks("Take apart").await;
    hand.sees("They are two people again.").await;
    hand.goes_to("/heron/candidates").await;
    hand.presses("/").await;
    hand.presses("edda").await;
    hand.sees("2 people for edda").await;
}

/// What is known of the two, and who applied.
async fn written(mill: &Mill) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws(', ', c.id, given_name, family_name, c.headline, e.email, p.phone, a.id)
         from candidates c join candidate_emails e on e.candidate_id = c.id
             join candidate_phones p on p.candidate_id = c.id join applications a on a.candidate_id = c.id
         where given_name = 'Edda' order by c.id",
    )
    .fetch_all(mill.site.app.db.pages())
    .await
    .expect("the two")
}

/// By a word of a résumé.
async fn finds_one(mill: &Mill) {
    let hand = &mill.hand;
    mill.site.run_tasks().await;
    hand.goes_to("/heron/candidates").await;
    hand.presses("/").await;
    hand.presses("sieves noor").await;
    hand.sees("1 person for sieves noor").await;
    hand.clicks("Noor Saar").await;
    hand.sees("Applications").await;
}

/// The list as the two kinds of table that other programs read.
async fn exports_all(mill: &Mill) {
    let hand = &mill.hand;
    let people = usize::try_from(QUEUE).expect("few") + mill.people.len() + 1;
    hand.goes_to(&format!("{}/list", mill.board())).await;
    hand.clicks("Export").await;
    hand.clicks("As CSV").await;
    let csv = String::from_utf8(hand.receives(".csv").await).expect("a text");
    hand.clicks("As XLSX").await;
    let sheet = part(&hand.receives(".xlsx").await, "xl/worksheets/sheet1.xml");
    assert_eq!(csv.lines().count(), 1 + people);
    assert_eq!(sheet.matches("<row").count(), 1 + people);
    let (name, headline) = TWINS[0];
    for table in [csv, sheet] {
        assert!(table.contains(name) && table.contains(headline), "{table}");
    }
}
