//! Addresses to knock at: every route's path, with something in the place of each parameter.

use crate::kit::{app::TestApp, cast::Cast};
use candor::{base::ids::ApplicationId, web::kit::routes::Door};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The table that a parameter's number points into, by the fixed segments before it: the first that fits.
const TABLES: [(&str, &str); 46] = [
    // A candidate's own.
    ("a/files", "attachments"),
    ("a/interviews", "scheduled_interviews"),
    ("account/sessions", "sessions"),
    ("held/introductions", "prospects"),
    ("held", "held_submissions"),
    // A place among the files of what is held.
    ("held/files", "held_submissions"),
    ("applications/activity", "events"),
    ("applications", "applications"),
    ("attachments", "attachments"),
    ("views", "saved_views"),
    ("candidates/duplicates", "duplicates"),
    ("candidates/merges", "merges"),
    ("candidates/imports", "arrivals"),
    ("candidates/activity", "events"),
    ("candidates", "candidates"),
    ("interviews", "scheduled_interviews"),
    ("notes", "notes"),
    ("todos", "todos"),
    ("texts", "text_blocks"),
    ("careers/jobs", "postings"),
    ("postings", "postings"),
    ("jobs", "jobs"),
    ("jobs/plan", "stages"),
    ("jobs/history", "events"),
    ("deleted", "deleted"),
    ("openings", "openings"),
    ("settings/plans", "plan_templates"),
    // A place in the plan, and no id: a number from elsewhere is nowhere in it.
    ("settings/plans/stages", "template_stages"),
    ("departments", "departments"),
    ("offices", "offices"),
    ("regions", "regions"),
    (
        "settings/self-identification",
        "self_identification_choices",
    ),
    ("settings/retention", "retention_rules"),
    ("settings/questions", "library_questions"),
    ("settings/limits", "application_limits"),
    ("limited", "limited_submissions"),
    ("settings/sources", "source_codes"),
    ("prospects/together", "events"),
    ("prospects", "prospects"),
    ("settings/users/invitations", "account_links"),
    ("settings/users", "memberships"),
    ("settings/outbox", "messages"),
    ("settings/unmatched", "unmatched_mail"),
    ("messages", "messages"),
    ("bulk", "bulk_acts"),
    ("resumes", "arrivals"),
];

/// Parameters that are no numbers: tokens and names.
const WORDS: [&str; 11] = [
    "logo",
    "a",
    "alerts",
    "introduction",
    "settings/mail",
    "set-up",
    "invitation",
    "reset",
    "careers",
    "applied",
    "reports",
];

/// What nobody's id is, in forms that break careless code.
pub const ABSURD: [&str; 9] = [
    "0",
    "-1",
    "9223372036854775807",
    "99999999999999999999999",
    "x",
    "%00",
    "..%2f",
    "%ff",
    "1%27%20or%201=1",
];

/// A parameter in a route's path.
struct Parameter {
    /// With its braces.
    text: String,
    table: Option<&'static str>,
}

/// What stands in a path, in the company of the cast and in the other one.
pub struct Addresses {
    company: String,
    /// Of the link to an application.
    token: String,
    own: HashMap<&'static str, i64>,
    foreign: HashMap<&'static str, i64>,
}

impl Addresses {
    /// Looks for a row of each table, in both companies.
    pub async fn of(app: &TestApp, cast: &Cast) -> Self {
        let mut db = app.app.db.read().await.expect("a connection");
        let (mut own, mut foreign) = (HashMap::new(), HashMap::new());
        for (_, table) in TABLES {
            if table == "sessions" {
                continue; // belongs to no company
            }
            let first = format!(
                "select min(id) from {table} t where company_id = $1
                 and not exists (select from {table} o where o.company_id <> $1 and o.id = t.id)"
            );
            for (company, ids) in [
                (&cast.company, &mut own),
                (&cast.other_company, &mut foreign),
            ] {
                let id: Option<i64> = sqlx::query_scalar(AssertSqlSafe(first.clone()))
                    .bind(company.id)
                    .fetch_one(&mut *db)
                    .await
                    .expect("an id");
                ids.extend(id.map(|id| (table, id)));
            }
        }
        drop(db);
        let token = match own.get("applications") {
            Some(id) => app.link_of(ApplicationId(*id)).await.replace("/a/", ""),
            None => String::new(),
        };
        Self {
            company: cast.company.slug.to_string(),
            token,
            own,
            foreign,
        }
    }

    /// The path with things of the company's own in it, or a number that is nobody's where it has none.
    pub fn own(&self, door: &Door) -> String {
        self.filled(door, None)
    }

    /// One path for each parameter, with a thing of another company in its place.
    pub fn foreign(&self, door: &Door) -> Vec<String> {
        let parameters = parameters(door.path);
        let tables = parameters.iter().filter_map(|parameter| {
            let id = self.foreign.get(parameter.table?)?;
            Some(self.filled(door, Some((&parameter.text, &id.to_string()))))
        });
        tables.collect()
    }

    /// One path for each parameter, the company's too, with this in its place.
    pub fn with(&self, door: &Door, value: &str) -> Vec<String> {
        let parameters = parameters(door.path);
        let filled = |parameter: &Parameter| self.filled(door, Some((&parameter.text, value)));
        parameters.iter().map(filled).collect()
    }

    fn filled(&self, door: &Door, instead: Option<(&str, &str)>) -> String {
        let mut path = door.path.to_owned();
        for parameter in parameters(door.path) {
            let value = match (instead, parameter.table) {
                (Some((text, value)), _) if text == parameter.text => value.to_owned(),
                _ if parameter.text == "{company}" => self.company.clone(),
                (_, Some(table)) => self
                    .own
                    .get(table)
                    .copied()
                    .unwrap_or(7_777_777)
                    .to_string(),
                (_, None) if door.path.starts_with("/a/") => self.token.clone(),
                (_, None) => "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            };
            path = path.replace(&parameter.text, &value);
        }
        path
    }
}

fn parameters(path: &str) -> Vec<Parameter> {
    let (mut found, mut before) = (Vec::new(), String::new());
    for segment in path.split('/').skip(1) {
        if !segment.starts_with('{') {
            before = format!("{before}/{segment}");
            continue;
        }
        let fits = |name: &str| before.ends_with(&format!("/{name}"));
        let table = TABLES
            .iter()
            .find(|(name, _)| fits(name))
            .map(|(_, table)| *table);
        assert!(
            table.is_some() || segment == "{company}" || WORDS.iter().any(|name| fits(name)),
            "say in TABLES, or in WORDS, what {segment} of {path} is"
        );
        found.push(Parameter {
            text: segment.to_owned(),
            table,
        });
    }
    found
}
