//! Filters of board and list: each narrows, all stand in the address, counts are of those who fit.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    postings::{miller, question},
};
use candor::domain::{
    applications::answers::Answer,
    postings::{self, advert::QuestionKind},
};

#[tokio::test]
async fn each_filter_narrows_board_and_list_and_is_a_chip() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut ad = miller();
    ad.advert.questions = vec![question(
        QuestionKind::YesNo,
        "May you work in Estonia?",
        false,
    )];
    let live = app.staffed(&cast, ad).await;
    let mut db = app.app.db.read().await.expect("a connection");
    let advert = postings::published(&mut db, cast.company.id, live.id)
        .await
        .expect("a look")
        .expect("it");
    drop(db);
    let asked = &advert.content.questions[0];
    let answer = Answer::check(asked, &["yes".to_owned()])
        .expect("an answer")
        .expect("one");
    let noor = app
        .sends(
            &cast.company,
            live.id,
            "Noor Saar",
            vec![answer],
            Vec::new(),
        )
        .await;
    let nils = app.applies(&cast.company, live.id, "Nils Aho").await;
    app.aged(nils, 6).await;
    let own = format!("/heron/applications/{noor}");
    cast.rosa
        .post(&format!("{own}/tags"), &[("tag", "Night shift")])
        .await
        .expect(303);
    let hugo = cast.hugo.member.to_string();
    cast.rosa
        .post(
            &format!("{own}/owner"),
            &[("owner", &hugo), ("version", "1")],
        )
        .await
        .expect(303);
    cast.rosa
        .post(&format!("/heron/applications/{nils}/reading"), &[])
        .await
        .expect(204);
    sqlx::query("update applications set place = 'Tartu', source_id = (select max(id) from sources where company_id = applications.company_id) where id = $1")
        .bind(nils)
        .execute(app.app.db.pages())
        .await
        .expect("a source");
    let source = app.number("select max(source_id) from applications").await;
    let question = app.number("select max(question_id) from answers").await;
    let stage = app.stage(live, "Application review").await;
    let today = app.app.db.clock.now().rfc3339()[..10].to_owned();
    for (filter, names, chip) in [
        (
            "tag=Night+shift".to_owned(),
            vec!["Noor Saar"],
            "Tag: Night shift",
        ),
        (format!("source={source}"), vec!["Nils Aho"], "Source: "),
        (
            format!("owner={hugo}"),
            vec!["Noor Saar"],
            "Owner: Hugo Brandt",
        ),
        ("owner=nobody".to_owned(), vec!["Nils Aho"], "Owner: nobody"),
        ("owner=me".to_owned(), vec![], "Mine"),
        (
            format!("answer={question}:yes"),
            vec!["Noor Saar"],
            "May you work in Estonia? Yes",
        ),
        (
            format!("answer={question}:no"),
            vec![],
            "May you work in Estonia? No",
        ),
        (
            "days=5".to_owned(),
            vec!["Nils Aho"],
            "In stage for 5 days or more",
        ),
        ("unread=1".to_owned(), vec!["Noor Saar"], "Not read by me"),
        ("place=tart".to_owned(), vec!["Nils Aho"], "Place: tart"),
        (format!("from={today}"), vec!["Noor Saar"], "Applied from "),
        ("to=2020-01-01".to_owned(), vec![], "Applied to 2020-01-01"),
        (
            format!("stage={stage}&unread=1"),
            vec!["Noor Saar"],
            "Stage: Application review",
        ),
    ] {
        let board = format!("/heron/jobs/{}", live.job);
        let page = cast
            .rosa
            .get(&format!("{board}?{filter}"))
            .await
            .expect(200);
        assert_eq!(page.texts(".card__name"), names, "{filter}");
        let people = if names.len() == 1 {
            "1 person"
        } else {
            "0 people"
        };
        assert_eq!(page.text_of("#people"), people, "{filter}");
        assert!(
            page.text_of(".filters .chip--on").starts_with(chip),
            "{filter}"
        );
        let without = page.attributes(".filters .chip--on", "href").remove(0);
        let list = cast
            .rosa
            .get(&format!("{board}/list?{filter}"))
            .await
            .expect(200);
        assert_eq!(list.texts("tbody .cell"), names, "{filter}");
        assert_eq!(
            list.text_of(".board-tools [role=status]"),
            people,
            "{filter}"
        );
        assert!(
            !without.contains(filter.split('&').next().unwrap()),
            "{without}"
        );
        // The form has what is set, and leads to the same.
        let form = cast
            .rosa
            .get(&format!("{board}/filter?view=list&{filter}"))
            .await
            .expect(200);
        let mut fields = form.fields_of("main form");
        fields.retain(|(_, value)| !value.is_empty());
        let again = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let again = cast
            .rosa
            .get(&format!("{board}/list?{again}"))
            .await
            .expect(200);
        assert_eq!(again.texts("tbody .cell"), names, "{filter}");
    }
    let form = format!("/heron/jobs/{}/filter", live.job);
    cast.iris.get(&form).await.expect(404);
    cast.olga
        .get(&form.replace("heron", "otter"))
        .await
        .expect(404);
}
