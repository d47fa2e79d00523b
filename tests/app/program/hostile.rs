//! Files that are built to take all memory, sixteen at a time: the program stays small, and serves on.

use crate::kit::{
    app::TestApp,
    cast::Cast,
    documents::{archive, docx, word_xml},
    program::{Program, client},
};
use candor::{
    base::{clock::Clock, key::InstallationKey},
    domain::{accounts::sessions::COOKIE, intake},
};
use jiff::SignedDuration;
use reqwest::{
    Client, StatusCode,
    multipart::{Form, Part},
};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Sent at the same time.
const AT_ONCE: usize = 16;
/// What the program may take more than before, in KiB: 256 MiB. A child has its own limit, of 512 MiB of address space.
const MORE: u64 = 256 << 10;
const CHILD: u64 = 512 << 10;

/// How long it is watched while documents are read.
const PATIENCE: Duration = Duration::from_secs(40);

/// A file, and the form that it is sent with.
#[derive(Clone)]
struct Bomb {
    to: To,
    name: &'static str,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq)]
enum To {
    Apply,
    Table,
    Resumes,
    Adverts,
}

/// Text that packs well, and not so well that its ratio alone gives it away.
fn filling(bytes: usize) -> String {
    let mut state = 1_u64;
    let mut text = String::with_capacity(bytes + 100);
    while text.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(&format!("{state:x}"));
        text.push_str(&"mill ".repeat(40));
    }
    text
}

fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            br#"<workbook><sheets><sheet name="People" sheetId="1" id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Target="sheet.xml"/></Relationships>"#,
        ),
        (
            "xl/sharedStrings.xml",
            format!("<sst>{strings}</sst>").as_bytes(),
        ),
        (
            "xl/sheet.xml",
            format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>").as_bytes(),
        ),
    ])
}

/// An archive whose directory is nearly all of it: long names, of which each reader makes several.
fn all_directory() -> Vec<u8> {
    let name = |n: usize| format!("{n}{}", "x".repeat(60_000));
    let names: Vec<String> = (0..75).map(name).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>")];
    parts.extend(names.iter().map(|name| (name.as_str(), &b""[..])));
    archive(&parts)
}

fn bombs() -> Vec<Bomb> {
    let cells = |what: &str| format!("<row>{}</row>", what.repeat(60));
    let long = filling(15 << 20);
    let deep = [b"%PDF-1.4\n1 0 obj\n".to_vec(), b"[".repeat(2 << 20)].concat();
    let bomb = |to, name, bytes| Bomb { to, name, bytes };
    vec![
        bomb(To::Apply, "zeros.docx", docx(&" ".repeat(40 << 20))),
        bomb(
            To::Apply,
            "long.docx",
            docx(&format!("<w:p><w:r><w:t>{long}</w:t></w:r></w:p>")),
        ),
        bomb(To::Apply, "deep.docx", docx(&"<w:p>".repeat(1 << 20))),
        bomb(To::Apply, "directory.docx", all_directory()),
        bomb(
            To::Apply,
            "types.docx",
            archive(&[
                ("[Content_Types].xml", &b" ".repeat(40 << 20)),
                ("word/document.xml", word_xml("document", "").as_bytes()),
            ]),
        ),
        bomb(To::Apply, "deep.pdf", deep),
        bomb(
            To::Apply,
            "deep.rtf",
            [b"{\\rtf1 ".to_vec(), b"{".repeat(9 << 20)].concat(),
        ),
        bomb(To::Apply, "long.txt", b"mill ".repeat((9 << 20) / 5)),
        bomb(To::Apply, "over.txt", b"mill ".repeat(12 << 20)),
        bomb(
            To::Table,
            "one.xlsx",
            workbook(
                &format!(r#"<row><c t="str"><v>{}</v></c></row>"#, filling(28 << 20)),
                "",
            ),
        ),
        bomb(
            To::Table,
            "shared.xlsx",
            workbook(
                &cells(r#"<c t="s"><v>0</v></c>"#),
                &format!("<si><t>{long}</t></si>"),
            ),
        ),
        bomb(
            To::Table,
            "strings.xlsx",
            workbook("", &"<si/>".repeat(5 << 20)),
        ),
        bomb(To::Table, "wide.csv", b",".repeat(9 << 20)),
        bomb(
            To::Table,
            "western.csv",
            [b"Name,\xE9\n".to_vec(), b"\xE9,\xE9\n".repeat(2 << 20)].concat(),
        ),
        bomb(
            To::Resumes,
            "many.zip",
            archive(&[
                ("a.docx", &docx(&long)),
                ("b.txt", long.as_bytes()),
                ("c.zip", &all_directory()),
            ]),
        ),
        bomb(To::Adverts, "deep.json", b"[".repeat(1 << 20)),
    ]
}

#[derive(Clone)]
struct Site {
    http: Client,
    origin: String,
    apply: String,
    key: InstallationKey,
    session: String,
}

impl Site {
    /// Sends a file until there is a place for it.
    async fn send(&self, person: u64, bomb: Bomb) -> StatusCode {
        loop {
            let answer = self.once(person, &bomb).await;
            match answer {
                Some(StatusCode::SERVICE_UNAVAILABLE) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                // Too much was sent to hear the answer: the connection is cut.
                None => return StatusCode::PAYLOAD_TOO_LARGE,
                Some(status) => return status,
            }
        }
    }

    async fn once(&self, person: u64, bomb: &Bomb) -> Option<StatusCode> {
        let opened = Clock::default().now().minus(SignedDuration::from_mins(1));
        let (number, once) = (
            intake::number(&self.key, opened),
            Uuid::new_v4().to_string(),
        );
        let email = format!("noor{person}@example.org");
        let (path, field, texts) = match bomb.to {
            To::Apply => (
                self.apply.as_str(),
                "resume",
                vec![
                    ("key", number.as_str()),
                    ("given_name", "Noor"),
                    ("email", email.as_str()),
                    ("place", "Tartu"),
                    ("consent", "yes"),
                ],
            ),
            To::Table => (
                "/heron/candidates/imports",
                "file",
                vec![("key", once.as_str()), ("to", "pool-0")],
            ),
            To::Resumes => (
                "/heron/resumes",
                "files",
                vec![("key", once.as_str()), ("to", "pool-0")],
            ),
            To::Adverts => ("/heron/imports", "files", vec![("any_employer", "yes")]),
        };
        let form = texts.into_iter().fold(Form::new(), |form, (name, value)| {
            form.text(name, value.to_owned())
        });
        let file = Part::bytes(bomb.bytes.clone()).file_name(bomb.name);
        let mut request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header("origin", &self.origin);
        if bomb.to != To::Apply {
            request = request.header("cookie", format!("{COOKIE}={}", self.session));
        }
        let answer = request
            .multipart(form.part(field, file))
            .send()
            .await
            .ok()?;
        Some(answer.status())
    }
}

/// A line of a process's status, in KiB; nothing once it is gone.
fn status(pid: u32, line: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix(line))?;
    line.trim_start_matches(':')
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .ok()
}

fn children(pid: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"));
    let tasks = tasks.into_iter().flatten().flatten();
    let of =
        |task: fs::DirEntry| fs::read_to_string(task.path().join("children")).unwrap_or_default();
    let own: Vec<u32> = tasks
        .flat_map(|task| {
            of(task)
                .split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect();
    let theirs: Vec<u32> = own.iter().flat_map(|pid| children(*pid)).collect();
    [own, theirs].concat()
}

/// Whether a child has begun to read: until then it is a picture of the program that starts it.
fn reads(child: &u32) -> bool {
    let command = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
    !String::from_utf8_lossy(&command).contains("serve")
}

/// The most that any child of a process takes, looked at until the end.
fn watched(pid: u32, over: Arc<AtomicBool>) -> Arc<AtomicU64> {
    let most = Arc::new(AtomicU64::new(0));
    let seen = most.clone();
    std::thread::spawn(move || {
        while !over.load(Ordering::Relaxed) {
            for child in children(pid).into_iter().filter(reads) {
                seen.fetch_max(status(child, "VmHWM").unwrap_or(0), Ordering::Relaxed);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    most
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hostile_files_sixteen_at_a_time_leave_the_program_small_and_alive() {
    let app = TestApp::new().await;
    let cast = Cast::of(&app).await;
    let live = app.mill(&cast).await;
    let program = Program::of(&app, &[("CANDOR_APPLICATIONS_PER_NETWORK", "0")]).await;
    let site = Site {
        http: client(),
        origin: program.origin.clone(),
        apply: format!("/careers/heron/jobs/{}-miller/apply", live.id),
        key: app.app.db.key.clone(),
        session: cast.rosa.cookies[COOKIE].clone(),
    };
    let careers = format!("{}/careers/heron", program.origin);
    assert_eq!(
        site.http
            .get(&careers)
            .send()
            .await
            .expect("a page")
            .status(),
        200
    );
    let (bombs, over) = (bombs(), Arc::new(AtomicBool::new(false)));
    let before = status(program.pid(), "VmRSS").expect("what it takes");
    let most = watched(program.pid(), over.clone());
    for round in 0..2 {
        let mut crowd = JoinSet::new();
        for (n, bomb) in (0..).zip(bombs.iter().cycle().take(AT_ONCE)) {
            let (site, bomb) = (site.clone(), bomb.clone());
            crowd.spawn(async move { (bomb.name, site.send(round * 100 + n, bomb).await) });
        }
        for (name, status) in crowd.join_all().await {
            assert!(status.as_u16() < 500, "{name}: {status}");
        }
    }
    // Documents are read one after another, some of them for as long as they may; the first are enough.
    let began = Instant::now();
    while began.elapsed() < PATIENCE
        && app
            .number("select count(*) from work where kind = 'extract_text'")
            .await
            > 0
    {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    over.store(true, Ordering::Relaxed);
    let peak = status(program.pid(), "VmHWM").expect("it lives");
    let child = most.load(Ordering::Relaxed);
    println!("before {before} KiB, at most {peak} KiB, a child at most {child} KiB");
    assert!(peak < before + MORE, "{before} KiB became {peak} KiB");
    assert!(child > 0 && child < CHILD, "a child took {child} KiB");
    assert_eq!(
        site.http
            .get(&careers)
            .send()
            .await
            .expect("a page")
            .status(),
        200
    );
}
