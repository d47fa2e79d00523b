//! How long somebody's data stays, as everybody is told: recruiters on the profile, candidates on their own page.

use super::{
    erase::today,
    retention::erase_on,
    rules::{Ending, RuleDetails},
};
use crate::base::{
    clock::{Day, Time},
    error::Result,
    ids::{CandidateId, CompanyId},
};
use sqlx::PgConnection;

/// How long somebody's data stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// When it goes, and the rule that says so; none while something is open, or no rule is there.
    pub rule: Option<(Day, RuleDetails)>,
    /// Until when a legal hold keeps it all the same, that day included.
    pub held_until: Option<Day>,
    /// Why. Not for candidates.
    pub held_for: Option<String>,
}

/// How long a candidate's data stays.
pub async fn keeping(
    db: &mut PgConnection,
    company: CompanyId,
    candidate: CandidateId,
    now: Time,
) -> Result<Keeping> {
    let row = sqlx::query!(
        r#"select d.due_on as "due_on?: Day", r.country as "country?", r.ending as "ending?: Ending", r.months as "months?",
                  n.warned_at as "warned_at?: Time", h.ends_on as "held_until?: Day", h.reason as "held_for?"
           from candidates c
           left join erasure_dates d on (d.company_id, d.candidate_id) = (c.company_id, c.id) and d.company_id = $1 and d.candidate_id = $2
           left join retention_rules r on (r.company_id, r.id) = (d.company_id, d.rule_id)
           left join retention_notices n on (n.company_id, n.candidate_id) = (c.company_id, c.id)
           left join holds h on (h.company_id, h.candidate_id) = (c.company_id, c.id) and h.ends_on >= $3
           where c.company_id = $1 and c.id = $2"#,
        company as _,
        candidate as _,
        today(now) as _,
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else {
        return Ok(Keeping::default());
    };
    let rule = row.due_on.zip(row.months).map(|(due, months)| {
        let details = RuleDetails {
            country: row.country,
            ending: row.ending,
            months,
        };
        (erase_on(due, row.warned_at, now), details)
    });
    Ok(Keeping {
        rule,
        held_until: row.held_until,
        held_for: row.held_for,
    })
}
