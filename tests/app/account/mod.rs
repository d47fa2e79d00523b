//! Signing in, set-up, one's own account.

mod companies;
mod own;
mod set_up;
mod sign_in;
