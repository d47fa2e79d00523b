//! The number of a form: one-time, dated, and signed with the installation's key, so that nobody sends a form that was not
//! drawn, and everybody's date is ours. It never runs out: a form may stay open for days.

use crate::base::{clock::Time, key::InstallationKey};
use jiff::Timestamp;
use uuid::{Builder, Uuid};

/// For what the key signs.
const PURPOSE: &str = "application form";

/// A number for a form that is drawn now: a UUID of version 7, which tells the time (RFC 9562, 5.7), and its signature.
pub fn number(key: &InstallationKey, now: Time) -> String {
    let millis = u64::try_from(now.0.as_millisecond()).unwrap_or_default();
    let uuid = Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid();
    format!("{uuid}.{}", signature(key, uuid))
}

/// When the form with this number was drawn; nothing when we did not draw it.
pub fn drawn_at(key: &InstallationKey, number: &str) -> Option<Time> {
    let (uuid, signed) = number.split_once('.')?;
    let uuid: Uuid = uuid.parse().ok()?;
    // Both are hashed before they are compared, so that the time it takes tells nothing.
    let ours = key.token(PURPOSE, uuid.as_bytes()).hash();
    let theirs = crate::base::secret::Token::parse(signed)?.hash();
    let (seconds, nanoseconds) = uuid.get_timestamp()?.to_unix();
    let drawn = Timestamp::new(i64::try_from(seconds).ok()?, nanoseconds.try_into().ok()?);
    (ours == theirs).then_some(Time(drawn.ok()?))
}

fn signature(key: &InstallationKey, uuid: Uuid) -> String {
    key.token(PURPOSE, uuid.as_bytes()).reveal().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_tells_when_its_form_was_drawn_and_cannot_be_made_up() {
        let folder = tempfile::tempdir().unwrap();
        let key = InstallationKey::open(&folder.path().join("key")).unwrap();
        let other = InstallationKey::open(&folder.path().join("other")).unwrap();
        let at = Time("2026-11-22T09:00:00.123Z".parse().unwrap());
        let drawn = number(&key, at);
        assert_eq!(drawn_at(&key, &drawn), Some(at));
        assert_eq!(drawn_at(&other, &drawn), None);
        assert_ne!(number(&key, at), drawn);
        let (uuid, signed) = drawn.split_once('.').unwrap();
        let later = Uuid::new_v4();
        for made_up in [
            uuid.to_owned(),
            signed.to_owned(),
            format!("{uuid}."),
            format!("{uuid}.{}", signed.replace(&signed[..1], "~")),
            format!("{later}.{signed}"),
            format!("{later}.{}", signature(&key, later)), // of another version: no time in it
            String::new(),
        ] {
            assert_eq!(drawn_at(&key, &made_up), None, "{made_up}");
        }
    }
}
