//! What only the whole program shows: starting, stopping, being killed.

mod check;
mod import;
mod life;
