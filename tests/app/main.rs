//! Every test that needs more than a function: one program, so that it is linked once.

mod account;
mod base;
mod browser;
mod careers;
mod edge;
mod house;
mod kit;
mod privacy;
mod program;
mod recruiting;
mod rooms;
mod settings;
