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

/// A list of what waits for somebody.
pub fn waiting(company: &Slug, what: &str) -> String {
    format!("/{company}/waiting?for={what}")
}

/// What somebody has to do.
pub fn todos(company: &Slug) -> String {
    format!("/{company}/todos")
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

/// Another host of the installation, with the scheme and port of its public address.
pub fn origin_at(public: &str, host: &str) -> String {
    let moved = url::Url::parse(public).ok().and_then(|mut url| {
        url.set_host(Some(host)).ok()?;
        Some(url.origin().ascii_serialization())
    });
    moved.unwrap_or_else(|| public.to_owned())
}

/// What a company's careers site begins with: paths of it are made for the host on which they are followed.
pub trait Begins {
    /// The path before `/jobs/…`; empty on a host of the company's own.
    fn begins(&self) -> String;
}

/// The site beside those of other companies.
impl Begins for Slug {
    fn begins(&self) -> String {
        format!("/careers/{self}")
    }
}

impl<B: Begins + ?Sized> Begins for &B {
    fn begins(&self) -> String {
        (**self).begins()
    }
}

/// Either of the two places of a careers site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Root {
    /// On the installation's host, beside other companies.
    Shared(Slug),
    /// On a host of the company's own.
    Own,
}

impl Begins for Root {
    fn begins(&self) -> String {
        match self {
            Self::Shared(company) => company.begins(),
            Self::Own => String::new(),
        }
    }
}

/// A company's careers site.
pub fn careers(at: &impl Begins) -> String {
    match at.begins() {
        path if path.is_empty() => "/".to_owned(),
        path => path,
    }
}

/// A posting as candidates see it.
pub fn careers_job(at: &impl Begins, id: PostingId, title: &str) -> String {
    let words = words(title);
    if words.is_empty() {
        format!("{}/jobs/{id}", at.begins())
    } else {
        format!("{}/jobs/{id}-{words}", at.begins())
    }
}

/// Its application form.
pub fn careers_apply(at: &impl Begins, id: PostingId, title: &str) -> String {
    format!("{}/apply", careers_job(at, id, title))
}

/// What somebody sees who has applied.
pub fn careers_applied(at: &impl Begins, reference: &str) -> String {
    format!("{}/applied/{reference}", at.begins())
}

/// Its live postings as an Atom feed.
pub fn careers_feed(at: &impl Begins) -> String {
    format!("{}/feed.atom", at.begins())
}

/// The same as RSS.
pub fn careers_rss(at: &impl Begins) -> String {
    format!("{}/feed.rss", at.begins())
}

/// Its live postings in the XML that job sites fetch.
pub fn careers_jobs_feed(at: &impl Begins) -> String {
    format!("{}/feed.xml", at.begins())
}

/// The same of every company.
pub const ALL_JOBS_FEED: &str = "/careers/feed.xml";

/// Its list, for a frame on another website.
pub fn careers_embed(at: &impl Begins) -> String {
    format!("{}/embed", at.begins())
}

/// Its logo. The name changes with the picture, so that browsers may keep it for ever.
pub fn careers_logo(at: &impl Begins, name: &str) -> String {
    format!("{}/logo/{name}", at.begins())
}

/// Its live postings for search engines.
pub fn careers_sitemap(at: &impl Begins) -> String {
    format!("{}/sitemap.xml", at.begins())
}

/// How it treats what candidates send.
pub fn careers_privacy(at: &impl Begins) -> String {
    format!("{}/privacy", at.begins())
}

/// Its colour. The query makes a new address of a new colour, so that browsers may keep the file.
pub fn careers_theme(at: &impl Begins, hue: i16) -> String {
    format!("{}/theme.css?{hue}", at.begins())
}

/// A candidate's own page, or a page beside it: `withdrawal`, `details`.
pub fn own(token: &Token, page: &str) -> String {
    match page {
        "" => format!("/a/{}", token.reveal()),
        page => format!("/a/{}/{page}", token.reveal()),
    }
}

/// Where somebody asks for the link to their application again.
pub fn careers_link(at: &impl Begins) -> String {
    format!("{}/link", at.begins())
}

/// What they see then, known to us or not.
pub fn careers_link_sent(at: &impl Begins) -> String {
    format!("{}/link/sent", at.begins())
}

/// Where somebody asks to hear of new openings.
pub fn careers_alerts(at: &impl Begins) -> String {
    format!("{}/alerts", at.begins())
}

/// The page of one alert. `{token}` stands in it for the token.
pub fn careers_alert(at: &impl Begins) -> String {
    format!("{}/alerts/{{token}}", at.begins())
}

/// Where somebody introduces themselves without a job in mind.
pub fn careers_introduction(at: &impl Begins) -> String {
    format!("{}/introduction", at.begins())
}

/// Their own page. `{token}` stands in it for the token.
pub fn careers_introduced(at: &impl Begins) -> String {
    format!("{}/introduction/{{token}}", at.begins())
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
    fn a_careers_site_begins_where_it_is() {
        let shared = Root::Shared(Slug::parse("heron").unwrap());
        assert_eq!(careers(&shared), "/careers/heron");
        assert_eq!(careers(&Root::Own), "/");
        assert_eq!(
            careers_apply(&shared, PostingId(7), "Miller"),
            "/careers/heron/jobs/7-miller/apply"
        );
        assert_eq!(
            careers_job(&Root::Own, PostingId(7), "Miller"),
            "/jobs/7-miller"
        );
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
