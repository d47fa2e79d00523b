//! Hosts of a company's own, at which its careers site is.

use super::CHANNEL;
use crate::{
    access::{Change, CompanyRef, Event, permissions::ManageCompany},
    base::{
        error::{Error, Result},
        ids::CompanyId,
        links::{self, Root},
    },
};
use serde_json::json;
use sqlx::PgConnection;
use std::net::IpAddr;

/// How many hosts a company may have.
const HOSTS: usize = 5;

/// Names of hosts, as they are asked for; the first is where the careers site lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Reads names, one a word; says which of them is none. A port, a path or an address is no name.
    pub fn parse(typed: &str) -> std::result::Result<Self, String> {
        let mut hosts = Vec::new();
        for word in typed.split_whitespace() {
            let host = name(word).ok_or_else(|| {
                let word: String = word.chars().take(60).collect();
                format!("“{word}” is no name of a host. Write one like jobs.example.com")
            })?;
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        if hosts.len() > HOSTS {
            return Err(format!("Keep at most {HOSTS} hosts"));
        }
        Ok(Self(hosts))
    }

    pub fn names(&self) -> &[String] {
        &self.0
    }
}

fn name(word: &str) -> Option<String> {
    let Ok(url::Host::Domain(name)) = url::Host::parse(word) else {
        return None;
    };
    let labels = name.split('.').all(|label| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    });
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    let fine = labels
        && name.contains('.')
        && (4..=253).contains(&name.len())
        && name.bytes().all(letters)
        && name.parse::<IpAddr>().is_err();
    fine.then_some(name)
}

/// The hosts of a company, the first one first.
pub async fn hosts(db: &mut PgConnection, company: CompanyId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select host from company_hosts where company_id = $1 order by position",
        company as _,
    )
    .fetch_all(db)
    .await?)
}

/// The one address of a company's careers site: its host, as `https://jobs.example.com`, and where it begins there.
/// `public` is the installation's host.
pub async fn lives(
    db: &mut PgConnection,
    company: &CompanyRef,
    public: &str,
) -> Result<(String, Root)> {
    Ok(match hosts(db, company.id).await?.first() {
        Some(host) => (links::origin_at(public, host), Root::Own),
        None => (public.to_owned(), Root::Shared(company.slug.clone())),
    })
}

/// Puts these hosts in place of those that the company has. A host of another company is refused.
pub async fn change_hosts(change: &mut Change<ManageCompany>, new: &Hosts) -> Result<()> {
    let (company, now) = (change.company(), change.now());
    // One after another, so that two people's lists do not mix.
    sqlx::query!(
        "update companies set updated_at = $2 where id = $1",
        company as _,
        now as _,
    )
    .execute(change.db())
    .await?;
    let before = hosts(change.db(), company).await?;
    if before == new.0 {
        return Ok(());
    }
    sqlx::query!(
        "delete from company_hosts where company_id = $1",
        company as _
    )
    .execute(change.db())
    .await?;
    let added = sqlx::query!(
        r#"insert into company_hosts (company_id, host, position)
           select $1, host, position from unnest($2::text[]) with ordinality as new (host, position)"#,
        company as _,
        &new.0,
    )
    .execute(change.db())
    .await;
    if let Err(error) = added {
        return Err(match Error::constraint(&error) {
            Some("company_hosts_host_key") => {
                Error::field("hosts", "One of these hosts is another company’s")
            }
            _ => error.into(),
        });
    }
    let detail = json!({ "hosts": { "before": before, "after": new.0 } });
    change
        .record(Event::new("company.changed").detail(detail))
        .await?;
    change.notify(CHANNEL, &company.to_string()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_asked_for() {
        let hosts =
            Hosts::parse(" Jobs.Heron.example\r\nwork.müller.example jobs.heron.example").unwrap();
        assert_eq!(
            hosts.names(),
            ["jobs.heron.example", "work.xn--mller-kva.example"]
        );
        assert!(Hosts::parse("").unwrap().names().is_empty());
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for wrong in [
            "localhost",
            "10.0.0.1",
            "[::1]",
            "0x7f.1",
            "https://jobs.example.com",
            "jobs.example.com/x",
            "jobs.example.com:8080",
            "-a.example",
            "a..example",
            "jobs.example.com.",
            "a_b.example",
        ] {
            assert!(Hosts::parse(wrong).is_err(), "{wrong}");
        }
        let many: Vec<_> = (0..=HOSTS).map(|n| format!("h{n}.example")).collect();
        assert!(Hosts::parse(&many.join(" ")).is_err());
    }
}
