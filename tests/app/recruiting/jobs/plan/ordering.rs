//! Stages are added, renamed and put in order.

use super::stages_of;
use crate::kit::{app::TestApp, cast::Cast};

/// The fields of the form that orders stages, as a browser sends them.
fn order<'a>(
    page: &'a [String],
    version: &'a str,
    press: (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version)];
    fields.extend(page.iter().map(|id| ("stage", id.as_str())));
    fields.push(press);
    fields
}

#[tokio::test]
async fn stages_are_added_renamed_and_ordered() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let fields = [
        ("name", "Trial day"),
        ("kind", "interview"),
        ("milestone", ""),
        ("stale_after_days", "12"),
        ("version", &page.value("version")),
    ];
    let page = cast.rosa.post_and_follow(&path, &fields).await.expect(200);
    assert_eq!(stages_of(&page).last().unwrap(), "Trial day");
    assert!(page.text_of(".sort-row:last-child").contains("12 days"));
    assert!(
        page.text_of(".sort-row:last-child")
            .contains("candidates read “Interviews”")
    );

    let ids = page.attributes(".sort-row [name=stage]", "value");
    let version = page.value("version");
    let fields = order(&ids, &version, ("up", ids.last().unwrap()));
    let page = cast
        .rosa
        .post_and_follow(&format!("{path}/order"), &fields)
        .await
        .expect(200);
    assert_eq!(stages_of(&page)[5..], ["Trial day", "Offer"]);

    let stage = format!("{path}/{}", ids.last().unwrap());
    let form = cast.rosa.get(&stage).await.expect(200);
    assert_eq!(form.value("stale_after_days"), "12");
    let fields = [
        ("name", "Day at the mill"),
        ("kind", "assessment"),
        ("milestone", "in_review"),
        ("stale_after_days", ""),
        ("version", &form.value("version")),
    ];
    let page = cast.rosa.post_and_follow(&stage, &fields).await.expect(200);
    assert_eq!(stages_of(&page)[5], "Day at the mill");
    let changed = app.history(&cast.company, "stage.changed").await;
    assert_eq!(changed[0]["before"]["name"], "Trial day");
    assert_eq!(changed[0]["after"]["milestone"], "in_review");
    assert_eq!(app.history(&cast.company, "stage.added").await.len(), 1);
    assert_eq!(app.history(&cast.company, "plan.reordered").await.len(), 1);
}

#[tokio::test]
async fn two_people_who_order_at_once_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let (ids, version) = (
        page.attributes("[name=stage]", "value"),
        page.value("version"),
    );
    let (up, down) = (
        order(&ids, &version, ("up", &ids[5])),
        order(&ids, &version, ("down", &ids[0])),
    );
    let to = format!("{path}/order");
    let (rosa, ada) = tokio::join!(cast.rosa.post(&to, &up), cast.ada.post(&to, &down));
    let (first, late) = if rosa.status == 303 {
        ("Rosa", ada)
    } else {
        ("Ada", rosa)
    };
    let late = late.expect(409);
    assert!(
        late.text_of("[role=alert]").starts_with(first),
        "{}",
        late.text_of("[role=alert]")
    );
    assert!(late.text_of("[role=alert]").contains("changed this plan"));
    // The page shows the plan as it is, ready to try again.
    assert_ne!(late.value("version"), version);
    assert_eq!(app.history(&cast.company, "plan.reordered").await.len(), 1);
}

#[tokio::test]
async fn dragging_gets_the_list_and_nothing_else() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let mut ids = page.attributes("[name=stage]", "value");
    let version = page.value("version");
    ids.reverse();
    let mut fields = vec![("version", version.as_str())];
    fields.extend(ids.iter().map(|id| ("stage", id.as_str())));
    cast.rosa.htmx = true;
    let part = cast
        .rosa
        .post(&format!("{path}/order"), &fields)
        .await
        .expect(200);
    assert!(part.text().trim_start().starts_with("<div id=\"stages\""));
    assert_eq!(part.attributes("[name=stage]", "value"), ids);
    let part = cast
        .rosa
        .post(&format!("{path}/order"), &fields)
        .await
        .expect(409);
    assert!(part.text().trim_start().starts_with("<div id=\"stages\""));
    assert!(part.text_of("[role=alert]").starts_with("Rosa Lindqvist"));
}

#[tokio::test]
async fn an_order_names_the_stages_that_there_are() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let job = app.job(&cast.company, "Miller").await;
    let other = app.job(&cast.company, "Clerk").await;
    let foreign = app.stages(&cast.company, other).await[0].id.to_string();
    let path = format!("/heron/jobs/{job}/plan");
    let page = cast.rosa.get(&path).await.expect(200);
    let (ids, version) = (
        page.attributes("[name=stage]", "value"),
        page.value("version"),
    );
    for order in [
        ids[1..].to_vec(),
        [&ids[..], &[ids[0].clone()]].concat(),
        [&ids[1..], &[foreign]].concat(),
    ] {
        let mut fields = vec![("version", version.as_str())];
        fields.extend(order.iter().map(|id| ("stage", id.as_str())));
        cast.rosa
            .post(&format!("{path}/order"), &fields)
            .await
            .expect(409);
    }
    cast.rosa
        .post(&format!("{path}/order"), &[("stage", "1")])
        .await
        .expect(400);
    assert!(
        app.history(&cast.company, "plan.reordered")
            .await
            .is_empty()
    );
}
