//! The profile: everything that the viewer may know of an application, and nothing else.

mod activity;
mod neighbours;
mod profile;
