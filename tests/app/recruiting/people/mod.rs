//! People in and out.

mod adding;
mod exporting;
mod importing;
mod resumes;

use crate::kit::{app::Client, cast::Person};

fn browser(person: &Person) -> Client {
    Client::clone(person)
}
