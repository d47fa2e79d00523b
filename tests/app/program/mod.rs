//! What only the whole program shows: starting, stopping, being killed.

mod audit;
mod check;
mod life;
