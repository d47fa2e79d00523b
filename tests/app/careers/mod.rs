//! What candidates see and send.

mod alerts;
mod applying;
mod crowd;
mod elsewhere;
pub mod introducing;
mod listing;
pub mod own;
mod posting;
