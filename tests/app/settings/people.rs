//! Members through the domain: what two administrators do at once, and how people come and go.

use crate::kit::{
    app::TestApp,
    cast::{Cast, person},
};
use candor::{
    access::{CompanyRef, Role, permissions::ManageUsers},
    base::{
        error::Error,
        ids::{MemberId, UserId, Version},
    },
    domain::accounts::{
        invitations::{self, Joining},
        members,
        sign_in::Visitor,
        users::Email,
    },
};
use serde_json::Value;

/// The detail of the company's latest event of a kind.
pub(super) async fn event(app: &TestApp, company: &CompanyRef, kind: &str) -> Value {
    let mut db = app.app.db.read().await.expect("a connection");
    sqlx::query_scalar(
        "select d.detail from events e join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
         where e.company_id = $1 and e.kind = $2 order by e.id desc limit 1",
    )
    .bind(company.id)
    .bind(kind)
    .fetch_one(&mut *db)
    .await
    .expect("an event")
}

pub(super) async fn version(app: &TestApp, member: MemberId) -> i64 {
    let mut db = app.app.db.read().await.expect("a connection");
    sqlx::query_scalar("select version from memberships where id = $1")
        .bind(member)
        .fetch_one(&mut *db)
        .await
        .expect("a member")
}

/// Makes somebody a member of another company too.
pub(super) async fn member_of(app: &TestApp, company: &CompanyRef, user: UserId) {
    app.system::<ManageUsers>(company)
        .change(async |change| members::appoint(change, user, Role::Recruiter).await)
        .await
        .expect("a place");
}

#[tokio::test]
async fn two_administrators_cannot_demote_each_other_at_once() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    for round in 0..8 {
        let name = format!("Nora{round} Finch");
        let nora = person(&app, &cast.company, &name, Role::Administrator).await;
        let permit = app.system::<ManageUsers>(&cast.company);
        let seen = Version(version(&app, cast.ada.member).await);
        let demote = permit.change(async |change| {
            members::change_role(change, cast.ada.member, seen, Role::Recruiter).await
        });
        let end = permit.change(async |change| {
            members::end(change, nora.member, Version(1))
                .await
                .map(|_| ())
        });
        let (demoted, ended) = tokio::join!(demote, end);
        let refused = [demoted.is_err(), ended.is_err()];
        assert_eq!(refused.iter().filter(|no| **no).count(), 1, "round {round}");
        let no = demoted.err().or(ended.err());
        assert!(
            matches!(
                no,
                Some(Error::Refused {
                    code: "last_administrator",
                    ..
                })
            ),
            "{no:?}"
        );
        // Ada administers again, alone, for the next round.
        permit
            .change(async |change| {
                members::appoint(change, cast.ada.user, Role::Administrator).await?;
                members::appoint(change, nora.user, Role::Auditor).await
            })
            .await
            .expect("as it was");
    }
}

#[tokio::test]
async fn an_invitation_gives_no_other_role_to_whoever_is_in_already() {
    let app = TestApp::new().await;
    let mut cast = Cast::of(&app).await;
    let permit = app.system::<ManageUsers>(&cast.company);
    let email = Email::parse("hugo@heron.example.com").expect("an address");
    let (hugo, user) = (cast.hugo.member, cast.hugo.user);
    let token = permit
        .change(async |change| {
            members::end(change, hugo, Version(1)).await?;
            invitations::invite(change, &email, Role::Auditor).await
        })
        .await
        .expect("an invitation of somebody who left");
    permit
        .change(async |change| members::bring_back(change, hugo, Version(2)).await)
        .await
        .expect("back");
    let join = async || {
        app.accounts()
            .change(async |change| {
                invitations::join(change, &token, Joining::Known(user), &Visitor::default()).await
            })
            .await
    };
    assert!(matches!(
        join().await,
        Err(Error::Refused {
            code: "member_already",
            ..
        })
    ));
    permit
        .change(async |change| members::end(change, hugo, Version(3)).await)
        .await
        .expect("out again");
    join().await.expect("in again");
    assert_eq!(
        event(&app, &cast.company, "member.joined").await["role"],
        "auditor"
    );
    cast.hugo.get("/heron/settings/users").await.expect(200);
}
