//! The pages that recruiters and candidates open.

use super::fill::Filled;

/// Every page that a recruiter or a candidate opens, with its address.
pub fn pages(f: &Filled) -> Vec<(&'static str, String)> {
    let (job, application, posting) = (f.big_job, f.application, f.posting);
    vec![
        ("careers list", "/careers/bench".to_owned()),
        (
            "careers list, filtered",
            "/careers/bench?q=engineer".to_owned(),
        ),
        ("posting", f.posting_path.clone()),
        ("application form", format!("{}/apply", f.posting_path)),
        ("home", "/bench".to_owned()),
        ("jobs", "/bench/jobs".to_owned()),
        ("board of 10,000", format!("/bench/jobs/{job}")),
        ("list of 10,000", format!("/bench/jobs/{job}/list")),
        ("list, by name", format!("/bench/jobs/{job}/list?q=minter")),
        ("application", format!("/bench/applications/{application}")),
        (
            "application, résumé",
            format!("/bench/applications/{application}/resume"),
        ),
        (
            "application, activity",
            format!("/bench/applications/{application}/activity"),
        ),
        ("move", format!("/bench/applications/{application}/move")),
        (
            "reject",
            format!("/bench/applications/{application}/rejection"),
        ),
        ("job, edit", format!("/bench/jobs/{job}/edit")),
        ("job, plan", format!("/bench/jobs/{job}/plan")),
        ("job, team", format!("/bench/jobs/{job}/team")),
        ("postings", "/bench/postings".to_owned()),
        ("posting editor", format!("/bench/postings/{posting}")),
        ("users", "/bench/settings/users".to_owned()),
        (
            "review",
            format!("/bench/jobs/{job}/review?at={application}"),
        ),
        ("candidates", "/bench/candidates".to_owned()),
        ("reports", "/bench/reports".to_owned()),
        ("report, stages", "/bench/reports/stages".to_owned()),
        ("report, promises", "/bench/reports/promises".to_owned()),
        ("report, rows", "/bench/reports/funnel/rows".to_owned()),
    ]
}
