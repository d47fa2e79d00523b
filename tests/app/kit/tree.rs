//! The page as a screen reader has it: Chromium's own tree of what can be perceived.

use super::browser::Browser;
use serde_json::{Value, json};

/// What can have the focus without being a control: the page, and what is shown to somebody by moving them there.
const NO_CONTROLS: [&str; 6] = ["RootWebArea", "alert", "form", "generic", "main", "status"];

/// Messages that nothing names as its description, and entries of a summary that lead nowhere.
const LOOSE: &str = "[
    ...[...document.querySelectorAll('.error[id]')].filter(it => !document.querySelector(`[aria-describedby~=\"${it.id}\"]`)),
    ...[...document.querySelectorAll('.error-summary li a')].filter(it => !document.querySelector(it.hash)),
].map(it => `${it.innerText.trim()}: belongs to nothing`)";

impl Browser {
    /// What is not said to somebody who listens to the page: controls without a name, what is wrong without why.
    pub async fn unsaid(&self) -> Vec<String> {
        let tree = self
            .devtools("Accessibility.getFullAXTree", json!({}))
            .await;
        let nodes = tree["nodes"].as_array().expect("nodes");
        let mut unsaid: Vec<String> = nodes.iter().filter_map(lacks).collect();
        let loose = self.evaluate(LOOSE).await;
        unsaid.extend(serde_json::from_value::<Vec<String>>(loose).expect("messages"));
        unsaid
    }
}

fn lacks(node: &Value) -> Option<String> {
    let role = node["role"]["value"].as_str()?;
    if node["ignored"] == true || NO_CONTROLS.contains(&role) {
        return None;
    }
    let said = |what: &str| {
        let text = node[what]["value"].as_str().unwrap_or_default();
        !text.trim().is_empty()
    };
    let is = |name: &str, value: Value| {
        let properties = node["properties"].as_array().into_iter().flatten();
        properties
            .filter(|it| it["name"] == name)
            .any(|it| it["value"]["value"] == value)
    };
    if is("focusable", json!(true)) && !said("name") {
        return Some(format!("a {role} without a name: {node}"));
    }
    if is("invalid", json!("true")) && !said("description") {
        return Some(format!("{} is wrong, and not why", node["name"]["value"]));
    }
    None
}
