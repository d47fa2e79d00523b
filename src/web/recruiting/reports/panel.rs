//! A report as it is shown: a chart, tables with its figures, and the same tables as CSV.

use super::{chart::Chart, kind::Kind};
use crate::{base::csv, web::kit::filters};

/// A report, or a part of one.
#[derive(Clone, Debug)]
pub struct Panel {
    pub kind: Kind,
    /// Beside the title.
    pub aside: &'static str,
    /// What the chart says, in a sentence.
    pub says: String,
    /// None where there is nothing to draw.
    pub chart: Option<Chart>,
    /// The first has the figures of the chart.
    pub tables: Vec<Table>,
}

/// Figures, the first cell of a row being its name.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name in addresses.
    pub key: &'static str,
    pub caption: &'static str,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell: as people read it, as programs do, and where its rows are.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub plain: String,
    pub rows: Option<String>,
}

/// Too few to say.
const DASH: &str = "–";

impl Cell {
    pub fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            plain: text.clone(),
            text,
            rows: None,
        }
    }

    /// A number that opens its rows.
    pub fn count(n: i64, rows: String) -> Self {
        Self {
            text: filters::grouped(n),
            plain: n.to_string(),
            rows: (n > 0).then_some(rows),
        }
    }

    pub fn days(days: Option<f64>) -> Self {
        Self {
            text: days.map_or_else(|| DASH.to_owned(), in_days),
            plain: days.map(|days| format!("{days:.2}")).unwrap_or_default(),
            rows: None,
        }
    }

    pub fn per_cent(share: Option<i64>) -> Self {
        Self {
            text: share.map_or_else(|| DASH.to_owned(), |share| format!("{share} %")),
            plain: share.map(|share| share.to_string()).unwrap_or_default(),
            rows: None,
        }
    }
}

/// "2.1 days", "31 days".
pub fn in_days(days: f64) -> String {
    match days {
        0.95..1.05 => "1 day".to_owned(),
        ..9.95 => format!("{days:.1} days"),
        _ => format!("{days:.0} days"),
    }
}

impl Table {
    /// For spreadsheets and programs: plain numbers, days with two decimals, nothing where too few say too little.
    pub fn csv(&self) -> Vec<u8> {
        let head = self.head.iter().map(|name| (*name).to_owned()).collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| row.iter().map(|cell| cell.plain.clone()).collect());
        csv::table(
            std::iter::once(head)
                .chain(rows)
                .collect::<Vec<Vec<String>>>(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_say_them() {
        for (days, words) in [
            (0.0, "0.0 days"),
            (1.0, "1 day"),
            (2.125, "2.1 days"),
            (30.6, "31 days"),
        ] {
            assert_eq!(in_days(days), words);
        }
    }
}
