//! A legal hold makes every erasure wait, and says so.

use crate::careers::own::Mill;
use jiff::SignedDuration;

#[tokio::test]
async fn a_request_waits_for_the_end_of_a_hold() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (path, profile) = (
        mill.app.link_of(id).await,
        format!("/heron/applications/{id}"),
    );
    let day = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(72));
    let day = day.day(&jiff::tz::TimeZone::UTC).to_string();
    let hold = format!("{profile}/hold");
    let ada = &mut mill.cast.ada;
    ada.post(&hold, &[("reason", ""), ("ends_on", &day)])
        .await
        .expect(422);
    let past = [("reason", "A claim."), ("ends_on", "2020-01-01")];
    ada.post(&hold, &past).await.expect(422);
    let told = ada
        .post_and_follow(
            &hold,
            &[("reason", "A claim of SECRET-KIND."), ("ends_on", &day)],
        )
        .await
        .expect(200);
    assert!(told.text().contains("SECRET-KIND"));
    for person in [
        &mut mill.cast.rosa,
        &mut mill.cast.hugo,
        &mut mill.cast.otto,
    ] {
        person.get(&hold).await.expect(403);
    }
    let refused = mill
        .cast
        .ada
        .post(
            &format!("{profile}/erasure"),
            &[("name", "Noor Castellane")],
        )
        .await
        .expect(409);
    assert!(refused.text().contains("legal hold keeps this until"));

    let waits = mill.erases_themselves(&path).await;
    assert_eq!(waits.location(), format!("{path}/erasure"));
    let page = mill.app.visitor().get(&waits.location()).await.expect(200);
    assert!(
        page.text_of(".note--warn")
            .contains("The law makes us keep your data until")
    );
    assert!(!page.text().contains("SECRET-KIND"));
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(200);
    let settings = mill
        .cast
        .ada
        .get("/heron/settings/retention")
        .await
        .expect(200);
    assert!(settings.text().contains("Wants everything deleted"));

    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(4 * 24));
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(410);
}

#[tokio::test]
async fn what_waited_goes_when_the_hold_is_lifted() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let (path, hold) = (
        mill.app.link_of(id).await,
        format!("/heron/applications/{id}/hold"),
    );
    let form = [("reason", "A claim."), ("ends_on", "2099-01-01")];
    mill.cast.ada.post(&hold, &form).await.location();
    mill.erases_themselves(&path).await.location();
    mill.cast
        .ada
        .post(&format!("{hold}/lifting"), &[])
        .await
        .location();
    mill.cast
        .ada
        .post(&format!("{hold}/lifting"), &[])
        .await
        .expect(409);
    mill.app.run_tasks().await;
    mill.app.visitor().get(&path).await.expect(410);
}
