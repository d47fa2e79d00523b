//! Templates as these tests read them: elements and their attributes, whatever the template decides between them.

use super::source::Text;
use std::fmt::Write;

/// An element's start tag.
#[derive(Debug)]
pub struct Element {
    pub line: usize,
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Whether it stands inside a `<label>`.
    pub labelled: bool,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut named = self.attributes.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }
}

/// A template: what it shows raw, which templates it names, and its elements.
pub struct Template {
    pub path: String,
    /// Expressions that are shown without being escaped.
    pub raw: Vec<String>,
    /// Templates that it extends, includes or imports.
    pub names: Vec<String>,
    pub elements: Vec<Element>,
}

impl Template {
    pub fn of(file: &Text) -> Self {
        let (plain, inside) = without_code(&file.text);
        let code = |mark| {
            inside
                .iter()
                .filter(move |(kind, _)| *kind == mark)
                .map(|(_, code)| code)
        };
        Self {
            path: file.path.trim_start_matches("templates/").to_owned(),
            raw: code("{{").filter(|code| is_raw(code)).cloned().collect(),
            names: code("{%").filter_map(|code| named(code)).collect(),
            elements: elements(&plain),
        }
    }
}

fn is_raw(code: &str) -> bool {
    let mut filters = code.split('|').skip(1).map(str::trim);
    filters.any(|filter| filter == "safe" || filter.starts_with("escape("))
}

/// The template that `extends "…"` and its like name.
fn named(code: &str) -> Option<String> {
    let mut words = code.split_whitespace();
    let word = words.next()?;
    let name = words.next()?.trim_matches('"');
    ["extends", "include", "import"]
        .contains(&word)
        .then(|| name.to_owned())
}

/// The field for which this calls the macro that writes labels: `call field::head(errors, name, …)`.
fn labelled(code: &str) -> Option<&str> {
    let called = code.strip_prefix("call field::head(")?;
    called.split(',').nth(1).map(str::trim)
}

/// The markup without the template's own language, and that language's pieces. What is shown (`{{ … }}`) leaves a mark
/// that is the same for the same expression, so that `for` and `id` can be compared; a call of the macro that writes a
/// label leaves the label, other statements a blank.
fn without_code(text: &str) -> (String, Vec<(&'static str, String)>) {
    let (mut plain, mut inside, mut rest) = (String::new(), Vec::new(), text);
    while let Some((at, open, close)) = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .filter_map(|(open, close)| Some((rest.find(open)?, open, close)))
        .min()
    {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 2..];
        let end = code.find(close).expect("the template compiles");
        let code_end = &code[end + 2..];
        let code = code[..end].trim_matches(['-', '~', '+', ' ', '\n']);
        if open == "{{" {
            plain.push('⟦');
            plain.extend(
                code.chars()
                    .filter(|c| !c.is_whitespace() && !"<>\"'=".contains(*c)),
            );
            plain.push('⟧');
        } else if let Some(name) = labelled(code) {
            let _ = write!(plain, "<label for=\"⟦{name}⟧\"></label>");
        } else {
            plain.push(' ');
        }
        let lines = rest[at..rest.len() - code_end.len()].matches('\n').count();
        plain.push_str(&"\n".repeat(lines));
        inside.push((open, code.to_owned()));
        rest = code_end;
    }
    plain.push_str(rest);
    (plain, inside)
}

fn elements(plain: &str) -> Vec<Element> {
    let (mut found, mut labels, mut rest) = (Vec::new(), 0_usize, plain);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("/label") {
            labels = labels.saturating_sub(1);
        }
        if rest.starts_with("!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let line = plain[..plain.len() - rest.len()].matches('\n').count() + 1;
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let (attributes, after) = attributes(after);
        if name == "label" {
            labels += 1;
        }
        found.push(Element {
            line,
            name: name.to_lowercase(),
            attributes,
            labelled: labels > 0,
        });
        rest = after;
    }
    found
}

/// The attributes up to `>`, and what follows it.
fn attributes(mut text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = text.strip_prefix('>') {
            return (found, after);
        }
        let end = text.find(|c: char| c.is_whitespace() || "=>/".contains(c));
        let (name, after) = text.split_at(end.unwrap_or(text.len()));
        if name.is_empty() {
            return (found, after.get(1..).unwrap_or_default());
        }
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after),
            None => ("", after),
        };
        found.push((name.to_lowercase(), value.to_owned()));
        text = after;
    }
}

fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>');
    text.split_at(end.unwrap_or(text.len()))
}

#[test]
fn elements_are_found_between_what_the_template_decides() {
    let template = Template::of(&Text {
        path: "templates/a/b.html".to_owned(),
        text: "{% extends \"layouts/x.html\" %}\n{# <script> #}<label for=\"{{ name }}-{{ i }}\">A</label>\n\
               <input{% if a > b %} checked{% endif %} id='{{ name }}-{{i}}' value=\"{{ \"<b>\"|safe }}\">{{ text|e }}"
            .to_owned(),
    });
    assert_eq!(template.path, "a/b.html");
    assert_eq!(template.names, ["layouts/x.html"]);
    assert_eq!(template.raw, ["\"<b>\"|safe"]);
    let [label, input] = template.elements.as_slice() else {
        panic!("{:?}", template.elements);
    };
    assert_eq!(label.attribute("for"), input.attribute("id"));
    assert_eq!((input.line, input.labelled), (3, false));
    assert_eq!(input.attribute("checked"), Some(""));
}

#[test]
fn the_label_of_a_macro_is_a_label() {
    let template = Template::of(&Text {
        path: "templates/a/b.html".to_owned(),
        text: "{% call field::head(errors, name, label) %}{% endcall %}<input id=\"{{ name }}\">"
            .to_owned(),
    });
    let [label, input] = template.elements.as_slice() else {
        panic!("{:?}", template.elements);
    };
    assert_eq!(label.name, "label");
    assert_eq!(label.attribute("for"), input.attribute("id"));
}
