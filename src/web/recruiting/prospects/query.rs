//! What an address says about the list of the pool: one pool, or those who were ticked in what a search found.

use crate::{
    base::{
        clock::Time,
        ids::{ApplicationId, PoolId, ProspectId},
        links::{self, Slug},
        paging::decode_cursor,
    },
    domain::prospects::TOGETHER,
};
use url::form_urlencoded::{Serializer, parse};

/// The most applications that are told as skipped; no page has more to tick.
const SKIPPED: usize = 100;

/// The query of the list's address.
#[derive(Default)]
pub(super) struct ListQuery {
    pub pool: Option<PoolId>,
    pub after: Option<(Time, ProspectId)>,
    pub ticked: Option<Ticked>,
}

/// Those who were ticked where people of the pool stand among applications.
#[derive(Default)]
pub(super) struct Ticked {
    pub people: Vec<ProspectId>,
    pub applications: Vec<ApplicationId>,
    /// Where they were ticked, as it was said.
    pub back: String,
}

impl ListQuery {
    /// What it says; whatever it says that makes no sense is left out.
    pub fn read(query: &str) -> Self {
        let (mut read, mut ticked) = (Self::default(), Ticked::default());
        let mut any = false;
        for (name, value) in parse(query.as_bytes()) {
            match name.as_ref() {
                "pool" => read.pool = value.parse().ok(),
                "after" => read.after = decode_cursor(&value),
                "back" => ticked.back = value.into_owned(),
                "pick" => {
                    any = true;
                    match of_pool(&value) {
                        Some(id) if ticked.people.len() < TOGETHER => ticked.people.push(id),
                        Some(_) => {}
                        None => {
                            let id: Option<ApplicationId> = value.parse().ok();
                            ticked.applications.extend(id);
                        }
                    }
                }
                _ => {}
            }
        }
        ticked.applications.truncate(SKIPPED);
        read.ticked = any.then_some(ticked);
        read
    }
}

/// Whom a box means that stands among boxes of applications, if it is somebody of the pool: `p12`.
pub fn of_pool(value: &str) -> Option<ProspectId> {
    value.strip_prefix('p')?.parse().ok()
}

/// The list with just these, ticked, and a way back to where that was done.
pub fn ticked(company: &Slug, people: &[ProspectId], back: &str) -> String {
    let mut query = Serializer::new(String::new());
    for id in people {
        query.append_pair("pick", &format!("p{id}"));
    }
    query.append_pair("back", back);
    format!("{}?{}", links::prospects(company), query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_are_ticked_are_told_apart() {
        let path = ticked(
            &Slug::parse("heron").unwrap(),
            &[ProspectId(7), ProspectId(9)],
            "/heron/candidates?q=mill",
        );
        let (_, query) = path.split_once('?').unwrap();
        let read = ListQuery::read(&format!("{query}&pick=12&pick=px&pick="));
        let ticked = read.ticked.unwrap();
        assert_eq!(ticked.people, [ProspectId(7), ProspectId(9)]);
        assert_eq!(ticked.applications, [ApplicationId(12)]);
        assert_eq!(ticked.back, "/heron/candidates?q=mill");
        assert!(ListQuery::read("pool=3&back=x").ticked.is_none());
    }
}
