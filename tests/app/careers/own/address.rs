//! Another address to be reached at: proved by a code, told to the old one, and never a way to learn who is known here.

use super::Mill;
use crate::kit::app::{Answer, Client};
use candor::{base::ids::ApplicationId, domain::decisions::When};
use jiff::SignedDuration;

const OLD: &str = "noor.castellane@example.org";
const NEW: &str = "noor@elsewhere.example.org";

/// Noor at her page.
struct Noor {
    mill: Mill,
    id: ApplicationId,
    page: String,
    browser: Client,
}

impl Noor {
    async fn new() -> Self {
        let mill = Mill::new().await;
        let id = mill.applies("Noor Castellane").await;
        mill.app.run_tasks().await;
        let page = format!("{}/address", mill.app.link_of(id).await);
        let browser = mill.app.visitor();
        Self {
            mill,
            id,
            page,
            browser,
        }
    }

    async fn asks(&mut self, email: &str) -> Answer {
        let path = format!("{}/code", self.page);
        self.browser.post(&path, &[("email", email)]).await
    }

    async fn types(&mut self, code: &str) -> Answer {
        self.browser.post(&self.page, &[("code", code)]).await
    }

    async fn addresses(&self) -> Vec<String> {
        sqlx::query_scalar(
            "select email from candidate_emails where candidate_id = $1 order by position",
        )
        .bind(self.mill.candidate(self.id).await)
        .fetch_all(self.mill.app.app.db.pages())
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn a_code_to_the_new_address_makes_it_theirs() {
    let mut noor = Noor::new().await;
    let rosa = &noor.mill.cast.rosa;
    let card = format!("/heron/applications/{}", noor.id);
    Client::clone(rosa).get(&card).await.expect(200);
    noor.mill.reject(noor.id, When::Held, "").await;

    let details = noor.page.replace("/address", "/details");
    let form = noor.browser.get(&details).await.expect(200);
    assert!(form.attributes("main a", "href").contains(&noor.page));
    let asked = noor.asks(" Noor@Elsewhere.example.org ").await;
    assert_eq!(asked.location(), noor.page);
    let page = noor.browser.get(&noor.page).await.expect(200);
    assert!(page.text().contains(NEW), "{}", page.text());
    assert!(page.text_of(".note--good").contains("on its way"));
    assert_eq!(noor.addresses().await, [OLD], "nothing is theirs yet");
    let code = noor.mill.app.code().await;
    let wrong = noor.types("0000 0000").await.expect(422);
    assert!(wrong.text_of(".error").contains("4 more tries"));
    let right = noor.types(&code.replace(' ', "-")).await;
    assert_eq!(right.location(), noor.page.replace("/address", ""));
    assert_eq!(noor.addresses().await, [NEW]);
    noor.types(&code).await.expect(422);

    noor.mill.app.run_tasks().await;
    let mail = noor.mill.app.mail_of(noor.id).await;
    let told = |kind: &str| {
        let found = mail.iter().find(|mail| mail.kind == kind);
        found.unwrap_or_else(|| panic!("no {kind}")).clone()
    };
    let code = told("address-code");
    assert_eq!(code.to, NEW);
    assert!(code.body.contains("{code}"), "the database has no code");
    // Whoever reads it need be nobody whom we know.
    assert!(!format!("{}{}", code.subject, code.body).contains("Noor"));
    assert!(!code.body.contains("{status_link}"));
    assert_eq!(told("address-changed").to, OLD);
    // What waited goes to where they are now.
    assert_eq!(told("not-selected").to, NEW);

    let page = Client::clone(&noor.mill.cast.ada).get(&card).await;
    assert!(page.expect(200).text().contains(NEW));
    let history = format!("{card}/activity");
    let page = Client::clone(&noor.mill.cast.rosa).get(&history).await;
    let text = page.expect(200).text();
    assert!(text.contains("Email address"), "{text}");
    let amended = "select count(*) from applications where amended_at is not null";
    assert_eq!(noor.mill.count(amended).await, 1);
    let copy = noor.page.replace("/address", "/copy.json");
    let copy = noor.browser.get(&copy).await.expect(200).json();
    assert_eq!(copy["person"]["emails"][0], NEW);
    assert_eq!(copy["person"]["former_emails"][0], OLD);
}

#[tokio::test]
async fn an_address_of_somebody_elses_is_told_of_after_the_proof_only() {
    let mut noor = Noor::new().await;
    noor.mill.applies("Juhan Tamm").await;
    let known = "juhan.tamm@example.org";
    let (unknown, asked) = (noor.asks(NEW).await, noor.asks(known).await);
    assert_eq!(unknown.location(), asked.location());
    let page = noor.browser.get(&noor.page).await.expect(200);
    assert!(!page.text().contains("applied here"));
    let code = noor.mill.app.code().await;
    let page = noor.types(&code).await.expect(409);
    assert!(page.text().contains("Somebody applied here with"));
    assert_eq!(
        noor.addresses().await,
        [OLD],
        "nothing is accepted by itself"
    );
    noor.mill.app.run_tasks().await;
    let kinds = noor.mill.kinds(noor.id).await;
    assert!(kinds.iter().all(|(kind, _)| kind != "address-changed"));
    let history = format!("/heron/applications/{}/activity", noor.id);
    let page = Client::clone(&noor.mill.cast.rosa).get(&history).await;
    assert!(page.expect(200).text().contains("another candidate here"));
}

#[tokio::test]
async fn codes_are_few_and_run_out() {
    let mut noor = Noor::new().await;
    noor.asks("nobody at all").await.expect(422);
    let same = noor.asks(OLD).await.expect(422);
    assert_eq!(same.value("email"), OLD);
    noor.types("1234 5678").await.expect(422);
    noor.asks(NEW).await.expect(303);
    for _ in 0..5 {
        noor.types("").await.expect(422);
    }
    let code = noor.mill.app.code().await;
    noor.types(&code).await.expect(422);
    noor.asks(NEW).await.expect(303);
    let code = noor.mill.app.code().await;
    let clock = noor.mill.app.app.db.clock.clone();
    clock.advance(SignedDuration::from_mins(61));
    noor.types(&code).await.expect(422);
    for _ in 0..3 {
        noor.asks(NEW).await.expect(303);
    }
    let text = noor.asks(NEW).await.expect(422).text();
    assert!(text.contains("ask again tomorrow"), "{text}");
    assert_eq!(noor.addresses().await, [OLD]);
    // An address that nobody confirmed is forgotten.
    clock.advance(SignedDuration::from_hours(50));
    noor.mill.app.run_tasks().await;
    let waiting = "select count(*) from address_changes";
    assert_eq!(noor.mill.count(waiting).await, 0);
}

#[tokio::test]
async fn erasure_finds_what_came_from_a_former_address() {
    let mut noor = Noor::new().await;
    noor.asks(NEW).await.expect(303);
    let code = noor.mill.app.code().await;
    noor.types(&code).await.expect(303);
    noor.asks("third@example.org").await.expect(303);
    let path = noor.page.replace("/address", "");
    let gone = noor.mill.erases_themselves(&path).await;
    assert_eq!(gone.location(), path);
    noor.mill.app.run_tasks().await;
    for address in [OLD, NEW, "third@example.org"] {
        let tables = noor.mill.tables_with(address).await;
        assert!(tables.is_empty(), "{address} is in {tables:?}");
    }
}
