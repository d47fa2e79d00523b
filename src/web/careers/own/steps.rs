//! The way of an application in words: what is behind, where they are, what may come.

use crate::domain::{
    jobs::Milestone,
    own::{Outcome, Standing},
};

/// A milestone on the way.
pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    pub place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Done,
    Now,
    Next,
}

/// The way, as far as it is known. After an outcome nothing more comes.
pub fn steps(standing: &Standing) -> Vec<Step> {
    let mut way = standing.way.clone();
    if !way.contains(&standing.milestone) {
        way.push(standing.milestone);
        way.sort();
    }
    if way.first() != Some(&Milestone::Received) {
        way.insert(0, Milestone::Received);
    }
    // "Received" is over as soon as it is said: from then on somebody reads it.
    let reached = match standing.milestone {
        Milestone::Received => Milestone::InReview,
        later => later,
    };
    if !way.contains(&reached) {
        way.push(reached);
        way.sort();
    }
    way.into_iter()
        .filter(|milestone| standing.outcome.is_none() || *milestone <= reached)
        .map(|milestone| Step {
            name: milestone.label(),
            about: about(milestone),
            place: match milestone.cmp(&reached) {
                _ if standing.outcome.is_some() => Place::Done,
                std::cmp::Ordering::Less => Place::Done,
                std::cmp::Ordering::Equal => Place::Now,
                std::cmp::Ordering::Greater => Place::Next,
            },
        })
        .collect()
}

fn about(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "It is here, complete, and nothing of it is lost.",
        Milestone::InReview => "People read it, not a machine. Nobody is scored or ranked.",
        Milestone::Assessment => "A piece of work like what the job is about.",
        Milestone::Interviews => "Conversations with the people whom you would work with.",
        Milestone::Decision => "Everybody who met you has their say, and we decide.",
        Milestone::Offer => "A call, then a letter.",
    }
}

/// What became of it, in a sentence.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Hired => "You are hired. Welcome!",
        Outcome::NotSelected => "We decided not to go further with this application.",
        Outcome::Withdrawn => "This application is withdrawn.",
        Outcome::PositionClosed => "The role was closed. That says nothing about your application.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Time;

    fn standing(milestone: Milestone, outcome: Option<Outcome>) -> Standing {
        let at = Time("2026-11-02T10:00:00Z".parse().unwrap());
        Standing {
            given_name: "Noor".to_owned(),
            family_name: String::new(),
            title: "Support Manager".to_owned(),
            posting: None,
            applied_at: at,
            references: Vec::new(),
            milestone,
            way: vec![Milestone::InReview, Milestone::Interviews, Milestone::Offer],
            outcome,
            told_at: outcome.map(|_| at),
            own_withdrawal: outcome == Some(Outcome::Withdrawn),
            promised_by: None,
            posting_open: true,
            contact: None,
            in_pool: false,
            messages: Vec::new(),
        }
    }

    fn places(standing: &Standing) -> Vec<(&'static str, Place)> {
        let steps = steps(standing);
        steps.iter().map(|step| (step.name, step.place)).collect()
    }

    #[test]
    fn whoever_has_just_applied_is_in_review() {
        let places = places(&standing(Milestone::Received, None));
        assert_eq!(places[0], (Milestone::Received.label(), Place::Done));
        assert_eq!(places[1], (Milestone::InReview.label(), Place::Now));
        assert_eq!(places[2].1, Place::Next);
    }

    #[test]
    fn after_an_outcome_nothing_comes() {
        let over = standing(Milestone::Interviews, Some(Outcome::NotSelected));
        let places = places(&over);
        assert_eq!(places.len(), 3);
        assert!(places.iter().all(|(_, place)| *place == Place::Done));
    }

    #[test]
    fn a_milestone_that_the_plan_lost_is_still_where_they_are() {
        let places = places(&standing(Milestone::Assessment, None));
        assert!(places.contains(&(Milestone::Assessment.label(), Place::Now)));
    }
}
