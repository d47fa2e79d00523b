//! The house keeps its own rules: directions between rooms, a rule at every door, pages without traps.

mod rooms;
mod source;
mod versions;
