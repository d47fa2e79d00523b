//! What came back from the site, and what tests read of it.

use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};

/// What came back.
pub struct Answer {
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The page as text; panics with the page when the status is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} answered\n{}",
            self.path,
            self.text()
        );
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{} is no JSON: {e}\n{}", self.path, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a 303 leads; panics when it is none.
    #[track_caller]
    pub fn location(&self) -> String {
        assert_eq!(
            self.status,
            StatusCode::SEE_OTHER,
            "{} answered\n{}",
            self.path,
            self.text()
        );
        self.header("location").to_owned()
    }

    /// The texts of what a CSS selector finds, blanks folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        let fold = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html()
            .select(&selector)
            .map(|found| fold(found.text().collect()))
            .collect()
    }

    /// The first text of what a CSS selector finds.
    #[track_caller]
    pub fn text_of(&self, selector: &str) -> String {
        self.texts(selector)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{} has no {selector}\n{}", self.path, self.text()))
    }

    /// An attribute of what a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html()
            .select(&selector)
            .filter_map(|found| found.attr(name).map(str::to_owned))
            .collect()
    }

    /// The value of a field.
    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        self.attributes(&format!("[name='{name}']"), "value")
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{} has no field {name}\n{}", self.path, self.text()))
    }

    /// What a browser would send of a form, without its buttons.
    pub fn fields_of(&self, form: &str) -> Vec<(String, String)> {
        let page = self.html();
        let select = |css: &str| Selector::parse(css).expect("a selector");
        let form = page.select(&select(form)).next().expect("the form");
        let mut fields = Vec::new();
        for control in form.select(&select("input[name], textarea[name], select[name]")) {
            let element = control.value();
            let name = element.attr("name").unwrap_or_default().to_owned();
            let value = match (element.name(), element.attr("type").unwrap_or_default()) {
                ("textarea", _) => Some(control.text().collect()),
                ("select", _) => {
                    let options: Vec<_> = control.select(&select("option")).collect();
                    let chosen = options
                        .iter()
                        .find(|it| it.value().attr("selected").is_some());
                    chosen.or(options.first()).map(|it| {
                        let text: String = it.text().collect();
                        it.value().attr("value").map_or(text, str::to_owned)
                    })
                }
                (_, "checkbox" | "radio") => element
                    .attr("checked")
                    .map(|_| element.attr("value").unwrap_or("on").to_owned()),
                (_, "submit" | "button" | "file") => None,
                _ => Some(element.attr("value").unwrap_or_default().to_owned()),
            };
            fields.extend(value.map(|value| (name, value)));
        }
        fields
    }
}
