//! What a session starts with.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::command::UiState;
use super::view::View;
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;

/// What a session starts with.
// The flags are independent facts.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct Setup {
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The colours. They may change when the terminal reports its background.
    pub theme: Arc<Theme>,
    /// Signs and borders in ASCII.
    pub ascii: bool,
    /// Which panes were shown and how wide, when the last session ended.
    pub kept: UiState,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// The view the list opens with.
    pub view: View,
    /// The archive is deleted at the end of the session. The program asks before notes are lost.
    pub scratch: bool,
    /// The archive can only be read: what would change it is refused before anything is shown or typed.
    pub read_only: bool,
    /// Files named on the command line are being imported. The list opens on their articles.
    pub arriving: bool,
}
