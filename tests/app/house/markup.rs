//! Pages hold nothing that the content security policy forbids, nothing unescaped but what is known to be clean, and a
//! label at every control.

use super::{
    source::{Text, files, none},
    template::{Element, Template},
};
use std::collections::{BTreeSet, HashSet};

/// What may be shown without being escaped: template, expression, and why it is harmless.
const RAW: [(&str, &str, &str); 11] = [
    (
        "recruiting/applications/activity.html",
        "feed|safe",
        "a template of ours, which escapes",
    ),
    ("recruiting/candidates/person.html", "feed|safe", "the same"),
    (
        "recruiting/imports/review.html",
        "self.html(section.html)|safe",
        "cleaned by clean",
    ),
    (
        "recruiting/postings/text.html",
        "self.html(version)|safe",
        "cleaned by to_html",
    ),
    (
        "careers/companies/privacy.html",
        "notice|safe",
        "cleaned by to_html",
    ),
    (
        "careers/parts/posting_body.html",
        "crate::domain::postings::markdown::clean(section.html)|safe",
        "cleaned right there",
    ),
    (
        "careers/postings/closed.html",
        "text|safe",
        "the template posting_body, drawn before",
    ),
    (
        "careers/postings/list.html",
        "about|safe",
        "cleaned by to_html",
    ),
    (
        "careers/postings/posting.html",
        "markup|safe",
        "JSON in which every < is written as an escape",
    ),
    (
        "careers/postings/posting.html",
        "text|safe",
        "the template posting_body, drawn before",
    ),
    (
        "recruiting/postings/edit/text.html",
        "self.html(text)|safe",
        "cleaned by to_html",
    ),
];

/// Fields that name themselves, or that nobody sees.
const SELF_NAMED: [&str; 4] = ["hidden", "submit", "reset", "button"];

/// Classes by which scripts and tests find something.
const NO_STYLE: [&str; 2] = ["save", "saved"];

fn templates() -> Vec<Template> {
    files("templates", ".html")
        .iter()
        .map(Template::of)
        .collect()
}

/// Every element that `wrong` finds fault with.
#[track_caller]
fn no_element(what: &str, wrong: impl Fn(&Element, &Template) -> bool) {
    let mut found = Vec::new();
    for template in templates() {
        let faulty = template
            .elements
            .iter()
            .filter(|element| wrong(element, &template));
        found.extend(
            faulty.map(|element| format!("{}:{} <{}>", template.path, element.line, element.name)),
        );
    }
    none(what, found);
}

#[test]
fn nothing_is_inline() {
    no_element("scripts that stand in the page", |element, _| {
        let data = element.attribute("type") == Some("application/ld+json");
        element.name == "script" && !data && element.attribute("src").is_none()
    });
    // Mail programs read no other styles than those in the mail.
    no_element("styles that stand in the page", |element, template| {
        let mail = template.path.starts_with("mail/");
        (!mail && element.name == "style") || element.attribute("style").is_some()
    });
    no_element("handlers that stand in the page", |element, _| {
        let handler = |name: &str| {
            name.starts_with("on") || name.starts_with("hx-on") || name.starts_with("data-hx-on")
        };
        element.attributes.iter().any(|(name, _)| handler(name))
    });
    no_element("attributes that htmx would evaluate", |element, _| {
        element
            .attributes
            .iter()
            .any(|(name, value)| match name.as_str() {
                "hx-vars" => true,
                "hx-vals" | "hx-headers" | "hx-request" => {
                    value.starts_with("js:") || value.starts_with("javascript:")
                }
                "hx-trigger" => value.contains('['),
                _ => value.trim_start().to_lowercase().starts_with("javascript:"),
            })
    });
}

#[test]
fn every_class_means_something() {
    let styles: String = files("static/css", ".css")
        .into_iter()
        .map(|file| file.text)
        .collect();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let known: HashSet<&str> = styles
        .split('.')
        .skip(1)
        .filter_map(|rest| rest.split(|c| !word(c)).next())
        .chain(NO_STYLE)
        .collect();
    // What a template decides leaves a mark in the name.
    let meant = |class: &str| class.contains('⟦') || known.contains(class);
    no_element("classes that no style knows", |element, template| {
        let mail = template.path.starts_with("mail/");
        let classes = element.attribute("class").unwrap_or_default();
        !mail && !classes.split_whitespace().all(meant)
    });
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let elsewhere = |value: &str| value.starts_with("//") || value.contains("://");
    no_element("what other hosts would serve", |element, _| {
        let loads = |name: &str| match (element.name.as_str(), name) {
            ("a", "href") => false,
            ("link", "href") => {
                !["canonical", "alternate"].contains(&element.attribute("rel").unwrap_or_default())
            }
            (_, name) => {
                [
                    "src",
                    "srcset",
                    "href",
                    "action",
                    "formaction",
                    "data",
                    "poster",
                ]
                .contains(&name)
                    || name.starts_with("hx-")
            }
        };
        element
            .attributes
            .iter()
            .any(|(name, value)| loads(name) && elsewhere(value))
    });
    let mut wrong = Vec::new();
    for file in files("static/css", ".css") {
        for address in file.text.split("url(").skip(1) {
            let address = address.trim_start_matches(['"', '\'']);
            if elsewhere(address.split(')').next().unwrap_or_default())
                || address.starts_with("data:")
            {
                wrong.push(file.path.clone());
            }
        }
    }
    none("styles that load what the policy forbids", wrong);
}

#[test]
fn only_what_is_known_to_be_clean_is_shown_raw() {
    let shown: BTreeSet<_> = templates()
        .into_iter()
        .flat_map(|template| {
            let path = template.path;
            template
                .raw
                .into_iter()
                .map(move |code| (path.clone(), code))
        })
        .collect();
    let known = RAW.map(|(path, code, _)| (path.to_owned(), code.to_owned()));
    assert_eq!(
        shown,
        BTreeSet::from(known),
        "shown raw, and known to be clean"
    );
}

#[test]
fn every_control_has_a_label() {
    no_element("controls without a label", |element, template| {
        let control = match element.name.as_str() {
            "input" => !SELF_NAMED.contains(&element.attribute("type").unwrap_or("text")),
            name => name == "select" || name == "textarea",
        };
        let named = |name| {
            element
                .attribute(name)
                .is_some_and(|value| !value.trim().is_empty())
        };
        let pointed_at = element.attribute("id").is_some_and(|id| {
            let labels = template
                .elements
                .iter()
                .filter(|other| other.name == "label");
            labels
                .filter_map(|label| label.attribute("for"))
                .any(|target| target == id)
        });
        control
            && !element.labelled
            && !pointed_at
            && !named("aria-label")
            && !named("aria-labelledby")
    });
    no_element("pictures without words", |element, _| {
        element.name == "img" && element.attribute("alt").is_none()
    });
}

#[test]
fn every_template_is_shown_somewhere() {
    let all = templates();
    let mut shown: HashSet<String> = HashSet::new();
    let mut next: Vec<String> = files("src", ".rs")
        .iter()
        .flat_map(|file| paths(&file.text))
        .collect();
    while let Some(path) = next.pop() {
        if shown.insert(path.clone()) {
            let template = all.iter().filter(|template| template.path == path);
            next.extend(template.flat_map(|template| template.names.clone()));
        }
    }
    let forgotten = all.into_iter().map(|template| template.path);
    none(
        "templates that nothing shows",
        forgotten.filter(|path| !shown.contains(path)),
    );
}

/// The templates that a source file names: `#[template(path = "…")]`.
fn paths(source: &str) -> Vec<String> {
    let named = source.split("path = \"").skip(1);
    named
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect()
}

fn scripts() -> impl Iterator<Item = Text> {
    let all = files("static", ".js").into_iter();
    all.filter(|file| !file.path.starts_with("static/vendor/"))
}

#[test]
fn our_scripts_build_pages_from_text() {
    let forbidden = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "createContextualFragment",
        "setAttribute(\"style\"",
        "cssText",
        "localStorage",
        "://",
    ];
    let mut wrong = Vec::new();
    for file in scripts() {
        for (number, line) in (1..).zip(file.text.lines()) {
            let code = line.split("// ").next().unwrap_or_default();
            let found = forbidden.iter().filter(|word| code.contains(**word));
            wrong.extend(found.map(|word| format!("{}:{number} {word}", file.path)));
        }
    }
    none("scripts that make markup, or talk to others", wrong);
}

#[test]
fn our_scripts_leave_no_names_behind() {
    let names = ["const ", "let ", "var ", "function ", "async ", "class "];
    let wrong = scripts().filter_map(|file| {
        let outside = |line: &str| names.iter().any(|word| line.starts_with(word));
        let line = file.text.lines().find(|line| outside(line))?;
        Some(format!("{}: {line}", file.path))
    });
    none("scripts with names outside a function", wrong);
}
