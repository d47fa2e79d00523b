//! Which parts of a posting differ, in words for the history and for "3 changes not yet public".

use super::{advert::Advert, published::Published};

macro_rules! parts {
    ($before:expr, $after:expr; $($label:literal: $($field:ident)+;)*) => {{
        let mut parts = Vec::new();
        $(if false $(|| $before.$field != $after.$field)+ { parts.push($label); })*
        parts
    }};
}

macro_rules! parts_of_an_advert {
    ($before:expr, $after:expr) => {
        parts!($before, $after;
            "title": title;
            "summary": summary;
            "language": language;
            "workplace": workplace;
            "places": places;
            "employment type": employment_type;
            "pay": pay;
            "travel": travel;
            "languages": languages;
            "reporting line": reports_to;
            "tracks": tracks;
            "text": sections;
            "questions": questions;
            "closing day": closes_on;
            "where to apply": external_apply_url;
            "visibility": visibility;
            "promises": promise_after_applying promise_after_interview;
        )
    };
}

/// What a save changed.
pub(in crate::domain) fn in_draft(before: &Advert, after: &Advert) -> Vec<&'static str> {
    parts_of_an_advert!(before, after)
}

/// What publishing would change for candidates.
pub fn in_public(live: &Published, draft: &Published) -> Vec<&'static str> {
    let mut changed = parts_of_an_advert!(live, draft);
    if live.departments != draft.departments {
        changed.push("departments");
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_named() {
        let before = Advert::default();
        let after = Advert {
            title: "Miller".to_owned(),
            promise_after_interview: Some(3),
            ..Advert::default()
        };
        assert_eq!(in_draft(&before, &after), ["title", "promises"]);
        assert!(in_draft(&after, &after).is_empty());
    }
}
