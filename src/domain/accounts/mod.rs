//! People who sign in, their sessions, and their places in companies.

pub mod sessions;
