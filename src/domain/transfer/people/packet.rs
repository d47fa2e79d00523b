//! Packets: what there is to read about somebody before one meets them, to print or to take along with their files.

use crate::{
    access::{Actor, Change, Event, permissions::ExportPeople},
    base::{
        clock::Time,
        error::{Error, Result},
        ids::{ApplicationId, CandidateId, CompanyId},
    },
    domain::{
        applications::{
            attachments::{self, Text},
            overview::{self, Overview},
            profile::{self, Profile},
        },
        bulk::{self, Whom},
        files::StorageKey,
    },
};
use serde_json::json;
use sqlx::PgConnection;

/// The code of the refusal to take along nobody.
pub const NOBODY: &str = "nobody";
/// Packets of one archive.
pub const MOST: i64 = 100;

/// One packet, as far as the viewer sees it. Notes and what is sensitive are no part of it.
#[derive(Clone, Debug)]
pub struct Packet {
    pub profile: Profile,
    pub overview: Overview,
    /// The text of the résumé, if it could be read.
    pub resume: Option<String>,
}

/// A file of a packet.
#[derive(Clone, Debug)]
pub struct PacketFile {
    pub name: String,
    pub key: StorageKey,
    pub sha256: [u8; 32],
    pub at: Time,
}

/// The packet of an application, if the viewer sees it.
pub async fn packet(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Packet> {
    let profile = profile::profile(&mut *db, company, actor, id).await?;
    let overview = overview::overview(&mut *db, company, actor, id).await?;
    let resume = attachments::resume(db, company, actor, id).await?;
    let resume = resume.file.and_then(|file| match file.text {
        Text::Ready { text } => Some(text),
        Text::Pending | Text::Unreadable { .. } => None,
    });
    Ok(Packet {
        profile,
        overview,
        resume,
    })
}

/// The files of an application that the viewer may open.
pub async fn files(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Vec<PacketFile>> {
    let rows = sqlx::query!(
        r#"select f.name, f.storage_key, f.sha256, f.created_at as "at: Time"
           from attachment_access s
           join attachments t on (t.company_id, t.id) = (s.company_id, s.attachment_id)
           join files f on (f.company_id, f.id) = (t.company_id, t.file_id)
           where s.company_id = $1 and s.application_id = $2 and s.member_id = $3 order by t.id"#,
        company as _,
        id as _,
        actor.member_id() as _,
    )
    .fetch_all(db)
    .await?;
    let file = |row: (String, String, Vec<u8>, Time)| {
        Some(PacketFile {
            name: row.0,
            key: StorageKey::parse(&row.1)?,
            sha256: row.2.try_into().ok()?,
            at: row.3,
        })
    };
    let rows = rows.into_iter();
    Ok(rows
        .filter_map(|row| file((row.name, row.storage_key, row.sha256, row.at)))
        .collect())
}

/// Whose packets are taken along, and writes down by whom.
pub async fn take(change: &mut Change<ExportPeople>, whom: &Whom) -> Result<Vec<ApplicationId>> {
    let (company, actor, now) = (change.company(), change.actor().clone(), change.now());
    let mut query = bulk::chosen(
        "select a.id, a.candidate_id",
        |_| (),
        (company, &actor),
        whom,
        now,
    );
    query.push(" order by a.id limit ").push_bind(MOST + 1);
    let people: Vec<(ApplicationId, CandidateId)> =
        query.build_query_as().fetch_all(change.db()).await?;
    if people.is_empty() {
        return Err(Error::refused(NOBODY, "There is nobody to take along."));
    }
    if i64::try_from(people.len()).unwrap_or(i64::MAX) > MOST {
        let text = format!("An archive takes up to {MOST} packets. Choose fewer people.");
        return Err(Error::refused("too_many", text));
    }
    let detail = json!({ "what": "packets", "people": people.len(), "format": "zip" });
    change
        .record(Event::new("people.exported").detail(detail))
        .await?;
    change
        .record_for_each(Event::new("packet.taken"), &people)
        .await?;
    Ok(people
        .into_iter()
        .map(|(application, _)| application)
        .collect())
}
