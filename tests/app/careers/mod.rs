//! What candidates see and send.

mod applying;
mod crowd;
mod listing;
mod own;
mod posting;
