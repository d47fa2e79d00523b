use std::{
    env, fmt, io,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use rustix::process::Signal;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, ChildStdout, Command},
    sync::{OnceCell, Semaphore},
    time::timeout,
};

use super::{
    super::FileKind,
    TEXT_LIMIT, UNABLE,
    clean::clean,
    confine::{FileAccess, SYSTEM},
};

/// Documents that are read at once.
const PLACES: usize = 2;
/// What one document may take, from the start of the child.
const PATIENCE: Duration = Duration::from_secs(20);
/// What is read from the child: cleaning makes text shorter.
const OUTPUT_LIMIT: u64 = 2 * TEXT_LIMIT as u64;
/// The longest first line that a child may write.
const FIRST_LINE_LIMIT: u64 = 32;
/// How `unshare` of util-linux starts a program without network, and without being root for it.
const UNSHARE: [&str; 4] = ["--user", "--net", "--map-current-user", "--"];
/// Rust's exit code after a panic.
const PANICKED: i32 = 101;

/// Reads the text of documents, each in a child process that can do nothing else, two at once.
#[derive(Debug)]
pub struct Extractor {
    program: PathBuf,
    pdftotext: Option<PathBuf>,
    patience: Duration,
    places: Semaphore,
    /// `unshare`, where it works; found out once.
    unshare: OnceCell<Option<PathBuf>>,
}

/// What became of reading a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extracted {
    /// At most 1 MiB of it; never empty.
    Text(String),
    Unreadable(Unreadable),
}

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Pictures only, as of a scanned page.
    NoText,
    /// Broken, locked with a password, or built to do harm.
    Damaged,
    /// It took longer than any document should.
    TooSlow,
    /// Its reader came to an end over it.
    Crashed,
}

/// What keeps the reading of documents from doing harm on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confinement {
    pub files: FileAccess,
    /// Whether the child has a network of its own, with nothing in it.
    pub network_cut: bool,
    /// The program that reads PDFs; without it the built-in reader does, not as well.
    pub pdftotext: Option<PathBuf>,
}

impl Extractor {
    /// Starts children as `<program> extract-text`, an absolute path; uses `pdftotext` where it is installed.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            pdftotext: installed("pdftotext"),
            patience: PATIENCE,
            places: Semaphore::new(PLACES),
            unshare: OnceCell::new(),
        }
    }

    /// Reads PDFs with another program that takes the arguments of `pdftotext`, or with the built-in
    /// reader.
    pub fn reading_pdf_with(mut self, program: Option<PathBuf>) -> Self {
        self.pdftotext = program;
        self
    }

    /// Gives a document this long instead of 20 s.
    pub fn waiting_at_most(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The text of a document, which is read from where the file stands.
    ///
    /// An error is never the document's fault: the child could not be started or confined. Dropping
    /// the future ends the child.
    pub async fn extract(
        &self,
        document: tokio::fs::File,
        kind: FileKind,
    ) -> io::Result<Extracted> {
        let _place = self.places.acquire().await.map_err(io::Error::other)?;
        let child = self.start(document.into_std().await.into(), kind).await?;
        match timeout(self.patience, text_of(child)).await {
            Ok(text) => text,
            // The child was dropped with the future, and killed by that.
            Err(_) => Ok(Extracted::Unreadable(Unreadable::TooSlow)),
        }
    }

    /// What holds on this machine, found out by starting a child.
    pub async fn confinement(&self) -> io::Result<Confinement> {
        let mut child = self.start(Stdio::null(), FileKind::Txt).await?;
        let mut output = output_of(&mut child)?;
        let files = timeout(self.patience, first_line(&mut output)).await??;
        Ok(Confinement {
            files,
            network_cut: self.unshare().await.is_some(),
            pdftotext: self.pdftotext.clone(),
        })
    }

    async fn start(&self, document: Stdio, kind: FileKind) -> io::Result<Child> {
        let mut command = match self.unshare().await {
            Some(unshare) => {
                let mut command = Command::new(unshare);
                command.args(UNSHARE).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.arg("extract-text").arg(kind.extension());
        if kind == FileKind::Pdf {
            command.args(&self.pdftotext);
        }
        command
            .env_clear()
            .current_dir("/")
            .stdin(document)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }

    async fn unshare(&self) -> Option<&Path> {
        self.unshare.get_or_init(working_unshare).await.as_deref()
    }
}

async fn text_of(mut child: Child) -> io::Result<Extracted> {
    let mut output = output_of(&mut child)?;
    first_line(&mut output).await?;
    let mut bytes = Vec::new();
    output.take(OUTPUT_LIMIT).read_to_end(&mut bytes).await?;
    if (bytes.len() as u64) < OUTPUT_LIMIT
        && let Some(unreadable) = verdict(child.wait().await?)?
    {
        return Ok(Extracted::Unreadable(unreadable));
    }
    // Else there is more text than is kept: the child is dropped in the middle of it.
    let text = clean(&bytes);
    Ok(if text.is_empty() {
        Extracted::Unreadable(Unreadable::NoText)
    } else {
        Extracted::Text(text)
    })
}

fn output_of(child: &mut Child) -> io::Result<BufReader<ChildStdout>> {
    child
        .stdout
        .take()
        .map(BufReader::new)
        .ok_or_else(|| io::Error::other("a child without output"))
}

/// The line by which a child says that it is confined, and how far. Without it nothing was read.
async fn first_line(output: &mut BufReader<ChildStdout>) -> io::Result<FileAccess> {
    let mut line = String::new();
    output.take(FIRST_LINE_LIMIT).read_line(&mut line).await?;
    line.trim_end().parse()
}

/// What a child that has ended says about its document; `None` is success.
fn verdict(status: ExitStatus) -> io::Result<Option<Unreadable>> {
    Ok(match (status.code(), status.signal()) {
        (Some(0), _) => None,
        (Some(code), _) if code == i32::from(UNABLE) => {
            return Err(io::Error::other(
                "the program that reads PDFs could not be started",
            ));
        }
        (Some(PANICKED), _) => Some(Unreadable::Crashed),
        (Some(_), _) => Some(Unreadable::Damaged),
        (None, Some(signal)) if signal == Signal::XCPU.as_raw() => Some(Unreadable::TooSlow),
        (None, _) => Some(Unreadable::Crashed),
    })
}

async fn working_unshare() -> Option<PathBuf> {
    let unshare = installed("unshare")?;
    let mut probe = Command::new(&unshare);
    probe.args(UNSHARE).arg(&unshare).arg("--version");
    probe
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let works = timeout(PATIENCE, probe.status())
        .await
        .is_ok_and(|status| status.is_ok_and(|status| status.success()));
    works.then_some(unshare)
}

/// A program of the system's packages, where the child may run it too.
fn installed(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths("/usr/bin:/bin:/usr/local/bin")
        .chain(env::split_paths(&path))
        .filter_map(|folder| folder.join(program).canonicalize().ok())
        .find(|file| file.is_file() && SYSTEM.iter().any(|folder| file.starts_with(folder)))
}

impl Confinement {
    /// What does not hold, each in a sentence that says how to mend it.
    pub fn gaps(&self) -> Vec<&'static str> {
        let files = match self.files {
            FileAccess::Closed => None,
            FileAccess::MostlyClosed => Some(
                "The process that reads uploaded documents cannot open files, but this kernel leaves it other ways \
                 out that Linux 6.12 closes.",
            ),
            FileAccess::Open => Some(
                "The process that reads uploaded documents can open files: the kernel's Landlock is missing or \
                 switched off. Use Linux 5.13 or newer with `landlock` among its security modules.",
            ),
        };
        let network = (!self.network_cut).then_some(
            "The process that reads uploaded documents can reach the network: allow unprivileged user namespaces, \
             and install util-linux for its `unshare`.",
        );
        let pdf = self.pdftotext.is_none().then_some(
            "PDFs are read by the built-in reader, which gives up on some sound ones: install poppler-utils for its \
             `pdftotext`.",
        );
        [files, network, pdf].into_iter().flatten().collect()
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoText => "there is no text in it, only pictures",
            Self::Damaged => "it is damaged or locked",
            Self::TooSlow => "it took too long to read",
            Self::Crashed => "it could not be read",
        })
    }
}
