//! How long it took: in a stage, to hire, to fill an opening.

use super::Links;
use crate::{
    domain::reports::{Hiring, Spread, Stay, Where},
    web::{
        kit::filters::grouped,
        recruiting::reports::{
            chart::{Bars, Chart},
            kind::Kind,
            panel::{Cell, Panel, Table, in_days},
        },
    },
};

pub fn stages(links: &Links, stays: &[Stay]) -> Panel {
    let row = |stay: &Stay| {
        let link = match &stay.at {
            Where::Step(step) => links.rows(Kind::Stages, &[("step", step.key())]),
            Where::Stage(id, _) => links.rows(Kind::Stages, &[("stage", &id.to_string())]),
        };
        vec![
            Cell::words(stay.at.label()),
            Cell::count(stay.took.count(), link),
            Cell::days(stay.took.median()),
            Cell::days(stay.took.p90()),
        ]
    };
    let bars = stays.iter().filter_map(|stay| {
        let (median, p90) = (stay.took.median()?, stay.took.p90()?);
        Some(Bars {
            name: stay.at.label().to_owned(),
            lengths: vec![p90, median],
            figures: format!("{median:.1} / {p90:.1}"),
        })
    });
    let bars: Vec<Bars> = bars.collect();
    let longest = stays
        .iter()
        .filter_map(|stay| Some((stay.at.label(), stay.took.median()?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    Panel {
        kind: Kind::Stages,
        aside: "Days, by where people waited",
        says: match longest {
            Some((name, days)) => format!(
                "People waited longest in {name}: half of them {} or less; the table has every number.",
                in_days(days)
            ),
            None => String::new(),
        },
        chart: (!bars.is_empty()).then(|| Chart::bars(&["Nine of ten", "Median"], &bars)),
        tables: vec![Table {
            key: "stages",
            caption: "Time in stage",
            compared: true,
            head: vec![
                "Stage",
                "Stays that ended",
                "Median, days",
                "Nine of ten within, days",
            ],
            rows: stays.iter().map(row).collect(),
        }],
    }
}

pub fn hiring(links: &Links, hiring: &Hiring) -> Panel {
    let row = |name: &str, from: &str, to: &str, what: &str, took: &Spread| {
        vec![
            Cell::words(name),
            Cell::words(from),
            Cell::words(to),
            Cell::count(took.count(), links.rows(Kind::Hiring, &[("what", what)])),
            Cell::days(took.median()),
            Cell::days(took.p90()),
        ]
    };
    let period = links.look.period;
    let months = hiring.months.iter().map(|(month, figures)| {
        let first = (*month).max(period.first).to_string();
        let last = month.last_of_month().min(period.last).to_string();
        let rows = |what: &str| {
            let with = [
                ("period", ""),
                ("from", first.as_str()),
                ("to", last.as_str()),
                ("what", what),
            ];
            links.rows(Kind::Hiring, &with)
        };
        vec![
            Cell::words(month.strftime("%B %Y").to_string()),
            Cell::count(figures.hired.count(), rows("hired")),
            Cell::days(figures.hired.median()),
            Cell::count(figures.filled.count(), rows("filled")),
            Cell::days(figures.filled.median()),
        ]
    });
    let months: Vec<_> = months.collect();
    let points: Vec<(String, Option<f64>)> = hiring
        .months
        .iter()
        .map(|(month, figures)| (month.strftime("%b").to_string(), figures.hired.median()))
        .collect();
    let all = &hiring.all;
    Panel {
        kind: Kind::Hiring,
        aside: "Median days from applied to hired, by month of hire",
        says: match all.hired.median() {
            Some(days) => format!(
                "Half of {} hires took {} or less from application to hire; the table has every month.",
                grouped(all.hired.count()),
                in_days(days)
            ),
            None => String::new(),
        },
        chart: points
            .iter()
            .any(|(_, days)| days.is_some())
            .then(|| Chart::line(&points, |days| format!("{days:.0}"))),
        tables: vec![
            Table {
                key: "times",
                caption: "From what to what",
                compared: true,
                head: vec![
                    "Time",
                    "From",
                    "To",
                    "Counted",
                    "Median, days",
                    "Nine of ten within, days",
                ],
                rows: vec![
                    row(
                        "Time to hire",
                        "they applied",
                        "they were hired",
                        "hired",
                        &all.hired,
                    ),
                    row(
                        "Time to fill",
                        "the opening was opened",
                        "it was filled",
                        "filled",
                        &all.filled,
                    ),
                ],
            },
            Table {
                key: "months",
                caption: "By month",
                compared: false,
                head: vec![
                    "Month",
                    "Hired",
                    "To hire, median days",
                    "Openings filled",
                    "To fill, median days",
                ],
                rows: months,
            },
        ],
    }
}
