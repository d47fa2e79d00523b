//! Jobs as recruiters work with them.

mod form;
mod list;
mod openings;
mod plan;
mod status;
mod team;
