//! A new company has what its first posting and its first decision need.

use crate::kit::db::TestDb;
use candor::{
    base::{clock::Clock, error::Error, links::Slug},
    domain::companies::{self, NewCompany},
};

fn tin_kettle() -> NewCompany {
    NewCompany {
        slug: Slug::parse("tin-kettle").unwrap(),
        name: "Tin Kettle".to_owned(),
        time_zone: "Europe/Tallinn".to_owned(),
    }
}

#[tokio::test]
async fn a_new_company_starts_whole() {
    let db = TestDb::new().await;
    let mut connection = db.pool.acquire().await.unwrap();
    let now = Clock::default().now();
    let id = companies::create(&mut connection, tin_kettle(), now)
        .await
        .unwrap();
    let counts: (i64, i64, i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from calendars where company_id = $1),
                (select count(*) from template_stages where company_id = $1),
                (select count(distinct kind) from rejection_reasons where company_id = $1),
                (select count(*) from sources where company_id = $1 and kind = 'careers_site'),
                (select count(*) from close_reasons where company_id = $1),
                (select count(*) from regions where company_id = $1 and ('EE' = any(countries)) = (name = 'EMEA'))",
    )
    .bind(id)
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    assert_eq!(counts, (1, 6, 3, 1, 4, 3));
}

#[tokio::test]
async fn two_companies_never_share_an_address() {
    let db = TestDb::new().await;
    let mut connection = db.pool.acquire().await.unwrap();
    let now = Clock::default().now();
    companies::create(&mut connection, tin_kettle(), now)
        .await
        .unwrap();
    let again = companies::create(&mut connection, tin_kettle(), now).await;
    assert!(
        matches!(&again, Err(Error::Invalid(errors)) if errors.has("slug")),
        "{again:?}"
    );
}

#[tokio::test]
async fn a_company_needs_a_name_and_a_time_zone() {
    let db = TestDb::new().await;
    let mut connection = db.pool.acquire().await.unwrap();
    let nobody = NewCompany {
        name: "  ".to_owned(),
        time_zone: "Moon/Tycho".to_owned(),
        ..tin_kettle()
    };
    let refused = companies::create(&mut connection, nobody, Clock::default().now()).await;
    assert!(
        matches!(&refused, Err(Error::Invalid(errors)) if errors.has("name") && errors.has("time_zone"))
    );
}
