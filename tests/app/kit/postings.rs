//! Postings that are live, published the way that recruiters do.

use super::app::{Answer, TestApp};
use candor::{
    access::{
        CompanyRef,
        permissions::{CreateJobs, EditJobs, ManageCompany},
    },
    base::{
        error::Error,
        ids::{DepartmentId, JobId, PostingId, QuestionId, Version},
    },
    domain::{
        companies::{
            DepartmentDetails, OfficeDetails, RegionDetails, add_department, add_office,
            add_region, departments,
        },
        jobs::{self, Details, NewJob},
        postings::{
            self, NEW_QUESTION,
            advert::{
                Advert, Body, EmploymentType, Pay, PayPeriod, Place, Question, QuestionKind,
                QuestionOption, Section, SectionKind, ShownIf, Workplace,
            },
        },
    },
};
use std::time::Duration;
use uuid::Uuid;

/// What is to be published, and where in the company it belongs.
#[derive(Clone)]
pub struct Ad {
    pub advert: Advert,
    pub department: &'static str,
    pub office: Option<OfficeDetails>,
    pub region: Option<RegionDetails>,
}

/// A posting that is live, or may be.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    pub id: PostingId,
    pub job: JobId,
}

/// What most tests publish: a miller in Tallinn, without questions.
pub fn miller() -> Ad {
    let mill = OfficeDetails {
        name: format!("Mill {}", Uuid::new_v4()),
        street: Some("Veski 4".to_owned()),
        city: Some("Tallinn".to_owned()),
        subdivision: None,
        postal_code: Some("10119".to_owned()),
        country: Some("EE".to_owned()),
        external_id: None,
    };
    Ad {
        advert: Advert {
            title: "Miller".to_owned(),
            summary: "Grind what the valley grows.".to_owned(),
            sections: vec![
                section(SectionKind::Intro, "", "We mill **rye** & oats."),
                section(
                    SectionKind::Responsibilities,
                    "What your day will look like",
                    "- Set the stones\n- Weigh the sacks",
                ),
            ],
            employment_type: Some(EmploymentType::FullTime),
            pay: Pay::Range {
                min_cents: 3_400_000,
                max_cents: 4_200_050,
                currency: "EUR".to_owned(),
                per: PayPeriod::Year,
                remark: String::new(),
            },
            ..Advert::default()
        },
        department: "Mill",
        office: Some(mill),
        region: None,
    }
}

/// A clerk who works from anywhere in two countries.
pub fn clerk() -> Ad {
    let baltics = RegionDetails {
        name: format!("Baltics {}", Uuid::new_v4().simple()),
        countries: vec!["EE".to_owned(), "LV".to_owned()],
    };
    Ad {
        advert: Advert {
            title: "Grain Clerk".to_owned(),
            summary: "Keep the books of the harvest.".to_owned(),
            sections: vec![section(
                SectionKind::Intro,
                "",
                "Figures, letters, the odd sack.",
            )],
            workplace: Workplace::Remote,
            employment_type: Some(EmploymentType::PartTime),
            pay: Pay::NotStated {
                reason: "We agree it with you.".to_owned(),
            },
            ..Advert::default()
        },
        department: "Office",
        office: None,
        region: Some(baltics),
    }
}

fn section(kind: SectionKind, heading: &str, text: &str) -> Section {
    Section {
        kind,
        heading: heading.to_owned(),
        body: Body::Text(text.to_owned()),
    }
}

/// A question; choices are of grain.
pub fn question(kind: QuestionKind, label: &str, required: bool) -> Question {
    let options: &[&str] = match kind {
        QuestionKind::SingleChoice | QuestionKind::MultipleChoice => &["Rye", "Oats", "Spelt"],
        _ => &[],
    };
    let option = |(value, label): (i64, &&str)| QuestionOption {
        value,
        label: (*label).to_owned(),
    };
    Question {
        id: NEW_QUESTION,
        kind,
        label: label.to_owned(),
        help: String::new(),
        required,
        sensitive: false,
        options: (1..).zip(options).map(option).collect(),
        shown_if: None,
        library: None,
    }
}

/// A question of each kind; what was milled is asked of those who have milled.
pub fn one_of_each() -> Vec<Question> {
    let kinds = [
        (QuestionKind::YesNo, "Ever milled?"),
        (QuestionKind::SingleChoice, "What most?"),
        (QuestionKind::MultipleChoice, "What do you bake with?"),
        (QuestionKind::ShortText, "Your first mill"),
        (QuestionKind::LongText, "Why flour?"),
        (QuestionKind::Number, "Sacks a day"),
        (QuestionKind::Date, "From when?"),
        (QuestionKind::Link, "A picture of your bread"),
        (QuestionKind::File, "A recipe"),
    ];
    let mut questions = kinds.map(|(kind, label)| question(kind, label, true));
    for (n, question) in (1..).zip(&mut questions) {
        question.id = QuestionId(-n);
    }
    questions[1].shown_if = Some(ShownIf {
        question: QuestionId(-1),
        any_of: vec![ShownIf::YES],
    });
    questions.into()
}

impl TestApp {
    /// A page once it is as expected: what is shown from memory follows a change within a second.
    pub async fn eventually(&self, path: &str, as_expected: impl Fn(&Answer) -> bool) -> Answer {
        for _ in 0..100 {
            let page = self.visitor().get(path).await;
            if as_expected(&page) {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "{path} stayed as it was\n{}",
            self.visitor().get(path).await.text()
        );
    }

    /// Publishes a posting of a job of its own.
    pub async fn publish(&self, company: &CompanyRef, ad: Ad) -> Live {
        let live = self.draft(company, ad).await;
        self.system::<EditJobs>(company)
            .change(async |change| postings::publish(change, live.id, Version(1)).await)
            .await
            .expect("a live posting");
        live
    }

    /// Writes a posting of a job of its own, which nobody outside sees yet.
    pub async fn draft(&self, company: &CompanyRef, ad: Ad) -> Live {
        let department = self.department(company, ad.department).await;
        let mut advert = ad.advert;
        let places = self
            .system::<ManageCompany>(company)
            .change(async |change| {
                let mut places = Vec::new();
                if let Some(office) = ad.office {
                    places.push(Place::Office(add_office(change, office).await?));
                }
                if let Some(region) = ad.region {
                    places.push(Place::Region(add_region(change, region).await?));
                }
                Ok(places)
            })
            .await
            .expect("places");
        advert.places.extend(places);
        let details = Details {
            name: advert.title.clone(),
            requisition_code: None,
            confidential: false,
            notes: String::new(),
            departments: vec![department],
            offices: Vec::new(),
        };
        let job = self
            .system::<CreateJobs>(company)
            .change(async |change| {
                let company = change.company();
                let template = jobs::templates(change.db(), company).await?;
                let template = template.first().ok_or(Error::NotFound)?.id;
                let new = NewJob {
                    once: Uuid::new_v4(),
                    details,
                    template,
                    openings: 1,
                };
                jobs::create(change, new).await
            })
            .await
            .expect("a job");
        let id = self
            .system::<EditJobs>(company)
            .change(async |change| postings::create(change, job, Uuid::new_v4(), advert).await)
            .await
            .expect("a posting");
        Live { id, job }
    }

    /// Changes a posting and publishes it again.
    pub async fn revise(&self, company: &CompanyRef, live: Live, edit: impl FnOnce(&mut Advert)) {
        self.system::<EditJobs>(company)
            .change(async |change| {
                let (company, actor) = (change.company(), change.actor().clone());
                let editing = postings::editing(change.db(), company, &actor, live.id).await?;
                let mut advert = editing.advert;
                edit(&mut advert);
                let saved = postings::save(change, live.id, editing.version, advert).await?;
                postings::publish(change, live.id, saved).await
            })
            .await
            .expect("a revision");
    }

    pub async fn close_posting(&self, company: &CompanyRef, live: Live) {
        self.system::<EditJobs>(company)
            .change(async |change| postings::close(change, live.id).await)
            .await
            .expect("a closed posting");
    }

    async fn department(&self, company: &CompanyRef, name: &str) -> DepartmentId {
        let there = {
            let mut db = self.app.db.read().await.expect("a connection");
            departments(&mut db, company.id).await.expect("departments")
        };
        if let Some(department) = there.iter().find(|had| had.details.name == name) {
            return department.id;
        }
        let new = DepartmentDetails {
            name: name.to_owned(),
            parent: None,
            external_id: None,
        };
        self.system::<ManageCompany>(company)
            .change(async |change| add_department(change, new).await)
            .await
            .expect("a department")
    }

    /// A number from the database.
    pub async fn number(&self, statement: &'static str) -> i64 {
        let number = sqlx::query_scalar(statement);
        number
            .fetch_one(self.app.db.pages())
            .await
            .expect(statement)
    }
}
