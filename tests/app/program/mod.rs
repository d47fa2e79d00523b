//! What only the whole program shows: starting, stopping, being killed.

mod life;
