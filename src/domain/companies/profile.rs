//! A company as the public sees it.

use super::Logo;
use crate::{
    access::CompanyRef,
    base::{error::Result, ids::CompanyId, links::Slug},
};
use jiff::tz::TimeZone;
use sqlx::PgConnection;

/// What the careers site says of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub company: CompanyRef,
    pub website: Option<String>,
    pub about: String,
    /// The lead of its list of postings.
    pub careers_intro: String,
    /// Where a person answers candidates.
    pub contact_email: Option<String>,
    pub privacy_notice: String,
    /// Hosts of its own; the first is where its careers site lives.
    pub hosts: Vec<String>,
    pub logo: Option<Logo>,
    /// How many promises of an answer it kept, of how many, in the last year; where it publishes that.
    pub promises: Option<(i64, i64)>,
}

impl Profile {
    /// The company's zone: its days begin and end there.
    pub fn zone(&self) -> TimeZone {
        self.company.zone()
    }
}

/// Every company, or one of them.
pub async fn profiles(db: &mut PgConnection, only: Option<CompanyId>) -> Result<Vec<Profile>> {
    let rows = sqlx::query!(
        r#"select c.id as "id: CompanyId", c.slug as "slug: Slug", c.name, c.time_zone, c.accent_hue, c.website, c.about,
                  c.careers_intro, c.contact_email, c.privacy_notice, c.publish_promises, c.promises_kept, c.promises_counted,
                  array(select h.host from company_hosts h where h.company_id = c.id order by h.position) as "hosts!",
                  l.bytes as "logo?"
           from companies c
           left join company_logos l on l.company_id = c.id
           where $1::bigint is null or c.id = $1 order by lower(c.name), c.id"#,
        only as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Profile {
            company: CompanyRef {
                id: row.id,
                slug: row.slug,
                name: row.name,
                time_zone: row.time_zone,
                accent_hue: row.accent_hue,
            },
            website: row.website,
            about: row.about,
            careers_intro: row.careers_intro,
            contact_email: row.contact_email,
            privacy_notice: row.privacy_notice,
            hosts: row.hosts,
            logo: row.logo.and_then(|bytes| Logo::read(bytes).ok()),
            promises: row
                .publish_promises
                .then_some((row.promises_kept, row.promises_counted)),
        })
        .collect())
}
