//! Stylesheets, scripts, icons: embedded in the program, and served under names that change with their
//! content, so that browsers keep them for ever.
//!
//! * All of `css/` is one file, `app.css`.
//! * A folder below `vendor/` gets one fingerprint as a whole, in the folder's name: what is in it refers to
//!   its neighbours by relative paths, as PDF.js does to its worker, fonts and character maps.
//! * Any other file gets its fingerprint in its own name.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::cached::{Variant, etag, hex, known, not_modified, whole};
use super::encoding::{self, Coding};
use super::stylesheet::{self, Missing};
use super::wording;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Smaller than this, a file is sent as it is.
const WORTHWHILE: usize = 256;

/// Larger than this, the last percent that brotli can win takes seconds.
const LARGE: usize = 256 << 10;

#[derive(rust_embed::Embed)]
#[folder = "static/"]
struct Files;

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let files = Files::iter().filter_map(|name| {
        let file = Files::get(&name)?;
        let kind = file.metadata.mimetype().to_owned();
        let body = match file.data {
            std::borrow::Cow::Borrowed(data) => Bytes::from_static(data),
            std::borrow::Cow::Owned(data) => data.into(),
        };
        Some((name.into_owned(), Source { kind, body }))
    });
    Assets::of(files.collect())
        .expect("the stylesheets in static/css name files beside them; a test looks")
});

/// The path of a static file, for templates: `asset("icons.svg")` is `/static/icons.3f2a9c1b.svg`. A folder
/// below `vendor/` has a path too, without a slash at its end.
///
/// A name that is not there gives a path that is not there either: the page stays whole without its
/// picture, and a test that walks all links finds it.
pub fn asset(name: &str) -> &'static str {
    ASSETS
        .paths
        .get(name)
        .map_or("/static/missing", String::as_str)
}

/// Serves them. Reading and hashing them all happens here, once, when the program starts.
pub fn routes() -> Router {
    let assets = &*ASSETS;
    Router::new().route(
        "/static/{*path}",
        get(move |request: Request| assets.serve(request)),
    )
}

struct Source {
    kind: String,
    body: Bytes,
}

/// All files by the paths that they are served under, and these paths by their names.
#[derive(Default)]
struct Assets {
    paths: HashMap<String, String>,
    files: HashMap<String, File>,
}

struct File {
    kind: HeaderValue,
    digest: String,
    body: Bytes,
    shrinks: bool,
    gzip: OnceCell<Bytes>,
    brotli: OnceCell<Bytes>,
}

impl Assets {
    fn of(sources: BTreeMap<String, Source>) -> Result<Self, Missing> {
        let (sheets, others): (BTreeMap<_, _>, BTreeMap<_, _>) = sources
            .into_iter()
            .partition(|(name, _)| name.starts_with("css/") && name.ends_with(".css"));
        let mut assets = Self::default();
        let folders = vendor_folders(&others);
        for (name, source) in others {
            let file = File::new(&source.kind, source.body);
            let path = match folder_of(&name)
                .and_then(|folder| Some((folder, folders.get(folder)?)))
            {
                Some((folder, mark)) => format!("/static/{folder}.{mark}{}", &name[folder.len()..]),
                None => marked(&name, &file.digest),
            };
            assets.add(name, path, file);
        }
        for (folder, mark) in folders {
            let path = format!("/static/{folder}.{mark}");
            assets.paths.insert(folder, path);
        }
        if let Some(css) = assets.stylesheet(&sheets)? {
            let file = File::new("text/css", css.into());
            assets.add("app.css".to_owned(), marked("app.css", &file.digest), file);
        }
        Ok(assets)
    }

    fn add(&mut self, name: String, path: String, file: File) {
        self.files.insert(path.clone(), file);
        self.paths.insert(name, path);
    }

    fn stylesheet(&self, sheets: &BTreeMap<String, Source>) -> Result<Option<String>, Missing> {
        let sheet = |name: &str| {
            sheets
                .get(&format!("css/{name}"))
                .and_then(|sheet| str::from_utf8(&sheet.body).ok())
        };
        let Some(main) = sheet("main.css") else {
            return Ok(None);
        };
        let css = stylesheet::join(main, sheet)?;
        let served = |name: &str| match name.strip_prefix("../") {
            Some(above) => self.paths.get(above).map(String::as_str),
            None => self.paths.get(&format!("css/{name}")).map(String::as_str),
        };
        stylesheet::point(&css, served).map(Some)
    }

    async fn serve(&self, request: Request) -> Response {
        match self.files.get(request.uri().path()) {
            Some(file) => file.respond(request).await,
            None => wording::of(StatusCode::NOT_FOUND).into_response(),
        }
    }
}

impl File {
    fn new(kind: &str, body: Bytes) -> Self {
        let shrinks = body.len() >= WORTHWHILE && encoding::shrinks(kind);
        let kind = if kind.starts_with("text/") {
            format!("{kind}; charset=utf-8")
        } else {
            kind.to_owned()
        };
        Self {
            kind: HeaderValue::try_from(kind)
                .unwrap_or(HeaderValue::from_static("application/octet-stream")),
            digest: hex(&Sha256::digest(&body), 16),
            body,
            shrinks,
            gzip: OnceCell::new(),
            brotli: OnceCell::new(),
        }
    }

    async fn respond(&self, request: Request) -> Response {
        let asked = request.headers();
        let coding = if self.shrinks {
            Coding::preferred(asked)
        } else {
            Coding::Identity
        };
        let etag = etag(&self.digest, coding);
        if known(&etag, asked) {
            return not_modified(&etag, &FOR_EVER);
        }
        match self.packed(coding).await {
            Ok(body) => whole(&Variant { coding, etag, body }, &self.kind, &FOR_EVER),
            Err(error) => {
                tracing::error!(%error, "cannot pack a static file");
                wording::of(StatusCode::INTERNAL_SERVER_ERROR).into_response()
            }
        }
    }

    /// The body as it is sent. Packed when it is first asked for, because packing all would hold up the
    /// start for seconds; whoever asks at the same time waits for the same work.
    async fn packed(&self, coding: Coding) -> std::io::Result<Bytes> {
        let body = self.body.clone();
        match coding {
            Coding::Identity => Ok(body),
            Coding::Gzip => {
                let pack = || aside(move || encoding::gzip(&body, 9));
                self.gzip.get_or_try_init(pack).await.cloned()
            }
            Coding::Brotli => {
                let pack = || aside(move || encoding::brotli(&body, quality(body.len())));
                self.brotli.get_or_try_init(pack).await.cloned()
            }
        }
    }
}

async fn aside(
    pack: impl FnOnce() -> std::io::Result<Vec<u8>> + Send + 'static,
) -> std::io::Result<Bytes> {
    Ok(tokio::task::spawn_blocking(pack).await??.into())
}

fn quality(length: usize) -> i32 {
    match length {
        _ if cfg!(debug_assertions) => 4,
        ..=LARGE => 11,
        _ => 9,
    }
}

/// `js/menu.js` with its fingerprint is `/static/js/menu.3f2a9c1b.js`.
fn marked(name: &str, digest: &str) -> String {
    let mark = digest.get(..8).unwrap_or(digest);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => {
            format!("/static/{stem}.{mark}.{extension}")
        }
        _ => format!("/static/{name}.{mark}"),
    }
}

/// The folder below `vendor/` that a file lies in, at any depth.
fn folder_of(name: &str) -> Option<&str> {
    let (folder, _) = name.strip_prefix("vendor/")?.split_once('/')?;
    name.get(.."vendor/".len() + folder.len())
}

/// Those folders with the fingerprint of all their names and contents.
fn vendor_folders(sources: &BTreeMap<String, Source>) -> BTreeMap<String, String> {
    let mut hashes: BTreeMap<String, Sha256> = BTreeMap::new();
    for (name, source) in sources {
        if let Some(folder) = folder_of(name) {
            let hash = hashes.entry(folder.to_owned()).or_default();
            hash.update(name);
            hash.update(Sha256::digest(&source.body));
        }
    }
    hashes
        .into_iter()
        .map(|(folder, hash)| (folder, hex(&hash.finalize(), 4)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        let source = |kind: &str, body: &str| Source {
            kind: kind.to_owned(),
            body: body.to_owned().into(),
        };
        let sources = files
            .iter()
            .map(|(name, body)| ((*name).to_owned(), source("text/plain", body)));
        Assets::of(sources.collect()).unwrap()
    }

    #[test]
    fn a_fingerprint_changes_with_the_content_and_with_nothing_else() {
        let path = |body, other| {
            assets(&[("js/menu.js", body), ("other.js", other)]).paths["js/menu.js"].clone()
        };
        assert_eq!(path("one", "x"), path("one", "y"));
        assert_ne!(path("one", "x"), path("two", "x"));
        let (name, mark) = (path("one", "x"), hex(&Sha256::digest("one"), 4));
        assert_eq!(name, format!("/static/js/menu.{mark}.js"));
    }

    #[test]
    fn a_vendored_folder_stays_together() {
        let read = |map| {
            assets(&[
                ("vendor/pdfjs/pdf.mjs", "p"),
                ("vendor/pdfjs/cmaps/a.bcmap", map),
                ("vendor/x.js", "x"),
            ])
        };
        let (one, two) = (read("a"), read("b"));
        let folder = &one.paths["vendor/pdfjs"];
        assert_eq!(
            one.paths["vendor/pdfjs/pdf.mjs"],
            format!("{folder}/pdf.mjs")
        );
        assert_eq!(
            one.paths["vendor/pdfjs/cmaps/a.bcmap"],
            format!("{folder}/cmaps/a.bcmap")
        );
        assert_ne!(
            folder, &two.paths["vendor/pdfjs"],
            "a change anywhere in the folder shows in its name"
        );
        assert_eq!(one.paths["vendor/x.js"], two.paths["vendor/x.js"]);
    }

    #[test]
    fn the_stylesheets_are_one_and_point_to_what_is_served() {
        let assets = assets(&[
            ("css/main.css", "@layer b;\n@import url(\"b.css\");\n"),
            (
                "css/b.css",
                "@layer b { a { background: url(\"mark.svg\") } i { background: url(../icons.svg) } }",
            ),
            ("css/mark.svg", "<svg/>"),
            ("icons.svg", "<svg></svg>"),
        ]);
        let css = &assets.files[&assets.paths["app.css"]];
        let text = str::from_utf8(&css.body).unwrap();
        assert_eq!(css.kind, "text/css; charset=utf-8");
        assert!(text.starts_with("@layer b;\n") && !text.contains("@import"));
        assert!(
            text.contains(&assets.paths["css/mark.svg"])
                && text.contains(&assets.paths["icons.svg"])
        );
        assert!(!assets.paths.contains_key("css/b.css"));
    }

    #[test]
    fn ours_are_complete() {
        assert!(asset("app.css").starts_with("/static/app."));
        assert!(asset("icons.svg").ends_with(".svg"));
        assert_eq!(asset("nothing.svg"), "/static/missing");
    }
}
