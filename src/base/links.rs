//! Every address of the site, in one place.

use super::{
    ids::{ApplicationId, AttachmentId, CandidateId, InterviewId, JobId, PostingId, ProspectId},
    secret::Token,
};

/// A company's path segment, `[a-z0-9-]{2,40}`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Slug(String);

/// First segments of paths that no company may have.
pub const RESERVED: [&str; 15] = [
    "sign-in",
    "sign-out",
    "set-up",
    "account",
    "a",
    "careers",
    "v0",
    "v1",
    "static",
    "feeds",
    "healthz",
    "readyz",
    "metrics",
    "robots.txt",
    "sitemap.xml",
];

impl Slug {
    /// A slug that a company may have.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = (2..=40).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (shape && !RESERVED.contains(&text)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words of a title for an address: lower-case ASCII letters and digits between hyphens, at most 60 characters.
pub fn words(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in title
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
    {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

pub const SIGN_IN: &str = "/sign-in";
pub const ACCOUNT: &str = "/account";

/// Where somebody joins a company.
pub fn invitation(token: &Token) -> String {
    format!("/account/invitation/{}", token.reveal())
}

/// Where somebody chooses a new password.
pub fn reset(token: &Token) -> String {
    format!("/account/reset/{}", token.reveal())
}

/// Sign-in that leads back to where somebody wanted to go.
pub fn sign_in_and_back(path: &str) -> String {
    if !local(path) || path == "/" {
        return SIGN_IN.to_owned();
    }
    let next = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
    format!("{SIGN_IN}?next={next}")
}

/// Whether a `next` parameter stays on this site: one leading slash, no backslash, no control characters.
pub fn local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
}

pub fn home(company: &Slug) -> String {
    format!("/{company}")
}

pub fn jobs(company: &Slug) -> String {
    format!("/{company}/jobs")
}

/// A job's board.
pub fn job(company: &Slug, id: JobId) -> String {
    format!("/{company}/jobs/{id}")
}

/// The review of a job's people.
pub fn review(company: &Slug, id: JobId) -> String {
    job_page(company, id, "review")
}

/// A page beside a job's board: `plan`, `team`, `openings`, `edit`.
pub fn job_page(company: &Slug, id: JobId, page: &str) -> String {
    format!("/{company}/jobs/{id}/{page}")
}

pub fn posting(company: &Slug, id: PostingId) -> String {
    format!("/{company}/postings/{id}")
}

pub fn application(company: &Slug, id: ApplicationId) -> String {
    format!("/{company}/applications/{id}")
}

/// Everybody who ever applied.
pub fn candidates(company: &Slug) -> String {
    format!("/{company}/candidates")
}

/// One person, with all their applications.
pub fn candidate(company: &Slug, id: CandidateId) -> String {
    format!("/{company}/candidates/{id}")
}

/// One interview of an application.
pub fn interview(company: &Slug, id: InterviewId) -> String {
    format!("/{company}/interviews/{id}")
}

pub fn attachment(company: &Slug, id: AttachmentId) -> String {
    format!("/{company}/attachments/{id}")
}

/// Sendings that are held.
pub fn held(company: &Slug) -> String {
    format!("/{company}/held")
}

/// A page of a company's settings.
pub fn settings(company: &Slug, page: &str) -> String {
    format!("/{company}/settings/{page}")
}

/// A company's careers site.
pub fn careers(company: &Slug) -> String {
    format!("/careers/{company}")
}

/// A posting as candidates see it.
pub fn careers_job(company: &Slug, id: PostingId, title: &str) -> String {
    let words = words(title);
    if words.is_empty() {
        format!("/careers/{company}/jobs/{id}")
    } else {
        format!("/careers/{company}/jobs/{id}-{words}")
    }
}

/// Its application form.
pub fn careers_apply(company: &Slug, id: PostingId, title: &str) -> String {
    format!("{}/apply", careers_job(company, id, title))
}

/// What somebody sees who has applied.
pub fn careers_applied(company: &Slug, reference: &str) -> String {
    format!("/careers/{company}/applied/{reference}")
}

/// Its live postings as an Atom feed.
pub fn careers_feed(company: &Slug) -> String {
    format!("/careers/{company}/feed.atom")
}

/// The same as RSS.
pub fn careers_rss(company: &Slug) -> String {
    format!("/careers/{company}/feed.rss")
}

/// Its live postings for search engines.
pub fn careers_sitemap(company: &Slug) -> String {
    format!("/careers/{company}/sitemap.xml")
}

/// How it treats what candidates send.
pub fn careers_privacy(company: &Slug) -> String {
    format!("/careers/{company}/privacy")
}

/// Its colour. The query makes a new address of a new colour, so that browsers may keep the file.
pub fn careers_theme(company: &Slug, hue: i16) -> String {
    format!("/careers/{company}/theme.css?{hue}")
}

/// A candidate's own page, or a page beside it: `withdrawal`, `details`.
pub fn own(token: &Token, page: &str) -> String {
    match page {
        "" => format!("/a/{}", token.reveal()),
        page => format!("/a/{}/{page}", token.reveal()),
    }
}

/// Where somebody asks for the link to their application again.
pub fn careers_link(company: &Slug) -> String {
    format!("/careers/{company}/link")
}

/// What they see then, known to us or not.
pub fn careers_link_sent(company: &Slug) -> String {
    format!("/careers/{company}/link/sent")
}

/// Where somebody asks to hear of new openings.
pub fn careers_alerts(company: &Slug) -> String {
    format!("/careers/{company}/alerts")
}

/// The page of one alert. `{token}` stands in it for the token.
pub fn careers_alert(company: &Slug) -> String {
    format!("/careers/{company}/alerts/{{token}}")
}

/// Where somebody introduces themselves without a job in mind.
pub fn careers_introduction(company: &Slug) -> String {
    format!("/careers/{company}/introduction")
}

/// Their own page. `{token}` stands in it for the token.
pub fn careers_introduced(company: &Slug) -> String {
    format!("/careers/{company}/introduction/{{token}}")
}

/// People who may be thought of for other roles.
pub fn prospects(company: &Slug) -> String {
    format!("/{company}/prospects")
}

pub fn prospect(company: &Slug, id: ProspectId) -> String {
    format!("/{company}/prospects/{id}")
}

/// Positions for people of the company to pass on.
pub fn share(company: &Slug) -> String {
    format!("/{company}/share")
}

/// Every company that has a careers site.
pub const CAREERS: &str = "/careers";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_titles() {
        assert_eq!(
            words("Support Manager (m/f/d), Zürich"),
            "support-manager-m-f-d-zurich"
        );
        assert_eq!(words("日本"), "");
        assert!(words(&"long ".repeat(50)).len() <= 60);
    }

    #[test]
    fn next_stays_on_this_site() {
        assert!(local("/acme/jobs?status=open"));
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "",
        ] {
            assert!(!local(path), "{path:?}");
        }
    }

    #[test]
    fn reserved_slugs_are_nobodys() {
        assert!(Slug::parse("careers").is_none());
        assert!(Slug::parse("Acme").is_none());
        assert!(Slug::parse("acme-2").is_some());
    }
}
