//! Walks every link, as everybody: no page leads to a door that is closed, or to nothing, and every form leads somewhere.

use super::{
    crawl::{self, Form, Seen, all},
    source::{none, root},
};
use crate::kit::{
    app::{Client, TestApp},
    cast::Cast,
    filled::FAR,
};
use axum::http::Method;
use candor::web;
use std::{
    collections::{BTreeSet, HashMap},
    fs,
};

/// A site with two companies at work.
async fn site() -> (TestApp, Cast) {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    app.fill(&cast.company, &cast.rosa, Some(&cast.hugo)).await;
    app.far_from_here().await;
    app.fill(&cast.other_company, &cast.olga, None).await;
    (app, cast)
}

fn everybody(app: &TestApp, cast: &Cast) -> Vec<(&'static str, Client)> {
    let people = [
        &cast.ada, &cast.rosa, &cast.cora, &cast.hugo, &cast.iris, &cast.otto,
    ];
    let mut all: Vec<_> = people
        .iter()
        .map(|person| (person.role.key(), Client::clone(person)))
        .collect();
    all.push(("visitor", app.visitor()));
    all
}

fn start(whom: &str) -> &'static [&'static str] {
    match whom {
        "visitor" => &["/careers/heron"],
        _ => &["/heron", "/account", "/careers/heron"],
    }
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let (app, cast) = site().await;
    let mut wrong = Vec::new();
    for (whom, mut browser) in everybody(&app, &cast) {
        let seen = crawl::walk(&mut browser, start(whom)).await;
        assert!(seen.len() >= 10, "{whom} found only {} pages", seen.len());
        let lost = seen
            .iter()
            .filter(|seen| ![200, 303].contains(&seen.status));
        wrong.extend(lost.map(|seen| {
            format!(
                "{whom}: {} on {} answers {}",
                seen.path, seen.from, seen.status
            )
        }));
        let loose = seen.iter().flat_map(loose_ends);
        wrong.extend(loose.map(|text| format!("{whom}: {text}")));
    }
    none("links that lead nowhere", BTreeSet::from_iter(wrong));
}

/// What a page refers to and does not have: fragments, labels' controls, descriptions, icons. And what it has twice.
fn loose_ends(seen: &Seen) -> Vec<String> {
    let Some(page) = &seen.page else {
        return Vec::new();
    };
    let mut ids = BTreeSet::new();
    let mut found = Vec::new();
    for element in all(page, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        if !ids.insert(id) {
            found.push(format!("{} has two #{id}", seen.path));
        }
    }
    let mut refer = |what: &str, id: &str| {
        if !ids.contains(id) {
            found.push(format!("{} has no #{id}, which {what} names", seen.path));
        }
    };
    for link in all(page, "a[href^='#']") {
        refer(
            "a link",
            link.attr("href")
                .unwrap_or_default()
                .trim_start_matches('#'),
        );
    }
    for label in all(page, "label[for]") {
        refer("a label", label.attr("for").unwrap_or_default());
    }
    for name in [
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "form",
        "list",
    ] {
        for element in all(page, &format!("[{name}]")) {
            for id in element.attr(name).unwrap_or_default().split_whitespace() {
                refer(name, id);
            }
        }
    }
    let icons = fs::read_to_string(root().join("static/icons.svg")).expect("the icons");
    for icon in all(page, "use[href*='#']") {
        let name = icon
            .attr("href")
            .and_then(|href| href.split_once('#'))
            .map_or("", |(_, name)| name);
        if !icons.contains(&format!("id=\"{name}\"")) {
            found.push(format!(
                "{} shows the icon {name}, which is not there",
                seen.path
            ));
        }
    }
    let headings = all(page, "h1").len();
    if headings != 1 {
        found.push(format!("{} has {headings} first headings", seen.path));
    }
    found
}

/// Every form that somebody sees, once for each address without its numbers and each set of fields.
async fn forms(app: &TestApp, cast: &Cast) -> Vec<Form> {
    let mut different: HashMap<(String, Vec<String>), Form> = HashMap::new();
    for (whom, mut browser) in everybody(app, cast) {
        for form in crawl::walk(&mut browser, start(whom))
            .await
            .into_iter()
            .flat_map(|seen| seen.forms)
        {
            let kind = form.action.replace(|c: char| c.is_ascii_digit(), "");
            let names = form.fields.iter().map(|(name, _)| name.clone()).collect();
            different.insert((kind, names), form);
        }
    }
    different.into_values().collect()
}

/// Whether a route's pattern fits a path.
fn fits(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted.starts_with('{') || wanted == given => {}
            _ => return false,
        }
    }
}

#[tokio::test]
async fn every_form_leads_to_a_door() {
    let (app, cast) = site().await;
    let doors = web::routes();
    let posts = || {
        doors
            .doors()
            .iter()
            .filter(|door| door.method == Method::POST)
    };
    let lost = forms(&app, &cast).await.into_iter().map(|form| form.action);
    none(
        "forms that nothing answers",
        lost.filter(|action| !posts().any(|door| fits(door.path, action))),
    );
}

#[tokio::test]
async fn a_form_with_another_companys_things_is_refused() {
    let (app, mut cast) = site().await;
    let mut wrong = Vec::new();
    for form in forms(&app, &cast).await {
        if form.action.starts_with("/sign-out") || form.action.starts_with("/account/sessions") {
            continue;
        }
        // One number at a time: a stage, an opening, a text, a question, an office …
        let numbers = (0..form.fields.len())
            .filter(|at| form.fields[*at].1.parse::<i64>().is_ok_and(|n| n > 0));
        for at in numbers {
            let mut fields = form.fields.clone();
            fields[at].1 = (FAR + 1).to_string();
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let answer = if form.multipart {
                cast.ada.post_files(&form.action, &fields, &[]).await
            } else {
                cast.ada.post(&form.action, &fields).await
            };
            if answer.status.is_server_error() {
                wrong.push(format!(
                    "{} with {}={} answers {}",
                    form.action,
                    fields[at].0,
                    FAR + 1,
                    answer.status
                ));
            }
        }
    }
    none("forms that break on what is another company's", wrong);
}
