//! Walks a site from page to page as somebody's browser would, and notes what it finds.

use crate::kit::app::{Answer, Client};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// More pages than a small company has; beyond it the walk ends.
const MOST: usize = 300;
/// The site's own origin, in absolute links.
const ORIGIN: &str = "http://localhost:8080";

/// A page that was seen.
pub struct Seen {
    pub path: String,
    pub status: u16,
    /// The page that led here first.
    pub from: String,
    pub page: Option<Html>,
    /// POST forms.
    pub forms: Vec<Form>,
}

/// A form that changes something, with what a browser would send.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
    pub multipart: bool,
}

/// Everything that can be reached from `start`, in the order in which it is found.
pub async fn walk(browser: &mut Client, start: &[&str]) -> Vec<Seen> {
    let mut waiting: VecDeque<(String, String)> = start
        .iter()
        .map(|path| ((*path).to_owned(), "the start".to_owned()))
        .collect();
    let mut known: BTreeSet<String> = start.iter().map(|path| (*path).to_owned()).collect();
    let mut seen = Vec::new();
    while let Some((path, from)) = waiting.pop_front() {
        if seen.len() == MOST {
            break;
        }
        let answer = browser.get(&path).await;
        let page = is_page(&answer).then(|| answer.html());
        if let Some(page) = &page {
            for link in links(page, &path) {
                if known.insert(link.clone()) {
                    waiting.push_back((link, path.clone()));
                }
            }
        } else if answer.status == 303 && known.insert(answer.header("location").to_owned()) {
            waiting.push_back((answer.header("location").to_owned(), path.clone()));
        }
        seen.push(Seen {
            forms: page
                .as_ref()
                .map_or_else(Vec::new, |page| forms(page, &path)),
            status: answer.status.as_u16(),
            path,
            from,
            page,
        });
    }
    seen
}

fn is_page(answer: &Answer) -> bool {
    answer.status == 200 && answer.header("content-type").starts_with("text/html")
}

/// Every element that a selector finds.
pub fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

/// Where a page leads or what it loads, on this site; without fragments.
fn links(page: &Html, path: &str) -> BTreeSet<String> {
    let attributes = [
        ("a[href], link[href], use[href]", "href"),
        ("script[src], img[src]", "src"),
        ("form[method=get], form:not([method])", "action"),
        ("[hx-get]", "hx-get"),
    ];
    let named = attributes.iter().flat_map(|(selector, name)| {
        all(page, selector)
            .into_iter()
            .filter_map(|element| element.attr(name))
    });
    named.filter_map(|link| on_site(link, path)).collect()
}

/// The path and query that a link on `path` leads to, if it is on this site.
fn on_site(link: &str, path: &str) -> Option<String> {
    let base = url::Url::parse(&format!("{ORIGIN}{path}")).expect("a path");
    let mut target = base.join(link).ok()?;
    target.set_fragment(None);
    let target = target.as_str().strip_prefix(ORIGIN)?;
    target.starts_with('/').then(|| target.to_owned())
}

fn forms(page: &Html, path: &str) -> Vec<Form> {
    let posts = all(page, "form").into_iter().filter(|form| {
        form.attr("method")
            .is_some_and(|method| method.eq_ignore_ascii_case("post"))
    });
    posts
        .filter_map(|form| {
            Some(Form {
                action: on_site(form.attr("action").unwrap_or(path), path)?,
                fields: fields(form),
                multipart: form.attr("enctype") == Some("multipart/form-data"),
            })
        })
        .collect()
}

/// Names and values; of radio buttons and options the chosen one, or the first.
fn fields(form: ElementRef<'_>) -> Vec<(String, String)> {
    let selector =
        Selector::parse("input[name], textarea[name], select[name]").expect("a selector");
    let mut fields = BTreeMap::new();
    for field in form.select(&selector) {
        let name = field.attr("name").unwrap_or_default().to_owned();
        let kind = field.attr("type").unwrap_or_default();
        let value = match (field.value().name(), kind) {
            (_, "file" | "submit" | "button") => continue,
            ("textarea", _) => field.text().collect(),
            ("select", _) => chosen(field),
            _ => field.attr("value").unwrap_or_default().to_owned(),
        };
        let decided = field.attr("checked").is_some();
        if decided || !fields.contains_key(&name) {
            fields.insert(name, value);
        }
    }
    fields.into_iter().collect()
}

fn chosen(select: ElementRef<'_>) -> String {
    let options = Selector::parse("option").expect("a selector");
    let options: Vec<_> = select.select(&options).collect();
    let chosen = options
        .iter()
        .find(|option| option.attr("selected").is_some());
    let last = chosen.or(options.last());
    last.and_then(|option| option.attr("value"))
        .unwrap_or_default()
        .to_owned()
}
