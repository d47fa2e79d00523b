//! Job alerts: an address that wants to hear of new openings, and of which.
//!
//! Nothing is sent to anybody who has not said yes on the page that the confirmation leads to. Whoever holds the link of a
//! mail is the address's owner: there is no account.

mod asked;
mod digest;
mod forget;
mod own;
mod wanted;
mod words;

pub use asked::{AskAlert, ask, ask_address};
pub use digest::{SendAlerts, send_alerts, with_alerts};
pub use forget::forget_alerts;
pub use own::{Alert, UNCONFIRMED_DAYS, alert, change_wanted, confirm, end};
pub use wanted::Wanted;
