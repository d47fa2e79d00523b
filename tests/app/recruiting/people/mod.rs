//! People in and out.

mod adding;
mod resumes;

use crate::kit::{app::Client, cast::Person};

fn browser(person: &Person) -> Client {
    Client::clone(person)
}
