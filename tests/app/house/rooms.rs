//! Dependencies point down: a room uses only rooms before it, an audience of the site no other audience, and what is
//! about hiring knows nothing of HTTP.

use super::source::{Text, bare_rust, files, none, root};
use std::{collections::BTreeSet, fs};

/// The house from the ground up. Rooms on one floor do not use each other.
const FLOORS: [&[&str]; 8] = [
    &["base"],
    &["access"],
    &["domain"],
    &["app"],
    &["worker", "web"],
    &["server"],
    &["demo"],
    &["commands"],
];

/// A path in our own code: `crate::base::ids` is `["base", "ids"]`.
type Path = Vec<String>;

/// A source file, with the paths of ours that it names.
struct Source {
    file: String,
    module: Path,
    uses: Vec<Path>,
    bare: String,
}

fn sources() -> Vec<Source> {
    files("src", ".rs").into_iter().map(Source::of).collect()
}

impl Source {
    fn of(file: Text) -> Self {
        let bare = bare_rust(&file.text);
        let module = module(&file.path);
        Self {
            uses: uses(&bare, &module),
            file: file.path,
            module,
            bare,
        }
    }

    fn top(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }
}

/// `src/web/kit/mod.rs` is `["web", "kit"]`.
fn module(path: &str) -> Path {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" || path == "main" {
        return Path::new();
    }
    path.split('/').map(str::to_owned).collect()
}

/// Every path that starts with `crate`, `super` or, in the program, with our library's name.
fn uses(bare: &str, module: &Path) -> Vec<Path> {
    let mut found = Vec::new();
    let (mut rest, mut inside_path) = (bare, false);
    while let Some(c) = rest.chars().next() {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end.max(c.len_utf8()));
        let base = match word {
            "crate" | "candor" => Some(Path::new()),
            "super" => Some(parent(module)),
            _ => None,
        };
        rest = match (base, after.strip_prefix("::")) {
            (Some(base), Some(path)) if !inside_path => tree(path, &base, &mut found),
            _ => after,
        };
        inside_path = word == ":";
    }
    found
}

fn parent(module: &Path) -> Path {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Reads `a::{b, c::d}` and adds `base::a::b` and `base::a::c::d`; returns what stands behind it.
fn tree<'t>(text: &'t str, base: &Path, found: &mut Vec<Path>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut list) = text.strip_prefix('{') {
        loop {
            list = list.trim_start().trim_start_matches(',').trim_start();
            if list.is_empty() {
                return list;
            }
            if let Some(rest) = list.strip_prefix('}') {
                return rest;
            }
            let rest = tree(list, base, found);
            // `x as y` and whatever else is no path.
            let next = rest.find([',', '}']).unwrap_or(rest.len());
            list = &rest[next..];
        }
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let mut path = base.clone();
    match word {
        "super" => {
            path.pop();
        }
        "self" => {}
        _ => path.push(word.to_owned()),
    }
    match rest.strip_prefix("::") {
        Some(below) => tree(below, &path, found),
        None => {
            found.push(path);
            rest
        }
    }
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn a_floor_uses_only_floors_below_it() {
    let mut broken = BTreeSet::new();
    for source in sources() {
        let (Some(here), false) = (floor(source.top()), source.module.is_empty()) else {
            assert!(
                source.module.is_empty(),
                "say in FLOORS on which floor {} is",
                source.file
            );
            continue;
        };
        for used in source.uses.iter().filter_map(|path| path.first()) {
            let below = floor(used).is_none_or(|there| there < here || used == source.top());
            if !below {
                broken.insert(format!("{} uses {used}", source.file));
            }
        }
    }
    none("rooms that use rooms above or beside them", broken);
}

/// The rooms of the domain, in the order that the documentation of `domain` tells.
fn domain_order() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/domain/mod.rs")).expect("the domain");
    let line = text.lines().filter_map(|line| line.strip_prefix("//! `"));
    let order: Vec<_> = line
        .flat_map(|line| line.trim_end_matches(['`', '.']).split("` → `"))
        .map(|room| room.trim_matches([' ', '`', '→']).to_owned())
        .collect();
    assert!(
        order.len() > 5,
        "the order is not told as `a` → `b`: {order:?}"
    );
    order
}

#[test]
fn a_room_of_the_domain_uses_only_rooms_before_it() {
    let order = domain_order();
    let place = |room: &str| order.iter().position(|known| known == room);
    let mut broken = BTreeSet::new();
    for source in sources().iter().filter(|source| source.top() == "domain") {
        let Some(room) = source.module.get(1) else {
            continue;
        };
        let here = place(room);
        assert!(
            here.is_some(),
            "src/domain/mod.rs does not say where {room} stands"
        );
        let used = source
            .uses
            .iter()
            .filter(|path| path.first().is_some_and(|top| top == "domain"));
        for used in used.filter_map(|path| path.get(1)) {
            if used != room && place(used).is_some_and(|there| Some(there) > here) {
                broken.insert(format!("{} uses {used}", source.file));
            }
        }
    }
    none("rooms that use rooms after them", broken);
}

#[test]
fn an_audience_uses_no_other_audience() {
    let mut broken = BTreeSet::new();
    for source in sources().iter().filter(|source| source.top() == "web") {
        let Some(audience) = source.module.get(1) else {
            continue; // puts them together
        };
        let used = source
            .uses
            .iter()
            .filter(|path| path.first().is_some_and(|top| top == "web"));
        for used in used.filter_map(|path| path.get(1)) {
            if used != audience && used != "kit" {
                broken.insert(format!("{} uses {used}", source.file));
            }
        }
    }
    none("audiences that use each other", broken);
}

/// Whether the code names a crate: `axum::`, but not `my_axum::`.
fn names(bare: &str, name: &str) -> bool {
    bare.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = bare[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn the_domain_knows_neither_http_nor_pages() {
    let mut broken = BTreeSet::new();
    for source in sources() {
        let below = floor(source.top()) <= floor("domain");
        // A mail is a page of its own kind, and the domain's.
        let mail = source.module.iter().any(|part| part == "mail");
        if source.module.is_empty() || !below || mail {
            continue;
        }
        for name in [
            "axum",
            "axum_extra",
            "hyper",
            "tower",
            "tower_http",
            "askama",
        ] {
            if names(&source.bare, name) {
                broken.insert(format!("{} knows {name}", source.file));
            }
        }
    }
    none("rooms below the site that know of it", broken);
}

#[test]
fn the_site_holds_no_sql() {
    // Listening for what other instances changed is none.
    let statements = [
        "query",
        "query_as",
        "query_scalar",
        "raw_sql",
        "QueryBuilder",
    ];
    let mut broken = BTreeSet::new();
    for source in sources().iter().filter(|source| source.top() == "web") {
        for word in statements {
            let called = |mark: &str| source.bare.contains(&format!("{word}{mark}"));
            if called("!(")
                || source.bare.contains(&format!("sqlx::{word}"))
                || word == "QueryBuilder" && called("")
            {
                broken.insert(format!("{}: {word}", source.file));
            }
        }
    }
    none("pages with SQL in them", broken);
}

#[test]
fn no_file_holds_more_than_one_idea() {
    let mut broken = BTreeSet::new();
    for folder in ["src", "tests"] {
        for file in files(folder, ".rs") {
            let (lines, name) = (file.text.lines().count(), file.path.rsplit('/').next());
            if lines > 400
                || name.is_some_and(|name| name.starts_with("util") || name.starts_with("helper"))
            {
                broken.insert(format!("{}: {lines} lines", file.path));
            }
        }
    }
    none(
        "files that want to be a room, or are called for nothing that they hold",
        broken,
    );
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let bare = "use crate::{access::{Permit, permissions::X as Y}, base::ids};\nuse super::{kit, super::domain::files};\nfn f() -> crate::web::kit::Page { xcrate::no() }";
    let found = uses(bare, &module("src/web/careers/list.rs"));
    let found: Vec<_> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        [
            "access::Permit",
            "access::permissions::X",
            "base::ids",
            "web::careers::kit",
            "web::domain::files",
            "web::kit::Page"
        ]
    );
    assert_eq!(module("src/web/kit/mod.rs"), ["web", "kit"]);
}
