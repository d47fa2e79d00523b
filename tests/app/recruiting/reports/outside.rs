//! Figures that leave the program: CSV, and the views of the schema `report`.

use crate::{
    careers::own::Mill,
    kit::{db::TestDb, jobs::details},
};
use candor::domain::jobs::Details;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

#[tokio::test]
async fn a_table_comes_as_csv_that_is_read_again() {
    let mill = Mill::new().await;
    let company = &mill.cast.company;
    let sum = Details {
        ..details("=SUM(A1:A9)")
    };
    let job = mill.app.job_of(company, sum).await;
    let first = mill.app.stages(company, job).await[0].id;
    mill.app.applicant(company, job, first, "Ann").await;
    mill.applied("Noor Castellane", 5).await;
    mill.applied("Old Olaf", 100).await;
    let mut rosa = mill.rosa();
    let answer = rosa
        .get("/heron/reports/funnel/figures.csv?table=jobs")
        .await
        .expect(200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"funnel-jobs-")
    );
    let text = answer.text();
    let text = text.strip_prefix('\u{feff}').expect("a mark");
    let mut lines = text.split("\r\n");
    let head = lines.next().expect("a head");
    assert!(head.starts_with("Job,Applied,") && head.contains("\"Applied, before\""));
    let lines: Vec<&str> = lines.collect();
    assert!(lines.contains(&"'=SUM(A1:A9),1,,,,,,0,,,,,"), "{lines:?}");
    assert!(lines.contains(&"Miller,1,,,,,,1,,,,,"), "{lines:?}");
    let page = rosa.get("/heron/reports/funnel").await.expect(200);
    let changes = page.texts("[aria-label^='How far they came'] small");
    assert_eq!(changes[0], "+1 against the time before");
    for report in [
        "funnel", "stages", "hiring", "sources", "reasons", "promises",
    ] {
        let path = format!("/heron/reports/{report}/figures.csv");
        rosa.get(&path).await.expect(200);
    }
}

/// The tables of the documentation: by the name of the view, the columns that it tells.
fn documented() -> Vec<(String, Vec<String>)> {
    let text = include_str!("../../../../docs/reports.md");
    let mut views: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        if let Some(view) = line.strip_prefix("### `report.") {
            views.push((view.trim_end_matches('`').to_owned(), Vec::new()));
        } else if let (Some((_, columns)), Some(cell)) =
            (views.last_mut(), line.strip_prefix("| `"))
            && let Some((column, _)) = cell.split_once('`')
        {
            columns.push(column.to_owned());
        }
    }
    views
}

#[tokio::test]
async fn every_documented_column_can_be_read_and_no_other_is_there() {
    let mill = Mill::new().await;
    mill.openings(1, 10).await;
    let id = mill.applied("Noor Castellane", 30).await;
    mill.goes_to(id, "Interviews").await;
    mill.hired(id).await;
    let mut owner = PgConnection::connect_with(&mill.app.db.owner)
        .await
        .unwrap();
    let there: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'report'::regnamespace and relkind = 'v' order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let views = documented();
    let mut names: Vec<_> = views.iter().map(|(view, _)| view.clone()).collect();
    names.sort();
    assert_eq!(names, there);
    for (view, columns) in &views {
        let real: Vec<String> = sqlx::query_scalar(
            "select attname::text from pg_attribute where attrelid = ('report.' || $1)::regclass and attnum > 0 order by attnum",
        )
        .bind(view)
        .fetch_all(&mut owner)
        .await
        .unwrap();
        assert_eq!(columns, &real, "{view}");
        let select = format!("select {} from report.{view}", columns.join(", "));
        let rows = sqlx::query(AssertSqlSafe(select)).fetch_all(&mut owner);
        assert!(!rows.await.unwrap().is_empty(), "{view}");
        // Nothing of theirs, and no number that leads to them.
        let told =
            format!("select coalesce(string_agg(to_jsonb(v)::text, ' '), '') from report.{view} v");
        let told: String = sqlx::query_scalar(AssertSqlSafe(told))
            .fetch_one(&mut owner)
            .await
            .unwrap();
        assert!(
            !told.contains("Noor") && !told.contains("Castellane"),
            "{view}"
        );
        assert!(
            !columns
                .iter()
                .any(|column| column.contains("application_id") || column.contains("candidate"))
        );
    }
    let hire: (f64, bool) = sqlx::query_as(
        "select h.days_to_hire, a.erased from report.hires h join report.applications a using (company, fact_id)",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert!((29.9..30.1).contains(&hire.0) && !hire.1, "{hire:?}");
}

#[tokio::test]
async fn the_role_of_the_documentation_reads_the_views_and_nothing_else() {
    let db = TestDb::new().await;
    let text = include_str!("../../../../docs/reports.md");
    let recipe = text
        .split("```sql\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let mut owner = PgConnection::connect_with(&db.owner).await.unwrap();
    // Roles are the cluster's, and the tests share it; grants are this database's.
    let role = format!("bi_{}", uuid::Uuid::new_v4().simple());
    let recipe = recipe.expect("a recipe").replace("candor_reports", &role);
    let (create, grants) = recipe.split_once(";\n").expect("two statements or more");
    let mut admin = PgConnection::connect_with(&db.superuser().await)
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(grants))
        .execute(&mut owner)
        .await
        .unwrap();
    let mut reader = PgConnection::connect_with(&db.owner.clone().username(&role))
        .await
        .unwrap();
    let read = |statement: &'static str| sqlx::query(statement);
    read("select * from report.applications")
        .fetch_all(&mut reader)
        .await
        .unwrap();
    read("select * from report.promises")
        .fetch_all(&mut reader)
        .await
        .unwrap();
    for refused in [
        "select * from public.applications",
        "select * from candidates",
        "delete from report.applications",
        "create table t (a int)",
    ] {
        assert!(
            read(refused).execute(&mut reader).await.is_err(),
            "{refused}"
        );
    }
    drop(reader);
    sqlx::raw_sql(AssertSqlSafe(format!("drop owned by {role}")))
        .execute(&mut owner)
        .await
        .ok();
    sqlx::raw_sql(AssertSqlSafe(format!(
        "drop owned by {role}; drop role {role}"
    )))
    .execute(&mut admin)
    .await
    .unwrap();
}
