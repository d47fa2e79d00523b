//! Users: people who sign in, whatever their companies.

use crate::{
    access::AccountChange,
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::UserId,
    },
};
use sqlx::PgConnection;

/// What makes a user.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: Email,
    pub given_name: String,
    pub family_name: String,
    /// The PHC string; none until an invitation is taken up.
    pub password_hash: Option<String>,
    pub operator: bool,
}

/// An address as it is kept: lower case, one `@`, no blanks or controls.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(transparent)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let fine = !local.is_empty()
            && local.len() <= 64
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
            && text.len() <= 254
            && !text
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c))
            && !local.contains('@');
        fine.then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no address")
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// The message for an address that is none.
pub const EMAIL_HELP: &str = "Enter an email address with an @, like name@example.com";

/// Checks a name typed in two fields, as `given_name` and `family_name`.
pub fn check_name(given_name: &str, family_name: &str, errors: &mut Errors) -> (String, String) {
    let (given, family) = (given_name.trim().to_owned(), family_name.trim().to_owned());
    if given.is_empty() {
        errors.add("given_name", "Enter a given name");
    } else if given.chars().count() > 100 {
        errors.add("given_name", "Use at most 100 characters");
    }
    if family.chars().count() > 100 {
        errors.add("family_name", "Use at most 100 characters");
    }
    (given, family)
}

/// Makes a user; an address that is taken is an error at `email`.
pub async fn create(change: &mut AccountChange, user: NewUser) -> Result<UserId> {
    let now = change.now();
    let made = sqlx::query_scalar!(
        r#"insert into users (email, given_name, family_name, password_hash, operator, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $6) returning id as "id: UserId""#,
        user.email as _,
        user.given_name,
        user.family_name,
        user.password_hash,
        user.operator,
        now as _,
    )
    .fetch_one(change.db())
    .await;
    let id = match made {
        Err(error) if Error::constraint(&error) == Some("users_email_key") => {
            return Err(Error::field(
                "email",
                "Somebody has an account with this address already",
            ));
        }
        made => made?,
    };
    change
        .record(
            "user.created",
            Some(id),
            serde_json::json!({ "operator": user.operator }),
        )
        .await?;
    Ok(id)
}

/// A user as sign-in needs them.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub id: UserId,
    pub password_hash: Option<String>,
}

/// The enabled user with an address.
pub async fn by_email(db: &mut PgConnection, email: &Email) -> Result<Option<Credentials>> {
    Ok(sqlx::query_as!(
        Credentials,
        r#"select id as "id: _", password_hash from users where email = $1 and disabled_at is null"#,
        email as _,
    )
    .fetch_optional(db)
    .await?)
}

/// The hash of a user's password.
pub async fn password_hash(db: &mut PgConnection, user: UserId) -> Result<Option<String>> {
    let hash = sqlx::query_scalar!(
        "select password_hash from users where id = $1 and disabled_at is null",
        user as _
    )
    .fetch_optional(db)
    .await?;
    Ok(hash.flatten())
}

/// Sets a password, and ends every session of the user: whoever knew the old one is out at once.
pub async fn set_password(change: &mut AccountChange, user: UserId, hash: &str) -> Result<()> {
    let now = change.now();
    sqlx::query!(
        "update users set password_hash = $2, updated_at = $3, version = version + 1 where id = $1",
        user as _,
        hash,
        now as _
    )
    .execute(change.db())
    .await?;
    end_sessions(change.db(), user, now).await?;
    change
        .record("user.password_set", Some(user), serde_json::json!({}))
        .await
}

/// Ends every session of a user.
pub async fn end_sessions(db: &mut PgConnection, user: UserId, now: Time) -> Result<()> {
    sqlx::query!(
        "update sessions set ended_at = $2 where user_id = $1 and ended_at is null",
        user as _,
        now as _
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a user can change of themselves.
#[derive(Clone, Debug)]
pub struct Profile {
    pub given_name: String,
    pub family_name: String,
    /// An IANA name.
    pub time_zone: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    pub single_keys: bool,
}

pub async fn profile(db: &mut PgConnection, user: UserId) -> Result<Profile> {
    Ok(sqlx::query_as!(
        Profile,
        "select given_name, family_name, time_zone, theme, single_keys from users where id = $1",
        user as _,
    )
    .fetch_one(db)
    .await?)
}

pub async fn save_profile(
    change: &mut AccountChange,
    user: UserId,
    profile: &Profile,
) -> Result<()> {
    let now = change.now();
    sqlx::query!(
        r#"update users set given_name = $2, family_name = $3, time_zone = $4, theme = $5, single_keys = $6, updated_at = $7, version = version + 1
           where id = $1"#,
        user as _,
        profile.given_name,
        profile.family_name,
        profile.time_zone,
        profile.theme,
        profile.single_keys,
        now as _,
    )
    .execute(change.db())
    .await?;
    change
        .record("user.profile_saved", Some(user), serde_json::json!({}))
        .await
}

/// A user's address.
pub async fn email(db: &mut PgConnection, user: UserId) -> Result<String> {
    sqlx::query_scalar!(
        "select email from users where id = $1 and disabled_at is null",
        user as _
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Whether the installation has nobody yet.
pub async fn none_yet(db: &mut PgConnection) -> Result<bool> {
    Ok(
        sqlx::query_scalar!(r#"select not exists (select from users) as "none!""#)
            .fetch_one(db)
            .await?,
    )
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn addresses() {
        for fine in [
            "ada@example.com",
            " Ada.B+c@Mail.Example.org ",
            "o'neil@example.co.uk",
            "ü@exämple.de",
        ] {
            assert!(Email::parse(fine).is_some(), "{fine}");
        }
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "a b@example.com",
            "a@b@example.com",
            "a@-x.com",
            "a@x..com",
            "x@y.z\r\nBcc: a@b.c",
            "<a@b.com>",
        ] {
            assert!(Email::parse(bad).is_none(), "{bad:?}");
        }
    }
}
