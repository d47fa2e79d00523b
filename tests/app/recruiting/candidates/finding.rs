//! Words, and where they are found.

use super::{Desk, browser, names};
use crate::kit::{
    applications::crowd,
    postings::{miller, question},
};
use candor::domain::{applications::answers::Answer, postings::advert::QuestionKind};

#[tokio::test]
async fn a_tag_is_a_word_for_as_long_as_it_is_there() {
    let desk = Desk::new().await;
    let id = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    let mut rosa = browser(&desk.cast.rosa);
    let tags = format!("/heron/applications/{id}/tags");
    let tag = [("tag", "Night shift")];
    rosa.post(&tags, &tag).await.expect(303);
    for typed in ["night", "\"night shift\"", "shi* noor"] {
        let found = desk.names(&desk.cast.rosa, typed).await;
        assert_eq!(found, ["Noor Castellane"], "{typed}");
    }
    rosa.post(&format!("{tags}/removal"), &tag)
        .await
        .expect(303);
    assert!(desk.names(&desk.cast.rosa, "night").await.is_empty());
}

#[tokio::test]
async fn words_of_a_resume_are_found_where_they_stand() {
    let desk = Desk::new().await;
    let resume = "Moved a library network of 240 desks to Ubuntu, and cut repeat printer cases by half. Zoë's Café <b>bold</b>.";
    desk.applies(desk.miller, "Noor Castellane", resume).await;
    desk.applies(
        desk.miller,
        "Teodor Brackwater",
        "Studio machines with Debian, and one label printer.",
    )
    .await;
    let rosa = &desk.cast.rosa;
    let page = desk.search(rosa, "ubuntu PRINTER").await.expect(200);
    assert_eq!(names(&page), ["Noor Castellane"]);
    assert_eq!(page.texts(".snippet mark"), ["Ubuntu", "printer"]);
    assert!(page.text_of("#found [role=status]").starts_with("1 person"));
    let both = ["Teodor Brackwater", "Noor Castellane"];
    for (typed, found) in [
        ("printer", &both[..]),
        ("\"library network\"", &both[1..]),
        ("\"network library\"", &[]),
        ("ubuntu or debian", &both),
        ("printer -ubuntu", &both[..1]),
        ("-ubuntu", &both[..1]),
        ("print*", &both),
        ("print", &[]),
        ("cafe zoe", &both[1..]),
        ("CAFÉ", &both[1..]),
        ("castellane", &both),
        ("noor.castellane@example.org", &both[1..]),
        ("+372 5550-0142", &both),
        ("castellane.example.org", &both),
        ("tallinn", &both),
        ("zanzibar", &[]),
    ] {
        assert_eq!(desk.names(rosa, typed).await, found, "{typed}");
    }
    let hostile = desk.search(rosa, "bold").await.expect(200);
    assert_eq!(hostile.texts(".snippet mark"), ["bold"]);
    assert!(hostile.texts(".snippet b").is_empty());
}

#[tokio::test]
async fn answers_are_found_but_for_sensitive_ones() {
    let mut desk = Desk::new().await;
    let mut ad = miller();
    ad.advert.questions = vec![question(
        QuestionKind::ShortText,
        "What do you mill?",
        false,
    )];
    desk.miller = desk.app.staffed(&desk.cast, ad).await;
    let mut asked = question(QuestionKind::ShortText, "What do you mill?", false);
    asked.id = sqlx::query_scalar("select max(id) from questions")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    let answer = Answer::check(&asked, &["Buckwheat".to_owned()]).unwrap();
    let answers = answer.into_iter().collect();
    desk.app
        .sends(
            &desk.cast.company,
            desk.miller.id,
            "Noor Castellane",
            answers,
            Vec::new(),
        )
        .await;
    assert_eq!(desk.names(&desk.cast.rosa, "buckwheat").await.len(), 1);
    desk.sql("update answers set sensitive = true").await;
    assert!(desk.names(&desk.cast.rosa, "buckwheat").await.is_empty());
}

#[tokio::test]
async fn what_is_written_is_found_at_once_and_what_is_taken_back_is_not() {
    let desk = Desk::new().await;
    let id = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    let rosa = &desk.cast.rosa;
    desk.notes(rosa, id, "Plays the theremin.", "team").await;
    assert_eq!(desk.names(rosa, "theremin").await.len(), 1);
    let mail = [
        ("subject", "Your harmonium"),
        ("body", "Tell us of it."),
        ("once", &*uuid::Uuid::new_v4().to_string()),
    ];
    browser(rosa)
        .post(&format!("/heron/applications/{id}/mail"), &mail)
        .await
        .expect(303);
    assert_eq!(desk.names(rosa, "harmonium").await.len(), 1);
    let note: i64 = sqlx::query_scalar("select id from notes")
        .fetch_one(desk.app.app.db.pages())
        .await
        .unwrap();
    browser(rosa)
        .post(
            &format!("/heron/notes/{note}/deletion"),
            &[("version", "1")],
        )
        .await
        .expect(303);
    assert!(desk.names(rosa, "theremin").await.is_empty());
    desk.sql("update candidates set family_name = 'Silverlake'")
        .await;
    assert_eq!(desk.names(rosa, "silverlake").await.len(), 1);
    assert!(
        !desk.names(rosa, "castellane harmonium").await.is_empty(),
        "their address keeps it"
    );
    // Mails of the program say the same to everybody, and find nobody.
    assert!(desk.names(rosa, "received").await.is_empty());
}

#[tokio::test]
async fn two_who_write_at_once_are_both_found() {
    let desk = Desk::new().await;
    let id = desk
        .applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    for round in 0..5 {
        let words = ["alto", "basso"].map(|word| format!("{word}{round}"));
        let [first, second] = &words;
        tokio::join!(
            desk.notes(&desk.cast.rosa, id, first, "team"),
            desk.notes(&desk.cast.cora, id, second, "team"),
        );
        for word in &words {
            assert_eq!(desk.names(&desk.cast.rosa, word).await.len(), 1, "{word}");
        }
    }
}

#[tokio::test]
async fn names_are_forgiving() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Hana Thistlewood", "Stones.")
        .await;
    let rosa = &desk.cast.rosa;
    for typed in ["Thisselwood", "hana thistelwood", "thistle", "Thístlewod"] {
        let page = desk.search(rosa, typed).await.expect(200);
        let similar = page.texts("[aria-labelledby=similar-title] .row__title");
        assert_eq!(similar, ["Hana Thistlewood"], "{typed}");
    }
    let found = desk.search(rosa, "thistlewood").await.expect(200);
    assert_eq!(names(&found).len(), 1);
    assert!(found.texts("#similar-title").is_empty());
}

#[tokio::test]
async fn nothing_that_is_typed_is_an_error_of_ours() {
    let desk = Desk::new().await;
    desk.applies(desk.miller, "Noor Castellane", "Stones.")
        .await;
    for typed in [
        "'",
        "\"",
        "\\",
        "a & | ! b",
        "(((",
        ":*",
        "a:*b",
        "<->",
        "<1>",
        "!",
        "--",
        "-",
        "' or 1=1 --",
        "\\' & 'x",
        "%",
        "_",
        "💥",
        "\u{202e}abc",
        "\u{e000}x\u{e001}",
        "''",
        "a''b",
        "\\\\",
        "'a':A",
        "x<->y",
        "-(a b)",
        "{{7*7}}",
        "\"a'b\\c\"*",
        "http://x.example/'?a=\"",
        "+++",
        "ﷺﷺﷺ",
        "ß",
        "İ",
    ] {
        let status = desk.search(&desk.cast.rosa, typed).await.status.as_u16();
        assert!([200, 422].contains(&status), "{typed:?} answers {status}");
    }
    // Postgres stores no U+0000, and no address of ours has one.
    desk.search(&desk.cast.rosa, "a\u{0}b").await.expect(400);
    for (typed, said) in [
        ("a".repeat(301), "300 characters"),
        ("a ".repeat(20), "16 words"),
        ("***".to_owned(), "Type a word"),
    ] {
        let page = desk.search(&desk.cast.rosa, &typed).await.expect(422);
        assert!(page.text_of("#q-error").contains(said), "{typed}");
        assert_eq!(
            page.value("q"),
            typed
                .trim_end()
                .chars()
                .take(301)
                .collect::<String>()
                .as_str()
                .to_owned()
                + &typed[typed.trim_end().len()..]
        );
    }
    let long = desk.search(&desk.cast.rosa, &"ü".repeat(5_000)).await;
    assert!([414, 422, 431].contains(&long.status.as_u16()));
}

#[tokio::test]
async fn common_words_are_walked_to_page_by_page() {
    let desk = Desk::new().await;
    crowd(&desk.app, desk.miller.job.0, 2_100).await;
    sqlx::query("analyze search_documents")
        .execute(&desk.app.db.pool)
        .await
        .unwrap();
    let mut rosa = browser(&desk.cast.rosa);
    for typed in ["valley", "person valley", "person -nobody", ""] {
        let mut next = Some(format!("/heron/candidates?q={}", typed.replace(' ', "+")));
        let mut seen = Vec::new();
        for _ in 0..3 {
            let page = rosa
                .get(&next.take().expect("another page"))
                .await
                .expect(200);
            assert_eq!(
                page.text_of("#found [role=status] b"),
                "More than 1,000 people"
            );
            seen.extend(names(&page));
            next = page.attributes("a[rel=next]", "href").pop();
        }
        let mut expected: Vec<String> = (2_026..=2_100).map(|n| format!("Person {n}")).collect();
        seen.sort();
        expected.sort();
        assert_eq!(seen, expected, "{typed}");
    }
    let page = rosa
        .get("/heron/candidates?q=valley+nobody")
        .await
        .expect(200);
    assert_eq!(page.text_of(".empty h2"), "Nobody found");
}
