//! The files of an application's form: which fields take one, and which of them are sent.

use super::form::field_of;
use crate::{
    base::error::Result,
    domain::{
        applications::{Enclosed, FileRole},
        files::{SentFile, Staged},
        postings::advert::{Question, QuestionKind},
    },
    web::kit::staging::PASTED,
};
use anyhow::Context;

/// Whether a field of a form with these questions takes a file.
pub fn takes_file(questions: &[Question], field: &str) -> bool {
    let asks =
        |question: &Question| question.kind == QuestionKind::File && field_of(question) == field;
    field == "resume" || questions.iter().any(asks)
}

/// The files of a form that is sent: those of this try, and for other fields those of earlier ones.
pub fn enclosed(
    pasted: bool,
    fields: Vec<(String, FileRole)>,
    kept: &[(String, SentFile)],
    staged: &[Staged],
) -> Result<Vec<Enclosed>> {
    let find = |field: &str| {
        let now = kept
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, file)| file);
        let earlier = || {
            staged
                .iter()
                .find(|kept| kept.field == field)
                .map(|kept| &kept.file)
        };
        now.or_else(earlier).cloned()
    };
    // The viewer shows the last résumé: a file before what was pasted.
    let pasted = pasted.then(|| (PASTED.to_owned(), FileRole::Resume));
    let all = pasted.into_iter().chain(fields).map(|(field, role)| {
        let file = find(&field).context("a file that was here a moment ago")?;
        Ok(Enclosed { role, file })
    });
    all.collect()
}
