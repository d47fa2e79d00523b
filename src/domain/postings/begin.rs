//! A new posting, begun so that somebody sees at once what belongs into it.

use super::{
    advert::{Advert, Body, Place, Section, SectionKind},
    draft::create,
    held::reach,
    texts,
};
use crate::{
    access::{Change, permissions::EditJobs},
    base::{
        error::{Error, Result},
        ids::{JobId, OfficeId, PostingId},
    },
};
use uuid::Uuid;

/// Begins a posting of a job: with its name, its offices, the usual sections and the company's own texts.
pub async fn begin(change: &mut Change<EditJobs>, job: JobId, once: Uuid) -> Result<PostingId> {
    let company = change.company();
    let member = reach(change.actor());
    let row = sqlx::query!(
        r#"select j.name,
                  array(select o.office_id from job_offices o where (o.company_id, o.job_id) = (j.company_id, j.id) order by o.office_id) as "offices!: Vec<OfficeId>"
           from jobs j
           where j.company_id = $1 and j.id = $2
             and ($3::bigint is null or exists (
                 select from job_access s where (s.company_id, s.job_id, s.member_id) = (j.company_id, j.id, $3)))"#,
        company as _,
        job as _,
        member as _,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let mut sections: Vec<Section> = [
        SectionKind::Intro,
        SectionKind::Responsibilities,
        SectionKind::Required,
        SectionKind::Offer,
    ]
    .into_iter()
    .map(|kind| Section {
        kind,
        heading: kind.heading().to_owned(),
        body: Body::Text(String::new()),
    })
    .collect();
    let shared = texts::texts(change.db(), company).await?;
    for kind in [SectionKind::About, SectionKind::EqualOpportunity] {
        sections.extend(
            shared
                .iter()
                .find(|text| text.kind == kind)
                .map(|text| Section {
                    kind,
                    heading: String::new(),
                    body: Body::Block(text.id),
                }),
        );
    }
    let advert = Advert {
        title: row.name,
        sections,
        places: row.offices.into_iter().map(Place::Office).collect(),
        ..Advert::default()
    };
    create(change, job, once, advert).await
}
