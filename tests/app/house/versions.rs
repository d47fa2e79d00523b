//! Versions below which a crate has a known hole, whatever `cargo update` or a new dependency brings.

use super::source::root;
use std::fs;

/// Crates with the least version that may be built in, where they are built in at all.
const LEAST: [(&str, &str); 9] = [
    ("ammonia", "4.1.4"),
    ("quick-xml", "0.41.0"),
    ("lopdf", "0.47.0"),
    ("zip", "2.3.0"),
    ("h2", "0.4.16"),
    ("sqlx", "0.8.1"),
    ("lettre", "0.11.22"),
    ("rustls", "0.23.18"),
    ("tracing-subscriber", "0.3.20"),
];

/// Versions that are too low and built in all the same, with the reason.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "lopdf",
    "0.42.0",
    "pdf-extract 0.12, the newest, brings it. It runs only in the child process that reads documents, which has \
     limits on memory and time and neither files nor network where the kernel lets it.",
)];

struct Package {
    name: String,
    version: String,
}

fn packages() -> Vec<Package> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key));
        line.map(|line| line.trim_matches([' ', '=', '"']).to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            Some(Package {
                name: value(block, "name")?,
                version: value(block, "version")?,
            })
        })
        .collect()
}

/// Major, minor and patch; what follows a hyphen or a plus does not count here.
fn numbers(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    plain
        .split('.')
        .map(|part| part.parse().expect("a number"))
        .collect()
}

#[test]
fn nothing_with_a_known_hole_is_built_in() {
    let packages = packages();
    for package in &packages {
        let Some((_, least)) = LEAST.iter().find(|(name, _)| *name == package.name) else {
            continue;
        };
        let excused = EXCEPTIONS
            .iter()
            .any(|(name, version, _)| *name == package.name && *version == package.version);
        assert!(
            excused || numbers(&package.version) >= numbers(least),
            "{} {} is below {least}",
            package.name,
            package.version
        );
    }
    for (name, version, _) in EXCEPTIONS {
        let there = |package: &Package| package.name == name && package.version == version;
        assert!(
            packages.iter().any(there),
            "the exception for {name} {version} has had its day: delete it"
        );
    }
}
