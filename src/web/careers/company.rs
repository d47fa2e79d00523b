//! One company's careers site in memory: what was read, and the pages made of it so far.

use crate::{
    base::{
        clock::Time,
        ids::{CompanyId, JobId, PostingId},
        links::{self, Slug},
    },
    domain::{
        companies::{Profile, last_moment},
        jobs::Milestone,
        postings::{published::LivePosting, searched},
        promises::{ENOUGH, Kept},
    },
    web::kit::cached::CachedPage,
};
use jiff::SignedDuration;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::OnceCell;

pub use crate::domain::postings::fold;

/// What was read of a company.
pub struct CompanyData {
    pub profile: Profile,
    /// Newest first; closed ones among them.
    postings: Vec<Arc<SitePosting>>,
    by_id: HashMap<PostingId, usize>,
    /// What is said of limits on the form of a job.
    limits: HashMap<JobId, Vec<String>>,
}

/// A posting, ready to be shown and searched.
pub struct SitePosting {
    pub posting: LivePosting,
    /// The first moment at which it takes no applications, if that is known.
    closes_at: Option<Time>,
    /// The way of an application.
    pub milestones: Vec<Milestone>,
    /// Everything that search looks at, folded.
    words: String,
    /// The page while it is open.
    pub page: OnceCell<CachedPage>,
}

impl CompanyData {
    pub fn new(
        profile: Profile,
        postings: Vec<LivePosting>,
        plans: &HashMap<JobId, Vec<Milestone>>,
    ) -> Self {
        let zone = profile.zone();
        let postings: Vec<_> = postings
            .into_iter()
            .map(|mut posting| {
                // Markdown is for editors; here it would only take memory.
                for section in &mut posting.content.sections {
                    section.source = String::new();
                }
                let last_day = posting.content.closes_on;
                Arc::new(SitePosting {
                    closes_at: last_day
                        .map(|day| last_moment(day.0, &zone).plus(SignedDuration::from_millis(1))),
                    milestones: plans.get(&posting.job).cloned().unwrap_or_default(),
                    words: searched(&posting),
                    page: OnceCell::new(),
                    posting,
                })
            })
            .collect();
        let by_id = postings.iter().enumerate();
        Self {
            by_id: by_id
                .map(|(at, posting)| (posting.posting.id, at))
                .collect(),
            postings,
            profile,
            limits: HashMap::new(),
        }
    }

    /// With what the forms say of limits.
    pub fn limited(self, limits: HashMap<JobId, Vec<String>>) -> Self {
        Self { limits, ..self }
    }

    /// How often somebody may apply for a job, as its form says it: nothing, where there is no limit.
    pub fn limits_of(&self, job: JobId) -> &[String] {
        self.limits.get(&job).map_or(&[], Vec::as_slice)
    }

    pub fn id(&self) -> CompanyId {
        self.profile.company.id
    }
}

impl SitePosting {
    /// Whether it takes applications: its last day may be over before the task that closes it has run.
    pub fn open(&self, now: Time) -> bool {
        self.posting.live && self.closes_at.is_none_or(|at| now < at)
    }

    /// When it stopped to take applications.
    pub fn closed_at(&self) -> Option<Time> {
        self.posting.closed_at.or(self
            .closes_at
            .map(|at| at.minus(SignedDuration::from_millis(1))))
    }

    /// The last moment at which it takes applications, while that lies ahead.
    pub fn valid_through(&self) -> Option<Time> {
        self.closes_at
            .map(|at| at.minus(SignedDuration::from_millis(1)))
    }

    /// Whether each of the words, folded, is somewhere in it.
    pub fn says(&self, wanted: &str) -> bool {
        wanted
            .split_whitespace()
            .all(|word| self.words.contains(word))
    }

    /// Its path on the careers site.
    pub fn path(&self, company: &Slug) -> String {
        links::careers_job(company, self.posting.id, &self.posting.content.title)
    }
}

/// A company's site as it is shown until one of its postings closes, or something changes.
pub struct CompanySite {
    pub data: Arc<CompanyData>,
    /// Open and public, newest first.
    pub listed: Vec<Arc<SitePosting>>,
    pub fresh_until: Option<Time>,
    pub list: OnceCell<CachedPage>,
    pub embed: OnceCell<CachedPage>,
    pub feed: OnceCell<CachedPage>,
    pub rss: OnceCell<CachedPage>,
    pub sitemap: OnceCell<CachedPage>,
}

impl CompanySite {
    pub fn of(data: Arc<CompanyData>, now: Time) -> Self {
        let open = data.postings.iter().filter(|posting| posting.open(now));
        let listed = open.clone().filter(|posting| !posting.posting.unlisted);
        Self {
            fresh_until: open.clone().filter_map(|posting| posting.closes_at).min(),
            listed: listed.cloned().collect(),
            list: OnceCell::new(),
            embed: OnceCell::new(),
            feed: OnceCell::new(),
            rss: OnceCell::new(),
            sitemap: OnceCell::new(),
            data,
        }
    }

    pub fn profile(&self) -> &Profile {
        &self.data.profile
    }

    /// How often promises were kept, where the company says it and there were enough.
    pub fn promises_kept(&self) -> Option<Kept> {
        let (kept, counted) = self.data.profile.promises?;
        (counted >= ENOUGH).then_some(Kept { kept, counted })
    }

    pub fn slug(&self) -> &Slug {
        &self.data.profile.company.slug
    }

    pub fn name(&self) -> &str {
        &self.data.profile.company.name
    }

    /// A posting that candidates may read, open or closed.
    pub fn posting(&self, id: PostingId) -> Option<&Arc<SitePosting>> {
        self.data.postings.get(*self.data.by_id.get(&id)?)
    }

    /// Up to three open postings that share a department with this one, else the newest.
    pub fn similar(&self, to: &SitePosting) -> Vec<&Arc<SitePosting>> {
        let mine = &to.posting.content.departments;
        let shares = |other: &&Arc<SitePosting>| {
            let theirs = &other.posting.content.departments;
            !theirs.iter().any(|department| mine.contains(department))
        };
        let mut others: Vec<_> = self.listed.iter().collect();
        others.retain(|other| other.posting.id != to.posting.id);
        others.sort_by_key(shares);
        others.truncate(3);
        others
    }
}
