//! Sessions: rows, of which the cookie holds a random token and the database its hash.

use crate::base::{
    clock::Time,
    error::Result,
    ids::{SessionId, UserId},
    secret::Token,
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
