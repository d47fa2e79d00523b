use crate::kit::{app::TestApp, cast::Cast};

const PATH: &str = "/heron/settings/questions";

#[tokio::test]
async fn the_library_is_kept_by_administrators() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(PATH).await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "No questions yet");
    let new = format!("{PATH}/new");
    let fields = [
        ("label", " Which shift suits you? "),
        ("kind", "single_choice"),
        ("options", "Early\r\nLate\r\nEarly\r\n\r\n"),
        ("required", "yes"),
    ];
    let page = cast.ada.post_and_follow(&new, &fields).await.expect(200);
    assert_eq!(
        page.texts(".row__main"),
        ["Which shift suits you?One of several: Early, Late"]
    );
    let there = page.attributes(".row__title", "href").remove(0);

    let wrong = [("label", "which SHIFT suits you?"), ("kind", "short_text")];
    let page = cast.ada.post(&new, &wrong).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["The library asks this already: change that question"]
    );
    let wrong = [("label", " "), ("kind", "any_of_them"), ("options", "One")];
    let page = cast.ada.post(&new, &wrong).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        ["Choose what kind of answer it wants", "Write the question"]
    );
    let long = "x".repeat(501);
    let wrong = [
        ("label", "Well?"),
        ("kind", "multiple_choice"),
        ("options", "One"),
        ("help", &long),
    ];
    let page = cast.ada.post(&new, &wrong).await.expect(422);
    assert_eq!(
        page.texts(".error-summary li"),
        [
            "Shorten the help to 500 characters",
            "Give 2 to 100 answers to choose from, one a line"
        ]
    );
    assert_eq!(page.value("label"), "Well?");

    let changed = [
        ("label", "Which shift?"),
        ("kind", "single_choice"),
        ("options", "Early\r\nLate\r\nNight"),
        ("retired", "yes"),
        ("version", "1"),
    ];
    cast.ada.post(&there, &changed).await.expect(303);
    let page = cast.ada.post(&there, &changed).await.expect(409);
    assert!(page.text_of("[role=alert]").contains("Somebody else"));
    let page = cast.otto.get(PATH).await.expect(200);
    assert!(page.text_of(".row__side").contains("Retired"));
    assert_eq!(
        app.number("select count(*) from events where kind = 'library_question.retired'")
            .await,
        1
    );

    for path in [PATH, &new, &there] {
        app.visitor().get(path).await.expect(303);
        cast.rosa.get(path).await.expect(403);
        cast.olga.get(path).await.expect(404);
    }
    cast.otto.get(&new).await.expect(403);
    cast.rosa.post(&there, &changed).await.expect(403);
    cast.otto.post(&new, &fields).await.expect(403);
    // One of another company is none of ours.
    let theirs = there.replace("heron", "otter");
    cast.olga.get(&theirs).await.expect(404);
    cast.olga.post(&theirs, &changed).await.expect(404);
}
