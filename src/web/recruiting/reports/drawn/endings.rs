//! How it ended: why people were rejected, and whether they had their answer in time.

use super::{BARS, Links, one_bar};
use crate::{
    domain::{
        promises::Kept,
        reports::{ENOUGH, Promises, ReasonTally, share},
    },
    web::{
        kit::filters::grouped,
        recruiting::reports::{
            chart::{Bars, Chart},
            kind::Kind,
            panel::{Cell, Panel, Table},
        },
    },
};

pub fn reasons(links: &Links, reasons: &[ReasonTally]) -> Panel {
    let all: i64 = reasons.iter().map(|it| it.people).sum();
    let row = |it: &ReasonTally| {
        let id = it.id.map_or(0, |id| id.0).to_string();
        vec![
            Cell::words(&it.name),
            Cell::count(it.people, links.rows(Kind::Reasons, &[("reason", &id)])),
            Cell::per_cent(share(it.people, all)),
        ]
    };
    let mut rows: Vec<_> = reasons.iter().map(row).collect();
    rows.push(vec![
        Cell::words("All"),
        Cell::count(all, links.rows(Kind::Reasons, &[])),
        Cell::words(""),
    ]);
    let bars = reasons.iter().take(BARS);
    let bars: Vec<Bars> = bars.map(|it| one_bar(&it.name, it.people)).collect();
    Panel {
        kind: Kind::Reasons,
        aside: "Rejected in the period",
        says: match reasons.first() {
            Some(it) => format!(
                "The most frequent of {} rejections is “{}”, with {}; the table has every number.",
                grouped(all),
                it.name,
                grouped(it.people)
            ),
            None => String::new(),
        },
        chart: (!bars.is_empty()).then(|| Chart::bars(&["People"], &bars)),
        tables: vec![Table {
            key: "reasons",
            caption: "Reasons",
            compared: true,
            head: vec!["Reason", "People", "Of all, %"],
            rows,
        }],
    }
}

/// The share of promises that were kept, in words.
fn kept_in_words(kept: &Kept) -> Cell {
    Cell::per_cent(kept.percent().filter(|_| kept.counted >= ENOUGH))
}

pub fn promises(links: &Links, promises: &Promises) -> Panel {
    let row = |name: Cell, kept: &Kept, with: &[(&str, &str)]| {
        let rows = |how: &'static str| {
            let with: Vec<_> = with.iter().copied().chain([("kept", how)]).collect();
            links.rows(Kind::Promises, &with)
        };
        vec![
            name,
            Cell::count(kept.counted, rows("")),
            Cell::count(kept.kept, rows("yes")),
            Cell::count(kept.counted - kept.kept, rows("no")),
            kept_in_words(kept),
        ]
    };
    let head = |name| vec![name, "Promised", "Kept", "Not kept", "Kept, %"];
    let mut waited: Vec<_> = promises
        .milestones
        .iter()
        .map(|(step, kept)| row(Cell::words(step.label()), kept, &[("step", step.key())]))
        .collect();
    waited.push(row(Cell::words("All"), &promises.all, &[]));
    let jobs = promises.jobs.iter().map(|it| {
        let id = it.job.to_string();
        let name = links.job(Kind::Promises, it.job);
        row(name, &it.kept, &[("job", &id), ("department", "")])
    });
    let bars = promises.milestones.iter().map(|(step, kept)| Bars {
        name: step.label().to_owned(),
        lengths: vec![kept.counted as f64, kept.kept as f64],
        figures: format!("{} of {}", kept.kept, kept.counted),
    });
    let bars: Vec<Bars> = bars.collect();
    let all = &promises.all;
    Panel {
        kind: Kind::Promises,
        aside: "By where people waited",
        says: format!(
            "{} of {} answers came by the promised day; the table has every number.",
            grouped(all.kept),
            grouped(all.counted)
        ),
        chart: (!bars.is_empty()).then(|| Chart::bars(&["Promised", "Kept"], &bars)),
        tables: vec![
            Table {
                key: "steps",
                caption: "Where people waited",
                compared: true,
                head: head("Step"),
                rows: waited,
            },
            Table {
                key: "jobs",
                caption: "By job",
                compared: true,
                head: head("Job"),
                rows: jobs.collect(),
            },
        ],
    }
}
