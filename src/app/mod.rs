//! The screen as a value: messages in, commands out. No I/O, no threads, no clock, no drawing.
//!
//! [`model::Model`] is plain data; [`update::update`] alone changes it. State belongs to the pane that shows it: `list`,
//! `reader`, `sidebar`, one file per overlay. What keys do to them is grouped by purpose: `reading`, `walk`, `triage`,
//! `quoting`, `why`.

mod act;
pub mod command;
mod commandline;
pub mod correcting;
pub mod field;
pub mod find;
pub mod layout;
pub mod list;
pub mod message;
pub mod model;
pub mod office;
pub mod overlay;
mod quoting;
pub mod reader;
mod reading;
pub mod sidebar;
pub mod status;
pub mod trail;
pub mod triage;
pub mod update;
pub mod walk;
mod why;

pub use update::update;
