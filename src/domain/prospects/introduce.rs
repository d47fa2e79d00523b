//! An introduction as it is sent: kept, and unseen until its address says yes.

use super::held;
use crate::{
    access::{Change, permissions::Introduce},
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, DepartmentId, FileId, ProspectId},
        links,
    },
    domain::{
        accounts::users::Email,
        candidates,
        files::{self, SentFile},
        intake::{self, Sendings, Signs},
        mail::{self, Kind, Mailing, Outreach, OwnLink, own_token},
        sources::Touch,
    },
};
use jiff::SignedDuration;
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

/// So long an address has to say yes.
pub(super) const UNCONFIRMED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What somebody sends, checked.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// One-time: whatever comes with the same key is the same sending.
    pub once: Uuid,
    pub given_name: String,
    /// May be empty: some people have one name.
    pub family_name: String,
    pub email: Email,
    pub words: String,
    pub areas: Vec<DepartmentId>,
    /// Durable already.
    pub resume: Option<SentFile>,
    /// The words that they agreed to.
    pub consent: String,
    pub touch: Touch,
}

/// A department to choose.
#[derive(Clone, Debug)]
pub struct Area {
    pub id: DepartmentId,
    pub name: String,
}

/// What somebody agrees to who introduces themselves.
pub fn consent(company: &str, months: i16) -> String {
    let time = match months {
        1 => "a month".to_owned(),
        12 => "a year".to_owned(),
        n => format!("{n} months"),
    };
    format!(
        "{company} may keep what I send here for {time} and think of me for roles that open. I can end this at any time."
    )
}

/// For how many months a company keeps people in mind.
pub async fn months(db: &mut PgConnection, company: CompanyId) -> Result<i16> {
    Ok(sqlx::query_scalar!(
        "select pool_months from companies where id = $1",
        company as _
    )
    .fetch_one(db)
    .await?)
}

/// Departments that somebody may be interested in, by name.
pub async fn areas(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Area>> {
    Ok(sqlx::query_as!(
        Area,
        r#"select id as "id: _", name from departments where company_id = $1 and parent_id is null order by lower(name), id limit 100"#,
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// Keeps an introduction, and asks its address; what looks as if no person sent it asks nobody, until somebody lets it in
/// ([`super::let_in`]). Says whether this call wrote it; if not, its file is nobody's.
pub async fn introduce(
    change: &mut Change<Introduce>,
    introduction: Introduction,
    signs: &Signs,
) -> Result<bool> {
    let (company, now) = (change.company(), change.now());
    let email = &introduction.email;
    let pool = candidates::first_pool(change).await?;
    let nonce: [u8; 32] = rand::random();
    let hash = own_token(change.key(), &nonce).hash();
    let touch = (!introduction.touch.is_empty()).then_some(Json(&introduction.touch));
    let written = sqlx::query_scalar!(
        r#"insert into prospects (company_id, pool_id, given_name, family_name, email, consent, words, months, nonce, token_hash, touch,
                                  once, created_at)
           select $1, $2, $3, $4, $5, $6, $7, c.pool_months, $8, $9, $10, $11, $12 from companies c where c.id = $1
           on conflict on constraint prospects_once_key do nothing
           returning id as "id: ProspectId""#,
        company as _,
        pool as _,
        introduction.given_name,
        introduction.family_name,
        email.as_str(),
        introduction.consent,
        introduction.words,
        &nonce[..],
        &hash[..],
        touch as _,
        introduction.once,
        now as _,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(id) = written else {
        return Ok(false);
    };
    if let Some(resume) = &introduction.resume {
        let file = files::write(change, resume).await?;
        sqlx::query!(
            "update prospects set file_id = $3 where company_id = $1 and id = $2",
            company as _,
            id as _,
            file as _,
        )
        .execute(change.db())
        .await?;
    }
    sqlx::query!(
        r#"insert into prospect_areas (company_id, prospect_id, department_id)
           select $1, $2, d.id from departments d where d.company_id = $1 and d.id = any($3)"#,
        company as _,
        id as _,
        &introduction.areas as _,
    )
    .execute(change.db())
    .await?;
    let reasons = intake::doubts(change, Sendings::INTRODUCTIONS, email, signs).await?;
    if reasons.is_empty() {
        ask_address(change, email, &introduction.given_name, nonce).await?;
    } else {
        held::hold(change, id, &reasons).await?;
    }
    Ok(true)
}

/// Asks an address whether it was them.
pub(super) async fn ask_address<P>(
    change: &mut Change<P>,
    email: &Email,
    given_name: &str,
    nonce: [u8; 32],
) -> Result<()> {
    let path = links::careers_introduced(&change.company_ref().slug);
    let mailing = Mailing {
        kind: Kind::Outreach(Outreach::Introduction),
        to: email,
        given_name,
        candidate: None,
        locale: None,
        link: Some(OwnLink {
            path: &path,
            nonce,
            one_click: false,
        }),
        values: &[],
        send_at: change.now(),
    };
    mail::write_mailing(change, mailing).await?;
    Ok(())
}

/// Forgets introductions whose address never said yes, and those that were held and nobody let in: what was sent, its file,
/// and the mail that asked.
pub async fn forget_introductions(db: &PgPool, now: Time) -> Result<()> {
    let mut change = db.begin().await?;
    let gone = sqlx::query!(
        r#"delete from prospects
           where confirmed_at is null and created_at <= case when held_for is null then $1::timestamptz else $2 end
           returning company_id as "company: CompanyId", nonce, file_id as "file: FileId""#,
        now.minus(UNCONFIRMED) as _,
        now.minus(SignedDuration::from_hours(24 * intake::KEPT_DAYS)) as _,
    )
    .fetch_all(&mut *change)
    .await?;
    for one in gone {
        forget_rest(
            &mut change,
            one.company,
            one.nonce.as_deref(),
            one.file,
            now,
        )
        .await?;
    }
    Ok(change.commit().await?)
}

/// What belonged to an introduction that is gone: the mail that asked, and its file, whose bytes follow a day later.
pub(super) async fn forget_rest(
    db: &mut PgConnection,
    company: CompanyId,
    nonce: Option<&[u8]>,
    file: Option<FileId>,
    now: Time,
) -> Result<()> {
    sqlx::query!(
        r#"with mail as (delete from messages where company_id = $1 and own_nonce = $2),
                texts as (delete from file_texts where company_id = $1 and file_id = $3),
                file as (delete from files where company_id = $1 and id = $3 returning storage_key)
           insert into file_removals (storage_key, due_at)
           select storage_key, $4::timestamptz + interval '24 hours' from file on conflict do nothing"#,
        company as _,
        nonce,
        file as _,
        now as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
