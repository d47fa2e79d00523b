//! A candidate erases themselves with a code from their mail.

use crate::careers::own::Mill;
use jiff::SignedDuration;

#[tokio::test]
async fn a_code_is_mailed_and_typed_and_everything_is_gone() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let other = mill.applies("Juhan Tamm").await;
    mill.app.run_tasks().await;
    let path = mill.app.link_of(id).await;
    let mut noor = mill.app.visitor();
    let own = noor.get(&path).await.expect(200);
    assert!(own.text().contains("Delete my data"));
    let page = noor.get(&format!("{path}/erasure")).await.expect(200);
    assert!(
        page.texts("button")
            .contains(&"Send me the code".to_owned())
    );
    let page = noor
        .post_and_follow(&format!("{path}/erasure/code"), &[])
        .await
        .expect(200);
    assert!(page.text_of(".note").contains("on its way"));
    mill.app.run_tasks().await;
    let mail = mill.app.mail_of(id).await;
    let code = mail.last().expect("a mail");
    assert_eq!(
        (code.kind.as_str(), code.to.as_str()),
        ("erasure-code", "noor.castellane@example.org")
    );
    assert!(code.body.contains("{code}"), "the database has no code");

    let form = format!("{path}/erasure");
    let wrong = noor.post(&form, &[("code", "0000 0000")]).await.expect(422);
    assert!(
        wrong.text_of(".error").contains("4 more tries"),
        "{}",
        wrong.text()
    );
    let right = mill.app.code().await.replace(' ', "-");
    let gone = noor
        .post_and_follow(&form, &[("code", &right)])
        .await
        .expect(410);
    assert_eq!(gone.text_of("h1"), "Your data is erased");
    noor.get(&form).await.expect(410);

    let last = "select count(*) from messages where kind = 'erased' and recipient = 'noor.castellane@example.org' and candidate_id is null";
    assert_eq!(mill.count(last).await, 1);
    mill.app.run_tasks().await;
    assert_eq!(
        mill.count("select count(*) from messages where kind = 'erased'")
            .await,
        0
    );
    // Nobody else is touched.
    let still = mill.app.link_of(other).await;
    mill.app.visitor().get(&still).await.expect(200);
    assert_eq!(
        mill.count("select count(*) from erasures where cause = 'candidate'")
            .await,
        1
    );
    assert_eq!(mill.listed().await.len(), 1);
}

#[tokio::test]
async fn a_code_is_good_for_five_tries_and_an_hour() {
    let mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let path = mill.app.link_of(id).await;
    let (form, ask) = (format!("{path}/erasure"), format!("{path}/erasure/code"));
    let mut noor = mill.app.visitor();
    let without = noor.post(&form, &[("code", "1234 5678")]).await.expect(422);
    assert!(without.text().contains("not good any more"));
    noor.post(&ask, &[]).await.location();
    for _ in 0..5 {
        noor.post(&form, &[("code", "")]).await.expect(422);
    }
    let code = mill.app.code().await;
    noor.post(&form, &[("code", &code)]).await.expect(422);

    noor.post(&ask, &[]).await.location();
    let code = mill.app.code().await;
    mill.app.app.db.clock.advance(SignedDuration::from_mins(61));
    noor.post(&form, &[("code", &code)]).await.expect(422);

    for _ in 0..3 {
        noor.post(&ask, &[]).await.location();
    }
    noor.post(&ask, &[]).await.expect(409);
    mill.app
        .app
        .db
        .clock
        .advance(SignedDuration::from_hours(25));
    noor.post(&ask, &[]).await.location();
    let code = mill.app.code().await;
    noor.post(&form, &[("code", &code)]).await.location();
    mill.app.visitor().get(&path).await.expect(410);
}
