//! A report as it is shown: a chart, tables with its figures, and the same tables as CSV.

use super::{chart::Chart, kind::Kind};
use crate::{base::csv, web::kit::filters};
use std::collections::HashMap;

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
    /// Whether its rows stand in the time before as well: months do not.
    pub compared: bool,
}

/// A cell: as people read it, as programs do, and where its rows are.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub plain: String,
    pub rows: Option<String>,
    /// What a figure counts; words count nothing.
    unit: Option<Unit>,
    /// None is too few to say.
    amount: Option<f64>,
    /// The same of the time before.
    before: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Count,
    Days,
    PerCent,
}

impl Unit {
    /// As programs read it.
    fn plain(self, amount: f64) -> String {
        match self {
            Self::Count | Self::PerCent => format!("{amount:.0}"),
            Self::Days => format!("{amount:.2}"),
        }
    }
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
            unit: None,
            amount: None,
            before: None,
        }
    }

    /// Words that lead somewhere.
    pub fn linked(text: impl Into<String>, to: String) -> Self {
        Self {
            rows: Some(to),
            ..Self::words(text)
        }
    }

    fn figure(unit: Unit, amount: Option<f64>, text: String) -> Self {
        let plain = amount.map(|amount| unit.plain(amount));
        Self {
            plain: plain.unwrap_or_default(),
            unit: Some(unit),
            amount,
            ..Self::words(text)
        }
    }

    /// A number that opens its rows.
    pub fn count(n: i64, rows: String) -> Self {
        Self {
            rows: (n > 0).then_some(rows),
            ..Self::figure(Unit::Count, Some(n as f64), filters::grouped(n))
        }
    }

    pub fn days(days: Option<f64>) -> Self {
        let text = days.map_or_else(|| DASH.to_owned(), in_days);
        Self::figure(Unit::Days, days, text)
    }

    pub fn per_cent(share: Option<i64>) -> Self {
        let text = share.map_or_else(|| DASH.to_owned(), |share| format!("{share} %"));
        Self::figure(Unit::PerCent, share.map(|share| share as f64), text)
    }

    /// Puts the same figure of the time before beside it; a row that was not there then counted nothing.
    pub fn against(&mut self, before: Option<&Self>) {
        self.before = match before {
            Some(before) => before.amount,
            None => (self.unit == Some(Unit::Count)).then_some(0.0),
        };
    }

    /// How it differs from before: "+3", "−1.5 days", "+12 points".
    pub fn change(&self) -> Option<String> {
        let (unit, by) = (self.unit?, self.amount? - self.before?);
        let size = match unit {
            Unit::Count => filters::grouped(by.abs() as i64),
            Unit::Days => format!("{:.1}", by.abs()),
            Unit::PerCent => format!("{:.0}", by.abs()),
        };
        let sign = match size.as_str() {
            "0" | "0.0" => "±",
            _ if by < 0.0 => "−",
            _ => "+",
        };
        Some(match unit {
            Unit::Count => format!("{sign}{size}"),
            Unit::Days => format!("{sign}{size} days"),
            Unit::PerCent => format!("{sign}{size} points"),
        })
    }
}

impl Panel {
    /// Puts beside each figure what it was in the time before.
    pub fn against(mut self, before: &Self) -> Self {
        for table in self.tables.iter_mut().filter(|table| table.compared) {
            let then = before.tables.iter().find(|then| then.key == table.key);
            let rows = then.map(|then| then.rows.as_slice()).unwrap_or_default();
            let names: HashMap<_, _> = rows.iter().map(|row| (name_of(row), row)).collect();
            for row in &mut table.rows {
                let then = names.get(&name_of(row)).copied();
                for (n, cell) in row.iter_mut().enumerate() {
                    cell.against(then.and_then(|then| then.get(n)));
                }
            }
        }
        self
    }
}

/// What tells a row from the others: its name, and where that leads.
fn name_of(row: &[Cell]) -> Option<(String, Option<String>)> {
    let name = row.first()?;
    Some((name.text.clone(), name.rows.clone()))
}

/// "2.1 days", "31 days".
pub fn in_days(days: f64) -> String {
    match days {
        0.95..1.05 => "1 day".to_owned(),
        ..9.95 => format!("{days:.1} days"),
        _ => format!("{days:.0} days"),
    }
}

/// Rows of a table on a page; there may be thousands of jobs. As CSV it has them all.
pub const SHOWN: usize = 200;

impl Table {
    /// How many rows there are, if a page does not show all of them.
    pub fn cut_from(&self) -> Option<String> {
        let all = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        (self.rows.len() > SHOWN).then(|| filters::grouped(all))
    }

    /// For spreadsheets and programs: plain numbers, days with two decimals, nothing where too few say too little. What the
    /// figures were before stands in columns of its own, behind the others.
    pub fn csv(&self) -> Vec<u8> {
        let figures = |n: &usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(*n));
            self.compared && cells.any(|cell| cell.unit.is_some())
        };
        let figures: Vec<usize> = (0..self.head.len()).filter(figures).collect();
        let then = figures.iter().filter_map(|n| self.head.get(*n));
        let head = self.head.iter().map(|name| (*name).to_owned());
        let head: Vec<String> = head.chain(then.map(|it| format!("{it}, before"))).collect();
        let row = |row: &Vec<Cell>| {
            let then = figures.iter().filter_map(|n| row.get(*n)).map(|cell| {
                let before = cell.unit.zip(cell.before);
                before.map_or_else(String::new, |(unit, before)| unit.plain(before))
            });
            let now = row.iter().map(|cell| cell.plain.clone());
            now.chain(then).collect::<Vec<_>>()
        };
        let rows = self.rows.iter().map(row);
        csv::table(std::iter::once(head).chain(rows).collect::<Vec<_>>())
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

    #[test]
    fn a_change_is_told_in_the_unit_of_its_figure() {
        let compared = |now: Cell, before: Option<&Cell>| {
            let mut now = now;
            now.against(before);
            now.change()
        };
        let count = |n| Cell::count(n, String::new());
        for (now, before, change) in [
            (count(5), Some(count(2)), Some("+3")),
            (count(1_000), Some(count(3_000)), Some("−2,000")),
            (count(4), Some(count(4)), Some("±0")),
            (count(4), None, Some("+4")),
            (
                Cell::days(Some(2.0)),
                Some(Cell::days(Some(3.5))),
                Some("−1.5 days"),
            ),
            (
                Cell::per_cent(Some(60)),
                Some(Cell::per_cent(Some(48))),
                Some("+12 points"),
            ),
            (Cell::per_cent(Some(60)), Some(Cell::per_cent(None)), None),
            (Cell::days(Some(2.0)), None, None),
            (Cell::words("Miller"), None, None),
        ] {
            assert_eq!(compared(now, before.as_ref()).as_deref(), change);
        }
    }
}
