//! A person at a browser: does what hands do, and waits for what eyes see. Things are found by the words on them.

use super::{
    browser::Browser,
    cast::{PASSWORD, Person},
};
use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    path::Path,
    time::{Duration, Instant},
};

/// Longer than anything takes on a machine that does much besides.
const PATIENCE: Duration = Duration::from_secs(30);
const BLINK: Duration = Duration::from_millis(20);
/// Control and A: what is typed next takes the place of all that stands in a field.
const ALL_OF_IT: &str = "\u{e009}a";

pub struct Hand {
    pub browser: Browser,
    pub means: Means,
    origin: String,
}

/// What somebody uses a browser with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A mouse or a finger.
    Pointer,
    /// Keys alone: see `keyboard.rs`.
    Keyboard,
}

impl Hand {
    pub fn new(browser: Browser, origin: String) -> Self {
        Self {
            browser,
            means: Means::Pointer,
            origin,
        }
    }

    pub async fn goes_to(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        self.browser.goto(&address).await.expect("a page");
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        let address = self.browser.current_url().await.expect("an address");
        address.as_str().trim_start_matches(&self.origin).to_owned()
    }

    pub async fn signs_in(&self, person: &Person) {
        self.browser.delete_all_cookies().await.expect("no cookies");
        self.goes_to("/sign-in").await;
        let address = format!(
            "{}@heron.example.com",
            person.name.split(' ').next().unwrap_or_default()
        );
        self.types("#email", &address).await;
        self.types("#password", PASSWORD).await;
        self.clicks("Sign in").await;
        self.sees("Home").await;
    }

    /// Clicks the link, button or label with these words, as soon as it is there.
    pub async fn clicks(&self, words: &str) {
        // People scroll until nothing that sticks covers what they want.
        let marked = format!(
            "const found = [...document.querySelectorAll('a, button, label, summary')].find(it =>
                 (it.innerText.trim().replace(/\\s+/g, ' ').startsWith({words}) || it.ariaLabel === {words})
                 && it.checkVisibility({{visibilityProperty: true}})
                 && (!document.querySelector('dialog[open]') || it.closest('dialog')));
             found?.scrollIntoView({{block: 'center'}});
             return found",
            words = json!(words)
        );
        let began = Instant::now();
        loop {
            let found = self.browser.execute(&marked, vec![]).await;
            if let Ok(found @ Value::Object(_)) = found {
                let done = match self.means {
                    Means::Pointer => self.points_at(found).await,
                    Means::Keyboard => self.uses(&found).await,
                };
                match done {
                    Ok(()) => return,
                    Err(error) if began.elapsed() > PATIENCE => panic!("{words}: {error}"),
                    Err(_) => {}
                }
            }
            self.waits(began, &format!("nothing to click says {words}"))
                .await;
        }
    }

    async fn points_at(&self, found: Value) -> Result<(), CmdError> {
        let element = serde_json::from_value::<HashMap<String, String>>(found)
            .expect("an element")
            .into_values()
            .next()
            .expect("its id");
        Element::from_element_id((*self.browser).clone(), element.into())
            .click()
            .await
    }

    pub async fn types(&self, control: &str, text: &str) {
        if self.means == Means::Keyboard {
            self.reaches(&self.found(control).await)
                .await
                .expect("a way");
            return self.presses(&format!("{ALL_OF_IT}{text}")).await;
        }
        let control = self.element(control).await;
        control.clear().await.expect("an empty field");
        control.send_keys(text).await.expect("typing");
    }

    /// Clicks the first that a selector finds: what no words tell from others.
    pub async fn clicks_on(&self, control: &str) {
        let found = self.found(control).await;
        let done = match self.means {
            Means::Pointer => self.points_at(found).await,
            Means::Keyboard => self.uses(&found).await,
        };
        done.expect("a click");
    }

    /// Chooses an option of a select by its words.
    pub async fn chooses(&self, control: &str, option: &str) {
        if self.means == Means::Keyboard {
            self.reaches(&self.found(control).await)
                .await
                .expect("a way");
            return self.presses(option).await;
        }
        let control = self.element(control).await;
        control.select_by_label(option).await.expect("an option");
    }

    /// Chooses a file of this machine.
    pub async fn attaches(&self, control: &str, file: &Path) {
        let control = self.element(control).await;
        let file = file.to_str().expect("a plain path");
        control.send_keys(file).await.expect("a file");
    }

    /// Presses keys one after the other, wherever the focus is; Shift and Control are held until the key that follows.
    pub async fn presses(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        let mut held = Vec::new();
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value });
            if ['\u{e008}', '\u{e009}'].contains(&value) {
                held.push(value);
                continue;
            }
            for value in std::iter::once(value).chain(held.drain(..)) {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        self.browser.perform_actions(actions).await.expect("keys");
    }

    /// Drags what one selector finds onto what another finds.
    pub async fn drags(&self, from: &str, to: &str) {
        let middle = async |css: &str| {
            let element = self.element(css).await;
            let (x, y, width, height) = element.rectangle().await.expect("a place");
            (x + width / 2.0, y + height / 2.0)
        };
        let (from, to) = (middle(from).await, middle(to).await);
        let moves = |(x, y)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(50)),
            x,
            y,
        };
        let between = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let actions = MouseActions::new("mouse".to_owned())
            .then(moves(from))
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(moves((from.0 + 8.0, from.1 + 8.0)))
            .then(moves(between))
            .then(moves(to))
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.browser.perform_actions(actions).await.expect("a drag");
    }

    /// Waits until the page says these words where they can be seen.
    pub async fn sees(&self, words: &str) {
        self.until(
            &format!("document.body.innerText.includes({})", json!(words)),
            &format!("{words:?} is not to be seen"),
        )
        .await;
    }

    /// Waits until a condition in the page's own language holds.
    pub async fn until(&self, condition: &str, complaint: &str) {
        let began = Instant::now();
        let asked = format!("return Boolean({condition})");
        // While a page gives way to the next there is nothing to ask.
        while !matches!(
            self.browser.execute(&asked, vec![]).await,
            Ok(Value::Bool(true))
        ) {
            self.waits(began, complaint).await;
        }
    }

    /// What an expression says of the page.
    pub async fn reads(&self, expression: &str) -> Value {
        let asked = format!("return {expression}");
        self.browser
            .execute(&asked, vec![])
            .await
            .expect("an answer")
    }

    /// A file that the page gives, once it is whole: the first whose name ends so.
    pub async fn receives(&self, ending: &str) -> Vec<u8> {
        let began = Instant::now();
        loop {
            if let Some(bytes) = self.browser.downloaded(ending) {
                return bytes;
            }
            self.waits(began, &format!("no file came that ends with {ending}"))
                .await;
        }
    }

    /// As scripts name it.
    async fn found(&self, css: &str) -> Value {
        self.element(css).await;
        self.reads(&format!("document.querySelector({})", json!(css)))
            .await
    }

    async fn element(&self, css: &str) -> Element {
        let waiting = self.browser.wait().at_most(PATIENCE);
        match waiting.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(_) => panic!("{css} is not there\n{}", self.page().await),
        }
    }

    async fn waits(&self, began: Instant, complaint: &str) {
        if began.elapsed() > PATIENCE {
            self.browser.screenshot("lost").await;
            panic!("{complaint}\n{}", self.page().await);
        }
        tokio::time::sleep(BLINK).await;
    }

    async fn page(&self) -> String {
        let text = self.reads("document.body.innerText").await;
        format!(
            "{}\n{}",
            self.path().await,
            text.as_str().unwrap_or_default()
        )
    }
}
