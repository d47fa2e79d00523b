//! One company's careers site in memory: what was read, and the pages made of it so far.

use crate::{
    base::{
        clock::Time,
        ids::{CompanyId, JobId, PostingId},
        links::{self, Begins, Root, Slug},
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

/// How many other postings stand on a posting's page.
pub const SIMILAR: usize = 3;

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
    /// The words of its title, folded.
    title: Vec<String>,
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
                    title: title_words(&posting.content.title),
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

    /// Its path on a careers site.
    pub fn path(&self, at: &impl Begins) -> String {
        links::careers_job(at, self.posting.id, &self.posting.content.title)
    }

    /// How much somebody who reads one posting may care for another: its department most, then its place, then each
    /// word that both titles have.
    fn likeness(&self, other: &Self) -> usize {
        let (mine, theirs) = (&self.posting.content, &other.posting.content);
        let department = mine
            .departments
            .iter()
            .any(|one| theirs.departments.contains(one));
        let place = mine
            .places
            .iter()
            .any(|one| theirs.places.iter().any(|other| one.name == other.name));
        let words = self.title.iter().filter(|word| other.title.contains(word));
        4 * usize::from(department) + 2 * usize::from(place) + words.count()
    }
}

/// A company's site as it is shown until one of its postings closes, or something changes.
pub struct CompanySite {
    pub data: Arc<CompanyData>,
    /// Where its own links lead: one site stands on the installation's host, and one on the company's.
    root: Root,
    /// Open and public, newest first.
    pub listed: Vec<Arc<SitePosting>>,
    pub fresh_until: Option<Time>,
    pub list: OnceCell<CachedPage>,
    pub embed: OnceCell<CachedPage>,
    pub feed: OnceCell<CachedPage>,
    pub rss: OnceCell<CachedPage>,
    pub jobs: OnceCell<CachedPage>,
    pub sitemap: OnceCell<CachedPage>,
    /// The pages of open postings.
    pages: HashMap<PostingId, OnceCell<CachedPage>>,
}

impl CompanySite {
    pub fn of(data: Arc<CompanyData>, root: Root, now: Time) -> Self {
        let open = data.postings.iter().filter(|posting| posting.open(now));
        let listed = open.clone().filter(|posting| !posting.posting.unlisted);
        Self {
            fresh_until: open.clone().filter_map(|posting| posting.closes_at).min(),
            listed: listed.cloned().collect(),
            pages: open
                .map(|posting| (posting.posting.id, OnceCell::new()))
                .collect(),
            root,
            list: OnceCell::new(),
            embed: OnceCell::new(),
            feed: OnceCell::new(),
            rss: OnceCell::new(),
            jobs: OnceCell::new(),
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

    /// Where its links lead on the host that it is shown on.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Where its one address is, whichever host it is shown on.
    pub fn lasting(&self) -> Root {
        match self.profile().hosts.is_empty() {
            true => Root::Shared(self.slug().clone()),
            false => Root::Own,
        }
    }

    /// The host of its one address, as `https://jobs.example.com`; `public` is the installation's.
    pub fn origin(&self, public: &str) -> String {
        match self.profile().hosts.first() {
            Some(host) => links::origin_at(public, host),
            None => public.to_owned(),
        }
    }

    pub fn name(&self) -> &str {
        &self.data.profile.company.name
    }

    /// A posting that candidates may read, open or closed.
    pub fn posting(&self, id: PostingId) -> Option<&Arc<SitePosting>> {
        self.data.postings.get(*self.data.by_id.get(&id)?)
    }

    /// Where the page of an open posting is kept.
    pub fn page(&self, id: PostingId) -> Option<&OnceCell<CachedPage>> {
        self.pages.get(&id)
    }

    /// Open postings that are like this one, the likest first and the newest of equals.
    pub fn similar(&self, to: &SitePosting) -> Vec<&Arc<SitePosting>> {
        let others = self.listed.iter();
        let others = others.filter(|other| other.posting.id != to.posting.id);
        let mut others: Vec<_> = others
            .map(|other| (to.likeness(other), other))
            .filter(|(likeness, _)| *likeness > 0)
            .collect();
        others.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        others.truncate(SIMILAR);
        others.into_iter().map(|(_, other)| other).collect()
    }
}

/// The words of a title that may mean something.
fn title_words(title: &str) -> Vec<String> {
    let folded = fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 2)
        .map(str::to_owned)
        .collect()
}
