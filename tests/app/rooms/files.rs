//! Files on disk.

mod storing;
