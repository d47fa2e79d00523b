//! Documents that are ZIP archives, opened with a stranger's worst in mind.

use std::{
    collections::HashSet,
    io::{self, BufRead, BufReader, Read, Seek},
};

use zip::ZipArchive;

use super::Damaged;

/// More parts than this are in no letter and no résumé.
const MAX_ENTRIES: usize = 1_000;
/// What may be unpacked from one archive in all.
const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
/// How many times its packed size a part may unpack to.
const MAX_RATIO: u64 = 200;
/// Parts packed smaller than this are measured as if they had this size: short ones pack well.
const MIN_PACKED: u64 = 1024;
/// What each entry of the directory begins with (APPNOTE.TXT 4.3.12).
const ENTRY_SIGNATURE: u32 = u32::from_be_bytes(*b"PK\x01\x02");

/// A ZIP archive with few entries, of different names, none of which overlap.
///
/// Nothing that its directory says of sizes is believed: what is unpacked is counted, and reading
/// fails beyond the limits. Parts are unpacked as they are read, and written nowhere by it.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<R: Read + Seek> Archive<R> {
    pub fn open(mut reader: R) -> Result<Self, Damaged> {
        if has_too_many_entries(&mut reader)? {
            return Err(Damaged("too many entries"));
        }
        let mut zip = ZipArchive::new(reader)?;
        if zip.has_overlapping_entries()? {
            return Err(Damaged("entries overlap"));
        }
        let archive = Self {
            zip,
            left: MAX_UNPACKED,
        };
        // Names of parts differ by more than case (ECMA-376 part 2, 6.2.2.3).
        let mut names = HashSet::new();
        if archive.zip.has_duplicate_names()
            || !archive
                .names()
                .all(|name| names.insert(name.to_lowercase()))
        {
            return Err(Damaged("two entries of one name"));
        }
        Ok(archive)
    }

    /// Unpacks less in all than from other archives.
    pub fn at_most(self, bytes: u64) -> Self {
        Self {
            left: bytes,
            ..self
        }
    }

    pub fn names(&self) -> impl Iterator<Item = String> {
        self.zip
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// Unpacks the part of this name as it is read.
    pub fn part(&mut self, name: &str) -> Result<impl BufRead, Damaged> {
        let packed = self.zip.by_name(name)?;
        let ratio_left = packed
            .compressed_size()
            .max(MIN_PACKED)
            .saturating_mul(MAX_RATIO);
        Ok(BufReader::new(Metered {
            packed,
            ratio_left,
            left: &mut self.left,
        }))
    }
}

/// Counts before a directory of many entries is taken into memory, whatever it says of their number.
fn has_too_many_entries(reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    reader.rewind()?;
    let (mut last_four, mut entries) = (0_u32, 0);
    let mut chunk = Vec::with_capacity(64 * 1024);
    while reader.take(64 * 1024).read_to_end(&mut chunk)? > 0 {
        for byte in chunk.drain(..) {
            last_four = last_four << 8 | u32::from(byte);
            entries += usize::from(last_four == ENTRY_SIGNATURE);
        }
    }
    Ok(entries > MAX_ENTRIES)
}

/// A part being unpacked, counted.
struct Metered<'a, R> {
    packed: R,
    ratio_left: u64,
    left: &'a mut u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.packed.read(buffer)?;
        let bytes = read as u64;
        match (
            self.left.checked_sub(bytes),
            self.ratio_left.checked_sub(bytes),
        ) {
            (Some(left), Some(ratio_left)) => {
                *self.left = left;
                self.ratio_left = ratio_left;
                Ok(read)
            }
            _ => Err(io::Error::other("the archive unpacks to too much")),
        }
    }
}

impl From<zip::result::ZipError> for Damaged {
    fn from(_: zip::result::ZipError) -> Self {
        Self("not a sound archive")
    }
}

impl From<io::Error> for Damaged {
    fn from(_: io::Error) -> Self {
        Self("a part that cannot be read to its end")
    }
}
