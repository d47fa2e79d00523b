//! What belongs to the whole company.

mod company;
mod people;
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
            "Users and roles",
            "Plans",
            "Departments",
            "Offices",
            "Regions"
        ]
    );
    assert_eq!(page.texts(".subnav a[aria-current]"), ["Users and roles"]);
}
