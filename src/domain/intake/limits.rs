//! How many sendings come with one address, and from one network. Postgres counts them, so that many instances count as one;
//! what it keeps are hashes with the installation's key, which change with every window and tell nobody where they come from.

use super::{Reason, take::Signs};
use crate::{access::Change, base::error::Result, domain::accounts::users::Email};

/// What is counted together.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct Sendings {
    name: &'static str,
    /// Most with one address in a day (UTC) that nobody has to look at.
    with_address: i32,
}

impl Sendings {
    pub const APPLICATIONS: Self = Self {
        name: "applications",
        with_address: 10,
    };
    /// Each is a mail to somebody who may not have asked for it.
    pub const INTRODUCTIONS: Self = Self {
        name: "introductions",
        with_address: 3,
    };
}

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Counts a sending, and says which limits it goes beyond.
pub(super) async fn count<P>(
    change: &mut Change<P>,
    sendings: Sendings,
    email: &Email,
    signs: &Signs,
) -> Result<Vec<Reason>> {
    let mut beyond = Vec::new();
    let with_address = format!("{} of a address", sendings.name);
    let from_network = format!("{} of a network", sendings.name);
    if one_more(change, &with_address, email.as_str(), DAY).await? > sendings.with_address {
        beyond.push(Reason::Address);
    }
    let network = one_more(change, &from_network, &signs.network, HOUR).await?;
    if signs.per_network > 0 && i64::from(network) > i64::from(signs.per_network) {
        beyond.push(Reason::Network);
    }
    Ok(beyond)
}

/// How many there were in this window, this one included. Others wait until this one is in or came to nothing, so that the
/// count is exact.
async fn one_more<P>(change: &mut Change<P>, what: &str, whose: &str, seconds: i64) -> Result<i32> {
    let (company, now) = (change.company(), change.now());
    let window = now.0.as_second().div_euclid(seconds);
    let text = format!("{company} {window} {whose}");
    let key = change.key().token(what, text.as_bytes()).hash();
    Ok(sqlx::query_scalar!(
        r#"insert into asked as a (key, count, since) values ($1, 1, $2)
           on conflict (key) do update set count = a.count + 1 returning count"#,
        &key[..],
        now as _,
    )
    .fetch_one(change.db())
    .await?)
}
