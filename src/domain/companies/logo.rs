//! A company's logo: a small picture, typed by what it holds.

use super::CHANNEL;
use crate::{
    access::{Change, Event, permissions::ManageCompany},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::DeletedId,
    },
    domain::deleted::{self, Kind as Deleted, Thing},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Bytes of a logo: it is on every careers page, also where the line is poor.
pub const LARGEST: usize = 16 << 10;
/// Pixels of either side.
const WIDEST: u32 = 2_000;

/// A picture that may stand on careers pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub bytes: Vec<u8>,
    pub kind: Kind,
    pub width: i32,
    pub height: i32,
}

/// Kinds of pictures that browsers show and that run nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Png,
    Jpeg,
    Webp,
}

impl Logo {
    /// Looks at what was sent; the refusal says what to send instead.
    pub fn read(bytes: Vec<u8>) -> std::result::Result<Self, &'static str> {
        if bytes.len() > LARGEST {
            return Err(
                "The picture has more than 16 KB. Make it smaller: 400 pixels wide is plenty",
            );
        }
        let Some((kind, width, height)) = look(&bytes) else {
            return Err(match is_svg(&bytes) {
                true => {
                    "An SVG can hold scripts, so we do not take it. Save the logo as PNG, JPEG or WebP"
                }
                false => "That is no picture that we can read. Save the logo as PNG, JPEG or WebP",
            });
        };
        if !(1..=WIDEST).contains(&width) || !(1..=WIDEST).contains(&height) {
            return Err("The picture has more than 2,000 pixels on one side. Make it smaller");
        }
        Ok(Self {
            kind,
            width: width.cast_signed(),
            height: height.cast_signed(),
            bytes,
        })
    }

    /// A file name that changes with the picture.
    pub fn name(&self) -> String {
        let digest = Sha256::digest(&self.bytes);
        let mark: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{mark}.{}", self.kind.extension())
    }
}

impl Kind {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

/// The kind of a picture, its width and its height, from its first bytes.
fn look(bytes: &[u8]) -> Option<(Kind, u32, u32)> {
    png(bytes).or_else(|| jpeg(bytes)).or_else(|| webp(bytes))
}

/// ISO/IEC 15948: the signature, and the header that must be the first chunk.
fn png(bytes: &[u8]) -> Option<(Kind, u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    Some((Kind::Png, big(header.get(..4)?), big(header.get(4..8)?)))
}

/// ITU T.81, B.1: segments until the one that begins the frame.
fn jpeg(bytes: &[u8]) -> Option<(Kind, u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else {
            return None;
        };
        if marker == 0xff {
            rest = rest.get(1..)?; // a fill byte
            continue;
        }
        // All frames but the three markers between them that are none: DHT, JPG and DAC.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let (height, width) = (big(rest.get(5..7)?), big(rest.get(7..9)?));
            return Some((Kind::Jpeg, width, height));
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
    }
}

/// RFC 9649: a RIFF file whose first chunk says which of three ways it is written.
fn webp(bytes: &[u8]) -> Option<(Kind, u32, u32)> {
    let rest = bytes
        .strip_prefix(b"RIFF")?
        .get(4..)?
        .strip_prefix(b"WEBP")?;
    let data = rest.get(8..)?;
    let (width, height) = match rest.get(..4)? {
        b"VP8X" => (little(data.get(4..7)?) + 1, little(data.get(7..10)?) + 1),
        b"VP8L" => {
            let bits = little(data.strip_prefix(b"\x2f")?.get(..4)?);
            ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
        }
        b"VP8 " => {
            let frame = data.get(3..)?.strip_prefix(b"\x9d\x01\x2a")?;
            (
                little(frame.get(..2)?) & 0x3fff,
                little(frame.get(2..4)?) & 0x3fff,
            )
        }
        _ => return None,
    };
    Some((Kind::Webp, width, height))
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |n, byte| (n << 8) | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |n, byte| (n << 8) | u32::from(*byte))
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    String::from_utf8_lossy(start)
        .to_lowercase()
        .contains("<svg")
}

/// Puts a logo in place of the one before, which can be restored.
pub async fn set_logo(
    change: &mut Change<ManageCompany>,
    logo: &Logo,
) -> Result<Option<DeletedId>> {
    let (company, now) = (change.company(), change.now());
    let kept = keep(change).await?;
    sqlx::query!(
        r#"insert into company_logos (company_id, bytes, updated_at) values ($1, $2, $3)
           on conflict (company_id) do update set bytes = excluded.bytes, updated_at = excluded.updated_at"#,
        company as _,
        logo.bytes,
        now as _,
    )
    .execute(change.db())
    .await?;
    tell(change, json!(logo.name())).await?;
    Ok(kept)
}

/// Takes the logo away; the name stands in its place. What it was can be restored.
pub async fn remove_logo(change: &mut Change<ManageCompany>) -> Result<DeletedId> {
    let kept = set_aside(change).await?;
    let kept = kept.ok_or_else(|| Error::refused("gone", "There is no logo any more."))?;
    tell(change, Value::Null).await?;
    Ok(kept)
}

/// Makes room for another logo; the one that stood there can be restored.
pub(super) async fn set_aside<P>(change: &mut Change<P>) -> Result<Option<DeletedId>> {
    let (company, kept) = (change.company(), keep(change).await?);
    sqlx::query!(
        "delete from company_logos where company_id = $1",
        company as _
    )
    .execute(change.db())
    .await?;
    Ok(kept)
}

/// Keeps the logo as it is now, if there is one: the caller replaces or deletes it next.
async fn keep<P>(change: &mut Change<P>) -> Result<Option<DeletedId>> {
    let company = change.company();
    let since = sqlx::query_scalar!(
        r#"select updated_at as "since: Time" from company_logos where company_id = $1 for update"#,
        company as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(since) = since else { return Ok(None) };
    // A logo has no number of its own; since when it stood there tells it from others that were.
    let number = since.0.as_microsecond();
    let logo = Thing::of_company(Deleted::Logo, number, "Logo");
    Ok(Some(deleted::keep(change, logo).await?))
}

async fn tell(change: &mut Change<ManageCompany>, logo: Value) -> Result<()> {
    let company = change.company();
    change
        .record(Event::new("company.changed").detail(json!({ "logo": logo })))
        .await?;
    change.notify(CHANNEL, &company.to_string()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(bytes: &[u8]) -> Option<(Kind, i32, i32)> {
        let logo = Logo::read(bytes.to_vec()).ok()?;
        Some((logo.kind, logo.width, logo.height))
    }

    #[test]
    fn pictures_are_known_by_what_they_hold() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\0\x50";
        assert_eq!(size(png), Some((Kind::Png, 400, 80)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x0b\x08\0\x50\x01\x90";
        assert_eq!(size(jpeg), Some((Kind::Jpeg, 400, 80)));
        let lossy = b"RIFF____WEBPVP8 ____abc\x9d\x01\x2a\x90\x01\x50\0";
        assert_eq!(size(lossy), Some((Kind::Webp, 400, 80)));
        let extended = b"RIFF____WEBPVP8X____abcd\x8f\x01\0\x4f\0\0";
        assert_eq!(size(extended), Some((Kind::Webp, 400, 80)));
        let lossless = b"RIFF____WEBPVP8L____\x2f\x8f\xc1\x13\0";
        assert_eq!(size(lossless), Some((Kind::Webp, 400, 80)));
    }

    #[test]
    fn broken_and_large_ones_are_refused() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\0\x50";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x0b\x08\0\x50\x01\x90";
        for whole in [&png[..], &jpeg[..]] {
            for end in 0..whole.len() {
                assert_eq!(size(&whole[..end]), None);
            }
        }
        let wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x7f\xff\0\0\0\x50";
        assert!(
            Logo::read(wide.to_vec())
                .unwrap_err()
                .contains("2,000 pixels")
        );
        let none = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x50";
        assert!(Logo::read(none.to_vec()).is_err());
        let svg = b"<?xml version='1.0'?><SVG onload='alert(1)'/>";
        assert!(Logo::read(svg.to_vec()).unwrap_err().contains("scripts"));
        assert!(
            Logo::read(vec![0; LARGEST + 1])
                .unwrap_err()
                .contains("16 KB")
        );
        assert!(Logo::read(b"\xff\xd8\xff\xe0\0\0".to_vec()).is_err());
    }
}
