//! What narrows a board or a list.

use crate::base::clock::Time;
use sqlx::{Arguments, Postgres, QueryBuilder, postgres::PgArguments};

/// Whom to show. All of it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name.
    pub name: String,
    /// In their stage for longer than it allows.
    pub stale: bool,
    /// Past the day that they were promised an answer by.
    pub late: bool,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds its conditions to a statement over `applications a` in `stages s`.
    pub(super) fn narrow(&self, query: &mut QueryBuilder<Postgres>, now: Time) {
        let name = self.name.trim().to_lowercase();
        match name.chars().count() {
            0 => {}
            // A trigram index knows nothing shorter; so little means the beginning of a name.
            1 | 2 => {
                let start = format!("{}%", escaped(&name));
                query
                    .push(" and (lower(a.name) like ")
                    .push_bind(start.clone())
                    .push(" or lower(a.name) like ")
                    .push_bind(format!("% {start}"))
                    .push(")");
            }
            _ => {
                query
                    .push(" and lower(a.name) like ")
                    .push_bind(format!("%{}%", escaped(&name)));
            }
        }
        if self.stale {
            query
                .push(" and a.stage_entered_at <= ")
                .push_bind(now)
                .push(" - make_interval(days => s.stale_after_days)");
        }
        if self.late {
            query.push(" and a.promised_by < ").push_bind(now);
        }
    }
}

/// A statement that begins with `sql`, in which the ids are `$1`, `$2` and so on, and to which more is added.
pub(in crate::domain) fn asking(sql: &str, ids: &[i64]) -> QueryBuilder<Postgres> {
    let mut arguments = PgArguments::default();
    for id in ids {
        // A number has nothing that could fail to encode.
        let _ = arguments.add(id);
    }
    QueryBuilder::with_arguments(sql, arguments)
}

/// Text in which `like` finds no patterns.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain([c])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn like_finds_no_patterns_in_what_is_typed() {
        assert_eq!(escaped(r"50%_\o/"), r"50\%\_\\o/");
    }
}
