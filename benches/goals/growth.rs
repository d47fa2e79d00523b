//! Goals 4 and 10: how much longer pages take with many candidates than with ten thousand, by what `cargo bench --bench pages` wrote
//! down of both.

use super::table::{Row, many};
use std::{fs, path::Path};

const FEW: u64 = 10_000;

/// The lists of goal 4.
const LISTS: [&str; 4] = ["list of 10,000", "candidates", "jobs", "postings"];

#[derive(serde::Deserialize)]
struct Page {
    page: String,
    p50_ms: f64,
}

/// Nothing where there is nothing to compare.
pub fn measure(home: &Path) -> anyhow::Result<Vec<Row>> {
    let sizes = fs::read_dir(home)?.flatten().filter_map(|entry| {
        let name = entry.file_name();
        name.to_str()?.strip_suffix(".json")?.parse::<u64>().ok()
    });
    let Some(most) = sizes.max().filter(|most| *most > FEW) else {
        return Ok(Vec::new());
    };
    let read = |size: u64| -> anyhow::Result<Vec<Page>> {
        let file = home.join(format!("{size}.json"));
        Ok(match file.exists() {
            true => serde_json::from_slice(&fs::read(file)?)?,
            false => Vec::new(),
        })
    };
    let (few, all) = (read(FEW)?, read(most)?);
    let mut grown: Vec<(&str, f64)> = all
        .iter()
        .filter(|one| !one.page.starts_with("search"))
        .filter_map(|one| {
            let before = few.iter().find(|other| other.page == one.page)?;
            Some((one.page.as_str(), one.p50_ms / before.p50_ms))
        })
        .collect();
    grown.sort_by(|one, other| other.1.total_cmp(&one.1));
    let sizes = format!("{} / {}", many(most), many(FEW));
    let mut rows = Vec::new();
    let lists = |(name, _): &&(&str, f64)| LISTS.contains(name);
    if let Some((name, times)) = grown.iter().find(lists) {
        rows.push(Row::most(
            4,
            format!("the list that grows most ({name}), {sizes}"),
            *times,
            "×",
            2.0,
        ));
    }
    if let Some((name, times)) = grown.first() {
        let beyond = grown.iter().take_while(|(_, times)| *times > 3.0);
        let beyond: Vec<String> = beyond
            .map(|(name, times)| format!("{name} {times:.1}"))
            .collect();
        let note = format!(
            "{} of {} pages: {}",
            beyond.len(),
            grown.len(),
            beyond.join(", ")
        );
        rows.push(
            Row::most(
                10,
                format!("the page that grows most ({name}), {sizes}"),
                *times,
                "×",
                3.0,
            )
            .note(note),
        );
    }
    Ok(rows)
}
