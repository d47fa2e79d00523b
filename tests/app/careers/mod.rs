//! What candidates see and send.

mod alerts;
mod applying;
mod crowd;
mod elsewhere;
mod feeds;
mod hosts;
pub mod introducing;
mod listing;
pub mod own;
mod posting;
mod proof;
mod weight;
