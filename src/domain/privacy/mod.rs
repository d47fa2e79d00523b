//! How long personal data stays, and how it goes.
//!
//! [`erase`] takes one person out of a company, in one transaction and by one list ([`REGISTER`]); their files follow a day
//! later ([`clear_away`]). It is asked for by the candidate ([`ask_for_code`], [`confirm`]), by an administrator
//! ([`erase_by_hand`]), or by a rule ([`coming`], [`run_retention`]); a [`Hold`] makes all of them wait. What was erased
//! stays erased when an older backup comes back ([`ErasureList`], [`replay`]).

mod clear;
mod erase;
mod hold;
mod inventory;
mod keeping;
mod list;
mod pool;
mod register;
mod replay;
mod request;
mod retention;
mod rules;

pub use clear::clear_away;
pub use erase::{Cause, Erasure, erase};
pub use hold::{Held, Hold, holds, lift_hold, set_hold};
pub use inventory::{Inventory, erase_by_hand, inventory};
pub use keeping::{Keeping, keeping};
pub use list::{Entry, ErasureList};
pub use pool::{Left, RunPool, leave_pool, run_pool};
pub use register::{Fate, REGISTER};
pub use replay::replay;
pub use request::{Asked, Reply, Waiting, ask_for_code, asked, confirm, waiting};
pub use retention::{
    Leaving, QUARANTINE_DAYS, RunRetention, WARNING_DAYS, coming, run_retention, with_work,
};
pub use rules::{Ending, Rule, RuleDetails, add_rule, change_rule, delete_rule, rules};
