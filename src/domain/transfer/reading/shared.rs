//! Texts that a company puts under several postings: `About us`, what it offers, its promise of equal treatment.

use std::collections::HashSet;

use serde::Serialize;

use crate::domain::postings::advert::SectionKind;

use super::identity::ratio;
use super::kinds;
use super::words::Words;
use super::{Reading, Section};

/// A company's text that several postings carry, in one or several versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedBlock {
    pub company: Option<String>,
    pub kind: SectionKind,
    /// The most used first.
    pub versions: Vec<Version>,
}

/// One wording of a shared text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version {
    /// As in [`Section::fingerprint`].
    pub fingerprint: String,
    /// The heading that it has most.
    pub heading: Option<String>,
    pub markdown: String,
    pub used_by: Vec<Use>,
    /// How like it is to the first version, from 0 to 1; see [`similarity`].
    pub likeness: f64,
}

/// Which section of which reading uses a version, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    pub reading: usize,
    pub section: usize,
}

/// The share of words in a row (three at a time) that two texts have in common, from 0 to 1.
pub fn similarity(one: &str, other: &str) -> f64 {
    alike(&shingles(one), &shingles(other))
}

fn alike(one: &HashSet<u32>, other: &HashSet<u32>) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 { 1.0 } else { ratio(shared, all) }
}

/// Hashes (FNV-1a) of three words in a row, in lower case and without punctuation. Shorter texts have one.
pub(super) fn shingles(text: &str) -> HashSet<u32> {
    let words = Words::of(text);
    let hashes: Vec<u32> = (0..words.len()).map(|at| hash(words.get(at))).collect();
    if hashes.is_empty() {
        return HashSet::new();
    }
    let mixed = hashes.windows(3.min(hashes.len())).map(|row| {
        let sum = row.iter().fold(0, |sum: u32, hash| {
            sum.rotate_left(7).wrapping_mul(0x9E37_79B1) ^ hash
        });
        (sum ^ (sum >> 15)).wrapping_mul(0x85EB_CA6B)
    });
    mixed.collect()
}

fn hash(word: &str) -> u32 {
    let plain = word
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase);
    plain.fold(0x811C_9DC5, |hash, char| {
        (hash ^ u32::from(char)).wrapping_mul(0x0100_0193)
    })
}

/// The shared texts of some readings. A text counts when at least two readings have it: in the same words but for
/// case and punctuation, as another version of the company's text of that kind, or, under a heading of its own, in
/// mostly the same words.
pub fn shared_blocks(readings: &[Reading]) -> Vec<SharedBlock> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (reading, read) in readings.iter().enumerate() {
        let company = read.company.as_ref().map(|company| company.value.as_str());
        for (section, text) in read.sections.iter().enumerate() {
            if (kinds::belongs_to_company(text.kind) || text.kind == SectionKind::Custom)
                && !text.blocks.is_empty()
            {
                let member = Member {
                    place: Use { reading, section },
                    text,
                    words: words_of(text),
                };
                Cluster::add(&mut clusters, company, member);
            }
        }
    }
    clusters
        .into_iter()
        .filter(|cluster| cluster.readings() > 1)
        .map(Cluster::versions)
        .collect()
}

fn words_of(section: &Section) -> HashSet<u32> {
    let texts: Vec<&str> = section.blocks.iter().map(super::Block::text).collect();
    shingles(&texts.join(" "))
}

/// A section that may be shared.
struct Member<'a> {
    place: Use,
    text: &'a Section,
    words: HashSet<u32>,
}

/// Sections that are one text.
struct Cluster<'a> {
    company: Option<&'a str>,
    kind: SectionKind,
    members: Vec<Member<'a>>,
}

impl<'a> Cluster<'a> {
    /// Puts a section to the cluster that it fits best, or begins one. A reading has one section in each.
    fn add(clusters: &mut Vec<Self>, company: Option<&'a str>, new: Member<'a>) {
        const MOSTLY: f64 = 0.6;
        let of_company = kinds::belongs_to_company(new.text.kind) && company.is_some();
        let least = if of_company { 0.0 } else { MOSTLY };
        let same = |cluster: &&mut Self| {
            let one_each = cluster
                .members
                .iter()
                .all(|member| member.place.reading != new.place.reading);
            cluster.kind == new.text.kind
                && one_each
                && cluster.company.map(str::to_lowercase) == company.map(str::to_lowercase)
        };
        let fitting = clusters
            .iter_mut()
            .filter(same)
            .map(|cluster| (cluster.fit(&new), cluster));
        match fitting
            .max_by(|(one, _), (other, _)| one.total_cmp(other))
            .filter(|(fit, _)| *fit >= least)
        {
            Some((_, cluster)) => cluster.members.push(new),
            None => clusters.push(Self {
                company,
                kind: new.text.kind,
                members: vec![new],
            }),
        }
    }

    fn fit(&self, new: &Member) -> f64 {
        self.members
            .iter()
            .map(|member| alike(&member.words, &new.words))
            .fold(0.0, f64::max)
    }

    fn readings(&self) -> usize {
        self.members
            .iter()
            .map(|member| member.place.reading)
            .collect::<HashSet<_>>()
            .len()
    }

    fn versions(self) -> SharedBlock {
        let mut versions: Vec<(Vec<&Member>, Version)> = Vec::new();
        for member in &self.members {
            let known = versions
                .iter_mut()
                .find(|(_, version)| version.fingerprint == member.text.fingerprint);
            match known {
                Some((members, version)) => {
                    members.push(member);
                    version.used_by.push(member.place);
                }
                None => versions.push((
                    vec![member],
                    Version {
                        fingerprint: member.text.fingerprint.clone(),
                        heading: None,
                        markdown: member.text.markdown(),
                        used_by: vec![member.place],
                        likeness: 1.0,
                    },
                )),
            }
        }
        versions.sort_by_key(|(members, _)| std::cmp::Reverse(members.len()));
        let first = versions
            .first()
            .and_then(|(members, _)| members.first().copied());
        for (members, version) in &mut versions {
            version.heading = commonest_heading(members);
            if let (Some(first), Some(member)) = (first, members.first()) {
                version.likeness = alike(&first.words, &member.words);
            }
        }
        let versions = versions.into_iter().map(|(_, version)| version).collect();
        SharedBlock {
            company: self.company.map(str::to_owned),
            kind: self.kind,
            versions,
        }
    }
}

fn commonest_heading(members: &[&Member]) -> Option<String> {
    let headings: Vec<&str> = members
        .iter()
        .filter_map(|member| member.text.heading.as_ref())
        .map(|heading| heading.text.as_str())
        .collect();
    let count = |heading: &&str| headings.iter().filter(|other| *other == heading).count();
    headings
        .iter()
        .rev()
        .max_by_key(|heading| count(heading))
        .map(|heading| (*heading).to_owned())
}
