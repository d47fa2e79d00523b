//! What can be restored, and how it is kept.

use serde_json::Value;

/// What was deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Office,
    Department,
    Region,
    PlanTemplate,
    Limit,
    RetentionRule,
    View,
    Logo,
    /// What candidates of a country are asked about themselves.
    Inquiry,
    /// Of a job's plan. Its row stays in its table, because history and applications name it.
    Stage,
    /// That names no application. Its row stays as well, and goes when it would have gone anyway.
    Mail,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Office,
        Self::Department,
        Self::Region,
        Self::PlanTemplate,
        Self::Limit,
        Self::RetentionRule,
        Self::View,
        Self::Logo,
        Self::Inquiry,
        Self::Stage,
        Self::Mail,
    ];

    /// Its name in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Department => "department",
            Self::Region => "region",
            Self::PlanTemplate => "plan_template",
            Self::Limit => "application_limit",
            Self::RetentionRule => "retention_rule",
            Self::View => "saved_view",
            Self::Logo => "company_logo",
            Self::Inquiry => "self_identification_choice",
            Self::Stage => "stage",
            Self::Mail => "unmatched_mail",
        }
    }

    pub(super) fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "Office",
            Self::Department => "Department",
            Self::Region => "Region",
            Self::PlanTemplate => "Plan",
            Self::Limit => "Limit of applications",
            Self::RetentionRule => "Rule of retention",
            Self::View => "View",
            Self::Logo => "Logo",
            Self::Inquiry => "Self-identification",
            Self::Stage => "Stage",
            Self::Mail => "Mail that nobody has filed",
        }
    }

    /// The event of its restoration.
    pub(in crate::domain) fn restored(self) -> &'static str {
        match self {
            Self::Office => "office.restored",
            Self::Department => "department.restored",
            Self::Region => "region.restored",
            Self::PlanTemplate => "plan_template.restored",
            Self::Limit => "application_limit.restored",
            Self::RetentionRule => "retention_rule.restored",
            Self::View => "view.restored",
            Self::Logo => "company_logo.restored",
            Self::Inquiry => "self_identification_choice.restored",
            Self::Stage => "stage.restored",
            Self::Mail => "mail.unmatched_restored",
        }
    }

    /// Whether its row stays in its table, so that its own room brings it back.
    pub(super) fn stays(self) -> bool {
        matches!(self, Self::Stage | Self::Mail)
    }

    /// A statement that gives the rows of one as they are, in the order in which they come back: `$1` is the company, `$2`
    /// its id.
    pub(super) fn rows(self) -> &'static str {
        match self {
            Self::Office => {
                "select jsonb_build_array(jsonb_build_object('table', 'offices', 'row', to_jsonb(t)))
                 from offices t where t.company_id = $1 and t.id = $2"
            }
            Self::Department => {
                "select jsonb_build_array(jsonb_build_object('table', 'departments', 'row', to_jsonb(t)))
                 from departments t where t.company_id = $1 and t.id = $2"
            }
            Self::Region => {
                "select jsonb_build_array(jsonb_build_object('table', 'regions', 'row', to_jsonb(t)))
                 from regions t where t.company_id = $1 and t.id = $2"
            }
            Self::PlanTemplate => {
                "select jsonb_build_array(jsonb_build_object('table', 'plan_templates', 'row', to_jsonb(t)))
                     || (select coalesce(jsonb_agg(jsonb_build_object('table', 'template_stages', 'row', to_jsonb(s))), '[]')
                         from template_stages s where s.company_id = $1 and s.template_id = $2)
                 from plan_templates t where t.company_id = $1 and t.id = $2"
            }
            Self::Limit => {
                "select jsonb_build_array(jsonb_build_object('table', 'application_limits', 'row', to_jsonb(t)))
                     || (select coalesce(jsonb_agg(jsonb_build_object('table', 'application_limit_jobs', 'row', to_jsonb(j))), '[]')
                         from application_limit_jobs j where j.company_id = $1 and j.limit_id = $2)
                 from application_limits t where t.company_id = $1 and t.id = $2"
            }
            Self::RetentionRule => {
                "select jsonb_build_array(jsonb_build_object('table', 'retention_rules', 'row', to_jsonb(t)))
                 from retention_rules t where t.company_id = $1 and t.id = $2"
            }
            Self::View => {
                "select jsonb_build_array(jsonb_build_object('table', 'saved_views', 'row', to_jsonb(t)))
                 from saved_views t where t.company_id = $1 and t.id = $2"
            }
            // There is one of a company, and any number that were.
            Self::Logo => {
                "select jsonb_build_array(jsonb_build_object('table', 'company_logos', 'row', to_jsonb(t)))
                 from company_logos t where t.company_id = $1 and $2::bigint is not null"
            }
            Self::Inquiry => {
                "select jsonb_build_array(jsonb_build_object('table', 'self_identification_choices', 'row', to_jsonb(t)))
                 from self_identification_choices t where t.company_id = $1 and t.id = $2"
            }
            Self::Stage => "select '[]'::jsonb from stages t where t.company_id = $1 and t.id = $2",
            Self::Mail => {
                "select '[]'::jsonb from unmatched_mail t where t.company_id = $1 and t.id = $2"
            }
        }
    }
}

/// The same rows with another name, if it has one: there is another of the old name by now.
pub(super) fn renamed(rows: &Value) -> Option<(Value, String)> {
    let mut rows = rows.clone();
    let name = rows.pointer_mut("/0/row/name")?;
    // The longest name that any of them may have is a hundred characters.
    let short: String = name.as_str()?.chars().take(89).collect();
    let new = format!("{short} (restored)");
    *name = Value::String(new.clone());
    Some((rows, new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_is_known_by_its_key() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.key()), Some(kind));
        }
    }

    #[test]
    fn another_name_says_why_and_is_not_too_long() {
        let rows = json!([{ "table": "offices", "row": { "name": "é".repeat(100), "id": 7 } }]);
        let (rows, name) = renamed(&rows).expect("it has a name");
        assert_eq!(name.chars().count(), 100);
        assert!(name.ends_with(" (restored)"));
        assert_eq!(rows.pointer("/0/row/id"), Some(&json!(7)));
        assert!(renamed(&json!([{ "row": { "months": 6 } }])).is_none());
    }
}
