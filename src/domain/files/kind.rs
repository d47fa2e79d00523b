use std::{
    io::{self, Read, Seek},
    str::FromStr,
};

use super::{
    Damaged,
    archive::Archive,
    name::extension_of,
    xml::{Node, Xml},
};

/// The kinds of document that may be sent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type, serde::Serialize, serde::Deserialize,
)]
#[sqlx(type_name = "file_kind", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    Pdf,
    Docx,
    Odt,
    Rtf,
    Txt,
}

/// Why an upload was not taken.
#[derive(Debug, thiserror::Error)]
pub enum KindError {
    /// It holds no byte.
    #[error("the file is empty")]
    Empty,
    /// Its name does not end like a kind that may be sent.
    #[error("this kind of file is not taken")]
    Unsupported,
    /// Name, declared type and content do not agree.
    #[error("the file is not what its name says")]
    NotAgreeing,
    /// It carries macros, or is of a type made to carry them.
    #[error("the file contains macros")]
    Macros,
    /// What was received could not be read back.
    #[error("the received file could not be read: {0}")]
    Io(#[from] io::Error),
}

/// A part of an archive that is read to tell its kind may unpack to this many bytes.
const DIRECTORY_LIMIT: u64 = 256 * 1024;
/// A PDF's header may stand anywhere in these first bytes (ISO 32000-1, annex H, note 13).
const PDF_HEADER_WITHIN: u64 = 1024;

const ODT_TYPE: &str = "application/vnd.oasis.opendocument.text";
const DOCX_MAIN: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

impl FileKind {
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Odt, Self::Rtf, Self::Txt];

    /// What the name of such a file ends with, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Txt => "txt",
        }
    }

    /// The media type that a download says.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => ODT_TYPE,
            Self::Rtf => "application/rtf",
            Self::Txt => "text/plain",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Odt => "OpenDocument text",
            Self::Rtf => "Rich text",
            Self::Txt => "Plain text",
        }
    }

    /// Whether a browser that calls a file `declared` may mean this kind.
    fn may_be_declared(self, declared: &str) -> bool {
        let essence = declared
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if essence.is_empty()
            || essence == "application/octet-stream"
            || essence == self.media_type()
        {
            return true;
        }
        match self {
            Self::Pdf => essence == "application/x-pdf",
            Self::Odt => essence == "application/x-vnd.oasis.opendocument.text",
            // Windows with Word installed calls rich text `application/msword`.
            Self::Rtf => [
                "text/rtf",
                "text/richtext",
                "application/x-rtf",
                "application/msword",
            ]
            .contains(&essence.as_str()),
            Self::Docx | Self::Txt => false,
        }
    }
}

impl FromStr for FileKind {
    type Err = KindError;

    /// From a file extension, in any case.
    fn from_str(extension: &str) -> Result<Self, KindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.extension().eq_ignore_ascii_case(extension))
            .ok_or(KindError::Unsupported)
    }
}

/// The kind on which name, declared type and content agree.
pub(super) fn identify(
    name: &str,
    declared: Option<&str>,
    mut content: impl Read + Seek,
) -> Result<FileKind, KindError> {
    let kind: FileKind = extension_of(name).parse()?;
    if content.seek(io::SeekFrom::End(0))? == 0 {
        return Err(KindError::Empty);
    }
    content.rewind()?;
    if !declared.is_none_or(|declared| kind.may_be_declared(declared)) {
        return Err(KindError::NotAgreeing);
    }
    let agrees = match kind {
        FileKind::Pdf => is_pdf(content)?,
        FileKind::Rtf => is_rtf(content)?,
        FileKind::Txt => is_text(content)?,
        FileKind::Docx => return check_docx(content),
        FileKind::Odt => return check_odt(content),
    };
    if agrees {
        Ok(kind)
    } else {
        Err(KindError::NotAgreeing)
    }
}

fn head(content: impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    content.take(bytes).read_to_end(&mut head)?;
    Ok(head)
}

fn is_pdf(content: impl Read) -> io::Result<bool> {
    const SIGNATURE: &[u8] = b"%PDF-";
    Ok(head(content, PDF_HEADER_WITHIN)?
        .windows(SIGNATURE.len())
        .any(|window| window == SIGNATURE))
}

fn is_rtf(content: impl Read) -> io::Result<bool> {
    let head = head(content, 64)?;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    Ok(head.trim_ascii_start().starts_with(b"{\\rtf"))
}

/// Whether these are characters: no control codes but for white space, escape (of ISO-2022) and
/// DOS's end of file, and not the beginning of another kind.
fn is_text(mut content: impl Read + Seek) -> io::Result<bool> {
    if is_pdf(&mut content)? {
        return Ok(false);
    }
    content.rewind()?;
    if is_rtf(&mut content)? {
        return Ok(false);
    }
    content.rewind()?;
    let mut chunk = Vec::with_capacity(64 * 1024);
    let mut utf16 = None;
    loop {
        chunk.clear();
        if content.by_ref().take(64 * 1024).read_to_end(&mut chunk)? == 0 {
            return Ok(true);
        }
        let sound = match *utf16.get_or_insert_with(|| Utf16::of(&chunk)) {
            Some(order) => chunk
                .chunks_exact(2)
                .all(|pair| is_character(order.unit(pair))),
            None => chunk.iter().all(|byte| is_character(u16::from(*byte))),
        };
        if !sound {
            return Ok(false);
        }
    }
}

fn is_character(unit: u16) -> bool {
    unit >= 0x20 || matches!(unit, 0x09..=0x0D | 0x1A | 0x1B)
}

/// Sixteen-bit text, told by its byte order mark.
#[derive(Clone, Copy)]
enum Utf16 {
    LittleEndian,
    BigEndian,
}

impl Utf16 {
    fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0xFF, 0xFE, ..] => Some(Self::LittleEndian),
            [0xFE, 0xFF, ..] => Some(Self::BigEndian),
            _ => None,
        }
    }

    fn unit(self, pair: &[u8]) -> u16 {
        match (self, pair) {
            (Self::LittleEndian, &[low, high]) | (Self::BigEndian, &[high, low]) => {
                u16::from_be_bytes([high, low])
            }
            _ => 0,
        }
    }
}

fn check_docx(content: impl Read + Seek) -> Result<FileKind, KindError> {
    let mut archive = Archive::open(content)?;
    if archive.names().any(|name| is_macro_part(&name)) {
        return Err(KindError::Macros);
    }
    let types = docx_content_types(&mut archive)?;
    if types.iter().any(|part| {
        part.media_type.contains("macroenabled") || part.media_type.contains("vbaproject")
    }) {
        return Err(KindError::Macros);
    }
    match types.iter().find(|part| part.media_type == DOCX_MAIN) {
        Some(main) if archive.names().any(|name| name == main.name) => Ok(FileKind::Docx),
        _ => Err(KindError::NotAgreeing),
    }
}

fn check_odt(content: impl Read + Seek) -> Result<FileKind, KindError> {
    let mut archive = Archive::open(content)?;
    if archive.names().any(|name| is_macro_part(&name)) {
        return Err(KindError::Macros);
    }
    let mut media_type = String::new();
    archive
        .part("mimetype")?
        .take(DIRECTORY_LIMIT)
        .read_to_string(&mut media_type)
        .map_err(Damaged::from)?;
    if media_type.trim() == ODT_TYPE && archive.names().any(|name| name == "content.xml") {
        Ok(FileKind::Odt)
    } else {
        Err(KindError::NotAgreeing)
    }
}

/// Where Word (`vbaProject.bin`, `vbaData.xml`) and OpenDocument (`Basic/`, `Scripts/`) keep macros,
/// in the document or in one embedded in it.
fn is_macro_part(name: &str) -> bool {
    let mut folders = name.split('/');
    let file = folders.next_back().unwrap_or_default().to_ascii_lowercase();
    file.starts_with("vbaproject")
        || file.starts_with("vbadata")
        || folders.any(|folder| {
            folder.eq_ignore_ascii_case("Basic") || folder.eq_ignore_ascii_case("Scripts")
        })
}

/// One part of a Word document and what it says to be.
pub(super) struct DocxPart {
    /// As the archive names it, without the leading slash.
    pub name: String,
    /// In lower case.
    pub media_type: String,
}

/// What `[Content_Types].xml` says (ECMA-376 part 2, 10.1.2.2). Defaults by extension have no name.
pub(super) fn docx_content_types(
    archive: &mut Archive<impl Read + Seek>,
) -> Result<Vec<DocxPart>, Damaged> {
    let mut xml = Xml::new(archive.part("[Content_Types].xml")?.take(DIRECTORY_LIMIT));
    let mut parts = Vec::new();
    while let Some(node) = xml.next()? {
        if let Node::Open = node
            && let Some(media_type) = xml.attribute("ContentType")?
        {
            let name = xml.attribute("PartName")?.unwrap_or_default();
            parts.push(DocxPart {
                name: name.trim_start_matches('/').to_owned(),
                media_type: media_type.to_ascii_lowercase(),
            });
        }
    }
    Ok(parts)
}

impl From<Damaged> for KindError {
    fn from(_: Damaged) -> Self {
        Self::NotAgreeing
    }
}

#[cfg(test)]
mod tests;
