//! The house keeps its own rules: directions between rooms, a rule at every door, pages without traps.

mod apart;
mod crawl;
mod doors;
pub mod knock;
mod links;
mod markup;
mod rooms;
mod settings;
mod source;
mod template;
mod versions;
