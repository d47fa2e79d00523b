//! Postings that are live, as their rows have them.

use super::app::TestApp;
use candor::{
    access::CompanyRef,
    base::ids::{JobId, PostingId, QuestionId},
    domain::postings::{
        advert::{EmploymentType, Pay, PayPeriod, Question, QuestionKind, QuestionOption, SectionKind, Workplace},
        published::{Published, PublishedPlace, PublishedSection},
    },
};
use sqlx::types::Json;
use uuid::Uuid;

/// A posting that is live.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    pub id: PostingId,
    pub job: JobId,
}

/// What most tests publish: a miller in Tallinn.
pub fn miller() -> Published {
    Published {
        title: "Miller".to_owned(),
        summary: "Grind what the valley grows.".to_owned(),
        sections: vec![
            section("", "<p>We mill <strong>rye</strong> &amp; oats.</p>"),
            section("What your day will look like", "<ul>\n<li>Set the stones</li>\n<li>Weigh the sacks</li>\n</ul>"),
        ],
        workplace: Workplace::OnSite,
        places: vec![PublishedPlace {
            name: "Tallinn, Estonia".to_owned(),
            remote: false,
            office: None,
            region: None,
            street: Some("Veski 4".to_owned()),
            city: Some("Tallinn".to_owned()),
            subdivision: None,
            postal_code: Some("10119".to_owned()),
            countries: vec!["EE".to_owned()],
        }],
        employment_type: Some(EmploymentType::FullTime),
        pay: Pay::Range {
            min_cents: 3_400_000,
            max_cents: 4_200_050,
            currency: "EUR".to_owned(),
            per: PayPeriod::Year,
            remark: String::new(),
        },
        travel: String::new(),
        languages: String::new(),
        reports_to: String::new(),
        tracks: Vec::new(),
        departments: vec!["Mill".to_owned()],
        closes_on: None,
        external_apply_url: None,
        questions: Vec::new(),
    }
}

/// A clerk who works from anywhere in two countries.
pub fn clerk() -> Published {
    let place = PublishedPlace {
        name: "Remote, Baltics".to_owned(),
        remote: true,
        office: None,
        region: None,
        street: None,
        city: None,
        subdivision: None,
        postal_code: None,
        countries: vec!["EE".to_owned(), "LV".to_owned()],
    };
    Published {
        title: "Grain Clerk".to_owned(),
        summary: "Keep the books of the harvest.".to_owned(),
        sections: vec![section("", "<p>Figures, letters, the odd sack.</p>")],
        workplace: Workplace::Remote,
        places: vec![place],
        employment_type: Some(EmploymentType::PartTime),
        pay: Pay::NotStated { reason: "We agree it with you.".to_owned() },
        departments: vec!["Office".to_owned()],
        ..miller()
    }
}

fn section(heading: &str, html: &str) -> PublishedSection {
    PublishedSection {
        kind: SectionKind::Custom,
        heading: heading.to_owned(),
        source: String::new(),
        html: html.to_owned(),
        block: None,
    }
}

/// A question; its id is given when it is published.
pub fn question(kind: QuestionKind, label: &str, required: bool) -> Question {
    let options: &[(i64, &str)] = match kind {
        QuestionKind::SingleChoice | QuestionKind::MultipleChoice => &[(1, "Rye"), (2, "Oats"), (3, "Spelt")],
        _ => &[],
    };
    let option = |(value, label): &(i64, &str)| QuestionOption { value: *value, label: (*label).to_owned() };
    Question {
        id: QuestionId(0),
        kind,
        label: label.to_owned(),
        help: String::new(),
        required,
        sensitive: false,
        options: options.iter().map(option).collect(),
    }
}

impl TestApp {
    /// Publishes a posting of a job of its own, and lets every instance know.
    pub async fn publish(&self, company: &CompanyRef, mut content: Published) -> Live {
        let mut db = self.app.db.read().await.expect("a connection");
        let now = self.app.db.clock.now();
        let job: JobId = sqlx::query_scalar(
            "with job as (
                 insert into jobs (company_id, name, status, opened_at, created_at, updated_at) values ($1, $2, 'open', $3, $3, $3) returning id
             ), plan as (
                 insert into stages (company_id, job_id, name, kind, milestone, position, created_at, updated_at)
                 select $1, job.id, s.name, s.kind::stage_kind, s.milestone::milestone, s.position, $3, $3
                 from job, (values ('Offer', 'offer', 'offer', 2), ('Application review', 'application_review', 'received', 0),
                                   ('Interviews', 'interview', 'interviews', 1)) as s (name, kind, milestone, position)
             )
             select id from job",
        )
        .bind(company.id)
        .bind(&content.title)
        .bind(now)
        .fetch_one(&mut *db)
        .await
        .expect("a job");
        let posting: PostingId = sqlx::query_scalar(
            "insert into postings (company_id, uuid, job_id, title, created_at, updated_at) values ($1, $2, $3, $4, $5, $5) returning id",
        )
        .bind(company.id)
        .bind(Uuid::new_v4())
        .bind(job)
        .bind(&content.title)
        .bind(now)
        .fetch_one(&mut *db)
        .await
        .expect("a posting");
        for (position, question) in (1_i32..).zip(&mut content.questions) {
            question.id = sqlx::query_scalar(
                "insert into questions (company_id, posting_id, position, kind, label, required, sensitive) values ($1, $2, $3, $4, $5, $6, $7) returning id",
            )
            .bind(company.id)
            .bind(posting)
            .bind(position)
            .bind(question.kind)
            .bind(&question.label)
            .bind(question.required)
            .bind(question.sensitive)
            .fetch_one(&mut *db)
            .await
            .expect("a question");
        }
        drop(db);
        let live = Live { id: posting, job };
        self.revise(company, live, content).await;
        live
    }

    /// Publishes a posting again, with another text.
    pub async fn revise(&self, company: &CompanyRef, live: Live, content: Published) {
        let now = self.app.db.clock.now();
        sqlx::query(
            "with revision as (
                 insert into posting_revisions (company_id, posting_id, number, title, advert, html, published_at)
                 select $1, $2, 1 + count(*), $3, $4, '', $5 from posting_revisions where company_id = $1 and posting_id = $2 returning id
             )
             update postings set status = 'live', title = $3, live_revision_id = revision.id, published_at = $5,
                    first_published_at = coalesce(first_published_at, $5), external_apply_url = $6
             from revision where company_id = $1 and postings.id = $2",
        )
        .bind(company.id)
        .bind(live.id)
        .bind(&content.title)
        .bind(Json(&content))
        .bind(now)
        .bind(&content.external_apply_url)
        .execute(self.app.db.pages())
        .await
        .expect("a revision");
        self.said(company).await;
    }

    /// Changes the posting's row, as `status = 'closed', closed_at = now()`.
    pub async fn alter_posting(&self, company: &CompanyRef, live: Live, set: &str) {
        let statement = format!("update postings set {set} where company_id = $1 and id = $2");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(company.id)
            .bind(live.id)
            .execute(self.app.db.pages())
            .await
            .expect("the posting");
        self.said(company).await;
    }

    /// What every change of a posting does: tells all instances.
    pub async fn said(&self, company: &CompanyRef) {
        sqlx::query("select pg_notify('postings', $1)")
            .bind(company.id.to_string())
            .execute(self.app.db.pages())
            .await
            .expect("a notification");
    }

    /// The rows of a count.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(self.app.db.pages()).await.expect(statement)
    }
}
