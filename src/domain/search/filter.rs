//! What narrows the list of people beside words.

use crate::{
    base::{
        clock::{Day, Time},
        ids::{JobId, SourceId},
    },
    domain::{
        applications::{Owned, Status},
        jobs::StageKind,
    },
};
use jiff::SignedDuration;
use sqlx::{Postgres, QueryBuilder};

/// Whom to show: of each kind any of those chosen, and all kinds together, of one and the same application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub jobs: Vec<JobId>,
    pub statuses: Vec<Status>,
    pub steps: Vec<StageKind>,
    pub sources: Vec<SourceId>,
    /// As they stand in applications.
    pub places: Vec<String>,
    /// Of the candidate, as the company writes them.
    pub tags: Vec<String>,
    pub owners: Vec<Owned>,
    /// Where they work, and the country where they live, as they stand with the candidate.
    pub employers: Vec<String>,
    pub countries: Vec<String>,
    pub activity: Vec<Activity>,
    /// First and last day of applying, both included, in UTC.
    pub applied_from: Option<Day>,
    pub applied_to: Option<Day>,
    /// Only with a résumé.
    pub resume: bool,
}

/// How long ago something last happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Activity {
    /// In the last seven days.
    Week,
    /// In the last thirty days, but not the last seven.
    Month,
    Older,
}

impl Activity {
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Older];

    /// The value in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Older => "older",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Week => "The last 7 days",
            Self::Month => "The 3 weeks before",
            Self::Older => "Longer ago",
        }
    }

    /// After when, and until when.
    fn bounds(self, now: Time) -> (Option<Time>, Option<Time>) {
        let days = |days: i64| now.minus(SignedDuration::from_hours(24 * days));
        match self {
            Self::Week => (Some(days(7)), None),
            Self::Month => (Some(days(30)), Some(days(7))),
            Self::Older => (None, Some(days(30))),
        }
    }
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an index finds those whom one of its conditions leaves.
    pub(super) fn has_index(&self) -> bool {
        let owned = |owner: &Owned| *owner != Owned::Nobodys;
        let lists = [&self.tags, &self.places, &self.employers, &self.countries];
        lists.iter().any(|list| !list.is_empty())
            || !self.sources.is_empty()
            || (!self.owners.is_empty() && self.owners.iter().all(owned))
    }

    /// Whether it asks for nothing but what somebody has who has no application.
    pub fn of_people(&self) -> bool {
        let Self {
            tags,
            employers,
            countries,
            ..
        } = self.clone();
        *self
            == Self {
                tags,
                employers,
                countries,
                ..Self::default()
            }
    }

    /// Adds its conditions to a statement over `applications a`, in which `$1` is the company and `$2` the viewer.
    pub(super) fn narrow(&self, query: &mut QueryBuilder<Postgres>, now: Time) {
        if !self.jobs.is_empty() {
            query
                .push(" and a.job_id = any(")
                .push_bind(self.jobs.clone())
                .push(")");
        }
        if !self.statuses.is_empty() {
            query
                .push(" and a.status = any(")
                .push_bind(self.statuses.clone())
                .push(")");
        }
        if !self.sources.is_empty() {
            query
                .push(" and a.source_id = any(")
                .push_bind(self.sources.clone())
                .push(")");
        }
        if !self.places.is_empty() {
            query
                // So that the index fits, which leaves out who has none.
                .push(" and a.place <> '' and a.place = any(")
                .push_bind(self.places.clone())
                .push(")");
        }
        self.narrow_by_person(query, "a.candidate_id");
        self.narrow_by_owner(query);
        if let Some(Day(day)) = self.applied_from {
            query
                .push(" and a.applied_at >= ")
                .push_bind(Day(day))
                .push("::timestamp at time zone 'UTC'");
        }
        if let Some(Day(day)) = self.applied_to {
            query
                .push(" and a.applied_at < (")
                .push_bind(Day(day))
                .push(" + 1)::timestamp at time zone 'UTC'");
        }
        if !self.activity.is_empty() {
            query.push(" and (false");
            for (after, until) in self.activity.iter().map(|one| one.bounds(now)) {
                query.push(" or (true");
                if let Some(after) = after {
                    query.push(" and a.last_activity_at > ").push_bind(after);
                }
                if let Some(until) = until {
                    query.push(" and a.last_activity_at <= ").push_bind(until);
                }
                query.push(")");
            }
            query.push(")");
        }
        if !self.steps.is_empty() {
            query
                .push(
                    " and exists (select from stages st where st.company_id = a.company_id and st.id = a.stage_id and st.kind = any(",
                )
                .push_bind(self.steps.clone())
                .push("))");
        }
        if self.resume {
            query.push(
                " and exists (select from attachments t where t.company_id = a.company_id and t.application_id = a.id and t.kind = 'resume')",
            );
        }
    }

    /// Adds the conditions that are of the person, whose id is `id`.
    pub(super) fn narrow_by_person(&self, query: &mut QueryBuilder<Postgres>, id: &str) {
        if !self.tags.is_empty() {
            query
                .push(format!(" and {id} in (select g.candidate_id from candidate_tags g where g.company_id = $1 and g.tag_id = any(array(select t.id from tags t where t.company_id = $1 and t.name = any("))
                .push_bind(self.tags.clone())
                .push("))))");
        }
        for (column, values) in [("employer", &self.employers), ("country", &self.countries)] {
            if !values.is_empty() {
                query
                    .push(format!(" and {id} in (select p.id from candidates p where p.company_id = $1 and p.{column} = any("))
                    .push_bind(values.clone())
                    .push("))");
            }
        }
    }

    fn narrow_by_owner(&self, query: &mut QueryBuilder<Postgres>) {
        if self.owners.is_empty() {
            return;
        }
        query.push(" and (false");
        for owner in &self.owners {
            match owner {
                Owned::Mine => query.push(" or a.owner_id = $2"),
                Owned::Nobodys => query.push(" or a.owner_id is null"),
                Owned::By(member) => query.push(" or a.owner_id = ").push_bind(*member),
            };
        }
        query.push(")");
    }
}
