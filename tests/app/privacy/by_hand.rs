//! An administrator erases somebody, by typing their name.

use crate::careers::own::Mill;
use candor::{access::permissions::DecideApplications, base::ids::OpeningId, domain::decisions};
use jiff::SignedDuration;

#[tokio::test]
async fn an_administrator_types_the_name_and_what_goes_is_counted() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (path, profile) = (
        mill.app.link_of(id).await,
        format!("/heron/applications/{id}"),
    );
    let form = format!("{profile}/erasure");
    for person in [
        &mut mill.cast.rosa,
        &mut mill.cast.hugo,
        &mut mill.cast.otto,
        &mut mill.cast.iris,
    ] {
        person.get(&form).await.expect(403);
        person
            .post(&form, &[("name", "Noor Castellane")])
            .await
            .expect(403);
    }
    mill.cast
        .olga
        .post(&form, &[("name", "Noor Castellane")])
        .await
        .expect(404);
    let overview = mill.cast.ada.get(&profile).await.expect(200);
    assert!(overview.text().contains("Erase…"));
    let page = mill.cast.ada.get(&form).await.expect(200);
    assert!(
        page.texts("dd")
            .contains(&"1, of which 1 still open".to_owned())
    );
    let wrong = [("name", "Noor Castle")];
    let wrong = mill.cast.ada.post(&form, &wrong).await.expect(422);
    assert_eq!(wrong.value("name"), "Noor Castle");
    let right = [("name", " noor  castellane ")];
    let done = mill.cast.ada.post(&form, &right).await;
    assert_eq!(done.location(), "/heron/jobs");
    mill.cast.ada.get(&profile).await.expect(404);
    mill.app.visitor().get(&path).await.expect(410);
    mill.cast.ada.post(&form, &right).await.expect(404);
}

#[tokio::test]
async fn the_password_is_asked_for_again() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    mill.app.app.db.clock.advance(SignedDuration::from_mins(16));
    let form = format!("/heron/applications/{id}/erasure");
    let name = [("name", "Noor Castellane")];
    let asked = mill.cast.ada.post(&form, &name).await.expect(403);
    assert!(asked.text().contains("Your password, please"));
    assert_eq!(mill.count("select count(*) from candidates").await, 1);
}

#[tokio::test]
async fn an_opening_stays_filled_by_somebody_who_is_erased() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let opening = OpeningId(
        mill.count("select min(id) from openings where status = 'open'")
            .await,
    );
    let hire = decisions::Hire {
        version: mill.version(id).await,
        opening,
    };
    mill.cast
        .rosa
        .permit::<DecideApplications>(&mill.app, &mill.cast.company)
        .change(async |change| decisions::hire(change, id, hire).await)
        .await
        .expect("a hire");
    let form = format!("/heron/applications/{id}/erasure");
    let name = [("name", "Noor Castellane")];
    mill.cast.ada.post(&form, &name).await.location();
    assert_eq!(
        mill.count("select count(*) from openings where status = 'filled'")
            .await,
        1
    );
    let openings = format!("/heron/jobs/{}/openings", mill.live.job);
    mill.cast.ada.get(&openings).await.expect(200);
}
