//! Which event can be taken back: the one rule, from threads of events. No SQL.

use super::happened::{Happened, Reversal, Thread};
use crate::base::{clock::Time, ids::EventId};
use jiff::tz::TimeZone;
use std::collections::HashSet;

/// Why an event stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum No {
    /// Nothing of its kind is taken back, or its detail is gone.
    Never,
    /// It was taken back, by somebody.
    Done(String),
    /// Somebody did this since: "Hugo Brandt rejected them".
    Since(String, Time),
}

impl No {
    /// The refusal's code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Never => "not_reversible",
            Self::Done(_) => "taken_back",
            Self::Since(..) => "since",
        }
    }

    /// The refusal for people, with times of their zone.
    pub fn text(&self, zone: &TimeZone) -> String {
        match self {
            Self::Never => "This cannot be taken back.".to_owned(),
            Self::Done(who) => format!("{who} has taken this back already."),
            Self::Since(did, at) => {
                let at = at.0.to_zoned(zone.clone());
                let at = at.strftime("on %-d %b %Y at %H:%M");
                format!("{did} since, {at}, so this stays. Take that back first.")
            }
        }
    }
}

/// What taking an event back does, or why it stays; nothing, if it is not in the history. The newest event is the first.
pub fn judge(history: &[Happened], id: EventId) -> Option<Result<Reversal, No>> {
    let event = history.iter().find(|event| event.id == id)?;
    if let Some(by) = history.iter().find(|later| later.takes_back() == Some(id)) {
        return Some(Err(No::Done(by.by().to_owned())));
    }
    let Some(thread) = event.thread() else {
        return Some(Err(No::Never));
    };
    Some(match last(history, &thread) {
        Some(last) if last.id != id => Err(No::Since(last.told(), last.at)),
        _ => event.reversal().ok_or(No::Never),
    })
}

/// The last event of a thread.
pub fn last<'h>(history: &'h [Happened], thread: &Thread) -> Option<&'h Happened> {
    history
        .iter()
        .find(|event| event.thread().as_ref() == Some(thread))
}

/// The events that can be taken back now, of however many applications.
pub fn reversible(history: &[Happened]) -> Vec<EventId> {
    let mut threads = HashSet::new();
    history
        .iter()
        .filter(|event| {
            let thread = event.thread();
            thread.is_some_and(|thread| threads.insert((event.application, thread)))
        })
        .filter(|event| event.reversal().is_some())
        .map(|event| event.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::happened::KINDS, *};
    use crate::base::ids::{ApplicationId, PostingId};
    use serde_json::{Value, json};

    fn at(text: &str) -> Time {
        Time(text.parse().expect("a time"))
    }

    fn event(id: i64, kind: &str, detail: Value) -> Happened {
        Happened {
            id: EventId(id),
            at: at("2026-11-22T17:20:00Z"),
            kind: kind.to_owned(),
            detail,
            application: None,
            posting: None,
            who: Some("Hugo Brandt".to_owned()),
        }
    }

    fn moved(id: i64, takes_back: Option<i64>) -> Happened {
        let detail =
            json!({ "from": { "id": 1 }, "to": { "name": "Offer" }, "takes_back": takes_back });
        event(id, "application.moved", detail)
    }

    fn judged(history: &[Happened], id: i64) -> Result<Reversal, No> {
        judge(history, EventId(id)).expect("it is in the history")
    }

    #[test]
    fn only_the_last_of_a_thread_is_taken_back() {
        let tag = event(3, "candidate.tagged", json!({ "tag": "Rust" }));
        let history = [tag, moved(2, None), moved(1, None)];
        assert_eq!(reversible(&history), [EventId(3), EventId(2)]);
        assert_eq!(judged(&history, 2), Ok(Reversal::Move));
        assert_eq!(judged(&history, 3), Ok(Reversal::TakeTagOff("Rust".into())));
        let no = judged(&history, 1).expect_err("another move stands on it");
        let zone = TimeZone::get("Europe/Tallinn").expect("a zone");
        let said = "Hugo Brandt moved them to Offer since, on 22 Nov 2026 at 19:20, so this stays. Take that back first.";
        assert_eq!(no.text(&zone), said);
        assert_eq!(judge(&history, EventId(9)), None);
    }

    #[test]
    fn what_was_taken_back_is_so_once() {
        let history = [moved(2, Some(1)), moved(1, None)];
        assert_eq!(judged(&history, 1), Err(No::Done("Hugo Brandt".into())));
        assert_eq!(judged(&history, 2), Ok(Reversal::Move), "an undo is a move");
    }

    #[test]
    fn a_tag_is_a_thread_of_its_own_however_it_is_written() {
        let history = [
            event(3, "candidate.untagged", json!({ "tag": "rust" })),
            event(2, "candidate.tagged", json!({ "tag": "Go" })),
            event(1, "candidate.tagged", json!({ "tag": "Rust" })),
        ];
        assert_eq!(reversible(&history), [EventId(3), EventId(2)]);
    }

    #[test]
    fn what_cannot_be_taken_back_keeps_what_stands_below_it() {
        let history = [
            event(2, "application.unrejected", json!({})),
            event(1, "application.rejected", json!({})),
        ];
        assert_eq!(reversible(&history), []);
        assert_eq!(judged(&history, 2), Err(No::Never));
    }

    #[test]
    fn each_application_has_threads_of_its_own() {
        let of = |id, application| Happened {
            application: Some(ApplicationId(application)),
            ..moved(id, None)
        };
        let history = [of(3, 8), of(2, 7), of(1, 7)];
        assert_eq!(reversible(&history), [EventId(3), EventId(2)]);
    }

    #[test]
    fn what_was_before_comes_with_what_takes_it_back() {
        let (before, after) = (
            json!({ "given_name": "Noor" }),
            json!({ "given_name": "Nora" }),
        );
        let detail = json!({ "before": before, "after": after });
        let record = event(1, "candidate.changed", detail);
        let back = Reversal::ChangeRecordBack { before, after };
        assert_eq!(judged(&[record], 1), Ok(back));
        let merged = event(2, "candidate.merged", json!({}));
        let changed = event(1, "candidate.changed", json!({ "before": {}, "after": {} }));
        let history = [merged, changed];
        assert!(matches!(judged(&history, 1), Err(No::Since(..))));
        let bare = event(
            1,
            "interview.changed",
            json!({ "interview": 1, "before": {} }),
        );
        assert_eq!(
            judged(&[bare], 1),
            Err(No::Never),
            "nothing says where it was"
        );
    }

    #[test]
    fn an_erased_detail_takes_nothing_back() {
        let history = [event(1, "application.moved", Value::Null)];
        assert_eq!(judged(&history, 1), Err(No::Never));
    }

    #[test]
    fn every_kind_that_is_read_stands_in_a_thread() {
        let detail = json!({ "tag": "Rust", "interview": 1, "opening": 1, "role": "recruiter" });
        for kind in KINDS {
            let mut event = event(1, kind, detail.clone());
            event.posting = Some(PostingId(1));
            assert!(event.thread().is_some(), "{kind}");
        }
    }
}
