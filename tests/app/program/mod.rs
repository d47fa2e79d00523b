//! What only the whole program shows: starting, stopping, being killed.

mod applications;
mod audit;
mod bulk;
mod check;
mod import;
mod life;
mod receive_mail;
mod tables;
