//! Rich text (RTF 1.9.1): groups in braces, control words after backslashes, bytes in code pages.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::{
    Damaged,
    code_page::{charset_page, code_page},
    sheet::Sheet,
};

const MAX_DEPTH: usize = 256;
/// Fonts of one document that may have a code page of their own.
const MAX_FONTS: usize = 1_000;
/// Characters that one `\uN` may replace.
const MAX_FALLBACK: i32 = 16;

/// Groups whose text is not the document's. All others that begin with `\*` are skipped too, save
/// `shpinst`, in which text boxes lie.
const NOT_TEXT: [&str; 16] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "objdata",
    "fldinst",
    "filetbl",
    "revtbl",
    "listtable",
    "listoverridetable",
    "nonshppict",
    "sp",
    "annotation",
    "xe",
    "tc",
];

/// Reads rich text. A document that breaks off is read as far as it goes.
pub(super) fn read(document: &[u8], sheet: &mut Sheet) -> Result<(), Damaged> {
    let document = document
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(document)
        .trim_ascii_start();
    if !document.starts_with(b"{\\rtf") {
        return Err(Damaged("not rich text"));
    }
    let mut rtf = Rtf {
        rest: document,
        group: Group::default(),
        outer: Vec::new(),
        code_page: encoding_rs::WINDOWS_1252,
        fonts: HashMap::new(),
        default_font: 0,
        bytes: Vec::new(),
        high_surrogate: None,
        fallback: 0,
        sheet,
    };
    rtf.read()?;
    rtf.settle();
    Ok(())
}

/// What a group inherits, and gives back at its end.
#[derive(Debug, Clone, Copy)]
struct Group {
    skipped: bool,
    /// In the table of fonts, where `\f` declares.
    fonts: bool,
    font: i32,
    /// How many characters after a `\uN` repeat it for old readers.
    fallback: i32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            skipped: false,
            fonts: false,
            font: 0,
            fallback: 1,
        }
    }
}

struct Rtf<'a> {
    rest: &'a [u8],
    group: Group,
    outer: Vec<Group>,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    default_font: i32,
    /// Text not yet decoded: a character may take several bytes.
    bytes: Vec<u8>,
    high_surrogate: Option<u16>,
    /// How many characters are still to be passed over after a `\uN`.
    fallback: i32,
    sheet: &'a mut Sheet,
}

impl<'a> Rtf<'a> {
    fn read(&mut self) -> Result<(), Damaged> {
        while let Some(byte) = self.take()
            && !self.sheet.is_full()
        {
            match byte {
                b'{' => self.open()?,
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    fn take(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn open(&mut self) -> Result<(), Damaged> {
        self.settle();
        if self.outer.len() >= MAX_DEPTH {
            return Err(Damaged("rich text too deep"));
        }
        self.outer.push(self.group);
        Ok(())
    }

    fn close(&mut self) {
        self.settle();
        self.group = self.outer.pop().unwrap_or_default();
    }

    fn control(&mut self) {
        let Some(&first) = self.rest.first() else {
            return;
        };
        if first.is_ascii_alphabetic() {
            let (word, number) = self.word();
            self.control_word(word, number);
            return;
        }
        self.rest = self.rest.get(1..).unwrap_or_default();
        match first {
            b'\'' => {
                let digits = self
                    .rest
                    .get(..2)
                    .and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    self.byte(byte);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(first),
            b'~' => self.character(' '),
            b'_' => self.character('-'),
            b'\r' | b'\n' => self.line(),
            b'*' => self.ignorable(),
            _ => {}
        }
    }

    /// A group that readers who do not know its word should skip.
    fn ignorable(&mut self) {
        let known = self
            .rest
            .strip_prefix(b"\\shpinst")
            .is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphabetic));
        self.group.skipped |= !known;
    }

    /// Letters, and a number that may follow; one space after them belongs to them.
    fn word(&mut self) -> (&'a str, Option<i32>) {
        let (word, rest) = split(self.rest, u8::is_ascii_alphabetic);
        let unsigned = rest.strip_prefix(b"-").unwrap_or(rest);
        let (digits, after) = split(unsigned, u8::is_ascii_digit);
        let sign = if unsigned.len() < rest.len() { -1 } else { 1 };
        let number = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse::<i32>().ok());
        let rest = if digits.is_empty() { rest } else { after };
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        (
            std::str::from_utf8(word).unwrap_or_default(),
            number.map(|number| number * sign),
        )
    }

    fn control_word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            // Raw bytes, braces and backslashes among them.
            ("bin", Some(count)) => {
                self.rest = self
                    .rest
                    .get(usize::try_from(count).unwrap_or(0)..)
                    .unwrap_or_default();
            }
            ("ansicpg", Some(page)) => self.code_page = code_page(page).unwrap_or(self.code_page),
            ("mac", _) => self.code_page = encoding_rs::MACINTOSH,
            ("deff", Some(font)) => {
                self.default_font = font;
                self.select(font);
            }
            ("f", Some(font)) => self.select(font),
            ("plain", _) => self.select(self.default_font),
            ("fcharset", Some(charset)) if self.group.fonts => self.declare(charset),
            ("uc", Some(count)) => self.group.fallback = count.clamp(0, MAX_FALLBACK),
            ("u", Some(number)) => self.unicode(number),
            ("tab", _) => self.character('\t'),
            ("emspace" | "enspace" | "qmspace", _) => self.character(' '),
            ("bullet", _) => self.character('•'),
            ("endash", _) => self.character('–'),
            ("emdash", _) => self.character('—'),
            ("lquote", _) => self.character('‘'),
            ("rquote", _) => self.character('’'),
            ("ldblquote", _) => self.character('“'),
            ("rdblquote", _) => self.character('”'),
            ("par" | "line" | "sect" | "page" | "column" | "row" | "nestrow", _) => self.line(),
            ("trowd", _) if !self.group.skipped => {
                self.settle();
                self.sheet.row();
            }
            ("cell" | "nestcell", _) if !self.group.skipped => {
                self.settle();
                self.sheet.cell();
            }
            (word, _) if NOT_TEXT.contains(&word) => {
                self.group.skipped = true;
                self.group.fonts |= word == "fonttbl";
            }
            _ => {}
        }
    }

    /// Text from here on is in this font.
    fn select(&mut self, font: i32) {
        self.write_bytes();
        self.group.font = font;
    }

    /// The font just named in the table of fonts has a character set of its own.
    fn declare(&mut self, charset: i32) {
        if let Some(encoding) = charset_page(charset).and_then(code_page)
            && self.fonts.len() < MAX_FONTS
        {
            self.fonts.insert(self.group.font, encoding);
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.is_text() {
            self.bytes.push(byte);
        }
    }

    fn character(&mut self, character: char) {
        if self.is_text() {
            self.write(character);
        }
    }

    fn line(&mut self) {
        self.settle();
        if !self.group.skipped {
            self.sheet.line();
        }
    }

    /// A UTF-16 unit, as a signed number; some writers give whole code points.
    fn unicode(&mut self, number: i32) {
        self.fallback = 0;
        if !self.is_text() {
            return;
        }
        match u16::try_from(number).or_else(|_| i16::try_from(number).map(i16::cast_unsigned)) {
            Ok(unit @ 0xD800..=0xDBFF) => self.high_surrogate = Some(unit),
            Ok(unit) => {
                let units = self.high_surrogate.take().into_iter().chain([unit]);
                for character in char::decode_utf16(units).flatten() {
                    self.write(character);
                }
            }
            Err(_) => u32::try_from(number)
                .ok()
                .and_then(char::from_u32)
                .into_iter()
                .for_each(|c| self.write(c)),
        }
        self.fallback = self.group.fallback;
    }

    /// Whether the next character counts: it is in no skipped group and repeats no `\uN`.
    fn is_text(&mut self) -> bool {
        let repeats = self.fallback > 0;
        self.fallback = (self.fallback - 1).max(0);
        !repeats && !self.group.skipped
    }

    fn write(&mut self, character: char) {
        self.write_bytes();
        self.sheet.push(character.encode_utf8(&mut [0; 4]));
    }

    fn write_bytes(&mut self) {
        if !self.bytes.is_empty() {
            let encoding = self.fonts.get(&self.group.font).unwrap_or(&self.code_page);
            self.sheet
                .push(&encoding.decode_without_bom_handling(&self.bytes).0);
            self.bytes.clear();
        }
    }

    /// Writes what waits, at the end of a group or a line.
    fn settle(&mut self) {
        self.write_bytes();
        self.high_surrogate = None;
        self.fallback = 0;
    }
}

fn split(bytes: &[u8], belongs: fn(&u8) -> bool) -> (&[u8], &[u8]) {
    bytes.split_at(
        bytes
            .iter()
            .position(|byte| !belongs(byte))
            .unwrap_or(bytes.len()),
    )
}

#[cfg(test)]
mod tests;
