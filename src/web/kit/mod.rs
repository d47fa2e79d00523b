//! What every page stands on. Knows no feature.
//!
//! The edge, from the socket inwards: [`listen`] accepts connections, and [`around`] puts the layers around
//! a router in their one right order.

pub mod archive;
pub mod around;
pub mod assets;
pub mod cached;
pub mod came;
pub mod client;
mod compress;
pub mod confirmed;
mod crowd;
pub mod download;
mod encoding;
pub mod filters;
pub mod form;
pub mod headers;
pub mod health;
pub mod hosts;
pub mod limits;
pub mod listen;
pub mod log;
mod metered;
pub mod money;
pub mod notice;
pub mod open_files;
mod origin;
pub mod page;
mod panics;
pub mod problem;
pub mod request_id;
pub mod routes;
pub mod seat;
mod socket;
pub mod staging;
pub mod stopping;
mod stylesheet;
pub mod table;
mod unread;
pub mod upload;
pub mod wording;
pub mod zones;
