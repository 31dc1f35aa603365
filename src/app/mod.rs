//! The screen as a value: messages in, commands out. No I/O, no threads, no clock, no drawing.

pub mod command;
pub mod message;
