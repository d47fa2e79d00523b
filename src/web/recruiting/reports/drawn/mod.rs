//! What each report shows of its figures.

mod cohorts;
mod endings;
mod times;

pub use cohorts::{funnel, sources};
pub use endings::{promises, reasons};
pub use times::{hiring, stages};

use super::{chart::Bars, kind::Kind, panel::Cell, query::Query};
use crate::{
    base::{ids::JobId, links::Slug},
    domain::reports::Look,
    web::kit::filters::grouped,
};

/// Bars of a chart.
const BARS: usize = 10;

/// Where the rows behind figures are.
pub struct Links<'a> {
    pub company: &'a Slug,
    pub query: &'a Query,
    pub look: &'a Look,
}

impl Links<'_> {
    fn rows(&self, kind: Kind, with: &[(&str, &str)]) -> String {
        let page = format!("{}/rows", kind.key());
        self.query.link(self.company, &page, with)
    }

    /// A job's name, which leads to the report of that job alone.
    fn job(&self, kind: Kind, job: JobId) -> Cell {
        let id = job.to_string();
        let with = [("job", id.as_str()), ("department", "")];
        let link = self.query.link(self.company, kind.key(), &with);
        Cell::linked(self.look.name(job), link)
    }
}

fn one_bar(name: &str, n: i64) -> Bars {
    Bars {
        name: name.to_owned(),
        lengths: vec![n as f64],
        figures: grouped(n),
    }
}
