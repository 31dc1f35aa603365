//! The screen as a value: messages in, commands out. No I/O, no threads, no clock, no drawing.
//!
//! [`model::Model`] is plain data in parts, and only [`update::update`] changes it. Each part owns its state: `list`, `reader`,
//! `sidebar`, `navigation`, one file for each overlay. A part reads the others through a [`workspace::Workspace`] and returns what
//! it wants as [`intent::Intent`]s; `intents` carries them out.

mod answers;
mod candidates;
pub mod command;
mod commandline;
mod decisions;
mod dispatch;
mod explanation;
pub mod field;
pub mod intent;
mod intents;
pub mod keys;
pub mod layout;
pub mod list;
pub mod message;
pub mod model;
pub mod navigation;
mod noting;
pub mod obstacle;
mod opening;
pub mod overlay;
mod panes;
mod quoting;
pub mod reader;
pub mod request;
pub mod scroll;
pub mod setup;
pub mod sidebar;
pub mod status;
pub mod subject;
mod triage;
pub mod update;
pub mod view;
pub mod wording;
pub mod workspace;

pub use update::update;
