//! How often words occur, and what follows for the way to look for them.
//!
//! People are shown with the latest activity first. A word that many have is found soonest by walking through everybody in
//! that order until a page is full: on average 25 divided by the word's share. A word that few have is found by the index,
//! and then put into order: as much work as there are documents with it. Both take as long when the share is the root of
//! 25 divided by the number of documents. Left to itself Postgres chooses wrongly by factors of a thousand, because it
//! takes the order of activity for an order by chance. The shares come from its own statistics; nothing is tried out.

use super::words::Words;
use crate::base::{clock::Time, error::Result};
use jiff::SignedDuration;
use sqlx::PgConnection;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::RwLock;

/// How old what we know may be.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// What a page of people holds.
const PAGE: f64 = 25.0;
/// Below so many documents every way is quick, and statistics say little.
const FEW: f64 = 2_000.0;

/// How to find a page of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plan {
    /// Walk through everybody, the latest activity first, until the page is full.
    Walk,
    /// Gather all that fit, then put them into order.
    Gather,
}

/// What the statistics say about words. Cheap to clone; read again when it is ten minutes old.
#[derive(Clone, Default)]
pub struct Frequencies(Arc<RwLock<Option<Arc<Known>>>>);

/// The statistics as they were read.
#[derive(Debug)]
pub struct Known {
    read_at: Time,
    /// Documents; 0 while Postgres has not counted them yet.
    documents: f64,
    /// The part of the documents that have each of the most common words.
    shares: HashMap<String, f32>,
    /// The part that a word has which is not among them, at most.
    least: f64,
}

impl Frequencies {
    /// What is known, at most ten minutes old.
    pub async fn known(&self, db: &mut PgConnection, now: Time) -> Result<Arc<Known>> {
        if let Some(known) = self.0.read().await.as_ref()
            && now.since(known.read_at) < FRESH
        {
            return Ok(known.clone());
        }
        let known = Arc::new(read(db, now).await?);
        *self.0.write().await = Some(known.clone());
        Ok(known)
    }
}

impl Known {
    /// How to look for these words.
    pub fn plan(&self, words: &Words) -> Plan {
        if self.documents < FEW || self.share(words) < (PAGE / self.documents).sqrt() {
            Plan::Gather
        } else {
            Plan::Walk
        }
    }

    /// The part of all documents that these words are in.
    pub fn share(&self, words: &Words) -> f64 {
        words.share(|word, begins| self.share_of(word, begins))
    }

    /// How many documents there are; 0 while Postgres has not counted them yet.
    pub fn documents(&self) -> f64 {
        self.documents
    }

    /// Whether there may be more people than this.
    pub fn more_than(&self, people: i64) -> bool {
        self.documents < 1.0 || self.documents >= people as f64
    }

    fn share_of(&self, word: &str, begins: bool) -> f64 {
        let exactly = || self.shares.get(word).map(|share| f64::from(*share));
        if !begins {
            return exactly().unwrap_or(self.least);
        }
        let common = self.shares.iter().filter(|(it, _)| it.starts_with(word));
        let none: f64 = common.map(|(_, share)| 1.0 - f64::from(*share)).product();
        (1.0 - none).max(self.least)
    }
}

async fn read(db: &mut PgConnection, now: Time) -> Result<Known> {
    let rows = sqlx::query!(
        r#"select t.documents as "documents!", w.word as "word?", w.share as "share?"
           from (select greatest(c.reltuples, 0)::float8 as documents from pg_class c where c.oid = 'search_documents'::regclass) t
           left join lateral (
               select words.word, shares.share
               from pg_stats s,
                    unnest(s.most_common_elems::text::text[]) with ordinality as words (word, nth),
                    unnest(s.most_common_elem_freqs) with ordinality as shares (share, nth)
               where s.schemaname = 'public' and s.tablename = 'search_documents' and s.attname = 'vector'
                 and shares.nth = words.nth
           ) w on true"#,
    )
    .fetch_all(db)
    .await?;
    let documents = rows.first().map_or(0.0, |row| row.documents);
    let shares: HashMap<String, f32> = rows
        .into_iter()
        .filter_map(|row| row.word.zip(row.share))
        .collect();
    let least = shares.values().copied().reduce(f32::min);
    Ok(Known {
        read_at: now,
        documents,
        shares,
        least: f64::from(least.unwrap_or(0.0)) / 2.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(documents: f64) -> Known {
        Known {
            read_at: Time("2026-11-19T12:00:00Z".parse().unwrap()),
            documents,
            shares: [("common", 0.5), ("some", 0.03), ("somewhat", 0.01)]
                .map(|(word, share)| (word.to_owned(), share))
                .into(),
            least: 0.001,
        }
    }

    #[test]
    fn common_words_are_walked_to_and_rare_ones_gathered() {
        let plan =
            |documents, typed: &str| known(documents).plan(&Words::read(typed).unwrap().unwrap());
        for (documents, typed, expected) in [
            (1_000_000.0, "common", Plan::Walk),
            (1_000_000.0, "some", Plan::Walk),
            (1_000_000.0, "some*", Plan::Walk),
            (1_000_000.0, "rare", Plan::Gather),
            (1_000_000.0, "common rare", Plan::Gather),
            (1_000_000.0, "common or rare", Plan::Walk),
            (1_000_000.0, "-rare", Plan::Walk),
            (10_000.0, "some", Plan::Gather),
            (0.0, "common", Plan::Gather),
        ] {
            assert_eq!(plan(documents, typed), expected, "{typed} of {documents}");
        }
    }
}
