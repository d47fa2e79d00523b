//! What every room stands on. Knows nothing of hiring.

pub mod postgres;
