//! Charts, as shapes with their places: the template writes them down as SVG.

/// Widths and heights in the units of the drawing.
const WIDTH: f64 = 520.0;
/// Where bars begin, and the room that they have; names stand before, figures behind.
const BARS: f64 = 124.0;
const ROOM: f64 = 300.0;
/// Characters of a name that fit before the bars.
const NAME: usize = 16;

/// A drawing.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    pub height: f64,
    pub shapes: Vec<Shape>,
}

/// Something in a drawing, with the class that paints it.
#[derive(Clone, Debug)]
pub enum Shape {
    Bar {
        class: &'static str,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    },
    Words {
        class: &'static str,
        x: f64,
        y: f64,
        anchor: &'static str,
        text: String,
    },
    Rule {
        class: &'static str,
        y: f64,
    },
    Way {
        points: String,
    },
    Point {
        x: f64,
        y: f64,
    },
}

/// A row of bars: its name, one length for each series, and the figures in words.
pub struct Bars {
    pub name: String,
    pub lengths: Vec<f64>,
    pub figures: String,
}

/// How the series are painted: the first of three, of two, of one.
fn classes(series: usize) -> &'static [&'static str] {
    match series {
        3 => &["bar-3", "bar-2", "bar"],
        2 => &["bar-3", "bar"],
        _ => &["bar"],
    }
}

impl Chart {
    /// Bars, over the names of the series if there are several.
    pub fn bars(legend: &[&str], rows: &[Bars]) -> Self {
        let most = rows
            .iter()
            .flat_map(|row| &row.lengths)
            .fold(0.0_f64, |most, length| most.max(*length));
        let mut shapes = Vec::new();
        let paints = classes(legend.len());
        let mut x = BARS;
        for (name, class) in legend.iter().zip(paints).filter(|_| legend.len() > 1) {
            shapes.push(bar(class, x, 2.0, 10.0, 10.0));
            shapes.push(words("", x + 16.0, 11.0, "start", *name));
            x += 34.0 + 7.0 * name.chars().count() as f64;
        }
        let top = if legend.len() > 1 { 24.0 } else { 6.0 };
        // One series is drawn boldly, on the ground of what it is a part of.
        let (thick, step) = if legend.len() > 1 {
            (9.0, 12.0 + 11.0 * legend.len() as f64)
        } else {
            (26.0, 38.0)
        };
        for (n, row) in rows.iter().enumerate() {
            let y = top + step * n as f64;
            let base = y + 17.0;
            shapes.push(words("", 0.0, base, "start", short(&row.name)));
            if legend.len() <= 1 {
                shapes.push(bar("bar-0", BARS, y, ROOM, thick));
            }
            for (k, (length, class)) in row.lengths.iter().zip(paints).enumerate() {
                let width = if most > 0.0 {
                    length / most * ROOM
                } else {
                    0.0
                };
                if *length > 0.0 {
                    let y = y + (thick + 1.0) * k as f64;
                    shapes.push(bar(class, BARS, y, width.max(1.5), thick));
                }
            }
            shapes.push(words("v", WIDTH, base, "end", row.figures.clone()));
        }
        Self {
            height: top + step * rows.len() as f64,
            shapes,
        }
    }

    /// A line over names; where there is no value, there is no point.
    pub fn line(points: &[(String, Option<f64>)], shown: impl Fn(f64) -> String) -> Self {
        let (left, top, bottom) = (34.0, 24.0, 196.0);
        let most = points
            .iter()
            .filter_map(|(_, value)| *value)
            .fold(1.0_f64, f64::max);
        let quarter = (most / 3.0).ceil();
        let y = |value: f64| bottom - value / (quarter * 3.0) * (bottom - top);
        let mut shapes = vec![Shape::Rule {
            class: "axis",
            y: bottom,
        }];
        for n in 0..=3 {
            let value = quarter * f64::from(n);
            if n > 0 {
                shapes.push(Shape::Rule {
                    class: "grid",
                    y: tenth(y(value)),
                });
            }
            shapes.push(words("q", left - 8.0, y(value) + 4.0, "end", shown(value)));
        }
        let step = (WIDTH - left - 60.0) / points.len().saturating_sub(1).max(1) as f64;
        let at = |n: usize| left + 30.0 + step * n as f64;
        // Every name, or every so many of them.
        let each = points.len().div_ceil(8).max(1);
        let mut way = Vec::new();
        let mut marks = Vec::new();
        for (n, (name, value)) in points.iter().enumerate() {
            let x = at(n);
            if n % each == 0 {
                shapes.push(words("", x, 216.0, "middle", name.clone()));
            }
            if let Some(value) = value {
                way.push(format!("{x:.1},{:.1}", y(*value)));
                marks.push(Shape::Point {
                    x: tenth(x),
                    y: tenth(y(*value)),
                });
                if n % each == 0 {
                    marks.push(words("v", x, y(*value) - 12.0, "middle", shown(*value)));
                }
            }
        }
        if way.len() > 1 {
            shapes.push(Shape::Way {
                points: way.join(" "),
            });
        }
        shapes.extend(marks);
        Self {
            height: 226.0,
            shapes,
        }
    }
}

fn bar(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> Shape {
    Shape::Bar {
        class,
        x: tenth(x),
        y: tenth(y),
        width: tenth(width),
        height,
    }
}

/// Finer than this nobody sees.
fn tenth(place: f64) -> f64 {
    (place * 10.0).round() / 10.0
}

fn words(
    class: &'static str,
    x: f64,
    y: f64,
    anchor: &'static str,
    text: impl Into<String>,
) -> Shape {
    Shape::Words {
        class,
        x: tenth(x),
        y: tenth(y),
        anchor,
        text: text.into(),
    }
}

fn short(name: &str) -> String {
    match name.chars().count() {
        0..=NAME => name.to_owned(),
        _ => {
            let begins: String = name.chars().take(NAME - 1).collect();
            format!("{}…", begins.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_room() {
        let row = |name: &str, length: f64| Bars {
            name: name.to_owned(),
            lengths: vec![length],
            figures: String::new(),
        };
        let chart = Chart::bars(
            &["People"],
            &[row("A stage with a long name", 40.0), row("B", 10.0)],
        );
        let widths: Vec<f64> = chart
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Bar {
                    class: "bar",
                    width,
                    ..
                } => Some(*width),
                _ => None,
            })
            .collect();
        assert_eq!(widths, [ROOM, ROOM / 4.0]);
        assert_eq!(short("A stage with a long name"), "A stage with a…");
    }

    #[test]
    fn a_month_without_a_value_has_no_point() {
        let points = [
            ("Jun".to_owned(), Some(42.0)),
            ("Jul".to_owned(), None),
            ("Aug".to_owned(), Some(30.0)),
        ];
        let chart = Chart::line(&points, |days| format!("{days:.0}"));
        let points = chart.shapes.iter();
        let points = points.filter(|shape| matches!(shape, Shape::Point { .. }));
        assert_eq!(points.count(), 2);
    }
}
