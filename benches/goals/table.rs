//! What was measured, beside what was wanted.

use std::fmt;

/// What a number should be.
#[derive(Clone, Copy, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    Most(f64),
    Least(f64),
}

/// A line of the table.
#[derive(serde::Serialize)]
pub struct Row {
    goal: u8,
    what: String,
    measured: f64,
    /// What the number counts: `×`, `MB`.
    unit: &'static str,
    wanted: Wanted,
    kept: bool,
    /// What it was made of.
    note: String,
}

impl Row {
    pub fn most(
        goal: u8,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
        wanted: f64,
    ) -> Self {
        Self {
            goal,
            what: what.into(),
            measured,
            unit,
            wanted: Wanted::Most(wanted),
            kept: measured <= wanted,
            note: String::new(),
        }
    }

    pub fn least(
        goal: u8,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
        wanted: f64,
    ) -> Self {
        Self {
            wanted: Wanted::Least(wanted),
            kept: measured >= wanted,
            ..Self::most(goal, what, measured, unit, wanted)
        }
    }

    pub fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (goal, what, unit) = (self.goal, &self.what, self.unit);
        let measured = shown(self.measured);
        let note = match self.note.as_str() {
            "" => String::new(),
            note => format!(" ({note})"),
        };
        let wanted = match self.wanted {
            Wanted::Most(number) => format!("≤ {}", shown(number)),
            Wanted::Least(number) => format!("≥ {}", shown(number)),
        };
        let kept = if self.kept { "yes" } else { "**no**" };
        write!(
            f,
            "| {goal} | {what} | {measured} {unit}{note} | {wanted} {unit} | {kept} |"
        )
    }
}

/// Prints them, by goal.
pub fn print(rows: &mut [Row]) {
    rows.sort_by_key(|row| row.goal);
    println!("\n| goal | | measured | wanted | kept |\n|---|---|---|---|---|");
    for row in rows {
        println!("{row}");
    }
}

/// With as many digits as say something.
fn shown(number: f64) -> String {
    match number {
        whole if whole.fract() == 0.0 || whole >= 100.0 => format!("{whole:.0}"),
        small if small < 10.0 => format!("{small:.2}"),
        number => format!("{number:.1}"),
    }
}

/// A number of people, with commas.
pub fn many(people: u64) -> String {
    let digits = people.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let with = digits
        .char_indices()
        .flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit]));
    with.collect()
}
