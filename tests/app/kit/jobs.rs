//! Jobs, with people in their stages.

use super::app::TestApp;
use candor::{
    access::{
        CompanyRef, TeamRole,
        permissions::{CreateJobs, EditJobs, ManageCompany},
    },
    base::{
        error::Error,
        ids::{ApplicationId, DepartmentId, JobId, MemberId, OfficeId, StageId, Version},
    },
    domain::{
        companies::{self, DepartmentDetails, OfficeDetails},
        jobs::{self, Details, NewJob, Stage},
    },
};
use serde_json::Value;
use uuid::Uuid;

/// A job in no department and no office.
pub fn details(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        requisition_code: None,
        confidential: false,
        notes: String::new(),
        departments: Vec::new(),
        offices: Vec::new(),
    }
}

impl TestApp {
    /// An open job with the standard plan, one opening, and nobody in its team.
    pub async fn job(&self, company: &CompanyRef, name: &str) -> JobId {
        self.job_of(company, details(name)).await
    }

    /// The same, of these details.
    pub async fn job_of(&self, company: &CompanyRef, details: Details) -> JobId {
        let id = self
            .system::<CreateJobs>(company)
            .change(async |change| {
                let company = change.company();
                let templates = jobs::templates(change.db(), company).await?;
                let template = templates.first().ok_or(Error::NotFound)?.id;
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
        self.system::<EditJobs>(company)
            .change(async |change| jobs::open(change, id, Version(1)).await)
            .await
            .expect("an open job");
        id
    }

    pub async fn join_team(
        &self,
        company: &CompanyRef,
        job: JobId,
        member: MemberId,
        role: TeamRole,
    ) {
        self.system::<EditJobs>(company)
            .change(async |change| jobs::add_teammate(change, job, member, role).await)
            .await
            .expect("a teammate");
    }

    pub async fn add_department(
        &self,
        company: &CompanyRef,
        name: &str,
        parent: Option<DepartmentId>,
    ) -> DepartmentId {
        let new = DepartmentDetails {
            name: name.to_owned(),
            parent,
            external_id: None,
        };
        self.system::<ManageCompany>(company)
            .change(async |change| companies::add_department(change, new).await)
            .await
            .expect("a department")
    }

    pub async fn add_office(&self, company: &CompanyRef, name: &str) -> OfficeId {
        let new = OfficeDetails {
            name: name.to_owned(),
            ..OfficeDetails::default()
        };
        self.system::<ManageCompany>(company)
            .change(async |change| companies::add_office(change, new).await)
            .await
            .expect("an office")
    }

    /// The stages of a job, in order.
    pub async fn stages(&self, company: &CompanyRef, job: JobId) -> Vec<Stage> {
        let mut db = self.app.db.read().await.expect("a connection");
        jobs::stages(&mut db, company.id, job)
            .await
            .expect("stages")
    }

    /// Somebody in a stage of a job, without all that comes with applying.
    pub async fn applicant(
        &self,
        company: &CompanyRef,
        job: JobId,
        stage: StageId,
        name: &str,
    ) -> ApplicationId {
        sqlx::query_scalar(
            "with candidate as (
                 insert into candidates (company_id, given_name, last_activity_at, created_at, updated_at)
                 values ($1, $4, now(), now(), now()) returning company_id, id
             )
             insert into applications (company_id, uuid, candidate_id, job_id, stage_id, name, applied_at, stage_entered_at,
                                       last_activity_at, promised_by, created_at, updated_at)
             select company_id, gen_random_uuid(), id, $2, $3, $4, now(), now(), now(), now() + interval '10 days', now(), now()
             from candidate returning id",
        )
        .bind(company.id)
        .bind(job)
        .bind(stage)
        .bind(name)
        .fetch_one(self.app.db.pages())
        .await
        .expect("an application")
    }

    /// What the history says of one kind of event, oldest first.
    pub async fn history(&self, company: &CompanyRef, kind: &str) -> Vec<Value> {
        sqlx::query_scalar(
            "select d.detail from events e join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
             where e.company_id = $1 and e.kind = $2 order by e.id",
        )
        .bind(company.id)
        .bind(kind)
        .fetch_all(self.app.db.pages())
        .await
        .expect("the history")
    }
}
