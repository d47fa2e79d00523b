//! What somebody says about themselves: voluntary, theirs, and never seen by those who hire.

use super::Mill;
use candor::base::ids::ApplicationId;

const SETTINGS: &str = "/heron/settings/self-identification";

impl Mill {
    async fn asks(&mut self, country: &str, set: &str) {
        let choice = [("country", country), ("set", set)];
        let ada = &mut self.cast.ada;
        let added = ada.post(&format!("{SETTINGS}/new"), &choice).await;
        assert_eq!(added.location(), SETTINGS);
    }

    async fn says(&self, id: ApplicationId, gender: &str) {
        let path = format!("{}/about-you", self.app.link_of(id).await);
        let said = [("gender", gender), ("age", "not_said"), ("ethnicity", "")];
        self.app.visitor().post(&path, &said).await.location();
    }
}

#[tokio::test]
async fn they_see_change_and_delete_what_they_said() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let own = mill.app.link_of(id).await;
    let path = format!("{own}/about-you");
    let mut browser = mill.app.visitor();
    browser.get(&path).await.expect(404);
    assert!(
        !browser
            .get(&own)
            .await
            .expect(200)
            .text()
            .contains("About you")
    );
    mill.asks("", "general").await;
    assert!(
        browser
            .get(&own)
            .await
            .expect(200)
            .text()
            .contains("About you")
    );
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.texts("legend").len(), 4);
    let silent = page.attributes("input[value=not_said]", "name");
    assert_eq!(silent.len(), 4, "everybody may keep silent");

    let said = [("gender", "woman"), ("age", "25_34")];
    assert_eq!(browser.post(&path, &said).await.location(), own);
    let page = browser.get(&path).await.expect(200);
    assert_eq!(
        page.attributes("input[checked]", "value"),
        ["woman", "25_34"]
    );
    let copy = browser.get(&format!("{own}/copy.json")).await.expect(200);
    assert_eq!(
        copy.json()["self_identification"][0]["answers"],
        serde_json::json!([["Gender", "Woman"], ["Age", "25 to 34"]])
    );
    let copy = browser.get(&format!("{own}/copy")).await.expect(200);
    assert!(copy.text().contains("25 to 34"));

    // It stays as it was asked, whatever is asked now.
    mill.asks("EE", "us_eeo").await;
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.texts("legend").len(), 4);
    assert!(page.text().contains("Ethnic group"));
    for wrong in [("gender", "female"), ("veteran", "protected"), ("x", "y")] {
        browser.post(&path, &[wrong]).await.expect(400);
    }
    assert_eq!(
        browser.post(&path, &[("gender", "man")]).await.location(),
        own
    );
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.attributes("input[checked]", "value"), ["man"]);

    // A newer version asks others; what was said is read with the one that asked it.
    sqlx::query(
        r#"insert into self_identification_sets (key, version, name, why, inquiries)
           values ('general', 2, 'General', 'Why.', '[{"key": "gender", "label": "Your gender", "help": "", "options": [["woman", "Female"]]}]')"#,
    )
    .execute(mill.app.app.db.pages())
    .await
    .expect("a version");
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.texts("legend").len(), 4);
    let list = mill.cast.ada.get(SETTINGS).await.expect(200);
    assert!(list.text().contains("Your gender") && !list.text().contains("Ethnic group"));
    let unknown = [("country", "FR"), ("set", "nothing")];
    let ada = &mut mill.cast.ada;
    ada.post(&format!("{SETTINGS}/new"), &unknown)
        .await
        .expect(422);

    let deletion = format!("{path}/deletion");
    assert_eq!(browser.post(&deletion, &[]).await.location(), own);
    assert_eq!(
        mill.count("select count(*) from self_identifications")
            .await,
        0
    );
    let page = browser.get(&path).await.expect(200);
    assert!(
        page.text().contains("Protected veteran"),
        "the posting's country"
    );
    browser.get("/a/AAAA/about-you").await.expect(404);
}

#[tokio::test]
async fn nothing_leads_from_the_people_who_hire_to_what_was_said() {
    let mut mill = Mill::new().await;
    mill.asks("", "general").await;
    let id = mill.applies("Noor Castellane").await;
    let before = mill.count("select count(*) from events").await;
    mill.says(id, "non_binary").await;
    assert_eq!(mill.count("select count(*) from events").await, before);
    assert_eq!(
        mill.tables_with("non_binary").await,
        ["self_identification_sets", "self_identifications"]
    );
    let keys = "select count(*) from information_schema.columns
                where table_name = 'self_identifications' and column_name in ('id', 'candidate_id', 'application_id')";
    assert_eq!(mill.count(keys).await, 0);
    let profile = format!("/heron/applications/{id}");
    for page in ["", "/activity", "/notes"] {
        let page = mill.cast.ada.get(&format!("{profile}{page}")).await;
        assert!(!page.text().contains("Non-binary"));
    }
    let own = mill.app.link_of(id).await;
    mill.erases_themselves(&own).await.location();
    assert_eq!(
        mill.count("select count(*) from self_identifications")
            .await,
        0
    );
}

#[tokio::test]
async fn those_who_answer_for_fairness_see_sums_without_small_groups() {
    let mut mill = Mill::new().await;
    mill.asks("", "general").await;
    let path = format!("{SETTINGS}/report");
    let page = mill.cast.otto.get(&path).await.expect(200);
    assert!(page.text().contains("Nobody answered"));
    for n in 0..9 {
        let id = mill.applies(&format!("Noor {n}")).await;
        mill.says(id, if n < 6 { "woman" } else { "man" }).await;
    }
    let page = mill.cast.otto.get(&path).await.expect(200);
    assert!(page.text().contains("about 10 people"));
    let gender = &page.texts("table")[0];
    assert_eq!(
        *gender,
        "GenderAnswerPeopleWoman5Manfewer than 5Non-binaryfewer than 5In another wayfewer than 5I prefer not to sayfewer than 5"
    );
    let year: String = mill
        .app
        .app
        .db
        .clock
        .now()
        .rfc3339()
        .chars()
        .take(4)
        .collect();
    let of_job = format!("{path}?year={year}&job={}", mill.live.job);
    assert!(
        mill.cast
            .ada
            .get(&of_job)
            .await
            .expect(200)
            .text()
            .contains("about 10")
    );
    mill.cast
        .ada
        .get(&format!("{path}?year=1999"))
        .await
        .expect(404);
    mill.cast
        .ada
        .get(&format!("{path}?year=x"))
        .await
        .expect(400);
    mill.cast
        .ada
        .get(&format!("{path}?job=7777777"))
        .await
        .expect(404);
    mill.cast.rosa.get(&path).await.expect(403);
    mill.cast.hugo.get(&path).await.expect(403);
    mill.cast.olga.get(&path).await.expect(404);
    mill.cast
        .otto
        .post(&format!("{SETTINGS}/new"), &[])
        .await
        .expect(403);
    let twice = [("country", ""), ("set", "us_eeo")];
    mill.cast
        .ada
        .post(&format!("{SETTINGS}/new"), &twice)
        .await
        .expect(422);
    let unknown = [("country", "ZZ"), ("set", "x")];
    mill.cast
        .ada
        .post(&format!("{SETTINGS}/new"), &unknown)
        .await
        .expect(422);
}

#[tokio::test]
async fn the_confirmation_says_where_it_is_asked() {
    let mut mill = Mill::new().await;
    let id = mill.applies("Noor Castellane").await;
    let reference: String =
        sqlx::query_scalar("select reference from submissions where application_id = $1")
            .bind(id)
            .fetch_one(mill.app.app.db.pages())
            .await
            .unwrap();
    let thanks = format!("/careers/heron/applied/{reference}");
    let page = mill.app.visitor().get(&thanks).await.expect(200);
    assert!(!page.text().contains("About you"));
    mill.asks("EE", "general").await;
    let page = mill.app.visitor().get(&thanks).await.expect(200);
    assert!(page.text().contains("About you"));
}
