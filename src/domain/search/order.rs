//! Who of those who are found comes first.

use super::{frequency::Plan, people::WALKED, words::Words};
use sqlx::{Postgres, QueryBuilder};

/// Documents that are compared with each other: of a rare word, and of a common one, which are met one by one.
const COMPARED: i64 = 2_000;
const COMPARED_LATEST: i64 = 500;

/// Who comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// With whom something happened last.
    #[default]
    Activity,
    /// Whom we know for the shortest time.
    Newest,
    /// Whom the words fit best, of those whom there is time to compare.
    Best,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Activity, Self::Newest, Self::Best];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Newest => "newest",
            Self::Best => "best",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Activity => "Last activity",
            Self::Newest => "Newest",
            Self::Best => "Best match",
        }
    }

    /// The time of `candidates c` by which they are ordered.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Activity | Self::Best => "c.last_activity_at",
            Self::Newest => "c.created_at",
        }
    }
}

/// The candidates `h` who have the words, each with how well the best of their documents fits.
pub(super) fn best(query: &mut QueryBuilder<Postgres>, words: &Words, plan: Plan) {
    query
        .push("(select f.candidate_id, max(ts_rank(f.vector, f.words)) as fit from (select d.candidate_id, d.vector, q.words from (select to_tsquery('folded', ")
        .push_bind(words.query())
        .push(") as words) q cross join lateral (");
    match plan {
        Plan::Gather => query
            .push(format!("select d.candidate_id, d.vector from search_documents d where d.company_id = $1 and d.vector @@ q.words limit {COMPARED}")),
        Plan::Walk => query
            .push(format!(
                "select d.candidate_id, d.vector from (select o.id from candidates o where o.company_id = $1 and o.merged_into_id is null
                                                       order by o.last_activity_at desc, o.id desc limit {WALKED}) o
                 cross join lateral (select * from search_documents d where d.company_id = $1 and d.candidate_id = o.id offset 0) d
                 where d.vector @@ q.words limit {COMPARED_LATEST}"
            )),
    };
    query
        .push(") d) f group by f.candidate_id) h join candidates c on c.id = h.candidate_id where");
}
