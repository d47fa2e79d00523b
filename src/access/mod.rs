//! Who may do what, and the only two ways to the database: a permit reads, a change writes.

pub mod account;
pub mod actor;
pub mod change;
pub mod event;
pub mod permissions;
pub mod permit;
pub mod work;

pub use account::{AccountChange, AccountPermit};
pub use actor::{Actor, Applicant, Member, Role, TeamRole, Through};
pub use change::Change;
pub use event::Event;
pub use permissions::Permission;
pub use permit::{CompanyRef, Permit};
pub use work::Task;
