//! Each figure opens as many rows as it says, page by page.

use super::row;
use crate::{careers::own::Mill, kit::applications::crowd};
use candor::domain::decisions::When;

/// How many rows a figure opens, over all its pages.
async fn behind(mill: &Mill, path: &str) -> usize {
    let (mut rosa, mut path, mut rows) = (mill.rosa(), path.to_owned(), 0);
    loop {
        let page = rosa.get(&path).await.expect(200);
        rows += page.texts("tbody tr").len();
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => return rows,
        }
    }
}

#[tokio::test]
async fn every_figure_has_as_many_rows_as_it_says() {
    let mill = Mill::new().await;
    mill.openings(3, 20).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(mill.applied(&format!("Person {n}"), 30).await);
    }
    mill.goes_to(ids[0], "Interviews").await;
    mill.goes_to(ids[0], "Application review").await;
    mill.goes_to(ids[1], "Assessment").await;
    mill.hired(ids[1]).await;
    mill.hired(ids[2]).await;
    mill.reject(ids[3], When::Held, "").await;
    crowd(&mill.app, mill.live.job.0, 120).await;
    let mut rosa = mill.rosa();
    let mut figures = 0;
    let job = format!("?job={}", mill.live.job);
    for report in [
        "funnel", "stages", "hiring", "sources", "reasons", "promises",
    ] {
        for scope in ["", job.as_str()] {
            let path = format!("/heron/reports/{report}{scope}");
            let page = rosa.get(&path).await.expect(200);
            for link in page.attributes("td a", "href") {
                let figure: usize = page
                    .text_of(&format!("td a[href=\"{link}\"]"))
                    .parse()
                    .expect("a number");
                assert_eq!(behind(&mill, &link).await, figure, "{link}");
                figures += 1;
            }
        }
    }
    assert!(figures > 30, "{figures}");
    // What an address makes up is nobody's.
    for path in [
        "/heron/reports/never/rows",
        "/heron/reports/stages/rows",
        "/heron/reports/stages/rows?stage=999999",
        "/heron/reports/sources/rows?source=999999",
        "/heron/reports/reasons/rows?reason=999999",
        "/heron/reports/funnel/rows?stage=-1",
    ] {
        rosa.get(path).await.expect(404);
    }
    rosa.get("/heron/reports/funnel/rows?after=zzz&step=x")
        .await
        .expect(200);
    let page = rosa.get("/heron/reports/hiring/rows").await.expect(200);
    assert_eq!(
        page.texts("thead th"),
        ["Person", "Job", "Now", "Applied", "Hired", "Took"]
    );
}

#[tokio::test]
async fn whoever_is_erased_still_counts_and_is_in_no_list() {
    let mut mill = Mill::new().await;
    mill.openings(1, 20).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(mill.applied(&format!("Person {n}"), 30).await);
    }
    mill.goes_to(ids[0], "Interviews").await;
    mill.hired(ids[0]).await;
    let form = format!("/heron/applications/{}/erasure", ids[0]);
    mill.cast
        .ada
        .post(&form, &[("name", "Person 0")])
        .await
        .expect(303);
    let mut rosa = mill.rosa();
    let page = rosa.get("/heron/reports/funnel").await.expect(200);
    assert_eq!(row(&page, "How far they came", "Applied"), ["5"]);
    assert_eq!(row(&page, "How far they came", "Interviews")[0], "1");
    let page = rosa.get("/heron/reports/hiring").await.expect(200);
    assert!(row(&page, "From what to what", "Time to hire").contains(&"1".to_owned()));
    let page = rosa.get("/heron/reports/funnel/rows").await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 4);
    assert!(!page.text().contains("Person 0"));
    let lead = page.text_of(".page-head__lead");
    assert!(
        lead.starts_with("5 counted") && lead.contains("1 is erased and not listed"),
        "{lead}"
    );
    let left: i64 =
        sqlx::query_scalar("select count(*) from application_facts where application_id is null")
            .fetch_one(mill.app.app.db.pages())
            .await
            .unwrap();
    assert_eq!(left, 1);
}
