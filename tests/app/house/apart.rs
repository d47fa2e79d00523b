//! What people say about themselves stands apart: no statement of any other room reads it.

use super::source::{files, none};

/// Where the table may be named: its room, and the list of what erasure does.
const ALLOWED: [&str; 2] = [
    "src/domain/self_identification/",
    "src/domain/privacy/register.rs",
];

#[test]
fn only_its_own_room_reads_self_identification() {
    let named = files("src", ".rs")
        .into_iter()
        .filter(|file| file.text.contains("self_identifications"))
        .map(|file| file.path);
    let elsewhere: Vec<String> = named
        .filter(|path| !ALLOWED.iter().any(|allowed| path.starts_with(allowed)))
        .collect();
    none("names self_identifications", elsewhere);
    let views: Vec<String> = files("migrations", ".sql")
        .into_iter()
        .flat_map(|file| {
            let statements: Vec<_> = file.text.split(';').map(str::to_owned).collect();
            statements
        })
        .filter(|sql| {
            sql.contains("create") && sql.contains(" view ") && sql.contains("self_identifications")
        })
        .collect();
    none("a view leads to self_identifications", views);
}
