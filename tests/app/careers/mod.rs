//! What candidates see and send.

mod listing;
mod posting;
