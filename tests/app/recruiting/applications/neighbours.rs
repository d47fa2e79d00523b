//! The applications beside it: the candidate's others, and those before and after in the column.

use crate::kit::{app::TestApp, applications::crowd, cast::Cast, postings::miller};

#[tokio::test]
async fn other_applications_are_those_that_the_viewer_sees() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mill = app.mill(&cast).await;
    let id = app.applies(&cast.company, mill.id, "Noor Castellane").await;
    let elsewhere = app.publish(&cast.company, miller()).await;
    let other = app
        .applies(&cast.company, elsewhere.id, "Noor Castellane")
        .await;
    let own = format!("/heron/applications/{id}");
    let page = cast.rosa.get(&own).await.expect(200);
    assert_eq!(
        page.texts(".tabs a"),
        [
            "Overview",
            "Résumé",
            "Mail 1",
            "Interviews",
            "Activity",
            "Other applications 1"
        ]
    );
    let tab = cast.rosa.get(&format!("{own}/others")).await.expect(200);
    assert_eq!(
        tab.attributes("#tab .row__title", "href"),
        [format!("/heron/applications/{other}")]
    );
    assert_eq!(
        cast.hugo.get(&own).await.texts(".tabs a").len(),
        5,
        "Hugo knows of one job only"
    );
    let tab = cast.hugo.get(&format!("{own}/others")).await.expect(200);
    assert_eq!(tab.text_of(".empty h3"), "No other applications");
}

#[tokio::test]
async fn before_and_after_follow_the_column() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let ids = crowd(&app, live.job.0, 3).await;
    let paths: Vec<String> = ids
        .iter()
        .map(|id| format!("/heron/applications/{id}"))
        .collect();
    let around = |page: crate::kit::app::Answer| {
        (
            page.attributes("[rel=prev]", "href"),
            page.text_of(".topbar__tools"),
            page.attributes("[rel=next]", "href"),
        )
    };
    let middle = around(cast.rosa.get(&paths[1]).await.expect(200));
    assert_eq!(
        middle,
        (
            vec![paths[0].clone()],
            "2 of 3 in Application review".into(),
            vec![paths[2].clone()]
        )
    );
    let first = around(cast.rosa.get(&paths[0]).await.expect(200));
    assert_eq!(
        first,
        (
            vec![],
            "1 of 3 in Application review".into(),
            vec![paths[1].clone()]
        )
    );
}

#[tokio::test]
async fn whoever_comes_late_in_a_long_stage_has_neighbours_and_no_number() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let ids = crowd(&app, live.job.0, 1_002).await;
    for (n, says) in [
        (999, "1,000 of 1,002 in Application review"),
        (1_000, "One of 1,002 in Application review"),
    ] {
        let own = format!("/heron/applications/{}", ids[n]);
        let page = cast.rosa.get(&own).await.expect(200);
        assert_eq!(page.text_of(".topbar__tools"), says);
        let before = format!("/heron/applications/{}", ids[n - 1]);
        assert_eq!(page.attributes("[rel=prev]", "href"), [before]);
        assert_eq!(page.attributes("[rel=next]", "href").len(), 1);
    }
}
