//! Files: as they were sent, to whoever may have them, never run by the browser.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    documents,
    postings::{miller, question},
};
use candor::{
    base::ids::QuestionId,
    domain::{
        applications::{Enclosed, FileRole},
        files::FileKind,
        postings::advert::QuestionKind,
    },
};

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent_and_only_as_a_download() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let bytes = documents::pdf(&["Noor Castellane"]);
    let resume = app.resume("Noor’s résumé.pdf", FileKind::Pdf, &bytes).await;
    let id = app
        .sends(
            &cast.company,
            live.id,
            "Noor Castellane",
            Vec::new(),
            vec![resume],
        )
        .await;
    let page = cast
        .rosa
        .get(&format!("/heron/applications/{id}/resume"))
        .await
        .expect(200);
    let path = page.attributes("a[aria-label^=Download]", "href").remove(0);
    let answer = cast.rosa.get(&path).await.expect(200);
    assert_eq!(answer.body, bytes);
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-disposition",
            "attachment; filename=\"Noor_s r_sum_.pdf\"; filename*=UTF-8''Noor%E2%80%99s%20r%C3%A9sum%C3%A9.pdf",
        ),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("content-length", &bytes.len().to_string()),
    ] {
        assert_eq!(answer.header(name), value);
    }
    assert_eq!(app.happened(id, "file.downloaded").await, 1);
    for person in [&mut cast.hugo, &mut cast.otto, &mut cast.cora] {
        person.get(&path).await.expect(200);
    }
    cast.iris.get(&path).await.expect(404);
    cast.olga.get(&path).await.expect(404);
    cast.olga
        .get(&path.replace("heron", "otter"))
        .await
        .expect(404);
    assert!(
        app.visitor()
            .get(&path)
            .await
            .location()
            .starts_with("/sign-in")
    );
    assert_eq!(app.happened(id, "file.downloaded").await, 4);
    let activity = cast
        .rosa
        .get(&format!("/heron/applications/{id}/activity?show=looks"))
        .await;
    assert!(
        activity.texts(".feed__body")[3].starts_with("Rosa Lindqvist opened Noor’s résumé.pdf")
    );
}

#[tokio::test]
async fn a_damaged_file_is_never_sent() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let resume = app
        .resume("noor.txt", FileKind::Txt, b"Noor Castellane")
        .await;
    let key = resume.file.stored.key.as_str().to_owned();
    app.sends(
        &cast.company,
        live.id,
        "Noor Castellane",
        Vec::new(),
        vec![resume],
    )
    .await;
    let attachment = app.number("select min(id) from attachments").await;
    let files = app.data.path().join("files");
    let stored = files.join(&key[..1]).join(&key[1..2]).join(&key);
    std::fs::remove_file(&stored).unwrap();
    std::fs::write(&stored, b"Noor Castellana").unwrap();
    let answer = cast
        .rosa
        .get(&format!("/heron/attachments/{attachment}"))
        .await
        .expect(500);
    assert!(!answer.text().contains("Castellana"));
    std::fs::remove_file(&stored).unwrap();
    cast.rosa
        .get(&format!("/heron/attachments/{attachment}"))
        .await
        .expect(500);
}

#[tokio::test]
async fn the_answer_to_a_sensitive_question_is_nobodys_file() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let mut ad = miller();
    let mut proof = question(QuestionKind::File, "Proof of a disability", false);
    proof.sensitive = true;
    ad.advert.questions = vec![question(QuestionKind::File, "A drawing", false), proof];
    let live = app.staffed(&cast, ad.clone()).await;
    let ids: Vec<QuestionId> = sqlx::query_scalar("select id from questions order by position")
        .fetch_all(app.app.db.pages())
        .await
        .unwrap();
    // Twice: the first sending makes the application, the second joins it.
    for round in ["first", "second"] {
        let mut files = Vec::new();
        for (n, name) in [(0, "drawing"), (1, "proof")] {
            let mut question = ad.advert.questions[n].clone();
            question.id = ids[n];
            let file = app
                .stored(
                    &format!("{round}-{name}.txt"),
                    FileKind::Txt,
                    name.as_bytes(),
                )
                .await;
            files.push(Enclosed {
                role: FileRole::Answer(question),
                file,
            });
        }
        app.sends(&cast.company, live.id, "Noor Castellane", Vec::new(), files)
            .await;
    }
    let id = app.number("select min(id) from applications").await;
    let page = cast
        .ada
        .get(&format!("/heron/applications/{id}"))
        .await
        .expect(200);
    assert_eq!(
        page.texts("#tab a.line .truncate"),
        ["first-drawing.txt", "second-drawing.txt"]
    );
    for (name, status) in [
        ("first-drawing.txt", 200),
        ("first-proof.txt", 404),
        ("second-drawing.txt", 200),
        ("second-proof.txt", 404),
    ] {
        let attachment: i64 = sqlx::query_scalar(
            "select t.id from attachments t join files f on f.id = t.file_id where f.name = $1",
        )
        .bind(name)
        .fetch_one(app.app.db.pages())
        .await
        .unwrap();
        cast.ada
            .get(&format!("/heron/attachments/{attachment}"))
            .await
            .expect(status);
    }
}
