//! A company's postings: the list, the posting itself, and both for machines.

mod embed;
mod feed;
mod filter;
mod jobs;
mod list;
mod markup;
mod one;

use crate::{
    base::{
        error::{Error, Result},
        ids::PostingId,
    },
    web::kit::routes::Routes,
};

pub fn routes() -> Routes {
    list::routes()
        .and(one::routes())
        .and(embed::routes())
        .and(feed::routes())
        .and(jobs::routes())
}

/// The id in `{id}-{words}`: the words are for people.
pub fn posting_id(segment: &str) -> Result<PostingId> {
    let digits = segment.split('-').next().unwrap_or_default();
    let sound = digits.bytes().all(|b| b.is_ascii_digit());
    let id: Option<i64> = digits.parse().ok();
    id.filter(|_| sound).map(PostingId).ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_stands_before_the_words() {
        assert_eq!(posting_id("12-support-manager").ok(), Some(PostingId(12)));
        assert_eq!(posting_id("12").ok(), Some(PostingId(12)));
        for other in ["", "x", "-12", "+12", "12x-y", "99999999999999999999"] {
            assert!(posting_id(other).is_err(), "{other}");
        }
    }
}
