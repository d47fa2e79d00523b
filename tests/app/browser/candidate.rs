//! What a candidate does: applies, follows the link of their mail, withdraws and takes that back, corrects what they sent,
//! gives another address, takes a copy along, and has everything erased. With a finger on a phone, with scripts and without
//! them, and with keys alone as somebody does who listens to the pages.

use crate::kit::{
    browser::{Look, Screen},
    cast::Cast,
    documents,
    hand::{Hand, Means},
    postings::{miller, one_of_each},
    site::Site,
};
use candor::base::ids::ApplicationId;
use jiff::SignedDuration;
use std::path::PathBuf;
use tempfile::TempDir;

const ADDRESS: &str = "leida@example.org";
const ENTER: &str = super::key::ENTER;
const OTHER: &str = "leida@elsewhere.example.org";

#[tokio::test]
async fn a_candidate_knows_where_they_stand_on_a_phone_with_scripts() {
    journey(Screen::Phone, Means::Pointer, true).await;
}

#[tokio::test]
async fn a_candidate_knows_where_they_stand_on_a_phone_without_scripts() {
    journey(Screen::Phone, Means::Pointer, false).await;
}

#[tokio::test]
async fn a_candidate_knows_where_they_stand_by_keys_and_by_ear() {
    journey(Screen::Desk, Means::Keyboard, true).await;
}

async fn journey(screen: Screen, means: Means, scripts: bool) {
    let Some(leida) = Leida::open(screen, means, scripts).await else {
        return;
    };
    leida.applies().await;
    let id = leida.reads_her_mail().await;
    leida.looks_at_her_interview(id).await;
    leida.withdraws_and_comes_back(id).await;
    leida.corrects_what_she_sent().await;
    leida.takes_another_address().await;
    leida.says_what_she_likes().await;
    leida.takes_a_copy_along().await;
    leida.has_the_link_sent_again(id).await;
    leida.is_erased(id).await;
}

/// Leida Rand applies for the miller's job.
struct Leida {
    hand: Hand,
    scripts: bool,
    files: TempDir,
    cast: Cast,
    // The site goes after the browser that looks at it.
    site: Site,
}

impl Leida {
    /// Nothing where this machine has no browser.
    async fn open(screen: Screen, means: Means, scripts: bool) -> Option<Self> {
        let site = Site::open().await;
        let mut cast = Cast::of(&site).await;
        let look = Look {
            screen,
            dark: false,
            scripts,
        };
        let mut hand = site.hand(look).await?;
        hand.means = means;
        let mut ad = miller();
        ad.advert.questions = one_of_each();
        let live = site.staffed(&cast, ad).await;
        site.applies(&cast.company, live.id, "Noor Saar").await;
        let asked = [("country", ""), ("set", "general")];
        let new = "/heron/settings/self-identification/new";
        cast.ada.post(new, &asked).await.expect(303);
        let files = tempfile::tempdir().expect("a folder");
        Some(Self {
            hand,
            scripts,
            files,
            cast,
            site,
        })
    }

    /// First with nothing but a résumé; what was read from it, and the file, stay.
    async fn applies(&self) {
        let hand = &self.hand;
        hand.goes_to("/careers/heron").await;
        self.fits().await;
        hand.clicks("Miller").await;
        self.fits().await;
        hand.clicks("Apply for this role").await;
        let resume = self.file("leida.pdf", &["Leida Rand", ADDRESS, "+372 5550 0199"]);
        hand.attaches("#resume", &resume).await;
        if !self.scripts {
            hand.clicks("Fill in the form from it").await;
        }
        hand.sees("Filled in from your résumé").await;
        hand.sees("from your résumé").await;
        self.fits().await;
        hand.clicks("Send application").await;

        hand.sees("problems to fix").await;
        hand.sees("leida.pdf").await;
        self.fits().await;
        let first = hand
            .reads("document.querySelector('.error-summary li a').innerText")
            .await;
        hand.clicks(first.as_str().expect("a message")).await;
        hand.until(
            "document.activeElement.id === location.hash.slice(1)",
            "the message did not lead to its field",
        )
        .await;
        for (field, value) in [
            ("given_name", "Leida"),
            ("family_name", "Rand"),
            ("email", ADDRESS),
        ] {
            let read = hand
                .reads(&format!("document.getElementById('{field}').value"))
                .await;
            assert_eq!(read, value);
        }
        hand.types("#place", "Tartu, Estonia").await;
        // Enter sends, and does not read the résumé again.
        hand.presses(ENTER).await;
        hand.until(
            "document.querySelector('.error-summary') && !document.querySelector('.error-summary [href=\"#place\"]')",
            "Enter did not send",
        )
        .await;
        self.answers().await;
        hand.types("#adjustments", "A room without steps.").await;
        hand.clicks("I agree").await;
        self.site.time_for_a_form();
        self.fits().await;
        hand.clicks("Send application").await;
        hand.sees("Thank you. Your application is in.").await;
        hand.sees("Your reference is").await;
        self.fits().await;
    }

    async fn answers(&self) {
        let hand = &self.hand;
        hand.clicks("Yes").await;
        hand.clicks("Oats").await;
        let second = "[...document.querySelectorAll('[type=checkbox][name^=question_]')]";
        hand.until(&format!("{second}.length === 3"), "no choices")
            .await;
        // By its label: rye is asked for twice.
        let rye = hand.reads(&format!("{second}[0].name")).await;
        hand.clicks_on(&format!("[name={}]", rye.as_str().expect("a name")))
            .await;
        for (label, answer) in [
            ("Your first mill", "The one at the weir"),
            ("Why flour?", "It is patient."),
            ("Sacks a day", "40"),
            // Digits in the order in which Chromium asks for them.
            ("From when?", "06152027"),
            ("A picture of your bread", "https://bread.example.org/1"),
        ] {
            hand.types(&self.field(label).await, answer).await;
        }
        let recipe = self.file("recipe.pdf", &["Flour, water, time"]);
        let field = hand
            .reads("document.querySelector('[type=file][name^=question_]').id")
            .await;
        let field = format!("#{}", field.as_str().expect("an id"));
        hand.attaches(&field, &recipe).await;
    }

    async fn reads_her_mail(&self) -> ApplicationId {
        let hand = &self.hand;
        let id = self.site.number("select max(id) from applications").await;
        let id = ApplicationId(id);
        self.site.run_tasks().await;
        let mail = self.site.mail_of(id).await;
        assert_eq!(mail[0].to, ADDRESS);
        hand.goes_to(&self.site.link_of(id).await).await;
        hand.sees("You have an answer by").await;
        hand.sees("We have your application").await;
        hand.sees("leida.pdf").await;
        self.fits().await;
        id
    }

    async fn looks_at_her_interview(&self, id: ApplicationId) {
        let (hand, cast) = (&self.hand, &self.cast);
        let iris = [cast.iris.member];
        self.site.meets(&cast.company, &cast.rosa, id, &iris).await;
        hand.goes_to(&self.site.link_of(id).await).await;
        hand.sees("First interview").await;
        self.fits().await;
        hand.clicks("Add to calendar").await;
        let file = String::from_utf8(hand.receives(".ics").await).expect("a text");
        assert!(file.contains("First interview"), "{file}");
        hand.chooses("#zone", "Asia/Tokyo").await;
        hand.clicks_on("[data-zones] button").await;
        hand.until("location.search === '?zone=Asia%2FTokyo'", "no other zone")
            .await;
        hand.sees("At Heron").await;
    }

    async fn withdraws_and_comes_back(&self, id: ApplicationId) {
        let hand = &self.hand;
        hand.clicks("Withdraw…").await;
        hand.sees("Withdraw your application?").await;
        self.fits().await;
        hand.types("#reason", "The bakery next door was faster.")
            .await;
        hand.clicks("Withdraw").await;
        hand.sees("This application is withdrawn.").await;
        self.fits().await;
        let told = self.site.happened(id, "application.withdrawn").await;
        assert_eq!(told, 1, "the people who hire know");
        hand.clicks("Take it back").await;
        hand.sees("You have an answer by").await;
        hand.sees("Withdraw…").await;
    }

    /// Her phone, her résumé and an answer, after one try without a name.
    async fn corrects_what_she_sent(&self) {
        let hand = &self.hand;
        hand.clicks("Correct it").await;
        hand.types("#given_name", " ").await;
        hand.clicks("Save changes").await;
        hand.sees("There is a problem to fix").await;
        self.fits().await;
        hand.types("#given_name", "Leida").await;
        hand.types("#phone", "+372 5550 0200").await;
        let newer = self.file("newer.pdf", &["Leida Rand", "Flour and more time"]);
        hand.attaches("#resume", &newer).await;
        hand.types(&self.field("Sacks a day").await, "45").await;
        hand.clicks("Save changes").await;
        hand.sees("We have your changes.").await;
        hand.sees("newer.pdf").await;
        let said = "select count(*) from candidate_phones where phone like '%0200'";
        assert_eq!(self.site.number(said).await, 1);
    }

    /// First somebody else's, then with a wrong code, then her own.
    async fn takes_another_address(&self) {
        let hand = &self.hand;
        hand.clicks("Correct it").await;
        hand.clicks("Use another address").await;
        hand.types("#email", "nowhere").await;
        hand.clicks("Send a code there").await;
        hand.sees("There is a problem to fix").await;
        self.fits().await;
        self.asks_for_a_code("noor.saar@example.org").await;
        hand.types("#code", "0000 0000").await;
        hand.clicks("Use this address").await;
        hand.sees("more tries").await;
        self.fits().await;
        hand.types("#code", &self.site.code().await).await;
        hand.clicks("Use this address").await;
        hand.sees("Somebody applied here with noor.saar@example.org")
            .await;
        self.fits().await;
        self.asks_for_a_code(OTHER).await;
        hand.types("#code", &self.site.code().await).await;
        hand.clicks("Use this address").await;
        hand.sees("we write to you at the new address").await;
        self.fits().await;
    }

    async fn asks_for_a_code(&self, address: &str) {
        let hand = &self.hand;
        hand.types("#email", address).await;
        hand.clicks("Send a code there").await;
        hand.sees(&format!("Code from our mail to {address}")).await;
        self.fits().await;
    }

    /// That she is thought of for other roles, what she needs, and who she is.
    async fn says_what_she_likes(&self) {
        let hand = &self.hand;
        hand.clicks("I agree").await;
        hand.sees("Stop this").await;
        hand.clicks("Stop this").await;
        hand.until("!document.body.innerText.includes('Stop this')", "it stays")
            .await;
        hand.clicks("What you need to take part").await;
        hand.sees("Empty it to ask for nothing any more.").await;
        self.fits().await;
        hand.types("#adjustments", "Captions.").await;
        hand.clicks("Save").await;
        hand.sees("What happens next").await;
        hand.clicks("Answer…").await;
        hand.sees("About you, if you like").await;
        self.fits().await;
        hand.clicks("25 to 34").await;
        hand.clicks("Send").await;
        hand.sees("What happens next").await;
        let said = "select count(*) from self_identifications";
        assert_eq!(self.site.number(said).await, 1);
    }

    async fn takes_a_copy_along(&self) {
        let hand = &self.hand;
        hand.clicks("See it").await;
        hand.sees("What we hold about you").await;
        for held in [OTHER, "Captions.", "25 to 34", "It is patient."] {
            hand.sees(held).await;
        }
        self.fits().await;
        hand.clicks("Download JSON").await;
        let copy = String::from_utf8(hand.receives(".json").await).expect("a text");
        assert!(copy.contains(OTHER), "{copy}");
        hand.clicks("Download ZIP").await;
        assert!(!hand.receives(".zip").await.is_empty());
    }

    async fn has_the_link_sent_again(&self, id: ApplicationId) {
        let hand = &self.hand;
        let before = self.site.mail_of(id).await.len();
        // The same link goes out once in ten minutes.
        let clock = &self.site.app.db.clock;
        clock.advance(SignedDuration::from_mins(11));
        hand.goes_to(&self.site.link_of(id).await).await;
        hand.clicks("have it sent again").await;
        hand.types("#email", "leida").await;
        hand.clicks("Send the link").await;
        hand.sees("There is a problem to fix").await;
        self.fits().await;
        hand.types("#email", OTHER).await;
        hand.clicks("Send the link").await;
        hand.sees("Look into your mail").await;
        self.fits().await;
        self.site.run_tasks().await;
        let mail = self.site.mail_of(id).await;
        assert_eq!(mail.len(), before + 1);
    }

    async fn is_erased(&self, id: ApplicationId) {
        let hand = &self.hand;
        hand.goes_to(&self.site.link_of(id).await).await;
        hand.clicks("Delete…").await;
        self.fits().await;
        hand.clicks("Send me the code").await;
        hand.sees("Code from our mail").await;
        hand.types("#code", "0000 0000").await;
        hand.clicks("Erase everything").await;
        hand.sees("more tries").await;
        self.fits().await;
        hand.types("#code", &self.site.code().await).await;
        hand.clicks("Erase everything").await;
        hand.sees("Your data is erased").await;
        self.fits().await;
    }

    fn file(&self, name: &str, lines: &[&str]) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, documents::pdf(lines)).expect("a file");
        path
    }

    /// The selector of the field that a question labels.
    async fn field(&self, label: &str) -> String {
        let id = self
            .hand
            .reads(&format!(
                "[...document.querySelectorAll('label')].find(it => it.textContent.startsWith('{label}')).htmlFor"
            ))
            .await;
        format!("#{}", id.as_str().expect("an id"))
    }

    /// Nothing is scrolled sideways; and whoever has no mouse is told all there is, and meets no barrier.
    async fn fits(&self) {
        let hand = &self.hand;
        let path = hand.path().await;
        let within = "document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(hand.reads(within).await, true, "{path}");
        if hand.means == Means::Keyboard {
            assert_eq!(hand.browser.unsaid().await, Vec::<String>::new(), "{path}");
            assert_eq!(
                hand.browser.barriers().await,
                Vec::<String>::new(),
                "{path}"
            );
        }
    }
}
