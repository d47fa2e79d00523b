//! What every room stands on. Knows nothing of hiring.

pub mod clock;
pub mod config;
pub mod countries;
pub mod csv;
pub mod db;
pub mod error;
pub mod ids;
pub mod key;
pub mod links;
pub mod paging;
pub mod postgres;
pub mod secret;
pub mod signals;
