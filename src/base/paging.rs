//! Lists page by key: page 400 costs what page 1 costs.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Where a page begins: the sort key of the last row before it. A cursor is data from outside: its key is bound, and
/// looked up within the company and the viewer's reach like any other id.
pub fn encode_cursor(key: &impl Serialize) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// The key in a cursor; `None` for anything that we did not make.
pub fn decode_cursor<K: DeserializeOwned>(text: &str) -> Option<K> {
    let key: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    (!holds_nul(&key))
        .then(|| serde_json::from_value(key).ok())
        .flatten()
}

/// U+0000, which Postgres takes in no text.
fn holds_nul(key: &Value) -> bool {
    match key {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// One page of a list, and where the next begins.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// From one row more than the page holds: its presence says that there is a next page.
    pub fn new<K: Serialize>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more {
            rows.last().map(|row| encode_cursor(&key(row)))
        } else {
            None
        };
        Self { rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_more() {
        let full = Paged::new(vec![1, 2, 3], 2, |n| *n);
        assert_eq!(full.rows, [1, 2]);
        assert_eq!(full.next.as_deref().and_then(decode_cursor::<i32>), Some(2));
        assert!(Paged::new(vec![1, 2], 2, |n| *n).next.is_none());
    }

    #[test]
    fn a_foreign_cursor_is_nothing() {
        assert_eq!(decode_cursor::<i64>("%%%"), None);
        assert_eq!(decode_cursor::<i64>("eyJ4IjoxfQ"), None);
        let poisoned = encode_cursor(&(1, "a\0b"));
        assert_eq!(decode_cursor::<(i64, String)>(&poisoned), None);
    }
}
