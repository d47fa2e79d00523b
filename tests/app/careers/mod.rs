//! What candidates see and send.

mod applying;
mod crowd;
mod elsewhere;
mod listing;
mod own;
mod posting;
