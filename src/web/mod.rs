//! The site: audiences, and the layers around them.

pub mod kit;
pub mod recruiting;
