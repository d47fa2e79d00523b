//! What Candor is about, a folder per concept, in order: a room uses only rooms before it.
pub mod transfer;
