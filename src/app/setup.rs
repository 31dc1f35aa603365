//! What a session starts with.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::command::UiState;
use super::view::View;
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;

/// What a session starts with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The colours; they may change when the terminal tells its background.
    pub theme: Arc<Theme>,
    /// Signs and borders in ASCII.
    pub ascii: bool,
    /// Panes and widths as they were left.
    pub kept: UiState,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// The list to open on.
    pub view: View,
    /// The archive is thrown away at the end: ask before notes are lost.
    pub scratch: bool,
    /// Articles named on the command line are being taken in: the list is to open on them.
    pub arriving: bool,
}
