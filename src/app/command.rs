//! Everything `update` can want, as data. The runtime carries it out and answers with a [`Message`](super::message::Message).

use std::path::PathBuf;

use super::request::{Request, Ticket};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// Milliseconds without a key before the article under the cursor is shown in passing. A held key thus sends the few changed
/// cells of the list and never a pane of text.
pub const PAUSE: u32 = 250;

/// What to do after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Show the article under the cursor, if it is still this one.
    Preview(ArticleId),
    /// Show where the entity under the cursor of the jump bar is named, if it is still this one.
    Glance(EntityId),
}

/// What `update` wants from the outside world.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Ask the foreground lane. Answered by `Answer` or `Failed` with this ticket.
    Request(Ticket, Request),
    // ---- background lane ----
    /// Take files and folders in. Answered by `Progress`, then `Imported`; by `Changed` after each batch.
    Import(Vec<PathBuf>),
    /// Stop the running job between two articles. Answered by what that job says at its end.
    Cancel,
    // ---- main loop and terminal ----
    /// Put cleaned text on the clipboard (OSC 52). Answered by `Copied`.
    Copy(String),
    /// Let `$VISUAL` or `$EDITOR` change this text; the program has the terminal meanwhile. Answered by `Edited`.
    Edit(String),
    /// Answer with `Woken` after a pause. Only the newest one waits.
    After {
        /// Milliseconds.
        ms: u32,
        /// What to do then.
        wake: Wake,
    },
    /// Draw every cell again (`Ctrl-l`), whatever the terminal is thought to show.
    Redraw,
    /// Keep panes and widths for the next session.
    Keep(UiState),
    /// Stop the process as job control does. Answered by `Resumed`.
    Suspend,
    /// Write what waits and end.
    Quit,
}

/// What is kept of the screen from one session to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UiState {
    /// The list is shown where there is room.
    pub list: bool,
    /// The sidebar is shown where there is room.
    pub entities: bool,
    /// Columns the list was widened by.
    pub list_more: i16,
    /// Columns the sidebar was widened by.
    pub entities_more: i16,
    /// Columns of the text's measure.
    pub measure: u16,
}
