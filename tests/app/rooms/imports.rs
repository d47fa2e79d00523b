//! A posting that is imported again is the same posting, and its job follows it for as long as nobody steers.

use crate::kit::{app::TestApp, cast::company};
use candor::{
    access::{CompanyRef, permissions::ImportPostings},
    domain::transfer::{Edited, Imported, Outcome, import_posting, reading},
};
use jiff::civil::date;

const ADVERT: &str = include_str!("../../fixtures/postings/chandlery-manager.md");

async fn import(app: &TestApp, company: &CompanyRef, title: &str) -> Imported {
    let text = ADVERT.replace("title: Chandlery Manager", &format!("title: {title}"));
    let reading = reading::read("chandlery.md", text.as_bytes(), date(2014, 9, 24));
    app.system::<ImportPostings>(company)
        .change(async |change| import_posting(change, &reading, Edited::Keep).await)
        .await
        .expect("an import")
}

async fn job_name(app: &TestApp, imported: &Imported) -> String {
    let mut db = app.app.db.read().await.expect("a connection");
    sqlx::query_scalar("select name from jobs where id = $1")
        .bind(imported.job)
        .fetch_one(&mut *db)
        .await
        .expect("a job")
}

#[tokio::test]
async fn a_job_follows_the_title_of_its_file_until_somebody_names_it() {
    let app = TestApp::new().await;
    let heron = company(&app, "heron", "Heron Mills").await;
    let first = import(&app, &heron, "Chandlery Manager").await;
    assert_eq!(job_name(&app, &first).await, "Chandlery Manager");
    let second = import(&app, &heron, "Manager of the Chandlery").await;
    assert_eq!((second.outcome, second.job), (Outcome::Updated, first.job));
    assert_eq!(job_name(&app, &first).await, "Manager of the Chandlery");

    let mut db = app.app.db.read().await.expect("a connection");
    sqlx::query("update jobs set name = 'Shop lead' where id = $1")
        .bind(first.job)
        .execute(&mut *db)
        .await
        .expect("a name of our own");
    drop(db);
    let third = import(&app, &heron, "Chandler").await;
    assert_eq!(third.outcome, Outcome::Updated);
    assert_eq!(job_name(&app, &first).await, "Shop lead");
}
