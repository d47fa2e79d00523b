//! The lines of a posting's body side by side, and how each is taken once its neighbours are known.

use super::lines::{Line, Shape};

/// How a line of text is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Title,
    Heading,
    Paragraph,
    Item,
    /// The line goes on where the one before it ended.
    Continues,
}

/// See the module. Lines are named by their number, from 0; beyond the last there is nothing.
pub(super) struct Sheet<'a> {
    text: &'a str,
    pub lines: &'a [Line],
    pub shapes: Vec<Shape>,
    /// Paragraphs, until a rule says otherwise.
    pub taken: Vec<Taken>,
}

impl<'a> Sheet<'a> {
    pub fn of(text: &'a str, lines: &'a [Line]) -> Self {
        let shapes = lines.iter().map(|line| Shape::of(text, line)).collect();
        let taken = vec![Taken::Paragraph; lines.len()];
        Self {
            text,
            lines,
            shapes,
            taken,
        }
    }

    /// What a line says, without the blanks around it.
    pub fn content(&self, at: usize) -> &'a str {
        let content = self.lines.get(at).map(|line| line.content.clone());
        content
            .and_then(|range| self.text.get(range))
            .unwrap_or_default()
    }

    pub fn is_text(&self, at: usize) -> bool {
        matches!(self.shapes.get(at), Some(Shape::Text))
    }

    pub fn is_bullet(&self, at: usize) -> bool {
        matches!(self.shapes.get(at), Some(Shape::Bullet { .. }))
    }

    /// What a line says that is a heading, by its mark or because it was taken for one.
    pub fn heading(&self, at: usize) -> Option<&'a str> {
        match (self.shapes.get(at)?, self.taken.get(at)?) {
            (Shape::Heading { text, .. }, _) => self.text.get(text.clone()),
            (Shape::Text, Taken::Heading | Taken::Title) => Some(self.content(at)),
            _ => None,
        }
    }

    /// The lines that are not blank.
    pub fn written(&self) -> Vec<usize> {
        let written = |at: &usize| !matches!(self.shapes.get(*at), None | Some(Shape::Blank));
        (0..self.lines.len()).filter(written).collect()
    }

    pub fn take(&mut self, at: usize, taken: Taken) {
        if let Some(place) = self.taken.get_mut(at) {
            *place = taken;
        }
    }
}
