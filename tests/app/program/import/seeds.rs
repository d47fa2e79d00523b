//! The five real postings, where they are at hand. They are not ours to keep, so that nothing here repeats what they say.

use super::{Place, files, told};
use crate::kit::skip;
use std::path::{Path, PathBuf};

/// The folder of the real postings, when it is there.
fn seeds() -> Option<PathBuf> {
    let named = std::env::var_os("CANDOR_SEEDS").map(PathBuf::from);
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let folder = named.unwrap_or_else(usual);
    if folder.is_dir() {
        return Some(folder);
    }
    skip::without(
        "CANDOR_SEEDS",
        "the folder of the real postings is not here",
    );
    None
}

#[tokio::test]
async fn the_real_postings_become_five_drafts_and_stay_five() {
    let Some(folder) = seeds() else { return };
    let place = Place::new().await;
    let files = files(&folder);
    let flags = ["--create-companies", "--json"];
    let run = place.import(&files, &flags).well();
    let found = |company, title, closed| [company, title, "created", closed];
    assert_eq!(
        told(&run.report(), ["company", "title", "outcome", "closed"]),
        [
            found("canonical", "Support Manager", "false"),
            found("canonical", "Linux Desktop Support Associate", "false"),
            found("canonical", "Public Cloud Project Manager", "false"),
            found("canonical", "Channel Sales Manager", "false"),
            found("servicenow", "Technical Support Manager", "true"),
        ]
    );
    let closed = "select count(*) from postings where status = 'closed'";
    assert_eq!(place.number(closed).await, 1);
    let public = "select count(*) from posting_revisions";
    assert_eq!(place.number(public).await, 0);

    let before = place.rows().await;
    let again = place.import(&files, &flags).well();
    for [outcome] in told(&again.report(), ["outcome"]) {
        assert_eq!(outcome, "unchanged");
    }
    assert_eq!(place.rows().await, before);
}
