//! Which lines of a table may be about one person: those that share an address or a number, or lead to the same record. What
//! becomes of one of them hangs on those above it.

use super::{batch::Arrival, columns::Column, line};
use crate::{
    access::{Change, permissions::AddPeople},
    base::{clock::Time, error::Result, ids::CandidateId},
};
use std::collections::{BTreeMap, HashMap};

/// What tells that two lines are about the same person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Address(String),
    Number(String),
    Record(CandidateId),
}

/// The lines that still wait, by person, in the order of the table. A line that cannot be read stands alone.
pub(super) async fn by_person(
    change: &mut Change<AddPeople>,
    arrival: &Arrival,
    columns: &[Column],
) -> Result<Vec<Vec<i32>>> {
    let (company, now) = (change.company(), change.now());
    let rows = sqlx::query!(
        r#"select nr, cells as "cells!" from arrival_rows
           where company_id = $1 and arrival_id = $2 and state = 'wanted' order by nr"#,
        company as _,
        arrival.id as _,
    )
    .fetch_all(change.db())
    .await?;
    let mut lines: Vec<(i32, Vec<Key>)> = rows
        .iter()
        .map(|row| (row.nr, keys(columns, &row.cells, now)))
        .collect();
    let records = records(change, &lines).await?;
    for (_, keys) in &mut lines {
        let found: Vec<Key> = keys
            .iter()
            .filter_map(|key| records.get(key))
            .cloned()
            .collect();
        keys.extend(found);
    }
    Ok(join(lines))
}

fn keys(columns: &[Column], cells: &[String], now: Time) -> Vec<Key> {
    let Ok(line) = line::read(columns, cells, now) else {
        return Vec::new();
    };
    let addresses = line.person.emails.iter();
    let addresses = addresses.map(|email| Key::Address(email.as_str().to_owned()));
    let number = Some(line.external_id).filter(|number| !number.is_empty());
    addresses.chain(number.map(Key::Number)).collect()
}

/// The records to which addresses and numbers lead.
async fn records(
    change: &mut Change<AddPeople>,
    lines: &[(i32, Vec<Key>)],
) -> Result<HashMap<Key, Key>> {
    let company = change.company();
    let (mut addresses, mut numbers) = (Vec::new(), Vec::new());
    for key in lines.iter().flat_map(|(_, keys)| keys) {
        match key {
            Key::Address(address) => addresses.push(address.clone()),
            Key::Number(number) => numbers.push(number.clone()),
            Key::Record(_) => {}
        }
    }
    let found = sqlx::query!(
        r#"select k.address as "address!", k.key as "key!", coalesce(c.merged_into_id, c.id) as "record!: CandidateId"
           from (select true as address, email as key, company_id, candidate_id from candidate_emails
                 where company_id = $1 and email = any ($2)
                 union all
                 select false, external_id, company_id, candidate_id from external_ids
                 where company_id = $1 and external_id = any ($3)) k
           join candidates c on (c.company_id, c.id) = (k.company_id, k.candidate_id)"#,
        company as _,
        &addresses,
        &numbers,
    )
    .fetch_all(change.db())
    .await?;
    let pair = |address, key| match address {
        true => Key::Address(key),
        false => Key::Number(key),
    };
    let found = found.into_iter();
    Ok(found
        .map(|row| (pair(row.address, row.key), Key::Record(row.record)))
        .collect())
}

/// Joins what shares a key with what shares another with it, and so on: each is called by the first of its lines.
fn join(lines: Vec<(i32, Vec<Key>)>) -> Vec<Vec<i32>> {
    let mut called: Vec<i32> = lines.iter().map(|(nr, _)| *nr).collect();
    let mut first: HashMap<&Key, i32> = HashMap::new();
    loop {
        let mut settled = true;
        for (called, (_, keys)) in called.iter_mut().zip(&lines) {
            let others = keys.iter().filter_map(|key| first.get(key)).copied();
            let least = others.chain([*called]).min().unwrap_or(*called);
            settled &= keys.iter().all(|key| first.get(key) == Some(&least));
            *called = least;
            first.extend(keys.iter().map(|key| (key, least)));
        }
        if settled {
            break;
        }
    }
    let mut people: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (called, (nr, _)) in called.into_iter().zip(&lines) {
        people.entry(called).or_default().push(*nr);
    }
    people.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_through_others_and_keep_their_order() {
        let mail = |who: &str| Key::Address(who.to_owned());
        let lines = vec![
            (2, vec![mail("a")]),
            (3, vec![mail("b"), Key::Number("1".to_owned())]),
            (4, vec![]),
            (5, vec![mail("c"), Key::Record(CandidateId(7))]),
            (6, vec![mail("a"), Key::Record(CandidateId(7))]),
            (7, vec![Key::Number("b".to_owned())]),
            (8, vec![]),
        ];
        let people = [vec![2, 5, 6], vec![3], vec![4], vec![7], vec![8]];
        assert_eq!(join(lines), people);
    }
}
