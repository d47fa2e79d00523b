//! The page that shows what was read beside the file, and the file as it came.

use super::{Desk, import, posting, sample};
use crate::kit::{
    app::Client,
    cast::{self, Cast},
};
use candor::access::Role;

/// Imports a file and gives the address of its posting.
async fn imported(browser: &mut Client, name: &str, bytes: &[u8]) -> String {
    let page = import(browser, name, bytes, &["any_employer"])
        .await
        .expect(200);
    let review = page.attributes("a.row__title", "href").remove(0);
    review.trim_end_matches("/import").to_owned()
}

#[tokio::test]
async fn a_draft_goes_live_only_after_somebody_compared_it() {
    let mut desk = Desk::new().await;
    let bea = &mut desk.bea;
    let posting = imported(bea, "lead.txt", &sample("support-lead.txt")).await;
    let review = format!("{posting}/import");
    let page = bea.get(&review).await.expect(200);
    assert_eq!(page.text_of("h1"), "Support Lead");
    assert!(
        page.text_of(".original")
            .contains("Ports used to plan by paper")
    );
    assert!(page.texts("td").iter().any(|fact| fact == "Brightwater"));
    assert!(!page.texts("mark").is_empty(), "repairs are marked");

    let publication = format!("{posting}/publication");
    let page = bea.get(&publication).await.expect(200);
    assert!(
        page.text_of(".error-summary")
            .contains("Compare what was read")
    );
    let refused = bea
        .post(&publication, &[("version", "1")])
        .await
        .expect(422);
    assert!(refused.text().contains("Compare what was read"));
    for _ in 0..2 {
        assert_eq!(bea.post(&review, &[]).await.location(), posting);
    }
    let page = bea.get(&review).await.expect(200);
    assert!(page.text_of(".badge--good").contains("Compared on"));
    let page = bea.get(&publication).await.expect(200);
    assert!(!page.text().contains("Compare what was read"));
    let compared = desk.app.history(&desk.company, "posting.reviewed").await;
    assert_eq!(compared.len(), 1);
}

#[tokio::test]
async fn another_edition_of_the_file_wants_to_be_compared_again() {
    let mut desk = Desk::new().await;
    let bea = &mut desk.bea;
    let path = imported(bea, "keeper.txt", &posting("Lamp Keeper", "")).await;
    let review = format!("{path}/import");
    bea.post(&review, &[]).await.expect(303);
    let second = posting("Lamp Keeper", "- Count the ships that pass");
    assert_eq!(imported(bea, "keeper.txt", &second).await, path);
    let page = bea.get(&review).await.expect(200);
    assert!(page.texts(".badge--good").is_empty());
    let file = bea.get(&format!("{path}/original")).await.expect(200);
    assert_eq!(file.body, second);
}

#[tokio::test]
async fn the_file_comes_back_byte_for_byte() {
    let mut desk = Desk::new().await;
    let bea = &mut desk.bea;
    let mut broken = posting("Tide Clerk", "");
    broken.extend(b"\xEF\xBB\xBF\xFF\xFE caf\xC3 \r\r\n\n   ");
    let files = [
        ("desk.txt", sample("desk-associate.txt")),
        ("shop.md", sample("chandlery-manager.md")),
        ("Möwe.txt", sample("chart-editor.txt")),
        ("tide.txt", broken),
    ];
    for (name, bytes) in files {
        let path = imported(bea, name, &bytes).await;
        let file = bea.get(&format!("{path}/original")).await.expect(200);
        assert_eq!(file.body, bytes, "{name}");
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment; "), "{disposition}");
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"));
        bea.get(&format!("{path}/import")).await.expect(200);
    }
}

#[tokio::test]
async fn markup_in_a_file_is_words_to_whoever_reads_it() {
    let mut desk = Desk::new().await;
    let hostile = "- <script>alert(1)</script> and <img src=x onerror=alert(2)>\n\
                   - [Press here](javascript:alert(3)) or <a href=\"javascript:alert(4)\">there</a>\n\
                   Apply: javascript:alert(5)\n";
    let title = "Lamp <b onclick=alert(6)>Keeper</b>";
    let name = "\"><script>alert(7)<script>.txt";
    let bea = &mut desk.bea;
    let sent = name.replace('"', "%22");
    let path = imported(bea, &sent, &posting(title, hostile)).await;
    let review = bea.get(&format!("{path}/import")).await.expect(200);
    assert_eq!(review.text_of("h1"), title);
    for below in ["", "/import", "/preview", "/publication"] {
        let page = bea.get(&format!("{path}{below}")).await.expect(200);
        let text = page.text();
        for live in ["<script>alert", "<img src=x", "<b onclick"] {
            assert!(!text.contains(live), "{live} in {path}{below}\n{text}");
        }
        assert!(page.attributes("[onclick], [onerror]", "class").is_empty());
        let links = page.attributes("a", "href");
        assert!(
            !links.iter().any(|to| to.starts_with("javascript:")),
            "{path}{below}"
        );
    }
    let page = bea.get("/brightwater/postings").await.expect(200);
    assert!(!page.text().contains("<b onclick"));
    let file = bea.get(&format!("{path}/original")).await.expect(200);
    let disposition = file.header("content-disposition");
    assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
}

#[tokio::test]
async fn the_file_is_shown_to_those_who_see_the_job() {
    let mut desk = Desk::new().await;
    let path = imported(&mut desk.bea, "keeper.txt", &posting("Lamp Keeper", "")).await;
    let Desk { app, company, .. } = &desk;
    let mut cast = Cast::of(app).await;
    let mut iris = cast::person(app, company, "Ivo Reed", Role::Interviewer).await;
    let mut otto = cast::person(app, company, "Ova Reed", Role::Auditor).await;
    let (review, file) = (format!("{path}/import"), format!("{path}/original"));
    for path in [&review, &file] {
        let to = app.visitor().get(path).await.location();
        assert!(to.starts_with("/sign-in"), "{to}");
        cast.olga.get(path).await.expect(404);
        iris.get(path).await.expect(404);
        otto.get(path).await.expect(200);
        let elsewhere = path.replace("brightwater", "otter");
        cast.olga.get(&elsewhere).await.expect(404);
    }
    otto.post(&review, &[]).await.expect(403);
    iris.post(&review, &[]).await.expect(404);
    cast.olga.post(&review, &[]).await.expect(404);
    let seen = "select count(*) from posting_originals where reviewed_at is not null";
    assert_eq!(app.number(seen).await, 0);

    let live = app.draft(company, crate::kit::postings::miller()).await;
    let written = format!("/brightwater/postings/{}", live.id);
    for below in ["import", "original"] {
        let path = format!("{written}/{below}");
        desk.bea.get(&path).await.expect(404);
    }
}
