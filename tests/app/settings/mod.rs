//! What belongs to the whole company.

mod company;
mod departments;
mod limits;
mod mail;
mod offices;
mod outbox;
mod people;
mod plans;
mod questions;
mod regions;
mod site;
mod unmatched;
mod users;

use crate::kit::{app::TestApp, cast::Cast};

#[tokio::test]
async fn settings_lead_to_the_first_page_that_one_may_see() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = "/heron/settings";
    assert_eq!(
        cast.ada.get(path).await.location(),
        "/heron/settings/company"
    );
    assert_eq!(
        cast.otto.get(path).await.location(),
        "/heron/settings/company"
    );
    assert_eq!(
        cast.rosa.get(path).await.location(),
        "/heron/settings/plans"
    );
    assert_eq!(cast.iris.get(path).await.location(), "/account");
    cast.olga.get(path).await.expect(404);
    let page = cast.ada.get("/heron/settings/users").await.expect(200);
    assert_eq!(
        page.texts(".subnav a"),
        [
            "You",
            "Company",
            "Careers site",
            "Users and roles",
            "Plans",
            "Questions",
            "Application limits",
            "Mail templates",
            "Outbox",
            "Unmatched mail",
            "Departments",
            "Offices",
            "Regions",
            "Links and sources",
            "Retention",
            "Self-identification",
            "Recently deleted"
        ]
    );
    assert_eq!(page.texts(".subnav a[aria-current]"), ["Users and roles"]);
}

#[tokio::test]
async fn the_side_of_the_settings_shows_what_one_may_see() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.rosa.get("/heron/settings/plans").await.expect(200);
    assert_eq!(
        page.texts(".subnav a"),
        ["You", "Plans", "Links and sources", "Recently deleted"]
    );
    let page = cast.otto.get("/heron/settings/regions").await.expect(200);
    assert!(page.texts(".subnav a").contains(&"Departments".to_owned()));
    assert_eq!(page.texts(".subnav a[aria-current]"), ["Regions"]);
}

#[tokio::test]
async fn how_a_company_is_divided_is_for_administrators() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let department = app.add_department(&cast.company, "Mill", None).await;
    let foreign = app.add_department(&cast.other_company, "Weir", None).await;
    let fields = [("name", "Mine"), ("version", "1"), ("countries", "EE")];
    for list in ["departments", "offices", "regions"] {
        let path = format!("/heron/settings/{list}");
        let page = cast.otto.get(&path).await.expect(200);
        assert!(
            page.texts(".row a, .topbar__tools .btn, main form")
                .is_empty()
        );
        for person in [
            &mut cast.rosa,
            &mut cast.cora,
            &mut cast.hugo,
            &mut cast.iris,
        ] {
            person.get(&path).await.expect(403);
            person
                .post(&format!("{path}/new"), &fields)
                .await
                .expect(403);
        }
        cast.otto
            .post(&format!("{path}/new"), &fields)
            .await
            .expect(403);
        cast.olga.get(&path).await.expect(404);
        cast.olga
            .post(&format!("{path}/new"), &fields)
            .await
            .expect(404);
        assert!(
            app.visitor()
                .get(&path)
                .await
                .location()
                .starts_with("/sign-in")
        );
    }
    let path = format!("/heron/settings/departments/{department}");
    cast.otto.post(&path, &fields).await.expect(403);
    cast.rosa
        .post(&format!("{path}/deletion"), &fields)
        .await
        .expect(403);
    let path = format!("/heron/settings/departments/{foreign}");
    cast.ada.get(&path).await.expect(404);
    cast.ada.post(&path, &fields).await.expect(404);
    cast.ada
        .post(&format!("{path}/deletion"), &fields)
        .await
        .expect(404);
}
