//! Those who applied in the period: how far they came, and where from.

use super::{BARS, Links, one_bar};
use crate::{
    base::ids::JobId,
    domain::{
        applications::Status,
        jobs::Milestone,
        reports::{Funnel, SourceTally, Tally, share},
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

/// The steps after applying.
const STEPS: [Milestone; 5] = [
    Milestone::InReview,
    Milestone::Assessment,
    Milestone::Interviews,
    Milestone::Decision,
    Milestone::Offer,
];

pub fn funnel(links: &Links, funnel: &Funnel) -> Panel {
    let all = &funnel.all;
    let rows = |with: &[(&str, &str)]| links.rows(Kind::Funnel, with);
    let mut steps: Vec<(String, i64, String)> = match funnel.stages.as_slice() {
        [] => STEPS
            .iter()
            .map(|step| {
                let link = rows(&[("step", step.key())]);
                (step.label().to_owned(), all.reached(*step), link)
            })
            .collect(),
        stages => stages
            .iter()
            .map(|stage| {
                let link = rows(&[("stage", &stage.id.to_string())]);
                (stage.name.clone(), stage.people, link)
            })
            .collect(),
    };
    steps.insert(0, ("Applied".to_owned(), all.applied, rows(&[])));
    let hired = all.ended(Status::Hired);
    steps.push(("Hired".to_owned(), hired, rows(&[("status", "hired")])));
    let before = std::iter::once(None).chain(steps.iter().map(|(_, n, _)| Some(*n)));
    let way = steps.iter().zip(before).map(|((name, n, link), before)| {
        let of_before = match before {
            Some(before) => Cell::per_cent(share(*n, before)),
            None => Cell::words(""),
        };
        vec![Cell::words(name), Cell::count(*n, link.clone()), of_before]
    });
    let ended = Status::ALL.map(|status| {
        let n = all.ended(status);
        let link = rows(&[("status", status.key())]);
        vec![
            Cell::words(match status {
                Status::Active => "Still active",
                other => other.label(),
            }),
            Cell::count(n, link),
            Cell::per_cent(share(n, all.applied)),
        ]
    });
    let mut tables = vec![
        Table {
            key: "steps",
            caption: "How far they came",
            compared: true,
            head: vec!["Step", "People", "Of the step before, %"],
            rows: way.collect(),
        },
        Table {
            key: "ends",
            caption: "How it ended",
            compared: true,
            head: vec!["Status", "People", "Of all, %"],
            rows: ended.to_vec(),
        },
    ];
    if links.query.scope.job.is_none() {
        tables.push(by_job(links, &funnel.jobs));
    }
    let bars: Vec<Bars> = steps.iter().map(|(name, n, _)| one_bar(name, *n)).collect();
    Panel {
        kind: Kind::Funnel,
        aside: "Applied in the period",
        says: format!(
            "Funnel from {} applications to {} hires; the table has every number.",
            grouped(all.applied),
            grouped(hired)
        ),
        chart: (all.applied > 0).then(|| Chart::bars(&["People"], &bars)),
        tables,
    }
}

/// The share that went on from each step, job by job.
fn by_job(links: &Links, jobs: &[(JobId, Tally)]) -> Table {
    let row = |(job, tally): &(JobId, Tally)| {
        let id = job.to_string();
        let with = [("job", id.as_str()), ("department", "")];
        let steps = [
            tally.applied,
            tally.reached(Milestone::InReview),
            tally.reached(Milestone::Assessment),
            tally.reached(Milestone::Interviews),
            tally.reached(Milestone::Offer),
            tally.ended(Status::Hired),
        ];
        let on = steps.iter().zip(steps.iter().skip(1));
        let mut cells = vec![
            links.job(Kind::Funnel, *job),
            Cell::count(tally.applied, links.rows(Kind::Funnel, &with)),
        ];
        cells.extend(on.map(|(before, after)| Cell::per_cent(share(*after, *before))));
        cells
    };
    Table {
        key: "jobs",
        caption: "Pass-through by job",
        compared: true,
        head: vec![
            "Job",
            "Applied",
            "Review, %",
            "Assess., %",
            "Interv., %",
            "Offer, %",
            "Hired, %",
        ],
        rows: jobs.iter().map(row).collect(),
    }
}

pub fn sources(links: &Links, sources: &[SourceTally]) -> Panel {
    let row = |it: &SourceTally| {
        let id = it.id.map_or(0, |id| id.0).to_string();
        let rows = |name: &'static str, value: &'static str| {
            links.rows(Kind::Sources, &[("source", &id), (name, value)])
        };
        vec![
            Cell::words(&it.name),
            Cell::count(it.applied, rows("step", "")),
            Cell::count(it.interviewed, rows("step", Milestone::Interviews.key())),
            Cell::count(it.hired, rows("status", Status::Hired.key())),
            Cell::per_cent(share(it.hired, it.applied)),
        ]
    };
    let bars = sources.iter().take(BARS).map(|it| Bars {
        name: it.name.clone(),
        lengths: [it.applied, it.interviewed, it.hired]
            .map(|n| n as f64)
            .to_vec(),
        figures: format!("{} / {} / {}", it.applied, it.interviewed, it.hired),
    });
    let bars: Vec<Bars> = bars.collect();
    let most = sources.iter().max_by_key(|it| it.hired);
    Panel {
        kind: Kind::Sources,
        aside: "Applied, interviewed, hired",
        says: match most.filter(|it| it.hired > 0) {
            Some(it) => format!(
                "Most hires came from {}: {} of its {} applications; the table has every number.",
                it.name,
                grouped(it.hired),
                grouped(it.applied)
            ),
            None => "Nobody who applied in the period is hired yet; the table has every number."
                .to_owned(),
        },
        chart: (!bars.is_empty()).then(|| Chart::bars(&["Applied", "Interviewed", "Hired"], &bars)),
        tables: vec![Table {
            key: "sources",
            caption: "Sources",
            compared: true,
            head: vec!["Source", "Applied", "Interviewed", "Hired", "Hired, %"],
            rows: sources.iter().map(row).collect(),
        }],
    }
}
