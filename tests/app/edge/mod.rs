//! The edge, over real sockets.

mod files;
mod house;
mod limits;
mod listening;
mod requests;
mod watching;
