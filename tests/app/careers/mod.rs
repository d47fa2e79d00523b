//! What candidates see and send.

mod applying;
mod crowd;
mod elsewhere;
mod feeds;
mod hosts;
mod listing;
pub mod own;
mod posting;
mod proof;
mod weight;
