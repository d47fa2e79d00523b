//! What an address says about a report: the period, the jobs, and the figure whose rows are opened.

use super::kind::Kind;
use crate::{
    base::{
        ids::{RejectionReasonId, SourceId, StageId},
        links::Slug,
        paging::decode_cursor,
    },
    domain::{
        applications::Status,
        jobs::Milestone,
        reports::{Cohort, Days, Figure, Period, Place, Scope},
    },
};
use jiff::civil::Date;
use url::form_urlencoded::{Serializer, parse};

/// The query of an address of the reports; what it says that makes no sense is left out.
#[derive(Clone, Debug, Default)]
pub struct Query {
    days: Option<Days>,
    first: Option<Date>,
    last: Option<Date>,
    pub scope: Scope,
    /// The table whose figures are taken along.
    pub table: String,
    pub after: Option<Place>,
    step: Option<Milestone>,
    stage: Option<i64>,
    status: Option<Status>,
    /// 0 is where nobody knows.
    source: Option<i64>,
    reason: Option<i64>,
    kept: Option<bool>,
    pub filled: bool,
}

impl Query {
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in parse(text.as_bytes()) {
            let number = value.parse::<i64>().ok();
            match name.as_ref() {
                "period" => read.days = Days::parse(&value),
                "from" => read.first = day(&value),
                "to" => read.last = day(&value),
                "job" => read.scope.job = value.parse().ok(),
                "department" => read.scope.department = value.parse().ok(),
                "table" => read.table = value.into_owned(),
                "after" => read.after = decode_cursor(&value),
                "step" => read.step = Milestone::parse(&value),
                "stage" => read.stage = number,
                "status" => read.status = Status::parse(&value),
                "source" => read.source = number,
                "reason" => read.reason = number,
                "kept" => {
                    read.kept = ["no", "yes"]
                        .iter()
                        .position(|it| *it == value)
                        .map(|it| it == 1)
                }
                "what" => read.filled = value == "filled",
                _ => {}
            }
        }
        read
    }

    /// The days that are meant: those that were chosen, else a named period.
    pub fn period(&self, today: Date) -> Period {
        match (self.first, self.last) {
            (None, None) => Period::named(self.days.unwrap_or_default(), today),
            (first, last) => Period::chosen(first, last, today),
        }
    }

    /// The figure that is opened, if it is one of this report.
    pub fn figure(&self, kind: Kind) -> Option<Figure> {
        let known = |id: i64| (id != 0).then_some(id);
        Some(match kind {
            Kind::Funnel | Kind::Sources => Figure::Applied(Cohort {
                step: self.step,
                stage: self.stage.map(StageId),
                status: self.status,
                source: self.source.map(|id| known(id).map(SourceId)),
            }),
            Kind::Stages => match (self.stage, self.step) {
                (Some(stage), _) => Figure::Stage(StageId(stage)),
                (None, step) => Figure::Step(step?),
            },
            Kind::Hiring if self.filled => Figure::Filled,
            Kind::Hiring => Figure::Hired,
            Kind::Reasons => {
                Figure::Rejected(self.reason.map(|id| known(id).map(RejectionReasonId)))
            }
            Kind::Promises => Figure::Promised {
                step: self.step,
                kept: self.kept,
            },
        })
    }

    /// What tells a figure from the others of its report, but for names that the database knows.
    pub fn words(&self) -> Vec<&'static str> {
        let status = self.status.map(|status| match status {
            Status::Active => "still active",
            Status::Hired => "hired",
            Status::Rejected => "rejected",
            Status::Withdrawn => "withdrew",
        });
        let kept = self.kept.map(|kept| if kept { "kept" } else { "not kept" });
        let step = self.step.map(Milestone::label);
        [step, status, kept].into_iter().flatten().collect()
    }

    /// An address of the reports with the same period and jobs, but for what is named here: an empty value takes off.
    pub fn link(&self, company: &Slug, page: &str, with: &[(&str, &str)]) -> String {
        let mut pairs = Serializer::new(String::new());
        let mut put = |name: &str, value: String| {
            let instead = with.iter().any(|(other, _)| *other == name);
            if !instead && !value.is_empty() {
                pairs.append_pair(name, &value);
            }
        };
        let text = |value: Option<String>| value.unwrap_or_default();
        put("period", text(self.days.map(|it| it.key().to_owned())));
        put("from", text(self.first.map(|it| it.to_string())));
        put("to", text(self.last.map(|it| it.to_string())));
        put("job", text(self.scope.job.map(|it| it.to_string())));
        put(
            "department",
            text(self.scope.department.map(|it| it.to_string())),
        );
        for (name, value) in with.iter().filter(|(_, value)| !value.is_empty()) {
            pairs.append_pair(name, value);
        }
        let page = match page {
            "" => format!("/{company}/reports"),
            page => format!("/{company}/reports/{page}"),
        };
        match pairs.finish() {
            query if query.is_empty() => page,
            query => format!("{page}?{query}"),
        }
    }

    /// The rows of the same figure, from a place on.
    pub fn rows_from(&self, company: &Slug, kind: Kind, after: Option<&str>) -> String {
        let number = |value: Option<i64>| value.map(|it| it.to_string()).unwrap_or_default();
        let (stage, source, reason) =
            (number(self.stage), number(self.source), number(self.reason));
        let kept = self.kept.map_or("", |kept| if kept { "yes" } else { "no" });
        let with = [
            ("step", self.step.map_or("", Milestone::key)),
            ("stage", stage.as_str()),
            ("status", self.status.map_or("", Status::key)),
            ("source", source.as_str()),
            ("reason", reason.as_str()),
            ("kept", kept),
            ("what", if self.filled { "filled" } else { "" }),
            ("after", after.unwrap_or_default()),
        ];
        self.link(company, &format!("{}/rows", kind.key()), &with)
    }
}

/// A day on which somebody can have applied.
fn day(value: &str) -> Option<Date> {
    let day: Date = value.parse().ok()?;
    (1900..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::JobId;
    use jiff::civil::date;

    #[test]
    fn an_address_says_the_same_again() {
        let heron = Slug::parse("heron").unwrap();
        let query = Query::read("period=30&job=4&department=x&after=zz");
        assert_eq!(query.scope.job, Some(JobId(4)));
        assert_eq!(
            query.link(&heron, "funnel", &[]),
            "/heron/reports/funnel?period=30&job=4"
        );
        let all = query.link(&heron, "", &[("job", ""), ("from", "2026-01-01")]);
        assert_eq!(all, "/heron/reports?period=30&from=2026-01-01");
        let chosen =
            Query::read("from=2026-05-01&to=2026-05-31&period=30").period(date(2026, 6, 9));
        assert_eq!(chosen.first, date(2026, 5, 1));
        assert_eq!(chosen.named, None);
    }

    #[test]
    fn a_figure_is_found_again() {
        let heron = Slug::parse("heron").unwrap();
        for (kind, text, figure) in [
            (
                Kind::Sources,
                "source=0",
                Some(Figure::Applied(Cohort {
                    source: Some(None),
                    ..Cohort::default()
                })),
            ),
            (
                Kind::Sources,
                "step=interviews&source=3",
                Some(Figure::Applied(Cohort {
                    step: Some(Milestone::Interviews),
                    source: Some(Some(SourceId(3))),
                    ..Cohort::default()
                })),
            ),
            (
                Kind::Reasons,
                "reason=2",
                Some(Figure::Rejected(Some(Some(RejectionReasonId(2))))),
            ),
            (Kind::Hiring, "what=filled", Some(Figure::Filled)),
            (Kind::Stages, "step=never", None),
            (
                Kind::Promises,
                "step=in_review&kept=no",
                Some(Figure::Promised {
                    step: Some(Milestone::InReview),
                    kept: Some(false),
                }),
            ),
        ] {
            let query = Query::read(text);
            assert_eq!(query.figure(kind), figure, "{text}");
            let path = query.rows_from(&heron, kind, None);
            let again = Query::read(path.split_once('?').map_or("", |(_, query)| query));
            assert_eq!(again.figure(kind), figure, "{path}");
        }
    }
}
