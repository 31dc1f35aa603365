//! The commands of `update`, as data. The runtime carries them out and answers with a [`Message`](super::message::Message).

use std::path::PathBuf;

use super::request::{Request, Ticket};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::NoteDraft;

/// Milliseconds without a key before the article under the cursor is previewed. While a key is held, only the few changed cells
/// of the list are sent to the terminal, never a pane of text.
pub const PAUSE: u32 = 250;

/// What to do after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Preview the article under the cursor, if it is still this one.
    Preview(ArticleId),
    /// Preview a mention of the entity under the cursor of the jump bar, if it is still this one.
    Glance(EntityId),
}

/// A command to the runtime.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Ask the foreground lane. Answered by `Answer` or `Failed` with this ticket.
    Request(Ticket, Request),
    // ---- background lane ----
    /// Import files and folders. Answered by `Progress` and, after each batch, `Changed`; at the end by `Imported`.
    Import(Vec<PathBuf>),
    /// Stop the running job between two articles. Answered as the job is at its end.
    Cancel,
    // ---- main loop and terminal ----
    /// Put cleaned text on the clipboard (OSC 52). Answered by `Copied`.
    Copy(String),
    /// Edit this note with `$VISUAL` or `$EDITOR`, which has the terminal meanwhile: in the file that the editor left and that was not
    /// taken, else in a new one. Answered by `Edited`.
    Edit(Box<NoteDraft>, Option<PathBuf>),
    /// The archive has not kept this draft yet: write it to a file.
    Rescue(Box<NoteDraft>),
    /// Answer with `Woken` after a pause. A newer one replaces an older one.
    After {
        /// Milliseconds.
        ms: u32,
        /// What to do then.
        wake: Wake,
    },
    /// Send every cell to the terminal again (`Ctrl-l`).
    Redraw,
    /// Save which panes are shown and how wide, for the next session.
    Keep(UiState),
    /// Stop the process (SIGTSTP). Answered by `Resumed`.
    Suspend,
    /// Write pending changes and end.
    Quit,
}

/// What is saved of the screen from one session to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UiState {
    /// The list is shown if there is room.
    pub list: bool,
    /// The sidebar is shown if there is room.
    pub entities: bool,
    /// Columns by which the user widened the list; negative if narrowed.
    pub list_more: i16,
    /// Columns by which the user widened the sidebar; negative if narrowed.
    pub entities_more: i16,
    /// Columns of the text at most, 30 to 200.
    pub measure: u16,
}
