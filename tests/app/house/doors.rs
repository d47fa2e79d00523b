//! Knocks on every door of the site, as everybody: the rule at the door is what happens.

use super::{
    knock::{ABSURD, Addresses},
    source::{bare_rust, files, none},
};
use crate::kit::{
    app::{Answer, Client, TestApp},
    cast::{Cast, Person},
    snapshot::{self, Snapshot},
};
use axum::{body::Body, http::Method};
use candor::{
    access::Role,
    domain::accounts::sessions,
    web::{
        self,
        kit::routes::{Door, Rule},
    },
};
use std::collections::BTreeSet;

/// Acts on things that may be gone already, and that say nothing when there was nothing to do.
const DONE_ANYWAY: [&str; 1] = ["/account/sessions/{id}/end"];

fn doors() -> Vec<Door> {
    web::routes().doors().to_vec()
}

/// A site with both companies at work, and the addresses in it.
struct Street {
    app: TestApp,
    cast: Cast,
    addresses: Addresses,
    wrong: Vec<String>,
}

impl Street {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let cast = Cast::of(&app).await;
        for company in [&cast.company, &cast.other_company] {
            app.job(company, "Miller").await;
            app.add_department(company, "Mill", None).await;
            app.add_office(company, "Tallinn").await;
        }
        app.fill(&cast.company, &cast.rosa, Some(&cast.hugo)).await;
        app.far_from_here().await;
        app.fill(&cast.other_company, &cast.olga, None).await;
        let addresses = Addresses::of(&app, &cast).await;
        Self {
            app,
            cast,
            addresses,
            wrong: Vec::new(),
        }
    }

    /// A browser that has just been signed in: what an earlier knock ended does not matter.
    async fn browser(&self, person: &Person) -> Client {
        let user = person.user;
        let token = self
            .app
            .accounts()
            .change(async |change| {
                let now = change.now();
                sessions::begin(change.db(), user, now, "test", "127.0.0.1").await
            })
            .await
            .expect("a session");
        let mut browser = self.app.visitor();
        browser
            .cookies
            .insert(sessions::COOKIE.to_owned(), token.reveal().to_owned());
        browser
    }

    /// The people of the company, with what they are.
    fn people(&self) -> [(Role, &Person); 6] {
        let cast = &self.cast;
        [
            (Role::Administrator, &cast.ada),
            (Role::Recruiter, &cast.rosa),
            (Role::Coordinator, &cast.cora),
            (Role::HiringManager, &cast.hugo),
            (Role::Interviewer, &cast.iris),
            (Role::Auditor, &cast.otto),
        ]
    }

    /// A browser of each of them.
    fn browsers(&self) -> [(Role, Client); 6] {
        self.people()
            .map(|(role, person)| (role, Client::clone(person)))
    }

    async fn everything(&self) -> Snapshot {
        snapshot::all(&mut self.app.app.db.read().await.expect("a connection")).await
    }

    async fn of_the_other_company(&self) -> Snapshot {
        let id = self.cast.other_company.id.0;
        snapshot::of_company(&mut self.app.app.db.read().await.expect("a connection"), id).await
    }

    /// Notes what is wrong; the end of the test tells all of it.
    fn expect(&mut self, right: bool, whom: &str, answer: &Answer, expected: &str) {
        if !right {
            let (status, path) = (answer.status.as_u16(), &answer.path);
            self.wrong
                .push(format!("{whom}: {path} answered {status}, not {expected}"));
        }
    }

    #[track_caller]
    fn done(self) {
        assert!(self.wrong.is_empty(), "\n  {}", self.wrong.join("\n  "));
    }
}

/// Knocks with an empty form, or none.
async fn knock(browser: &mut Client, door: &Door, path: &str) -> Answer {
    let mut answer = if door.method == Method::GET {
        browser.get(path).await
    } else {
        let form = Some("application/x-www-form-urlencoded");
        browser
            .send(door.method.clone(), path, form, Body::empty())
            .await
    };
    answer.path = format!("{} {path}", door.method);
    answer
}

fn leads_to_sign_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("location").starts_with("/sign-in")
}

/// Whether this role is turned away whatever it asks for.
fn turns_away(rule: Rule, role: Role) -> bool {
    match rule {
        Rule::Staff { roles, by_row, .. } => !by_row && !roles.contains(&role),
        Rule::Operator => true, // nobody of the cast runs the installation
        Rule::Visitors { .. } | Rule::Candidates { .. } | Rule::SignedIn | Rule::Anybody => false,
    }
}

/// Whether this role is let in whatever it asks for; else the row decides.
fn lets_in(rule: Rule, role: Role) -> bool {
    match rule {
        Rule::Staff { roles, .. } => roles.contains(&role),
        Rule::Visitors { .. } | Rule::Candidates { .. } | Rule::SignedIn | Rule::Anybody => true,
        Rule::Operator => false,
    }
}

/// A note is its author's alone, whatever the others' role.
fn for_its_author(door: &Door) -> bool {
    door.path.starts_with("/{company}/notes/{id}")
}

#[tokio::test]
async fn who_has_no_business_there_is_refused_and_changes_nothing() {
    let mut street = Street::new().await;
    let before = street.everything().await;
    let (mut nobody, mut olga) = (street.app.visitor(), Client::clone(&street.cast.olga));
    for door in doors() {
        let path = street.addresses.own(&door);
        if matches!(
            door.rule,
            Rule::Staff { .. } | Rule::SignedIn | Rule::Operator
        ) {
            nobody.htmx = false;
            let answer = knock(&mut nobody, &door, &path).await;
            street.expect(
                leads_to_sign_in(&answer),
                "nobody",
                &answer,
                "a way to sign in",
            );
            nobody.htmx = true;
            let answer = knock(&mut nobody, &door, &path).await;
            street.expect(answer.status == 401, "nobody, by htmx", &answer, "401");
        }
        if matches!(door.rule, Rule::Staff { .. }) {
            let answer = knock(&mut olga, &door, &path).await;
            street.expect(
                answer.status == 404,
                "another company's administrator",
                &answer,
                "404",
            );
        }
        for (role, mut browser) in street.browsers() {
            if turns_away(door.rule, role) {
                let answer = knock(&mut browser, &door, &path).await;
                street.expect(answer.status == 403, role.key(), &answer, "403");
            }
        }
    }
    let changed = snapshot::changed(&before, &street.everything().await);
    assert!(
        changed.is_empty(),
        "refused, and changed all the same: {changed:?}"
    );
    street.done();
}

#[tokio::test]
async fn looking_changes_nothing_and_whoever_may_come_in_does() {
    let mut street = Street::new().await;
    let mut clients = vec![(None, street.app.visitor())];
    clients.extend(
        street
            .browsers()
            .map(|(role, browser)| (Some(role), browser)),
    );
    let before = street.everything().await;
    for door in doors()
        .into_iter()
        .filter(|door| door.method == Method::GET)
    {
        let path = street.addresses.own(&door);
        for (role, browser) in &mut clients {
            let whom = role.map_or("nobody", Role::key);
            let answer = knock(browser, &door, &path).await;
            let welcome = role.map_or(
                matches!(
                    door.rule,
                    Rule::Visitors { .. } | Rule::Candidates { .. } | Rule::Anybody
                ),
                |role| lets_in(door.rule, role) && !for_its_author(&door),
            );
            let status = answer.status.as_u16();
            street.expect(
                !welcome || ![401, 403].contains(&status),
                whom,
                &answer,
                "let in",
            );
            street.expect(status < 500, whom, &answer, "an answer");
            let head = browser.head(&path).await;
            street.expect(
                head.status == answer.status,
                whom,
                &head,
                "what GET answers",
            );
        }
    }
    let mut changed = snapshot::changed(&before, &street.everything().await);
    // Who took a file along stands in the history, and who fetched a feed in its log: these are a GET's only traces.
    changed.retain(|table| !["events", "event_details", "feed_fetches"].contains(&table.as_str()));
    assert!(
        changed.is_empty(),
        "looked at, and changed all the same: {changed:?}"
    );
    street.done();
}

#[tokio::test]
async fn whoever_may_act_is_not_turned_away() {
    for role in Role::ALL {
        // Some acts end what others need, so everybody has a street of their own.
        let mut street = Street::new().await;
        for door in doors()
            .into_iter()
            .filter(|door| door.method != Method::GET)
        {
            let people = street.people();
            let (_, person) = people
                .iter()
                .find(|(known, _)| *known == role)
                .expect("somebody");
            let mut browser = street.browser(person).await;
            let path = street.addresses.own(&door);
            let answer = knock(&mut browser, &door, &path).await;
            // A note is its author's alone, and hosts are given by whoever runs the installation.
            let others = door.path.starts_with("/{company}/notes/{id}")
                || door.path == "/{company}/settings/site/hosts";
            let (status, welcome) = (answer.status.as_u16(), lets_in(door.rule, role) && !others);
            street.expect(
                !welcome || ![401, 403].contains(&status),
                role.key(),
                &answer,
                "let in",
            );
            street.expect(status < 500, role.key(), &answer, "an answer");
        }
        street.done();
    }
}

#[tokio::test]
async fn what_belongs_to_another_company_is_not_there() {
    let mut street = Street::new().await;
    let before = street.of_the_other_company().await;
    for door in doors() {
        for path in street.addresses.foreign(&door) {
            for (role, mut browser) in street.browsers() {
                let answer = knock(&mut browser, &door, &path).await;
                let status = answer.status.as_u16();
                let malformed = door.method != Method::GET && [400, 415, 422].contains(&status);
                // Who may not do it at all is told so, whatever the address: that says nothing about the thing.
                let never = turns_away(door.rule, role) || !lets_in(door.rule, role);
                let right = status == 404 || (status == 403 && never);
                street.expect(right || malformed, role.key(), &answer, "404");
            }
        }
    }
    let changed = snapshot::changed(&before, &street.of_the_other_company().await);
    assert!(
        changed.is_empty(),
        "another company's, and changed: {changed:?}"
    );
    street.done();
}

#[tokio::test]
async fn absurd_addresses_are_nobodys() {
    let mut street = Street::new().await;
    for door in doors() {
        for value in ABSURD {
            for path in street.addresses.with(&door, value) {
                let mut browser = street.browser(&street.cast.ada).await;
                let answer = knock(&mut browser, &door, &path).await;
                let status = answer.status.as_u16();
                // The first place in a plan is number 0.
                let place = value == "0" && door.path.contains("/stages/{");
                let done = place || (status == 303 && DONE_ANYWAY.contains(&door.path));
                street.expect(
                    done || (400..500).contains(&status),
                    "administrator",
                    &answer,
                    "400 or 404",
                );
            }
        }
    }
    street.done();
}

#[test]
fn no_two_doors_are_one() {
    let doors = doors();
    let different: BTreeSet<_> = doors
        .iter()
        .map(|door| (door.method.as_str(), door.path))
        .collect();
    assert_eq!(different.len(), doors.len());
    assert!(doors.len() > 10, "the list of routes is lost");
}

#[test]
fn routes_are_mounted_only_where_they_have_a_rule() {
    // Static files and a supervisor's probes are everybody's; companies' hosts lead to what is mounted already. All else
    // comes through `Routes`.
    let known = [
        "src/web/careers/hosts.rs",
        "src/web/kit/assets.rs",
        "src/web/kit/health.rs",
        "src/web/kit/routes.rs",
    ];
    let mut wrong = Vec::new();
    for file in files("src", ".rs") {
        let bare = bare_rust(&file.text);
        let mounts = [
            ".route(",
            ".nest(",
            ".route_service(",
            ".nest_service(",
            ".fallback_service(",
        ];
        if mounts.iter().any(|mount| bare.contains(mount)) && !known.contains(&file.path.as_str()) {
            wrong.push(file.path);
        }
    }
    none("routes without a rule", wrong);
}
