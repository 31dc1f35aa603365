//! Threads, terminal, files and clock: everything with an effect.

pub mod decode;
pub mod event;
pub mod files;
