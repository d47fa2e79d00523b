//! What every page stands on. Knows no feature.

pub mod assets;
pub mod filters;
pub mod form;
pub mod money;
pub mod notice;
pub mod page;
pub mod problem;
pub mod routes;
pub mod seat;
