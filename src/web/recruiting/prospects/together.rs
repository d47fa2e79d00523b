//! `/{company}/prospects/together`: one act on several of the pool, and taking it back.

use crate::{
    access::{Permit, permissions::ManageProspects},
    base::{
        error::{Error, Result},
        ids::{EventId, JobId, PoolId, ProspectId},
        links::{self, Slug},
    },
    domain::{
        prospects::{self, Outcome, Together},
        tags::TagName,
        timeline,
    },
    web::{
        kit::{form::Form, notice::Notice, page::Page, routes::Routes},
        recruiting::{bulk, came::Came},
    },
};
use axum::{extract::Path, response::Response};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/{company}/prospects/together", act)
        .post("/{company}/prospects/together/{act}/undo", undo)
}

/// How many reasons are told one by one.
const REASONS: usize = 3;

/// Those who are ticked, and what is to be done.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TogetherForm {
    pick: Vec<String>,
    act: String,
    job: String,
    pool: String,
    tag: String,
}

impl TogetherForm {
    fn ids(&self) -> Vec<ProspectId> {
        let ids = self.pick.iter().filter_map(|id| id.parse().ok());
        let mut ids: Vec<ProspectId> = ids.map(ProspectId).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn act(&self) -> Result<Together> {
        let act = match self.act.as_str() {
            "consider" => self
                .job
                .parse()
                .ok()
                .map(|id| Together::Consider(JobId(id))),
            "move" => self.pool.parse().ok().map(|id| Together::Move(PoolId(id))),
            "tag" => TagName::parse(&self.tag).ok().map(Together::Tag),
            "untag" => TagName::parse(&self.tag).ok().map(Together::Untag),
            _ => None,
        };
        act.ok_or_else(|| {
            Error::refused(
                "nothing",
                "Choose a job or a pool, or write a tag of up to 50 characters. Go back, and try again.",
            )
        })
    }
}

async fn act(
    permit: Permit<ManageProspects>,
    page: Page,
    came: Came,
    Form(form): Form<TogetherForm>,
) -> Result<Response> {
    let (ids, act) = (form.ids(), form.act()?);
    match ids.len() {
        0 => return Err(Error::refused("nobody", "Tick somebody first.")),
        1..=prospects::TOGETHER => {}
        _ => return Err(Error::refused("too_many", "Tick 50 people at most.")),
    }
    let (outcome, acted) = permit
        .change(async |change| prospects::together(change, &ids, &act).await)
        .await?;
    let done = people(&outcome);
    let done = match act {
        Together::Consider(_) => format!("{done} considered, and told so by mail."),
        Together::Move(_) => format!("{done} moved."),
        Together::Tag(name) => format!("{done} tagged: {}.", name.as_str()),
        Together::Untag(name) => format!("{} taken off {done}.", name.as_str()),
    };
    let list = links::prospects(&page.company.slug);
    let undo = acted.map(|event| format!("{list}/together/{event}/undo"));
    let text = format!("{done}{}", others(&outcome, "skipped"));
    let notice = Notice::new(text).with_undo_at(undo);
    Ok(page.redirect(came.or(&page.company, &list), notice))
}

async fn undo(
    permit: Permit<ManageProspects>,
    page: Page,
    came: Came,
    Path((_, event)): Path<(Slug, EventId)>,
) -> Result<Response> {
    let outcome = permit
        .change(async |change| timeline::take_back_together(change, event).await)
        .await?;
    let stay = others(&outcome, "left as they are");
    let text = format!("Taken back for {}.{stay}", people(&outcome));
    let list = links::prospects(&page.company.slug);
    Ok(page.redirect(came.or(&page.company, &list), Notice::new(text)))
}

fn people(outcome: &Outcome) -> String {
    bulk::people(i64::try_from(outcome.done).unwrap_or(i64::MAX))
}

/// To how many it was not done, and why.
fn others(outcome: &Outcome, are: &str) -> String {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for why in &outcome.skipped {
        match reasons.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, people)) => *people += 1,
            None => reasons.push((why, 1)),
        }
    }
    let told = reasons.iter().take(REASONS);
    let mut text: String = told
        .map(|(why, people)| format!(" {people} {are}: {why}"))
        .collect();
    let more: usize = reasons.iter().skip(REASONS).map(|(_, people)| people).sum();
    if more > 0 {
        text.push_str(&format!(" And {more} more, for reasons of their own."));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_reason_is_said_once() {
        let said = |skipped: &[&str]| {
            let skipped = skipped.iter().map(ToString::to_string).collect();
            others(&Outcome { done: 1, skipped }, "skipped")
        };
        assert_eq!(said(&[]), "");
        assert_eq!(
            said(&["Left.", "Gone.", "Left."]),
            " 2 skipped: Left. 1 skipped: Gone."
        );
        let many = said(&["a.", "b.", "c.", "d.", "e."]);
        assert!(many.ends_with("1 skipped: c. And 2 more, for reasons of their own."));
    }
}
