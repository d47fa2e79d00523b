//! Sessions: rows, of which the cookie holds a random token and the database its hash.

use crate::{
    access::{CompanyRef, Member, Role},
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, MemberId, SessionId, UserId},
        links::Slug,
        secret::Token,
    },
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// The cookie's name. The prefix binds it to this host, to https (or loopback) and to the whole site.
pub const COOKIE: &str = "__Host-session";
/// A session ends after this long without a request.
pub const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A session ends after this long, however busy.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Some acts ask for the password again when it was given longer ago than this.
pub const CONFIRMED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// A live session, and whose it is.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub name: String,
    pub email: String,
    pub operator: bool,
    pub theme: String,
    pub single_keys: bool,
    pub time_zone: String,
    pub confirmed_at: Time,
}

/// A session's place in the company that the path names: all that a staff page asks first, in one statement.
#[derive(Clone, Debug)]
pub struct Seat {
    pub session: Session,
    /// The company and the member, if the user is one of it.
    pub place: Option<(CompanyRef, Member)>,
}

/// Begins a session and gives the token for its cookie.
pub async fn begin(
    db: &mut PgConnection,
    user: UserId,
    now: Time,
    user_agent: &str,
    network: &str,
) -> Result<Token> {
    let token = Token::random();
    let agent: String = user_agent
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    sqlx::query!(
        r#"insert into sessions (token_hash, user_id, created_at, seen_at, expires_at, confirmed_at, user_agent, network)
           values ($1, $2, $3, $3, $4, $3, $5, $6)"#,
        &token.hash() as _,
        user as _,
        now as _,
        now.plus(LIFETIME) as _,
        agent,
        network,
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// Whose session a token is, and their place in the company. Marks both as used, at most every five minutes.
pub async fn seat(
    db: &mut PgConnection,
    token: &Token,
    company: Option<&Slug>,
    now: Time,
) -> Result<Option<Seat>> {
    let row = sqlx::query!(
        r#"select s.id as "id: SessionId", s.user_id as "user: UserId", s.confirmed_at as "confirmed_at: Time", s.seen_at as "seen_at: Time",
                  u.given_name, u.family_name, u.email, u.operator, u.theme, u.single_keys, u.time_zone,
                  m.id as "member?: MemberId", m.role as "role?: Role", m.seen_at as "member_seen_at?: Time",
                  c.id as "company?: CompanyId", c.slug as "slug?: Slug", c.name as "company_name?", c.time_zone as "company_time_zone?", c.accent_hue as "accent_hue?"
           from sessions s
           join users u on u.id = s.user_id and u.disabled_at is null
           left join companies c on c.slug = $2
           left join memberships m on m.company_id = c.id and m.user_id = u.id and m.ended_at is null
           where s.token_hash = $1 and s.ended_at is null and s.expires_at > $3 and s.seen_at > $4"#,
        &token.hash() as _,
        company.map(Slug::as_str),
        now as _,
        now.minus(IDLE) as _,
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let long_ago = |seen: Time| now.since(seen) > SignedDuration::from_mins(5);
    if long_ago(row.seen_at) {
        sqlx::query!(
            "update sessions set seen_at = $2 where id = $1",
            row.id as _,
            now as _
        )
        .execute(&mut *db)
        .await?;
    }
    if let (Some(company), Some(member)) = (row.company, row.member)
        && row.member_seen_at.is_none_or(long_ago)
    {
        sqlx::query!(
            "update memberships set seen_at = $3 where company_id = $1 and id = $2",
            company as _,
            member as _,
            now as _
        )
        .execute(db)
        .await?;
    }
    let name = format!("{} {}", row.given_name, row.family_name)
        .trim()
        .to_owned();
    let place = match (
        row.company,
        row.slug,
        row.company_name,
        row.company_time_zone,
        row.accent_hue,
        row.member,
        row.role,
    ) {
        (
            Some(id),
            Some(slug),
            Some(company_name),
            Some(time_zone),
            Some(accent_hue),
            Some(member),
            Some(role),
        ) => Some((
            CompanyRef {
                id,
                slug,
                name: company_name,
                time_zone,
                accent_hue,
            },
            Member {
                id: member,
                user: row.user,
                role,
                name: name.clone(),
            },
        )),
        _ => None,
    };
    let session = Session {
        id: row.id,
        user: row.user,
        name,
        email: row.email,
        operator: row.operator,
        theme: row.theme,
        single_keys: row.single_keys,
        time_zone: row.time_zone,
        confirmed_at: row.confirmed_at,
    };
    Ok(Some(Seat { session, place }))
}

/// Ends one session of a user; at once, on every instance.
pub async fn end(db: &mut PgConnection, user: UserId, session: SessionId, now: Time) -> Result<()> {
    sqlx::query!(
        "update sessions set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null",
        session as _,
        user as _,
        now as _
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A live session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: SessionId,
    pub created_at: Time,
    pub seen_at: Time,
    pub user_agent: String,
    pub network: String,
}

/// A user's live sessions, newest first. At most 50 are shown; "end all others" ends every one.
pub async fn list(db: &mut PgConnection, user: UserId, now: Time) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        r#"select id as "id: _", created_at as "created_at: _", seen_at as "seen_at: _", user_agent, network from sessions
           where user_id = $1 and ended_at is null and expires_at > $2 and seen_at > $3
           order by id desc limit 50"#,
        user as _,
        now as _,
        now.minus(IDLE) as _,
    )
    .fetch_all(db)
    .await?)
}

/// Ends every session of a user but one.
pub async fn end_others(
    db: &mut PgConnection,
    user: UserId,
    but: SessionId,
    now: Time,
) -> Result<()> {
    sqlx::query!(
        "update sessions set ended_at = $3 where user_id = $1 and id <> $2 and ended_at is null",
        user as _,
        but as _,
        now as _
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The password was given again.
pub async fn confirm(db: &mut PgConnection, session: SessionId, now: Time) -> Result<()> {
    sqlx::query!(
        "update sessions set confirmed_at = $2 where id = $1",
        session as _,
        now as _
    )
    .execute(db)
    .await?;
    Ok(())
}

impl Session {
    /// Whether the password was given lately enough for acts that could lock others out.
    pub fn confirmed(&self, now: Time) -> bool {
        now.since(self.confirmed_at) <= CONFIRMED_FOR
    }
}
