//! Sections: what a posting says, in the order in which it says it.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::postings::advert::SectionKind;

use super::fields::strength::Weighed;
use super::kinds;
use super::markdown;
use super::traced::{Span, Traced};
use super::words::Words;

/// A typed part of a posting, with its own heading.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    pub kind: SectionKind,
    /// Why it is taken for this kind.
    pub because: String,
    /// From its heading, or first block, to its end.
    pub at: Span,
    /// The heading as written, repaired; none where the text begins without.
    pub heading: Option<Heading>,
    pub blocks: Vec<Block>,
    /// SHA-256 of the words below the heading, in hexadecimal: equal for texts that differ in case, blanks and
    /// punctuation only, so that a company's text is known again in another posting.
    pub fingerprint: String,
    /// The original was Markdown, so that the blocks are Markdown already.
    #[serde(skip)]
    pub(super) is_markdown: bool,
}

/// The heading of a section.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    pub text: String,
    pub at: Span,
}

/// A paragraph, an item of a list, or a heading inside a section.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    Paragraph {
        text: String,
        at: Span,
    },
    Item {
        text: String,
        at: Span,
        /// How many lists it lies in beyond the first.
        depth: u8,
        /// How much it matters; none outside of what is asked of candidates.
        weight: Option<Weighed>,
    },
    Subheading {
        text: String,
        at: Span,
    },
}

impl Block {
    /// What it says, repaired.
    pub fn text(&self) -> &str {
        match self {
            Self::Paragraph { text, .. }
            | Self::Item { text, .. }
            | Self::Subheading { text, .. } => text,
        }
    }

    /// Where it stands in the original.
    pub fn at(&self) -> Span {
        match self {
            Self::Paragraph { at, .. } | Self::Item { at, .. } | Self::Subheading { at, .. } => *at,
        }
    }
}

impl Section {
    /// The section's text as Markdown, without its heading. Signs that mean something in Markdown are escaped where
    /// the original was plain text.
    pub fn markdown(&self) -> String {
        markdown::section(&self.blocks, self.is_markdown)
    }

    /// The items, of whatever depth.
    pub fn items(&self) -> impl Iterator<Item = &Block> {
        self.blocks
            .iter()
            .filter(|block| matches!(block, Block::Item { .. }))
    }
}

/// A passage: a heading, paragraph or item, repaired, with its place in the sections. The rules for fields read these.
pub(super) struct Passage {
    pub text: Traced,
    pub form: Form,
    pub section: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Heading { level: u8 },
    Paragraph,
    Item { depth: u8 },
}

/// A section while it is being put together.
pub(super) struct Draft {
    pub kind: SectionKind,
    pub because: String,
    /// The first passage is its heading.
    pub headed: bool,
    pub passages: Vec<Passage>,
    level: u8,
}

/// Groups passages into sections, and numbers them accordingly.
pub(super) fn group(passages: Vec<Passage>, company: Option<&str>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for passage in passages {
        let text = passage.text.text();
        let open = drafts
            .last()
            .map(|draft| (draft.kind, draft.level, draft.headed));
        let begun = match (passage.form, open) {
            (Form::Heading { level }, open) => match (kinds::of_heading(text), open) {
                (None, Some((_, above, true))) if level > above => None,
                (known, _) => Some(Draft::headed(text, level, known.map(|(kind, _)| kind))),
            },
            (Form::Paragraph, Some((SectionKind::EqualOpportunity, ..))) => None,
            (Form::Paragraph, _) if kinds::promises_equality(text) => {
                Some(Draft::bare(SectionKind::EqualOpportunity))
            }
            (_, None) => Some(Draft::bare(SectionKind::Intro)),
            _ => None,
        };
        drafts.extend(begun);
        if let Some(draft) = drafts.last_mut() {
            draft.passages.push(passage);
        }
    }
    drafts
        .iter_mut()
        .for_each(|draft| draft.reconsider(company));
    for (section, draft) in drafts.iter_mut().enumerate() {
        draft
            .passages
            .iter_mut()
            .for_each(|passage| passage.section = section);
    }
    drafts
}

impl Draft {
    fn headed(heading: &str, level: u8, kind: Option<SectionKind>) -> Self {
        let because = match kind {
            Some(_) => format!("its heading says “{heading}”"),
            None => "its heading is none of the usual ones".to_owned(),
        };
        Self {
            kind: kind.unwrap_or(SectionKind::Custom),
            because,
            headed: true,
            passages: Vec::new(),
            level,
        }
    }

    fn bare(kind: SectionKind) -> Self {
        let because = match kind {
            SectionKind::EqualOpportunity => "the paragraph promises equal treatment",
            _ => "it stands before the first heading",
        };
        Self {
            kind,
            because: because.to_owned(),
            headed: false,
            passages: Vec::new(),
            level: 0,
        }
    }

    /// Lets the text decide where the heading says little.
    fn reconsider(&mut self, company: Option<&str>) {
        let Some((heading, body)) = self.passages.split_first().filter(|_| self.headed) else {
            return;
        };
        if self.kind != SectionKind::Custom || !kinds::is_vague(heading.text.text()) {
            return;
        }
        let said: Vec<&str> = body.iter().map(|passage| passage.text.text()).collect();
        if let Some(kind) = kinds::of_text(&said.join("\n"), company) {
            self.kind = kind;
            self.because = "its text reads so; the heading alone does not tell".to_owned();
        }
    }
}

/// The fingerprint of a text; see [`Section::fingerprint`].
pub(super) fn fingerprint(blocks: &[Block]) -> String {
    let mut hash = Sha256::new();
    for block in blocks {
        let words = Words::of(block.text());
        for at in 0..words.len() {
            let plain: String = words
                .get(at)
                .chars()
                .filter(|char| char.is_alphanumeric())
                .collect();
            hash.update(plain.to_lowercase());
            hash.update(" ");
        }
    }
    hex(&hash.finalize())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
