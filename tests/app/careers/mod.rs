//! What candidates see and send.

mod applying;
mod listing;
mod posting;
