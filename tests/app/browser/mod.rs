//! What people do and meet in a real browser. Where a page has no scripts of its own to test, tests in process are quicker.

mod barriers;
mod board;
mod bulk;
mod candidate;
mod conditions;
mod day;
mod framed;
mod main_job;
mod mention;
mod pages;
mod palette;
mod profile;

use crate::kit::{browser::Look, cast::Cast, documents, hand::Hand, postings::Live, site::Site};
use candor::{base::ids::ApplicationId, domain::files::FileKind};

/// Three people have applied for the miller's job, and Rosa is signed in.
struct Mill {
    live: Live,
    people: [ApplicationId; 3],
    hand: Hand,
    cast: Cast,
    // The site goes after the browser that looks at it.
    site: Site,
}

impl Mill {
    /// Nothing where this machine has no browser.
    async fn open() -> Option<Self> {
        let site = Site::open().await;
        let cast = Cast::of(&site).await;
        let hand = site.hand(Look::default()).await?;
        let live = site.mill(&cast).await;
        let mut people = [ApplicationId(0); 3];
        for (id, name) in people
            .iter_mut()
            .zip(["Noor Saar", "Nils Aho", "Mirja Tamm"])
        {
            let pdf = documents::pdf(&[name, "Millstones and sieves"]);
            let resume = site.resume("resume.pdf", FileKind::Pdf, &pdf).await;
            *id = site
                .sends(&cast.company, live.id, name, Vec::new(), vec![resume])
                .await;
        }
        site.know_their_password(&[&cast.rosa]).await;
        hand.signs_in(&cast.rosa).await;
        Some(Self {
            live,
            people,
            hand,
            cast,
            site,
        })
    }

    fn board(&self) -> String {
        format!("/heron/jobs/{}", self.live.job)
    }

    fn profile(&self, at: usize) -> String {
        format!("/heron/applications/{}", self.people[at])
    }
}

/// The keys that have no letter, as WebDriver writes them.
mod key {
    pub const ENTER: &str = "\u{e007}";
    pub const ESCAPE: &str = "\u{e00c}";
}
