//! The nouns of the desk: plain data and their invariants. No engine, no files, no screen.

pub mod article;
pub mod entity;
pub mod list_row;
pub mod mention;
pub mod note;
pub mod profile;
pub mod ruling;
pub mod time;
pub mod triage;
