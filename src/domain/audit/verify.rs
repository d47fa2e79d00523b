//! Going along a chain to find what was changed, taken away or slipped in.

use super::chain::Written;
use crate::base::{error::Result, ids::CompanyId};
use sqlx::{Connection, PgConnection};
use std::fmt;

/// Events that are looked at together.
const PAGE: i64 = 1000;

/// What a look at a company's history found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Events in the chain.
    pub length: i64,
    /// Its last hash. Whoever notes it elsewhere can tell later that not even all of this was written anew.
    pub head: Vec<u8>,
    /// Events that are so new that they are not in the chain yet.
    pub unsealed: i64,
    /// Events whose details were erased: the rest of what they say is covered.
    pub erased: i64,
    pub faults: Vec<Fault>,
}

/// Something that is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An event, by id, says something else than it did.
    Changed(i64),
    /// The detail of an event does.
    DetailChanged(i64),
    /// So many events are gone after this place in the chain.
    Missing { after: i64, count: i64 },
    /// So many events stand behind the chain's end.
    Added(i64),
    /// The chain does not end with the hash that it should.
    Head,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(id) => write!(f, "event {id} was changed, or stands where another stood"),
            Self::DetailChanged(id) => write!(f, "the detail of event {id} was changed"),
            Self::Missing { after, count } => write!(f, "{count} missing after place {after}"),
            Self::Added(count) => write!(f, "{count} added behind the end"),
            Self::Head => f.write_str("the end of the chain was changed"),
        }
    }
}

/// Computes a company's chain again and compares, at one moment while others write on.
pub async fn verify(db: &mut PgConnection, company: CompanyId) -> Result<Verdict> {
    let mut db = db
        .begin_with("begin isolation level repeatable read read only")
        .await?;
    let chain = sqlx::query!(
        r#"select coalesce(c.length, 0) as "length!", coalesce(c.head, '\x') as "head!",
                  (select count(*) from events e where e.company_id = o.id and e.chain_hash is null) as "unsealed!"
           from companies o left join event_chains c on c.company_id = o.id where o.id = $1"#,
        company as _,
    )
    .fetch_one(&mut *db)
    .await?;
    let mut found = Verdict {
        unsealed: chain.unsealed,
        ..Verdict::default()
    };
    let mut place = 0;
    loop {
        let links = links(&mut db, company, place).await?;
        if links.is_empty() {
            break;
        }
        for link in links {
            found.look(&link, place);
            place = link.no;
        }
    }
    match chain.length - place {
        0 if found.head == chain.head => {}
        0 => found.faults.push(Fault::Head),
        count if count > 0 => found.faults.push(Fault::Missing {
            after: place,
            count,
        }),
        count => found.faults.push(Fault::Added(-count)),
    }
    Ok(found)
}

/// A place in the chain, and what stands there.
struct Link {
    no: i64,
    hash: Vec<u8>,
    event: Written,
    /// None once it was erased.
    detail_hash: Option<Vec<u8>>,
}

impl Verdict {
    fn look(&mut self, link: &Link, before: i64) {
        let id = link.event.id;
        if link.no > before + 1 {
            self.faults.push(Fault::Missing {
                after: before,
                count: link.no - before - 1,
            });
        } else if link.event.hash(&self.head) != link.hash {
            self.faults.push(Fault::Changed(id));
        }
        match &link.detail_hash {
            None => self.erased += 1,
            Some(hash) if *hash != link.event.detail_hash => {
                self.faults.push(Fault::DetailChanged(id));
            }
            Some(_) => {}
        }
        self.length += 1;
        self.head.clone_from(&link.hash);
    }
}

/// The next links after a place.
async fn links(db: &mut PgConnection, company: CompanyId, after: i64) -> Result<Vec<Link>> {
    let rows = sqlx::query!(
        r#"select e.chain_no as "no!", e.chain_hash as "hash!", e.company_id, e.id,
                  (extract(epoch from e.at) * 1000000)::bigint as "at!", e.actor::text as "actor!", e.member_id, e.kind,
                  e.job_id, e.posting_id, e.candidate_id, e.application_id, e.request_id, e.detail_hash,
                  sha256(convert_to(d.detail::text, 'UTF8')) as "now?"
           from events e left join event_details d on (d.company_id, d.event_id) = (e.company_id, e.id)
           where e.company_id = $1 and e.chain_no > $2 order by e.chain_no limit $3"#,
        company as _,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await?;
    let link = rows.into_iter().map(|row| Link {
        no: row.no,
        hash: row.hash,
        detail_hash: row.now,
        event: Written {
            company_id: row.company_id,
            id: row.id,
            at: row.at,
            actor: row.actor,
            member_id: row.member_id,
            kind: row.kind,
            job_id: row.job_id,
            posting_id: row.posting_id,
            candidate_id: row.candidate_id,
            application_id: row.application_id,
            request_id: row.request_id,
            detail_hash: row.detail_hash,
        },
    });
    Ok(link.collect())
}
