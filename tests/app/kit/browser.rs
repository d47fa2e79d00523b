//! A real browser: headless Chromium, driven through WebDriver. Every test has one to itself; what its person does with
//! it is in `hand.rs`.

use super::skip::skip;
use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    ops::Deref,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

const AXE: &str = include_str!("../vendor/axe.min.js");

/// How the person looks at the page.
#[derive(Clone, Copy)]
pub struct Look {
    pub screen: Screen,
    pub dark: bool,
    /// Whether the page's scripts run; ours (`execute`, axe) always do.
    pub scripts: bool,
}

/// What the person looks at it with: the sizes of the design's screens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 1440 × 900, a mouse
    Desk,
    /// 390 × 844, a finger
    Phone,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            screen: Screen::Desk,
            dark: false,
            scripts: true,
        }
    }
}

/// A browser with one page; goes away with its profile at the end of the test.
pub struct Browser {
    page: Client,
    look: Look,
    _driver: Driver,
    profile: TempDir,
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.page
    }
}

impl Browser {
    /// Opens one, or says that the test is skipped when this machine has none.
    pub async fn open(look: Look) -> Option<Self> {
        let chromium = ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| on_path(name));
        let (Some(chromium), Some(driver)) = (chromium, on_path("chromedriver")) else {
            skip("chromium and chromedriver");
            return None;
        };
        let profile = TempDir::with_prefix("candor-browser-").expect("a folder for the profile");
        let downloads = profile.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let mut driver = Driver::start(&driver);
        let Value::Object(wanted) = capabilities(&chromium, profile.path(), &downloads) else {
            unreachable!()
        };
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&driver.address())
            .await
            .expect("a browser session");
        driver.session = page.session_id().await.expect("a browser session");
        let browser = Self {
            page,
            look,
            _driver: driver,
            profile,
        };
        browser.emulate().await;
        Some(browser)
    }

    /// The same page as somebody else looks at it.
    pub async fn look(&mut self, look: Look) {
        let before = std::mem::replace(&mut self.look, look);
        if before.screen != look.screen {
            self.emulate_screen().await;
        }
        if before.dark != look.dark {
            self.emulate_light().await;
        }
        if before.scripts != look.scripts {
            self.let_scripts_run(look.scripts).await;
        }
    }

    async fn emulate(&self) {
        self.emulate_screen().await;
        self.emulate_light().await;
        self.let_scripts_run(self.look.scripts).await;
    }

    async fn emulate_screen(&self) {
        let (width, height, phone) = match self.look.screen {
            Screen::Desk => (1440, 900, false),
            Screen::Phone => (390, 844, true),
        };
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
        self.devtools(
            "Emulation.setTouchEmulationEnabled",
            json!({"enabled": phone}),
        )
        .await;
    }

    async fn emulate_light(&self) {
        let scheme = if self.look.dark { "dark" } else { "light" };
        // Nothing moves while we look at it.
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }

    async fn let_scripts_run(&self, run: bool) {
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": !run}),
        )
        .await;
    }

    /// Has every page from now on bring axe along, for tests that ask for [`Self::barriers`] on many.
    pub async fn bring_axe(&self) {
        let axe = json!({"source": AXE});
        self.devtools("Page.addScriptToEvaluateOnNewDocument", axe)
            .await;
    }

    /// What axe finds wrong with the page as it stands, one line for each element; empty is good.
    pub async fn barriers(&self) -> Vec<String> {
        // Axe waits for promises, which rest while scripts do; the page's own are not read any more.
        self.let_scripts_run_when(true).await;
        if self.evaluate("!window.axe").await == true {
            self.evaluate(AXE).await;
        }
        // Colours of another look have arrived after two frames.
        let found = self
            .evaluate(
                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
                     axe.run({preload: false, resultTypes: ['violations']})).then(result =>
                     result.violations.flatMap(rule => rule.nodes.map(node =>
                         `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))",
            )
            .await;
        self.let_scripts_run_when(false).await;
        serde_json::from_value(found).expect("a list from axe")
    }

    /// Lets the scripts of a page without any run for a while.
    async fn let_scripts_run_when(&self, ours: bool) {
        if !self.look.scripts {
            self.let_scripts_run(ours).await;
        }
    }

    /// Runs a script of ours in the page, whatever the page's policy on scripts says.
    pub(super) async fn evaluate(&self, script: &str) -> Value {
        let ask = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.devtools("Runtime.evaluate", ask).await;
        assert!(answer.get("exceptionDetails").is_none(), "{answer}");
        answer["result"]["value"].take()
    }

    /// Writes the whole page, below the fold too, to `target/screens/NAME.png` for a person to look at.
    pub async fn screenshot(&self, name: &str) {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let ask = json!({"format": "png", "captureBeyondViewport": true});
        let answer = self.devtools("Page.captureScreenshot", ask).await;
        let picture = STANDARD
            .decode(answer["data"].as_str().expect("a picture"))
            .expect("base64");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screens");
        std::fs::create_dir_all(&folder).expect("the folder of screens");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture");
    }

    /// A file that the page has given, whose name ends so; nothing as long as it is on its way.
    pub fn downloaded(&self, ending: &str) -> Option<Vec<u8>> {
        let folder = std::fs::read_dir(self.profile.path().join("downloads"));
        folder
            .expect("the folder of downloads")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.to_string_lossy().ends_with(ending))
            // It has its name before it has its content.
            .find_map(|path| std::fs::read(path).ok().filter(|bytes| !bytes.is_empty()))
    }

    /// Says something that WebDriver has no word for.
    pub(super) async fn devtools(&self, method: &'static str, parameters: Value) -> Value {
        let said = self.page.issue_cmd(DevTools { method, parameters }).await;
        said.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

fn capabilities(chromium: &Path, profile: &Path, downloads: &Path) -> Value {
    let mut arguments = vec![
        format!("--user-data-dir={}", profile.display()),
        "--remote-debugging-pipe".into(), // closes when chromedriver goes, and Chromium with it
        "--headless".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(), // containers have little of it
        // It would otherwise look for its maker.
        "--disable-quic".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
    ];
    if rustix::process::geteuid().is_root() {
        arguments.push("--no-sandbox".into()); // which root cannot have
    }
    let prefs = json!({"download.default_directory": downloads});
    json!({"goog:chromeOptions": {"binary": chromium, "args": arguments, "prefs": prefs}})
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// A running chromedriver, below a shell that ends it when we are gone, however we went.
struct Driver {
    process: Child,
    port: u16,
    session: Option<String>,
}

const END_WITH_US: &str = r#""$0" --port=0 & cat >/dev/null; kill -KILL $!; wait"#;

impl Driver {
    /// On a port that it finds itself.
    fn start(program: &Path) -> Self {
        let mut process = Command::new("sh")
            .args(["-c", END_WITH_US])
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                line.strip_suffix('.')?
                    .split("started successfully on port ")
                    .nth(1)?
                    .parse()
                    .ok()
            })
            .expect("chromedriver says its port");
        Self {
            process,
            port,
            session: None,
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends the session and waits until Chromium has left its profile alone. The test's runtime cannot
    /// wait here, so this speaks HTTP by hand.
    fn end_session(&self, session: &str) -> std::io::Result<()> {
        let mut driver = TcpStream::connect(("127.0.0.1", self.port))?;
        driver.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            driver,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        // The answer comes when it is done; what it says does not matter.
        driver.read(&mut [0; 256]).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A browser that does not leave in peace is ended with its driver.
        if let Some(session) = &self.session {
            let _ = self.end_session(session);
        }
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct DevTools {
    method: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (
            axum::http::Method::POST,
            Some(json!({"cmd": self.method, "params": self.parameters}).to_string()),
        )
    }
}
