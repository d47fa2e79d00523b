//! What the demonstration's companies look for: their jobs and postings.

use super::{
    cast::Staff,
    houses::{Company, EQUAL, Offered, Publishing},
};
use crate::{
    access::{
        CompanyRef, TeamRole,
        permissions::{CreateJobs, EditJobs, EditTexts, ManageCompany},
    },
    app::App,
    base::{
        error::{Error, Result},
        ids::{JobId, PostingId},
    },
    domain::{
        companies::{self, DepartmentDetails, OfficeDetails},
        jobs::{self, Details, NewJob},
        postings::{
            self, NEW_QUESTION,
            advert::{
                Advert, Body, EmploymentType, Pay, PayPeriod, Place, Question, QuestionKind,
                QuestionOption, Section, SectionKind, Workplace,
            },
            texts::{self, TextInput},
        },
    },
};
use uuid::Uuid;

/// A job whose people live through the story.
pub(super) struct Begun {
    pub company: CompanyRef,
    pub staff: Staff,
    pub jobs: Vec<(JobId, PostingId, bool)>,
}

/// Makes the company's texts, jobs and teams, and publishes what is to be published.
pub(super) async fn publish(
    app: &App,
    house: CompanyRef,
    staff: Staff,
    company: Company,
) -> Result<Begun> {
    let (place, street, city, country) = company.office;
    let manage = staff.administrator.permit::<ManageCompany>(app, &house)?;
    let office = manage
        .change(async |change| {
            companies::add_office(
                change,
                OfficeDetails {
                    name: place.to_owned(),
                    street: Some(street.to_owned()),
                    city: Some(city.to_owned()),
                    subdivision: None,
                    postal_code: None,
                    country: Some(country.to_owned()),
                    external_id: None,
                },
            )
            .await
        })
        .await?;
    let write = staff.administrator.permit::<EditTexts>(app, &house)?;
    let (about, equal) = write
        .change(async |change| {
            let about = text(
                format!("About {}", company.name),
                SectionKind::About,
                company.about,
            );
            let equal = text(
                "Equal opportunity".to_owned(),
                SectionKind::EqualOpportunity,
                EQUAL,
            );
            Ok((
                texts::create_text(change, about).await?,
                texts::create_text(change, equal).await?,
            ))
        })
        .await?;
    let mut begun = Begun {
        company: house,
        staff,
        jobs: Vec::new(),
    };
    for (i, role) in company.roles.iter().enumerate() {
        let job = job(app, &begun, role, i).await?;
        let region = region(app, &begun, role.remote).await?;
        let mut advert = advert(role, &[about, equal]);
        advert.places = vec![region.map_or(Place::Office(office), Place::Region)];
        let edit = begun
            .staff
            .recruiter
            .permit::<EditJobs>(app, &begun.company)?;
        let posting = edit
            .change(async |change| {
                let posting = postings::create(change, job, Uuid::new_v4(), advert).await?;
                if role.stage != Publishing::Draft {
                    let (company, actor) = (change.company(), change.actor().clone());
                    let version = postings::editing(change.db(), company, &actor, posting)
                        .await?
                        .version;
                    postings::publish(change, posting, version).await?;
                }
                if role.stage == Publishing::Closed {
                    postings::close(change, posting).await?;
                }
                Ok(posting)
            })
            .await?;
        begun
            .jobs
            .push((job, posting, role.stage == Publishing::Live));
    }
    Ok(begun)
}

/// Makes the job behind a role, with its department and team, and opens it.
async fn job(app: &App, begun: &Begun, role: &Offered, number: usize) -> Result<JobId> {
    let (staff, company) = (&begun.staff, &begun.company);
    let manage = staff.administrator.permit::<ManageCompany>(app, company)?;
    let department = manage
        .change(async |change| {
            let id = change.company();
            let known = companies::departments(change.db(), id).await?;
            if let Some(department) = known
                .into_iter()
                .find(|department| department.details.name == role.department)
            {
                return Ok(department.id);
            }
            let new = DepartmentDetails {
                name: role.department.to_owned(),
                parent: None,
                external_id: None,
            };
            companies::add_department(change, new).await
        })
        .await?;
    let create = staff.recruiter.permit::<CreateJobs>(app, company)?;
    let job = create
        .change(async |change| {
            let id = change.company();
            let template = jobs::templates(change.db(), id)
                .await?
                .into_iter()
                .next()
                .ok_or(Error::NotFound)?
                .id;
            let details = Details {
                name: role.title.to_owned(),
                requisition_code: Some(format!("R-{}", 101 + number)),
                confidential: false,
                notes: String::new(),
                departments: vec![department],
                offices: Vec::new(),
            };
            jobs::create(
                change,
                NewJob {
                    once: Uuid::new_v4(),
                    details,
                    template,
                    openings: role.openings,
                },
            )
            .await
        })
        .await?;
    let edit = staff.recruiter.permit::<EditJobs>(app, company)?;
    edit.change(async |change| {
        jobs::add_teammate(change, job, staff.manager.member, TeamRole::HiringManager).await?;
        jobs::add_teammate(change, job, staff.interviewer.member, TeamRole::Interviewer).await?;
        if role.stage == Publishing::Live {
            let (id, actor) = (change.company(), change.actor().clone());
            let version = jobs::head(change.db(), id, &actor, job).await?.version;
            jobs::open(change, job, version).await?;
        }
        Ok(())
    })
    .await?;
    Ok(job)
}

async fn region(
    app: &App,
    begun: &Begun,
    name: Option<&str>,
) -> Result<Option<crate::base::ids::RegionId>> {
    let Some(name) = name else { return Ok(None) };
    let permit = begun
        .staff
        .administrator
        .permit::<ManageCompany>(app, &begun.company)?;
    let regions = companies::regions(&mut *permit.read().await?, begun.company.id).await?;
    Ok(regions
        .into_iter()
        .find(|region| region.details.name == name)
        .map(|region| region.id))
}

fn text(name: String, kind: SectionKind, source: &str) -> TextInput {
    let heading = if kind == SectionKind::About {
        name.clone()
    } else {
        String::new()
    };
    TextInput {
        name,
        kind,
        heading,
        source: source.to_owned(),
    }
}

/// The advert of a role: its sections from the text, the company's own at the end.
fn advert(role: &Offered, shared: &[crate::base::ids::TextBlockId]) -> Advert {
    let mut sections: Vec<Section> = role
        .text
        .split("\n## ")
        .map(|part| section(part.trim_start_matches("## ")))
        .collect();
    let kinds = [SectionKind::About, SectionKind::EqualOpportunity];
    sections.extend(shared.iter().zip(kinds).map(|(block, kind)| Section {
        kind,
        heading: String::new(),
        body: Body::Block(*block),
    }));
    let pay = match role.pay {
        Some((min_cents, max_cents, currency)) => Pay::Range {
            min_cents,
            max_cents,
            currency: currency.to_owned(),
            per: PayPeriod::Year,
            remark: String::new(),
        },
        None => Pay::NotStated {
            reason: "The range depends on the country; we name it in the first conversation."
                .to_owned(),
        },
    };
    Advert {
        title: role.title.to_owned(),
        summary: role.summary.to_owned(),
        sections,
        workplace: if role.remote.is_some() {
            Workplace::Remote
        } else {
            Workplace::Hybrid
        },
        employment_type: Some(EmploymentType::FullTime),
        pay,
        travel: if role.remote.is_some() {
            "Two meetings of a week each a year"
        } else {
            ""
        }
        .to_owned(),
        languages: "English".to_owned(),
        questions: questions(),
        ..Advert::default()
    }
}

/// A part of the text: its heading says what it is for.
fn section(part: &str) -> Section {
    let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
    let kind = match heading {
        "What you do" => SectionKind::Responsibilities,
        "What you bring" => SectionKind::Required,
        "What helps" => SectionKind::NiceToHave,
        "What we offer" => SectionKind::Offer,
        "The role" => SectionKind::Intro,
        _ => SectionKind::Custom,
    };
    Section {
        kind,
        heading: heading.to_owned(),
        body: Body::Text(body.trim().to_owned()),
    }
}

fn questions() -> Vec<Question> {
    let option = |value, label: &str| QuestionOption {
        value,
        label: label.to_owned(),
    };
    vec![
        Question {
            id: NEW_QUESTION,
            kind: QuestionKind::LongText,
            label:
                "Tell us about a problem that you found and fixed. How did you know where to look?"
                    .to_owned(),
            help: "A few sentences are enough.".to_owned(),
            required: true,
            sensitive: false,
            options: Vec::new(),
            shown_if: None,
            library: None,
        },
        Question {
            id: NEW_QUESTION,
            kind: QuestionKind::SingleChoice,
            label: "When could you start?".to_owned(),
            help: String::new(),
            required: true,
            sensitive: false,
            options: vec![
                option(1, "At once"),
                option(2, "Within three months"),
                option(3, "Later"),
            ],
            shown_if: None,
            library: None,
        },
    ]
}
