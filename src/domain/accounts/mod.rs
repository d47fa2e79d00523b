//! People who sign in, their sessions, and their places in companies.

pub mod founding;
pub mod invitations;
pub mod links;
pub mod members;
pub mod passwords;
pub mod proof;
pub mod reset;
pub mod seat;
pub mod sessions;
pub mod set_up;
pub mod sign_in;
pub mod throttle;
pub mod users;
