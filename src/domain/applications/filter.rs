//! What narrows a board or a list.

use crate::base::{
    clock::{Day, Time},
    ids::{MemberId, QuestionId, SourceId, StageId},
};
use sqlx::{Arguments, Postgres, QueryBuilder, postgres::PgArguments};
use std::{fmt, str::FromStr};

/// Whom to show. All of it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name.
    pub name: String,
    /// In their stage for longer than it allows.
    pub stale: bool,
    /// Past the day that they were promised an answer by.
    pub late: bool,
    /// In this stage.
    pub stage: Option<StageId>,
    pub source: Option<SourceId>,
    /// With this tag, as the company writes it.
    pub tag: String,
    pub owner: Option<Owned>,
    pub answer: Option<Answered>,
    /// At least so many days in their stage.
    pub days: Option<i16>,
    /// Not read yet by whoever looks.
    pub unread: bool,
    /// Put off by whoever looks.
    pub snoozed: bool,
    /// Part of the place that they gave.
    pub place: String,
    /// Applied on this day or later, and on this day or before, by the company's calendar.
    pub applied_from: Option<Day>,
    pub applied_to: Option<Day>,
}

/// Whose an application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    /// Whoever looks.
    Mine,
    Nobodys,
    By(MemberId),
}

impl FromStr for Owned {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "me" => Ok(Self::Mine),
            "nobody" => Ok(Self::Nobodys),
            id => id.parse().map(Self::By),
        }
    }
}

impl fmt::Display for Owned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("me"),
            Self::Nobodys => f.write_str("nobody"),
            Self::By(member) => member.fmt(f),
        }
    }
}

/// A question that was answered in one certain way: `12:yes`, `12:no`, or `12:3` for the option 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    pub question: QuestionId,
    pub choice: Choice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Yes,
    No,
    Option(i64),
}

impl FromStr for Answered {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (question, choice) = text.split_once(':').ok_or(())?;
        Ok(Self {
            question: question.parse().map_err(|_| ())?,
            choice: match choice {
                "yes" => Choice::Yes,
                "no" => Choice::No,
                option => Choice::Option(option.parse().map_err(|_| ())?),
            },
        })
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = self.question;
        match self.choice {
            Choice::Yes => write!(f, "{question}:yes"),
            Choice::No => write!(f, "{question}:no"),
            Choice::Option(option) => write!(f, "{question}:{option}"),
        }
    }
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds its conditions to a statement over `applications a`, whose `$1` is the company.
    pub(in crate::domain) fn narrow(
        &self,
        query: &mut QueryBuilder<Postgres>,
        viewer: MemberId,
        now: Time,
    ) {
        self.narrow_by_name(query);
        if self.stale {
            query
                .push(" and exists (select from stages g where (g.company_id, g.id) = (a.company_id, a.stage_id) and a.stage_entered_at <= ")
                .push_bind(now)
                .push(" - make_interval(days => g.stale_after_days))");
        }
        if self.late {
            query
                .push(" and not a.unpromised and a.promised_by < ")
                .push_bind(now);
        }
        if let Some(stage) = self.stage {
            query.push(" and a.stage_id = ").push_bind(stage);
        }
        if let Some(source) = self.source {
            query.push(" and a.source_id = ").push_bind(source);
        }
        if !self.tag.is_empty() {
            query
                .push(" and a.tags @> array[")
                .push_bind(self.tag.clone())
                .push("]");
        }
        match self.owner {
            None => {}
            Some(Owned::Nobodys) => {
                query.push(" and a.owner_id is null");
            }
            Some(Owned::Mine) => {
                query.push(" and a.owner_id = ").push_bind(viewer);
            }
            Some(Owned::By(member)) => {
                query.push(" and a.owner_id = ").push_bind(member);
            }
        }
        if let Some(answer) = self.answer {
            let value = match answer.choice {
                Choice::Yes => serde_json::json!(true),
                Choice::No => serde_json::json!(false),
                Choice::Option(option) => serde_json::json!(option),
            };
            // One option is contained in itself, and in a list of several.
            query
                .push(" and exists (select from answers w where w.company_id = $1 and w.application_id = a.id and not w.sensitive and w.question_id = ")
                .push_bind(answer.question)
                .push(" and w.value @> ")
                .push_bind(value)
                .push(")");
        }
        if let Some(days) = self.days {
            query
                .push(" and a.stage_entered_at <= ")
                .push_bind(now)
                .push(" - make_interval(days => ")
                .push_bind(i32::from(days))
                .push(")");
        }
        if self.unread {
            query
                .push(" and not exists (select from reads r where r.company_id = $1 and r.application_id = a.id and r.member_id = ")
                .push_bind(viewer)
                .push(")");
        }
        if self.snoozed {
            query
                .push(" and exists (select from snoozes x where x.company_id = $1 and x.application_id = a.id and x.member_id = ")
                .push_bind(viewer)
                .push(" and (x.until is null or x.until > ")
                .push_bind(now)
                .push("))");
        }
        if !self.place.is_empty() {
            query
                .push(" and lower(a.place) like ")
                .push_bind(format!("%{}%", escaped(&self.place.to_lowercase())));
        }
        self.narrow_by_day(query);
    }

    fn narrow_by_name(&self, query: &mut QueryBuilder<Postgres>) {
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
    }

    /// Days begin and end where the company is.
    fn narrow_by_day(&self, query: &mut QueryBuilder<Postgres>) {
        const ZONE: &str = " at time zone (select c.time_zone from companies c where c.id = $1)";
        if let Some(day) = self.applied_from {
            query
                .push(" and a.applied_at >= ")
                .push_bind(day)
                .push("::date::timestamp")
                .push(ZONE);
        }
        if let Some(day) = self.applied_to {
            query
                .push(" and a.applied_at < (")
                .push_bind(day)
                .push("::date + 1)::timestamp")
                .push(ZONE);
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
pub(in crate::domain) fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain([c])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Answered, Owned, escaped};

    #[test]
    fn owners_and_answers_are_written_as_they_are_read() {
        for text in ["12:yes", "12:no", "12:3"] {
            assert_eq!(
                text.parse::<Answered>().map(|it| it.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["me", "nobody", "7"] {
            assert_eq!(
                text.parse::<Owned>().map(|it| it.to_string()),
                Ok(text.to_owned())
            );
        }
        assert!("12".parse::<Answered>().is_err() && "x:1".parse::<Answered>().is_err());
        assert!("mine".parse::<Owned>().is_err());
    }

    #[test]
    fn like_finds_no_patterns_in_what_is_typed() {
        assert_eq!(escaped(r"50%_\o/"), r"50\%\_\\o/");
    }
}
