//! What candidates see and send.

mod applying;
mod crowd;
mod elsewhere;
mod listing;
pub mod own;
mod posting;
