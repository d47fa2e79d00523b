//! A posting's draft, and what becomes public of it.

mod closing;
mod drafts;
mod questions;
mod scheduling;
mod texts;

use crate::kit::app::{Answer, Client};

/// The editor's form as it stands, with some fields typed anew.
fn typed(page: &Answer, anew: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.fields_of("#editor");
    for (name, value) in anew {
        let field = fields.iter_mut().find(|(known, _)| known == name);
        field.expect("a field of the editor").1 = (*value).to_owned();
    }
    fields
}

async fn save(browser: &mut Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// Opens the editor, types some fields anew and saves.
async fn edit(browser: &mut Client, posting: &str, anew: &[(&str, &str)]) {
    let page = browser.get(posting).await.expect(200);
    save(browser, posting, &typed(&page, anew))
        .await
        .expect(303);
}

async fn publish(browser: &mut Client, posting: &str) -> Answer {
    let path = format!("{posting}/publication");
    let version = browser.get(&path).await.expect(200).value("version");
    browser.post(&path, &[("version", &version)]).await
}
