//! Benefits: the items of what a company offers, with amounts where they have some.

use crate::domain::postings::advert::SectionKind;
use serde::Serialize;

use super::super::sections::Form;
use super::money::{self, Money};
use super::{Evidence, Found};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Benefit {
    /// As written, repaired.
    pub text: String,
    pub amount: Option<Money>,
}

pub(in super::super) fn find(evidence: &Evidence) -> Vec<Found<Benefit>> {
    let offered = evidence.passages.iter().filter(|passage| {
        matches!(passage.form, Form::Item { .. }) && evidence.kind(passage) == SectionKind::Offer
    });
    let benefits = offered.map(|passage| {
        let text = passage.text.text().to_owned();
        let amount = money::find(&text).map(|(money, _)| money);
        Found::new(
            Benefit { text, amount },
            passage.text.whole(),
            "an item of what is offered",
        )
    });
    benefits.collect()
}
