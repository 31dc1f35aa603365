//! Parses what a user can configure: settings, keys, themes, watched names.
//!
//! Opens no file and knows no screen: callers pass texts and get values, and mistakes that tell file, line and what was
//! expected. The shipped keymap and themes are texts in the same format.

pub mod action;
pub mod colour;
pub mod key;
pub mod keymap;
pub mod mistake;
pub mod scope;
pub mod settings;
pub mod theme;
pub mod watch;
