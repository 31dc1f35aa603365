//! What a user can change, parsed: actions, keys, keymap, theme, settings.
//!
//! Opens no file and knows no screen: callers hand in texts and get values, and mistakes with file, line and what was
//! expected. The shipped keymap and themes are texts in the user's own format.

pub mod action;
pub mod colour;
pub mod key;
pub mod keymap;
pub mod mistake;
pub mod settings;
pub mod theme;
pub mod watch;
