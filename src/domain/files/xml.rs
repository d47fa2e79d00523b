//! The XML inside documents, read without anything that XML can do to its reader.

use std::{borrow::Cow, io::BufRead};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{Event, attributes::Attributes},
};

use super::Damaged;

const MAX_DEPTH: usize = 256;
const MAX_ATTRIBUTES: usize = 256;

/// Walks the elements of one document. No DTD, no entities but the five of XML itself, nothing
/// external, and limits on depth and attributes.
///
/// Names are given without their prefix: the producers of documents agree on the names, not on the
/// prefixes.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    event: Vec<u8>,
    depth: usize,
    name: String,
    attributes: String,
    text: String,
}

/// What stands next in the document; [`Xml`] tells its name or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Open,
    Close,
    /// A stretch of character data; one paragraph may come in several. Comments and processing
    /// instructions are stretches of no characters.
    Text,
}

impl<R: BufRead> Xml<R> {
    pub fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            event: Vec::new(),
            depth: 0,
            name: String::new(),
            attributes: String::new(),
            text: String::new(),
        }
    }

    /// Moves to the next node; `None` at the end of a document that closed all it opened.
    pub fn next(&mut self) -> Result<Option<Node>, Damaged> {
        self.event.clear();
        self.text.clear();
        match self.reader.read_event_into(&mut self.event)? {
            Event::Start(tag) | Event::Empty(tag) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Damaged("XML too deep"));
                }
                if plain(tag.attributes()).take(MAX_ATTRIBUTES + 1).count() > MAX_ATTRIBUTES {
                    return Err(Damaged("too many XML attributes"));
                }
                tag.local_name().as_ref().clone_into(&mut self.name);
                tag.attributes_raw().clone_into(&mut self.attributes);
                Ok(Some(Node::Open))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                tag.local_name().as_ref().clone_into(&mut self.name);
                Ok(Some(Node::Close))
            }
            Event::Text(text) => {
                self.text.push_str(&text.xml10_content());
                Ok(Some(Node::Text))
            }
            Event::CData(text) => {
                self.text.push_str(&text.xml10_content());
                Ok(Some(Node::Text))
            }
            Event::GeneralRef(reference) => {
                match reference.resolve_char_ref()? {
                    Some(character) => self.text.push(character),
                    None => self.text.push_str(
                        resolve_predefined_entity(&reference).ok_or(Damaged("an XML entity"))?,
                    ),
                }
                Ok(Some(Node::Text))
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Some(Node::Text)),
            Event::DocType(_) => Err(Damaged("an XML document type")),
            Event::Eof if self.depth > 0 => Err(Damaged("XML that ends early")),
            Event::Eof => Ok(None),
        }
    }

    /// Moves past the element that was just opened, with all that is in it.
    pub fn skip(&mut self) -> Result<(), Damaged> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The name of the element that was opened or closed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An attribute of the element that was opened.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Damaged> {
        for attribute in plain(Attributes::new(&self.attributes, 0)) {
            let attribute = attribute.map_err(quick_xml::Error::from)?;
            if attribute.key.local_name().as_ref() == name {
                return Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0)?));
            }
        }
        Ok(None)
    }
}

/// Without the search for doubles, which takes the square of their number.
fn plain(mut attributes: Attributes<'_>) -> Attributes<'_> {
    attributes.with_checks(false);
    attributes
}

impl From<quick_xml::Error> for Damaged {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(_) => Self("a part that cannot be read to its end"),
            _ => Self("not sound XML"),
        }
    }
}
