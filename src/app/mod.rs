//! The screen as a value: messages in, commands out. No I/O, no threads, no clock, no drawing.
//!
//! [`model::Model`] is plain data; [`update::update`] alone changes it. State belongs to the pane that shows it: `list`,
//! `reader`, `sidebar`, one file per overlay. What keys do to them is grouped by purpose: `reading`, `walk`, `triage`,
//! `quoting`, `why`.

pub mod command;
mod commandline;
pub mod correcting;
mod dispatch;
pub mod field;
pub mod find;
pub mod jump_list;
pub mod layout;
pub mod list;
pub mod message;
pub mod model;
pub mod navigation;
pub mod overlay;
mod quoting;
pub mod reader;
mod reading;
pub mod request;
pub mod sidebar;
pub mod status;
pub mod triage;
pub mod update;
mod why;

pub use update::update;
