//! The sets of questions that a company can choose from. They are data, each with its versions: asked is the newest, and what
//! somebody said is read with the one that they were asked.

use crate::base::error::Result;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// A set of questions. Keys stand in the database and never change their meaning within a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    pub key: String,
    /// From 1 on.
    pub version: i32,
    pub name: String,
    /// Why a company asks, as candidates read it.
    pub why: String,
    pub inquiries: Json<Vec<Inquiry>>,
}

/// A question. Beside its options everybody may say [`NOT_SAID`], or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Inquiry {
    pub key: String,
    pub label: String,
    pub help: String,
    /// What is kept, and what is read.
    options: Vec<(String, String)>,
}

/// The option that every question has.
pub const NOT_SAID: (&str, &str) = ("not_said", "I prefer not to say");

impl Inquiry {
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.options.iter();
        own.map(|(key, label)| (key.as_str(), label.as_str()))
            .chain([NOT_SAID])
    }

    /// What an option says.
    pub fn label_of(&self, key: &str) -> Option<&str> {
        let found = self.options().find(|(known, _)| *known == key);
        found.map(|(_, label)| label)
    }
}

impl Set {
    pub fn inquiries(&self) -> &[Inquiry] {
        &self.inquiries.0
    }

    pub fn inquiry(&self, key: &str) -> Option<&Inquiry> {
        self.inquiries().iter().find(|inquiry| inquiry.key == key)
    }
}

/// Every set as it is asked now.
pub async fn sets(db: &mut PgConnection) -> Result<Vec<Set>> {
    Ok(sqlx::query_as!(
        Set,
        r#"select distinct on (key) key, version, name, why, inquiries as "inquiries: _" from self_identification_sets
           order by key desc, version desc"#
    )
    .fetch_all(db)
    .await?)
}

/// A set as it is asked now.
pub async fn set(db: &mut PgConnection, key: &str) -> Result<Option<Set>> {
    Ok(sqlx::query_as!(
        Set,
        r#"select key, version, name, why, inquiries as "inquiries: _" from self_identification_sets
           where key = $1 order by version desc limit 1"#,
        key,
    )
    .fetch_optional(db)
    .await?)
}

/// A set as it was asked.
pub(super) async fn set_as_asked(
    db: &mut PgConnection,
    key: &str,
    version: i32,
) -> Result<Option<Set>> {
    Ok(sqlx::query_as!(
        Set,
        r#"select key, version, name, why, inquiries as "inquiries: _" from self_identification_sets
           where key = $1 and version = $2"#,
        key,
        version,
    )
    .fetch_optional(db)
    .await?)
}
