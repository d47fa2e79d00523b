//! Taking back changes of what was there: a job, its plan, seats and team; an interview; somebody's record and pool.

mod job;
mod person;
pub mod together;

use crate::kit::{
    app::{Answer, Client},
    cast::Person,
};

fn browser(person: &Person) -> Client {
    Client::clone(person)
}

/// A form as it is drawn, with these fields another.
fn typed(page: &Answer, form: &str, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.fields_of(form);
    for (name, value) in other {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn given(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect()
}

/// What the toast of a page sends to take the act back.
fn undo_of(page: &Answer) -> String {
    page.attributes("#toast form", "action").remove(0)
}
