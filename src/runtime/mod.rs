//! Threads, terminal, files and clock: everything with an effect.

pub mod clock;
pub mod decode;
pub mod event;
pub mod files;
pub mod intake;
pub mod jobs;
pub mod lane;
pub mod names;
pub mod quick;
pub mod source;
pub mod walk;
pub mod pen;
