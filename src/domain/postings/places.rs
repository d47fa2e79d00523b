//! The places that a company's postings may name.

use crate::base::{
    error::Result,
    ids::{CompanyId, OfficeId, RegionId},
};
use sqlx::PgConnection;

/// The places of a company that a posting may name.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub offices: Vec<(OfficeId, String)>,
    pub regions: Vec<(RegionId, String)>,
}

/// Offices and regions of a company, by name.
pub async fn places(db: &mut PgConnection, company: CompanyId) -> Result<Places> {
    let rows = sqlx::query!(
        r#"select 'office' as "kind!", id as "id!", name as "name!" from offices where company_id = $1
           union all
           select 'region', id, name from regions where company_id = $1
           order by 3"#,
        company as _,
    )
    .fetch_all(db)
    .await?;
    let mut places = Places::default();
    for row in rows {
        match row.kind.as_str() {
            "office" => places.offices.push((OfficeId(row.id), row.name)),
            _ => places.regions.push((RegionId(row.id), row.name)),
        }
    }
    Ok(places)
}
