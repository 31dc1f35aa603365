//! Threads, terminal, files and clock: everything with an effect.

pub mod files;
