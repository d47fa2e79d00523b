//! Reviewing: going through a job's applications one after another, and never two people through the same one.

mod presence;
mod queue;
mod sheet;

pub use presence::here;
pub use queue::{
    After, COUNTED, Order, Queue, QueueView, Waiting, hand, queue, set_aside, take_up_again,
};
pub use sheet::{Before, Sheet, sheet};
