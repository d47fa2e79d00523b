use super::TEXT_LIMIT;

/// The page that a reader writes on: text up to the limit, with what separates it.
///
/// Separators wait until more text comes, so that empty paragraphs and cells leave no heaps of them.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
    waiting: Separator,
    full: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Separator {
    #[default]
    None,
    Tab,
    Line,
    EmptyLine,
}

impl Sheet {
    pub fn push(&mut self, text: &str) {
        if text.is_empty() || self.full {
            return;
        }
        self.settle();
        let room = TEXT_LIMIT.saturating_sub(self.text.len());
        self.full = text.len() > room;
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }

    /// Ends a line; twice, and a line stays empty.
    pub fn line(&mut self) {
        self.waiting = match self.waiting {
            Separator::None | Separator::Tab => Separator::Line,
            Separator::Line | Separator::EmptyLine => Separator::EmptyLine,
        };
    }

    /// Begins a row of a table on a line of its own.
    pub fn row(&mut self) {
        self.settle();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.waiting = Separator::Line;
            self.settle();
        }
    }

    /// Ends a cell, the last line in it included.
    pub fn cell(&mut self) {
        self.waiting = Separator::Tab;
    }

    /// Nothing more will be taken.
    pub fn is_full(&self) -> bool {
        self.full
    }

    pub fn into_text(self) -> String {
        self.text
    }

    fn settle(&mut self) {
        self.text.push_str(match std::mem::take(&mut self.waiting) {
            _ if self.text.is_empty() => "",
            Separator::None => "",
            Separator::Tab => "\t",
            Separator::Line => "\n",
            Separator::EmptyLine => "\n\n",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_lines_and_tabs() {
        let mut sheet = Sheet::default();
        sheet.line();
        sheet.push("Intro");
        sheet.line();
        for row in [["", "b"], ["c", "d"]] {
            sheet.row();
            for cell in row {
                sheet.push(cell);
                sheet.line();
                sheet.cell();
            }
            sheet.line();
        }
        sheet.line();
        sheet.line();
        sheet.push("After");
        assert_eq!(sheet.into_text(), "Intro\n\tb\nc\td\n\nAfter");
    }

    #[test]
    fn it_takes_no_more_than_the_limit_and_cuts_no_character() {
        let mut sheet = Sheet::default();
        sheet.push("x");
        sheet.push(&"é".repeat(TEXT_LIMIT));
        assert!(sheet.is_full());
        sheet.push("more");
        let text = sheet.into_text();
        assert_eq!(text.len(), TEXT_LIMIT - 1);
        assert!(text.ends_with('é'));
    }
}
