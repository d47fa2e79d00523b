//! What only the whole program shows: starting, stopping, being killed.

mod applications;
mod check;
mod import;
mod life;
