//! Résumés, many at once: how each stands, and what somebody who looked at it does about it.

use super::{
    add::{Placing, by_address, place},
    batch::{self, Arrival, Kind},
    run::RunArrival,
};
use crate::{
    access::{Actor, Change, permissions::AddPeople},
    base::{
        error::{Error, Result},
        ids::{ApplicationId, ArrivalId, CandidateId, CompanyId, FileId},
        paging::Paged,
    },
    domain::{
        accounts::users::{EMAIL_HELP, Email},
        candidates::{
            self, Person,
            typed::{PHONE_HELP, is_phone},
        },
    },
};
use sqlx::PgConnection;

/// Rows of a page.
const PAGE: usize = 50;

/// How a résumé stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    Reading,
    Ready,
    Nameless,
    Known,
    Unreadable,
    Wanted,
    Added,
    Refused,
}

impl Standing {
    pub const ALL: [Self; 8] = [
        Self::Ready,
        Self::Nameless,
        Self::Known,
        Self::Unreadable,
        Self::Reading,
        Self::Wanted,
        Self::Added,
        Self::Refused,
    ];

    /// As the database and addresses have it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Ready => "ready",
            Self::Nameless => "nameless",
            Self::Known => "known",
            Self::Unreadable => "unreadable",
            Self::Wanted => "wanted",
            Self::Added => "added",
            Self::Refused => "refused",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "Being read",
            Self::Ready => "Ready",
            Self::Nameless => "Needs a name",
            Self::Known => "Known already",
            Self::Unreadable => "Unreadable",
            Self::Wanted => "Being added",
            Self::Added => "Added",
            Self::Refused => "Left out",
        }
    }

    /// Whether somebody can still do something about it.
    pub fn open(self) -> bool {
        matches!(
            self,
            Self::Ready | Self::Nameless | Self::Known | Self::Unreadable
        )
    }
}

/// A résumé in its list.
#[derive(Clone, Debug)]
pub struct Resume {
    pub nr: i32,
    /// The file's.
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub phone: String,
    /// A [`Standing`], by its key.
    pub standing: String,
    pub reason: String,
    pub known: Option<CandidateId>,
    /// Of whoever is known, if the viewer sees them.
    pub known_name: Option<String>,
    pub application: Option<ApplicationId>,
}

impl Resume {
    pub fn standing(&self) -> Standing {
        Standing::parse(&self.standing).unwrap_or(Standing::Refused)
    }
}

/// What somebody typed for a résumé.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub phone: String,
    /// Whose it is, as it was shown.
    pub known: Option<CandidateId>,
}

/// One page of a batch's résumés, of one standing or all. The batch is looked up first, for the viewer.
pub async fn resumes(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    arrival: &Arrival,
    standing: Option<Standing>,
    after: Option<i32>,
) -> Result<Paged<Resume>> {
    let rows = sqlx::query_as!(
        Resume,
        r#"select r.nr as "nr!", r.name as "name!", r.given_name as "given_name!", r.family_name as "family_name!", r.email as "email!",
                  r.phone as "phone!", r.standing as "standing!", r.reason as "reason!", r.known_id as "known: _",
                  (select max(a.name) from applications a
                   join application_access s on (s.company_id, s.application_id) = (a.company_id, a.id)
                   where a.company_id = $1 and a.candidate_id = r.known_id and s.company_id = $1 and s.member_id = $3) as known_name,
                  r.application_id as "application: _"
           from arrival_resumes r
           where r.company_id = $1 and r.arrival_id = $2 and ($4::text is null or r.standing = $4) and r.nr > $5
           order by r.nr limit $6"#,
        company as _,
        arrival.id as _,
        actor.member_id() as _,
        standing.map(Standing::key),
        after.unwrap_or(0),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(Paged::new(rows, PAGE, |row: &Resume| row.nr))
}

/// How many of a batch stand how.
pub async fn standings(
    db: &mut PgConnection,
    company: CompanyId,
    arrival: &Arrival,
) -> Result<Vec<(Standing, i64)>> {
    let rows = sqlx::query!(
        r#"select standing as "standing!", count(*) as "rows!" from arrival_resumes
           where company_id = $1 and arrival_id = $2 group by standing"#,
        company as _,
        arrival.id as _,
    )
    .fetch_all(db)
    .await?;
    let of = |one: Standing| rows.iter().find(|row| row.standing == one.key());
    let counted = Standing::ALL
        .into_iter()
        .filter_map(|one| of(one).map(|row| (one, row.rows)));
    Ok(counted.collect())
}

/// Has all those added that are ready: by a task, because they may be many.
pub async fn want_ready(change: &mut Change<AddPeople>, id: ArrivalId) -> Result<()> {
    batch::hold(change, id, Kind::Resumes).await?;
    let company = change.company();
    sqlx::query!(
        r#"update arrival_rows r set state = 'wanted', reason = ''
           from arrival_resumes v
           where (v.company_id, v.arrival_id, v.nr) = (r.company_id, r.arrival_id, r.nr)
             and r.company_id = $1 and r.arrival_id = $2 and v.standing = 'ready'"#,
        company as _,
        id as _,
    )
    .execute(change.db())
    .await?;
    change.later(&RunArrival { arrival: id }).await
}

/// Leaves one out.
pub async fn leave_out(change: &mut Change<AddPeople>, id: ArrivalId, nr: i32) -> Result<()> {
    batch::hold(change, id, Kind::Resumes).await?;
    let company = change.company();
    sqlx::query!(
        r#"update arrival_rows set state = 'done', outcome = 'skipped', reason = 'Left out by you.'
           where company_id = $1 and arrival_id = $2 and nr = $3 and state = 'open'"#,
        company as _,
        id as _,
        nr,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

/// Adds one, as somebody corrected it. One that was added before stays as it is.
pub async fn add_one(
    change: &mut Change<AddPeople>,
    id: ArrivalId,
    nr: i32,
    typed: &Typed,
) -> Result<()> {
    let arrival = batch::hold(change, id, Kind::Resumes).await?;
    let company = change.company();
    let done = sqlx::query!(
        r#"update arrival_rows set given_name = $4, family_name = $5, email = $6, phone = $7
           where company_id = $1 and arrival_id = $2 and nr = $3 and state = 'open'"#,
        company as _,
        id as _,
        nr,
        typed.given_name,
        typed.family_name,
        typed.email,
        typed.phone,
    )
    .execute(change.db())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    // Only whom we showed can be named.
    let known = sqlx::query_scalar!(
        r#"select known_id as "known: CandidateId" from arrival_resumes where company_id = $1 and arrival_id = $2 and nr = $3"#,
        company as _,
        id as _,
        nr,
    )
    .fetch_one(change.db())
    .await?;
    take_in(
        change,
        &arrival,
        nr,
        typed.known.filter(|typed| known == Some(*typed)),
    )
    .await
}

/// Makes a row into a person where its batch goes.
pub(super) async fn take_in(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    nr: i32,
    known: Option<CandidateId>,
) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    let row = sqlx::query!(
        r#"select given_name, family_name, email, phone, file_id as "file!: FileId"
           from arrival_rows where company_id = $1 and arrival_id = $2 and nr = $3 and file_id is not null for update"#,
        company as _,
        arrival.id as _,
        nr,
    )
    .fetch_optional(change.db())
    .await?
    .ok_or(Error::NotFound)?;
    let person = person(row.given_name, row.family_name, &row.email, &row.phone)?;
    let theirs = match by_address(change, &person.emails).await? {
        None => known,
        theirs => theirs,
    };
    let candidate = match theirs {
        Some(id) if known == Some(id) => {
            candidates::met(change, id).await?;
            candidates::complete(change, id, &person).await?;
            id
        }
        Some(_) => {
            let text = "Somebody here has this address already.";
            return Err(Error::refused("known", text));
        }
        None => candidates::make(change, &person).await?,
    };
    let placing = Placing {
        source: arrival.source,
        at: now,
        tell: false,
        file: "a résumé",
    };
    let application = place(change, candidate, arrival.to(), &placing)
        .await?
        .ok_or_else(|| Error::refused("considered", "They are there already."))?;
    sqlx::query!(
        r#"insert into attachments (company_id, candidate_id, application_id, file_id, kind, created_at)
           values ($1, $2, $3, $4, 'resume', $5)"#,
        company as _,
        candidate as _,
        application as _,
        row.file as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    sqlx::query!(
        r#"update arrival_rows set state = 'done', outcome = 'created', reason = '', candidate_id = $4, application_id = $5
           where company_id = $1 and arrival_id = $2 and nr = $3"#,
        company as _,
        arrival.id as _,
        nr,
        candidate as _,
        application as _,
    )
    .execute(change.db())
    .await?;
    Ok(())
}

fn person(given_name: String, family_name: String, email: &str, phone: &str) -> Result<Person> {
    let given_name = given_name.trim().to_owned();
    let email = email.trim();
    let address = Email::parse(email);
    if given_name.is_empty() {
        return Err(Error::field("given_name", "Enter a given name"));
    }
    for (field, text) in [("given_name", &given_name), ("family_name", &family_name)] {
        if text.chars().count() > 255 {
            return Err(Error::field(field, "Use at most 255 characters"));
        }
    }
    if !email.is_empty() && address.is_none() {
        return Err(Error::field("email", EMAIL_HELP));
    }
    if !phone.trim().is_empty() && (!is_phone(phone) || phone.chars().count() > 50) {
        return Err(Error::field("phone", PHONE_HELP));
    }
    let phone = Some(phone.trim().to_owned()).filter(|phone| !phone.is_empty());
    Ok(Person {
        given_name,
        family_name: family_name.trim().to_owned(),
        emails: address.into_iter().collect(),
        phones: phone.into_iter().collect(),
        ..Person::default()
    })
}
