//! What every room stands on.

mod postgres;
