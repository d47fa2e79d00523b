//! Pay: the amount, or why none is stated; and what comes on top of it.

use crate::domain::postings::advert::{PayPeriod, SectionKind};
use serde::Serialize;

use super::super::entries::Key;
use super::super::words::Words;
use super::money::{self, Money};
use super::{Evidence, Found};

/// What a posting says of pay. All three can be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pay {
    pub amount: Option<Found<Money>>,
    /// What is said instead of an amount.
    pub not_stated: Option<Found<String>>,
    /// Bonuses, commission, shares.
    pub variable: Vec<Found<String>>,
}

const PAY: &[&str] = &[
    "pay",
    "salary",
    "salaries",
    "compensation",
    "remuneration",
    "wage",
    "wages",
];

/// What is paid on top, by its last word.
const EXTRAS: &[&str] = &[
    "bonus",
    "bonuses",
    "commission",
    "commissions",
    "incentives",
    "stock options",
    "shares",
];

const BEFORE_EXTRAS: &[&str] = &[
    "annual",
    "yearly",
    "quarterly",
    "monthly",
    "sales",
    "performance",
    "sign-on",
    "signing",
    "retention",
    "team",
];

pub(in super::super) fn find(evidence: &Evidence) -> Pay {
    let stated = evidence.under(Key::Pay).find_map(|entry| {
        let (money, range) = money::find(&entry.value)?;
        Some(Found::new(
            money,
            entry.traced.span(range),
            format!("{} says so", entry.source()),
        ))
    });
    let amount = stated.or_else(|| told(evidence));
    let not_stated = if amount.is_none() {
        reason(evidence)
    } else {
        None
    };
    Pay {
        amount,
        not_stated,
        variable: variable(evidence),
    }
}

/// An amount in a sentence about pay and not about a benefit, or one offered for a year that is no small one.
fn told(evidence: &Evidence) -> Option<Found<Money>> {
    const LIVING: i64 = 1_000_000;
    evidence
        .said(|kind| kind != SectionKind::About)
        .find_map(|said| {
            let words = said.words();
            let (money, range) = money::find(said.text())?;
            let living = money.per == Some(PayPeriod::Year) && money.min_cents >= LIVING;
            let pay = words.has(PAY) || (said.kind == SectionKind::Offer && living);
            let because = format!("the text says “{}”", said.text());
            let found = Found::new(money, said.span(range), because);
            (pay && !words.has(&["budget", "allowance", "stipend", "voucher"])).then_some(found)
        })
}

/// Why no amount is stated: what pay depends on, else that it is called competitive or negotiable.
fn reason(evidence: &Evidence) -> Option<Found<String>> {
    let stated = evidence.under(Key::Pay).next();
    if let Some(entry) = stated {
        return Some(Found::new(
            entry.value.clone(),
            entry.at,
            format!("{} names no amount", entry.source()),
        ));
    }
    let says = |words: &Words, what: &[&str]| words.has(PAY) && words.has(what);
    let depends = [
        "depend",
        "depends",
        "vary",
        "varies",
        "commensurate",
        "according to",
        "based on",
    ];
    let praised = ["competitive", "negotiable", "attractive", "generous"];
    let sentence = |what: &[&str]| {
        evidence
            .said(|kind| kind != SectionKind::Required)
            .find(|said| says(&said.words(), what))
    };
    sentence(&depends)
        .map(|said| said.found("the text says what pay depends on, and no amount"))
        .or_else(|| {
            sentence(&praised)
                .map(|said| said.found("the text praises the pay and names no amount"))
        })
}

fn variable(evidence: &Evidence) -> Vec<Found<String>> {
    let mut found: Vec<Found<String>> = Vec::new();
    for said in evidence.said(|kind| {
        matches!(
            kind,
            SectionKind::Offer | SectionKind::Intro | SectionKind::Custom
        )
    }) {
        let words = said.words();
        for at in 0..words.len() {
            let Some(phrase) = EXTRAS.iter().find(|phrase| words.reads(at, phrase)) else {
                continue;
            };
            let from =
                at - usize::from(at > 0 && words.joined(at) && words.is_any(at - 1, BEFORE_EXTRAS));
            let range = words.stretch(from..at + phrase.split(' ').count());
            let name = said
                .text()
                .get(range.clone())
                .unwrap_or_default()
                .to_owned();
            if !found.iter().any(|known| known.value == name) {
                found.push(Found::new(
                    name,
                    said.span(range),
                    format!("the text says “{}”", said.text()),
                ));
            }
        }
    }
    found
}
