//! Sending files: what becomes of each, that nothing doubles, and what is taken from nobody.

use super::{Desk, import, outcomes, posting, sample, send};
use crate::kit::{
    app::{Answer, TestApp},
    cast::Cast,
};
use axum::{body::Body, http::Method};

const KEEPER: &str = "lamp-keeper.txt";

#[tokio::test]
async fn each_file_becomes_a_draft_of_a_job_of_its_own() {
    let mut desk = Desk::new().await;
    let (lead, manager) = (sample("support-lead.txt"), sample("programme-manager.txt"));
    let files: [(&str, &[u8]); 2] = [("lead.txt", &lead), ("manager.txt", &manager)];
    let page = send(&mut desk.bea, &files, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["New draft", "New draft"]);
    assert_eq!(
        page.texts("a.row__title"),
        ["Support Lead", "Port Rollout Manager"]
    );
    assert_eq!(desk.made().await, (2, 2));
    let drafts = "select count(*) from postings p join jobs j on j.id = p.job_id
        where p.status = 'draft' and j.status = 'draft' and p.live_revision_id is null";
    assert_eq!(desk.counted(drafts).await, 2, "nothing is public by it");
    let texts = "select count(*) from text_blocks";
    assert!(desk.counted(texts).await > 0, "shared texts are kept once");
}

#[tokio::test]
async fn the_same_file_is_one_posting_however_often_it_comes() {
    let mut desk = Desk::new().await;
    let bytes = posting("Lamp Keeper", "");
    let twice: [(&str, &[u8]); 2] = [(KEEPER, &bytes), ("copy.txt", &bytes)];
    let page = send(&mut desk.bea, &twice, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["New draft", "Here already"]);
    let windows = [desk.bea.clone(), desk.bea.clone(), desk.bea.clone()];
    let [one, two, three] = windows.map(|mut window| {
        let bytes = bytes.clone();
        async move { import(&mut window, KEEPER, &bytes, &[]).await.expect(200) }
    });
    let (one, two, three) = tokio::join!(one, two, three);
    for page in [one, two, three] {
        assert_eq!(outcomes(&page), ["Here already"]);
    }
    assert_eq!(desk.made().await, (1, 1));
    let imported = desk.app.history(&desk.company, "posting.imported").await;
    assert_eq!(imported.len(), 1);
}

#[tokio::test]
async fn two_windows_with_a_new_file_make_one_posting() {
    let desk = Desk::new().await;
    let bytes = posting("Lamp Keeper", "");
    let (mut one, mut two) = (desk.bea.clone(), desk.bea.clone());
    let (one, two) = tokio::join!(
        import(&mut one, KEEPER, &bytes, &[]),
        import(&mut two, KEEPER, &bytes, &[])
    );
    let mut said = [outcomes(&one), outcomes(&two)].concat();
    said.sort();
    assert_eq!(said, ["Here already", "New draft"]);
    assert_eq!(desk.made().await, (1, 1));
}

#[tokio::test]
async fn a_file_that_changed_updates_its_draft_unless_somebody_changed_that() {
    let mut desk = Desk::new().await;
    let bea = &mut desk.bea;
    let first = posting("Lamp Keeper", "");
    let page = import(bea, KEEPER, &first, &[]).await.expect(200);
    let draft = page.attributes("a.row__title", "href").remove(0);
    let editor = draft.trim_end_matches("/import").to_owned();
    let second = posting("Lamp Keeper", "- Count the ships that pass");
    let page = import(bea, KEEPER, &second, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["Draft updated"]);
    let text = bea.get(&editor).await.expect(200).text();
    assert!(text.contains("Count the ships"), "the draft follows");

    let mut fields = bea.get(&editor).await.fields_of("#editor");
    let title = fields.iter_mut().find(|(name, _)| name == "title");
    title.expect("a title").1 = "Keeper of the lamps".to_owned();
    let fields: Vec<_> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
    bea.post(&editor, &fields).await.expect(303);
    let third = posting("Lamp Keeper", "- Count the gulls as well");
    let page = import(bea, KEEPER, &third, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["Changed here since; kept"]);
    assert_eq!(bea.get(&editor).await.value("title"), "Keeper of the lamps");
    let page = import(bea, KEEPER, &third, &["overwrite"])
        .await
        .expect(200);
    assert_eq!(outcomes(&page), ["Draft updated"]);
    let page = bea.get(&editor).await.expect(200);
    assert_eq!(page.value("title"), "Lamp Keeper");
    assert!(page.text().contains("Count the gulls"));
    assert_eq!(desk.made().await, (1, 1));
}

#[tokio::test]
async fn what_is_long_past_arrives_closed() {
    let mut desk = Desk::new().await;
    let old = sample("chandlery-manager.md");
    let page = import(&mut desk.bea, "chandlery.md", &old, &["any_employer"])
        .await
        .expect(200);
    assert!(page.text_of("[role=status]").contains("Closed: long past"));
    let closed =
        "select count(*) from postings where status = 'closed' and live_revision_id is null";
    assert_eq!(desk.counted(closed).await, 1);
}

#[tokio::test]
async fn a_file_that_is_refused_says_why_and_keeps_no_other_from_coming() {
    let mut desk = Desk::new().await;
    let large = vec![b'x'; (1 << 20) + 1];
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0";
    let (keeper, theirs) = (posting("Lamp Keeper", ""), sample("chart-editor.txt"));
    let invisible = posting("Lamp\0Keeper", "");
    let files: [(&str, &[u8]); 7] = [
        ("large.txt", &large),
        ("picture.txt", picture),
        (
            "paper.pdf",
            b"%PDF-1.7\n\x01\x02\x03\x04\x05\x06\x0e\x0f\n1 0 obj",
        ),
        ("invisible.txt", &invisible),
        ("blank.txt", b" \r\n\t"),
        ("theirs.txt", &theirs),
        (KEEPER, &keeper),
    ];
    let page = send(&mut desk.bea, &files, &[]).await.expect(200);
    let refused = "Not imported";
    assert_eq!(
        outcomes(&page),
        [
            refused,
            refused,
            refused,
            refused,
            refused,
            refused,
            "New draft"
        ]
    );
    let why = page.texts(".t-bad");
    for (said, words) in why.iter().zip([
        "more than 1 MB",
        "no text",
        "no text",
        "no text",
        "It is empty",
        "It names Möwe Verlag as the employer",
    ]) {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(desk.made().await, (1, 1));
}

#[tokio::test]
async fn a_file_may_have_a_megabyte_and_not_a_byte_more() {
    let mut desk = Desk::new().await;
    let mut bytes = posting("Lamp Keeper", "");
    bytes.resize(1 << 20, b'\n');
    let page = import(&mut desk.bea, KEEPER, &bytes, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["New draft"]);
    bytes.push(b'\n');
    let page = import(&mut desk.bea, KEEPER, &bytes, &[]).await.expect(200);
    assert_eq!(outcomes(&page), ["Not imported"]);
}

#[tokio::test]
async fn what_is_no_sending_of_ours_is_refused() {
    let mut desk = Desk::new().await;
    let bea = &mut desk.bea;
    let page = send(bea, &[("", b"")], &[]).await.expect(422);
    assert!(page.text_of("#files-error").contains("at least one file"));
    let many: Vec<(String, Vec<u8>)> = (0..51)
        .map(|n| (format!("{n}.txt"), b" ".to_vec()))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (&**n, &**b)).collect();
    let page = send(bea, &many, &[]).await.expect(413);
    assert!(page.text().contains("at most 50 files"));
    let large = vec![b'x'; 6 << 20];
    let page = send(bea, &[("1.txt", &large), ("2.txt", &large)], &[]).await;
    page.expect(413);

    let path = "/brightwater/imports";
    let form = bea.post(path, &[("files", "x")]).await;
    assert!(
        [400, 415].contains(&form.status.as_u16()),
        "{}",
        form.text()
    );
    let torn =
        "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nhalf";
    for kind in ["multipart/form-data; boundary=b", "multipart/form-data"] {
        bea.send(Method::POST, path, Some(kind), Body::from(torn))
            .await
            .expect(400);
    }
    assert_eq!(desk.made().await, (0, 0));
}

#[tokio::test]
async fn only_recruiters_and_administrators_import_and_only_at_home() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let bytes = posting("Lamp Keeper", "");
    let file: [(&str, &str, &str, &[u8]); 1] = [("files", KEEPER, "text/plain", &bytes)];
    let path = "/heron/imports";
    let asked: Answer = app.visitor().get(path).await;
    assert!(asked.location().starts_with("/sign-in"));
    let sent = app.visitor().post_files(path, &[], &file).await;
    assert!(sent.location().starts_with("/sign-in"));
    for (person, status) in [
        (&mut cast.cora, 403),
        (&mut cast.hugo, 403),
        (&mut cast.iris, 403),
        (&mut cast.otto, 403),
        (&mut cast.olga, 404),
    ] {
        person.get(path).await.expect(status);
        person.post_files(path, &[], &file).await.expect(status);
    }
    assert_eq!(app.number("select count(*) from postings").await, 0);
    let ours = [("any_employer", "yes")];
    for person in [&mut cast.rosa, &mut cast.ada] {
        person.get(path).await.expect(200);
        person.post_files(path, &ours, &file).await.expect(200);
    }
    cast.olga
        .post_files("/otter/imports", &ours, &file)
        .await
        .expect(200);
    let companies = "select count(distinct company_id) from postings";
    assert_eq!(app.number(companies).await, 2, "each company its own");
    assert_eq!(app.number("select count(*) from postings").await, 2);
}
