//! Who sees which figures: those who see a job's candidates, and of other jobs nothing, in no sum.

use super::row;
use crate::{
    careers::own::Mill,
    kit::{app::Client, jobs::details},
};
use candor::{access::TeamRole, domain::jobs::Details};

const REPORTS: [&str; 7] = [
    "",
    "/funnel",
    "/stages",
    "/hiring",
    "/sources",
    "/reasons",
    "/promises",
];

#[tokio::test]
async fn reports_are_for_those_who_see_candidates() {
    let mut mill = Mill::new().await;
    mill.applied("Noor Castellane", 5).await;
    for report in REPORTS {
        let path = format!("/heron/reports{report}");
        let signed_out = mill.app.visitor().get(&path).await;
        assert!(signed_out.location().starts_with("/sign-in"), "{path}");
        mill.cast.iris.get(&path).await.expect(403);
        mill.cast.olga.get(&path).await.expect(404);
        for person in [
            &mut mill.cast.ada,
            &mut mill.cast.rosa,
            &mut mill.cast.cora,
            &mut mill.cast.hugo,
            &mut mill.cast.otto,
        ] {
            person.get(&path).await.expect(200);
        }
    }
    for path in [
        "/heron/reports/funnel/rows",
        "/heron/reports/funnel/figures.csv",
    ] {
        mill.cast.iris.get(path).await.expect(403);
        mill.cast.olga.get(path).await.expect(404);
        mill.cast.otto.get(path).await.expect(200);
    }
    mill.cast
        .rosa
        .get("/heron/reports/funnel/figures.csv?table=never")
        .await
        .expect(404);
    let home = mill.cast.rosa.get("/heron").await.expect(200);
    assert!(
        home.attributes(".side__nav a", "href")
            .contains(&"/heron/reports".to_owned())
    );
    let home = mill.cast.iris.get("/heron").await.expect(200);
    assert!(
        !home
            .attributes(".side__nav a", "href")
            .contains(&"/heron/reports".to_owned())
    );
}

#[tokio::test]
async fn a_confidential_job_is_in_no_sum_of_others() {
    let mill = Mill::new().await;
    let company = &mill.cast.company;
    mill.applied("Noor Castellane", 5).await;
    let secret = Details {
        confidential: true,
        ..details("Head of everything")
    };
    let secret = mill.app.job_of(company, secret).await;
    let first = mill.app.stages(company, secret).await[0].id;
    for name in ["Ann", "Ben"] {
        mill.app.applicant(company, secret, first, name).await;
    }
    let applied = async |mut person: Client, path: &str| {
        let page = person.get(path).await.expect(200);
        assert_eq!(
            page.text().contains("Head of everything"),
            row(&page, "How far they came", "Applied") != ["1"],
        );
        row(&page, "How far they came", "Applied")[0].clone()
    };
    let (all, one) = (
        "/heron/reports/funnel",
        format!("/heron/reports/funnel?job={secret}"),
    );
    let rosa = || Client::clone(&mill.cast.rosa);
    assert_eq!(applied(rosa(), all).await, "1");
    assert_eq!(applied(Client::clone(&mill.cast.hugo), all).await, "1");
    assert_eq!(applied(Client::clone(&mill.cast.ada), all).await, "3");
    assert_eq!(applied(Client::clone(&mill.cast.otto), all).await, "3");
    rosa().get(&one).await.expect(404);
    rosa()
        .get(&format!("/heron/reports/funnel/rows?job={secret}"))
        .await
        .expect(404);
    rosa()
        .get(&format!("/heron/reports/stages/rows?stage={first}"))
        .await
        .expect(404);
    let rows = rosa().get("/heron/reports/funnel/rows").await.expect(200);
    assert_eq!(rows.texts("tbody tr").len(), 1);
    mill.app
        .join_team(company, secret, mill.cast.rosa.member, TeamRole::Recruiter)
        .await;
    assert_eq!(applied(rosa(), all).await, "3");
    rosa().get(&one).await.expect(200);
    // A job of one's own, and no other: Hugo manages the mill alone.
    mill.app.job(company, "Baker").await;
    let page = Client::clone(&mill.cast.hugo).get(all).await.expect(200);
    assert_eq!(page.texts("#job option"), ["All that I see", "Miller"]);
}

#[tokio::test]
async fn a_department_has_the_jobs_of_those_below_it() {
    let mill = Mill::new().await;
    let company = &mill.cast.company;
    let above = mill.app.add_department(company, "Works", None).await;
    let below = mill.app.add_department(company, "Ovens", Some(above)).await;
    let baker = Details {
        departments: vec![below],
        ..details("Baker")
    };
    let baker = mill.app.job_of(company, baker).await;
    let first = mill.app.stages(company, baker).await[0].id;
    mill.app.applicant(company, baker, first, "Ann").await;
    mill.applied("Noor Castellane", 5).await;
    let mut rosa = mill.rosa();
    for (department, people) in [(above.0, "1"), (below.0, "1")] {
        let path = format!("/heron/reports/funnel?department={department}");
        let page = rosa.get(&path).await.expect(200);
        assert_eq!(row(&page, "How far they came", "Applied"), [people]);
    }
    rosa.get("/heron/reports?department=999999")
        .await
        .expect(404);
}
