//! Something to read and close: why a mention was linked, what was said in the status line.

use super::moved;
use crate::config::action::Action;

/// A page of sentences. May hold words of strangers: whoever draws it cleans it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// The first one shown.
    pub top: usize,
}

impl Page {
    /// A page from its beginning.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, top: 0 }
    }

    pub(super) fn key(&mut self, action: Option<Action>) -> bool {
        self.top = moved(self.top, self.lines.len(), 10, action);
        matches!(
            action,
            Some(Action::Back | Action::DropFocus | Action::Quit | Action::Open | Action::Why | Action::Messages)
        )
    }
}
