//! The pages of users and roles: what they show, and whom they refuse.

use super::people::{event, member_of, version};
use crate::kit::{
    app::TestApp,
    cast::{Cast, PASSWORD, person},
};
use candor::access::Role;
use jiff::SignedDuration;

const USERS: &str = "/heron/settings/users";

#[tokio::test]
async fn administrators_change_auditors_look_and_others_stay_out() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let page = cast.ada.get(USERS).await.expect(200);
    let names = page.texts(".table a.cell");
    assert_eq!(
        names,
        [
            "Ada Marsh",
            "Cora Penn",
            "Hugo Brandt",
            "Iris Vale",
            "Otto Quill",
            "Rosa Lindqvist"
        ]
    );
    assert!(page.text_of(".page-head__lead").starts_with("6 people."));
    assert_eq!(page.texts(".table select").len(), 6);
    assert_eq!(page.texts("td time"), ["Now"], "only Ada has been here");
    let page = cast.otto.get(USERS).await.expect(200);
    assert!(page.texts("form[action*='/users/']").is_empty());
    assert!(page.texts(".topbar .btn").is_empty());
    let rights = page.texts("table[class*='tight'] tbody tr:first-child td");
    assert_eq!(rights, ["Yes", "No", "No", "No", "No", "Look"]);

    let of_rosa = format!("{USERS}/{}", cast.rosa.member);
    let page = cast.otto.get(&of_rosa).await.expect(200);
    assert_eq!(page.text_of("h1"), "Rosa Lindqvist");
    assert!(page.texts("main form").is_empty());
    cast.otto
        .get(&format!("{USERS}/invitation"))
        .await
        .expect(403);
    let form = [("role", "auditor"), ("version", "1")];
    for path in ["role", "end", "return", "reset"] {
        let path = format!("{of_rosa}/{path}");
        cast.otto.post(&path, &form).await.expect(403);
        cast.rosa.post(&path, &form).await.expect(403);
        cast.olga.post(&path, &form).await.expect(404);
        let nobody = app.visitor().post(&path, &form).await;
        assert_eq!(nobody.location(), "/sign-in");
    }
    cast.rosa.get(USERS).await.expect(403);
    cast.rosa.get(&of_rosa).await.expect(403);
    cast.olga.get(USERS).await.expect(404);
    let nobody = app.visitor().get(USERS).await;
    assert_eq!(
        nobody.location(),
        "/sign-in?next=%2Fheron%2Fsettings%2Fusers"
    );
}

#[tokio::test]
async fn another_companys_member_is_not_there() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let of_olga = format!("{USERS}/{}", cast.olga.member);
    cast.ada.get(&of_olga).await.expect(404);
    let form = [("role", "auditor"), ("version", "1")];
    for path in ["role", "end", "return", "reset"] {
        let path = format!("{of_olga}/{path}");
        cast.ada.post(&path, &form).await.expect(404);
    }
    cast.olga.get("/otter/settings/users").await.expect(200);
}

#[tokio::test]
async fn a_new_role_ends_their_sessions_and_is_told_twice() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{USERS}/{}/role", cast.rosa.member);
    let form = [("role", "coordinator"), ("version", "1")];
    let page = cast.ada.post_and_follow(&path, &form).await.expect(200);
    assert_eq!(
        page.text_of(".toast"),
        "Rosa Lindqvist is a coordinator now"
    );
    assert_eq!(
        cast.rosa.get("/heron").await.location(),
        "/sign-in?next=%2Fheron"
    );
    let told = event(&app, &cast.company, "member.role_changed").await;
    assert_eq!(told["before"], "recruiter");
    assert_eq!(told["after"], "coordinator");
    assert_eq!(told["member"], cast.rosa.member.0);
    let again = cast.ada.post(&path, &form).await.expect(409);
    assert!(
        again
            .text_of(".note")
            .starts_with("Ada Marsh changed what Rosa Lindqvist may do")
    );
    assert_eq!(again.value("version"), "2", "and may decide again");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let own = format!("{USERS}/{}", cast.ada.member);
    let form = [("role", "recruiter"), ("version", "1")];
    let page = cast
        .ada
        .post(&format!("{own}/role"), &form)
        .await
        .expect(409);
    assert!(page.text_of(".note").contains("this is the only one"));
    let chosen = page.attributes("input[name=role][checked]", "value");
    assert_eq!(chosen, ["recruiter"], "what was chosen stays");
    cast.ada
        .post(&format!("{own}/end"), &form)
        .await
        .expect(409);
    cast.ada.get(USERS).await.expect(200);

    person(&app, &cast.company, "Nora Finch", Role::Administrator).await;
    let left = cast.ada.post(&format!("{own}/end"), &form).await;
    assert_eq!(left.location(), "/account");
    cast.ada.get("/heron").await.expect(404);
}

#[tokio::test]
async fn whoever_left_is_out_at_once_and_can_come_back() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    cast.hugo.get("/heron").await.expect(200);
    let path = format!("{USERS}/{}", cast.hugo.member);
    let form = [("version", "1")];
    let page = cast
        .ada
        .post_and_follow(&format!("{path}/end"), &form)
        .await
        .expect(200);
    assert!(
        !page
            .texts(".table a.cell")
            .contains(&"Hugo Brandt".to_owned())
    );
    assert_eq!(
        page.text_of(".toast span"),
        "Hugo Brandt is out. What they did stays."
    );
    assert_eq!(
        page.attributes(".toast form", "action"),
        [format!("{path}/return")]
    );
    cast.hugo.get("/heron").await.expect(404);
    cast.hugo.get("/account").await.expect(200);
    assert_eq!(
        event(&app, &cast.company, "member.ended").await["name"],
        "Hugo Brandt"
    );

    let page = cast
        .ada
        .get(&format!("{USERS}?show=former"))
        .await
        .expect(200);
    assert_eq!(page.texts(".table a.cell"), ["Hugo Brandt"]);
    let of_hugo = cast.ada.get(&path).await.expect(200);
    assert!(of_hugo.text_of(".badge").starts_with("Left"));
    let role = [("role", "recruiter"), ("version", "2")];
    cast.ada
        .post(&format!("{path}/role"), &role)
        .await
        .expect(409);
    let back = [("version", of_hugo.value("version"))];
    let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
    let page = cast
        .ada
        .post_and_follow(&format!("{path}/return"), &back)
        .await
        .expect(200);
    assert_eq!(
        page.text_of(".toast"),
        "Hugo Brandt is back as a hiring manager"
    );
    cast.hugo.get("/heron").await.expect(200);
}

#[tokio::test]
async fn an_invitation_is_shown_once_listed_and_taken_back() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{USERS}/invitation");
    let form = [("email", "Nils@heron.example.com"), ("role", "interviewer")];
    let page = cast.ada.post(&path, &form).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.text_of("h1"), "Invitation for nils@heron.example.com");
    let link = page.text_of("#link");
    let link = link
        .strip_prefix("http://localhost:8080")
        .expect("our own address");
    app.visitor().get(link).await.expect(200);

    let list = cast.ada.get(USERS).await.expect(200);
    assert!(
        list.text_of("tbody tr:last-child")
            .contains("nils@heron.example.com")
    );
    assert!(
        list.text_of("tbody tr:last-child td:nth-last-child(2)")
            .starts_with("Invited")
    );
    assert!(!list.text().contains(link));
    let cancel = list
        .attributes("form[action$='/cancellation']", "action")
        .remove(0);
    cast.otto.post(&cancel, &[]).await.expect(403);
    let elsewhere = cancel.replace("heron", "otter");
    cast.olga.post(&elsewhere, &[]).await.expect(404);
    app.visitor().get(link).await.expect(200);
    cast.ada.post(&cancel, &[]).await.expect(303);
    cast.ada.post(&cancel, &[]).await.expect(404);
    app.visitor().get(link).await.expect(404);
    assert_eq!(
        event(&app, &cast.company, "invitation.cancelled").await["email"],
        "nils@heron.example.com"
    );
}

#[tokio::test]
async fn an_invitation_says_what_is_wrong_with_it() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{USERS}/invitation");
    let page = cast
        .ada
        .post(&path, &[("email", "nils"), ("role", "king")])
        .await
        .expect(422);
    assert_eq!(page.value("email"), "nils");
    assert_eq!(page.texts(".error-summary li").len(), 2);
    assert!(page.text_of("title").starts_with("Error:"));
    let member = [("email", "rosa@heron.example.com"), ("role", "auditor")];
    let page = cast.ada.post(&path, &member).await.expect(422);
    assert!(
        page.text_of("#email-error")
            .contains("Rosa Lindqvist is a member already")
    );
    cast.ada
        .post(&path, &[("email", "a\0@b.example"), ("role", "auditor")])
        .await
        .expect(422);
    let long = "a".repeat(2 << 20);
    cast.ada
        .post(&path, &[("email", &long), ("role", "auditor")])
        .await
        .expect(413);
    cast.rosa.post(&path, &member).await.expect(403);
    cast.olga.post(&path, &member).await.expect(404);

    let of_rosa = format!("{USERS}/{}/role", cast.rosa.member);
    let page = cast
        .ada
        .post(&of_rosa, &[("role", "king"), ("version", "1")])
        .await
        .expect(422);
    assert!(page.text_of("#role-error").contains("Choose"));
    cast.ada
        .post(&of_rosa, &[("role", "auditor"), ("version", "one")])
        .await
        .expect(400);
    cast.ada
        .post(&of_rosa, &[("role", "auditor")])
        .await
        .expect(400);
    assert_eq!(version(&app, cast.rosa.member).await, 1);
}

#[tokio::test]
async fn a_password_of_long_ago_is_asked_for_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    cast.ada.has_password(&app).await;
    app.app.db.clock.advance(SignedDuration::from_mins(16));
    let path = format!("{USERS}/invitation");
    let email = "o'neil+\"x\"@heron.example.com";
    let form = [("email", email), ("role", "recruiter")];
    let asked = cast.ada.post(&path, &form).await.expect(403);
    assert_eq!(asked.text_of("h1"), "Your password, please");
    assert_eq!(asked.attributes("form", "action"), [path.as_str()]);
    assert_eq!(asked.value("email"), email);
    let wrong = [form[0], form[1], ("confirm_password", "no")];
    let asked = cast.ada.post(&path, &wrong).await.expect(422);
    assert!(
        asked
            .text_of("#confirm_password-error")
            .contains("not your password")
    );
    assert_eq!(asked.value("email"), email);
    assert!(!asked.text().contains("value=\"no\""));

    let of_rosa = format!("{USERS}/{}/role", cast.rosa.member);
    let role = [("role", "auditor"), ("version", "1")];
    cast.ada.post(&of_rosa, &role).await.expect(403);
    assert_eq!(version(&app, cast.rosa.member).await, 1);
    let right = [role[0], role[1], ("confirm_password", PASSWORD)];
    cast.ada.post(&of_rosa, &right).await.expect(303);
    assert_eq!(version(&app, cast.rosa.member).await, 2);
    let form = [("email", "nils@heron.example.com"), ("role", "recruiter")];
    cast.ada.post(&path, &form).await.expect(200);
}

#[tokio::test]
async fn a_link_for_a_new_password_is_made_for_accounts_of_this_company_alone() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let path = format!("{USERS}/{}/reset", cast.hugo.member);
    let page = cast.ada.post(&path, &[]).await.expect(200);
    let link = page.text_of("#link").replace("http://localhost:8080", "");
    app.visitor().get(&link).await.expect(200);
    assert_eq!(
        event(&app, &cast.company, "member.reset_made").await["name"],
        "Hugo Brandt"
    );

    // Now Hugo belongs to the other company too: the link is dead, and there is no other.
    member_of(&app, &cast.other_company, cast.hugo.user).await;
    app.visitor().get(&link).await.expect(404);
    let page = cast.ada.post(&path, &[]).await.expect(409);
    assert!(
        page.text_of(".note")
            .contains("reaches beyond this company")
    );
}

#[tokio::test]
async fn the_list_is_paged_by_key() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    for n in 0..50 {
        let name = format!("Guest{n:02} Wren");
        person(&app, &cast.company, &name, Role::Interviewer).await;
    }
    let first = cast.ada.get(USERS).await.expect(200);
    assert_eq!(first.texts(".table a.cell").len(), 50);
    let next = first
        .attributes("nav[aria-label=Pages] a", "href")
        .remove(0);
    let second = cast.ada.get(&next).await.expect(200);
    assert_eq!(
        second.texts(".table a.cell"),
        [
            "Guest47 Wren",
            "Guest48 Wren",
            "Guest49 Wren",
            "Hugo Brandt",
            "Iris Vale",
            "Otto Quill",
            "Rosa Lindqvist"
        ][1..]
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    );
    for strange in ["x", "WzEsIlx1MDAwMCIsMV0", "bnVsbA"] {
        let page = cast
            .ada
            .get(&format!("{USERS}?after={strange}"))
            .await
            .expect(200);
        assert_eq!(page.texts(".table a.cell").len(), 50);
    }
}
