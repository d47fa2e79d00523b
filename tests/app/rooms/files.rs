//! Files on disk, and their text by the real child process.

mod extraction;
mod storing;
