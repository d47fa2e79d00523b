//! Candor: an applicant tracking system that people on both sides of a hire can trust.
//!
//! The rooms, lowest first; a room uses only rooms before it (`tests/app/house/rooms.rs` checks):
//! `base` → `access` → `domain` → `app` → `worker`, `web` → `server` → `demo`, and above them the program's commands.

pub mod access;
pub mod app;
pub mod base;
pub mod demo;
pub mod domain;
pub mod server;
pub mod web;
pub mod worker;
